package dev.paystub.concurrency;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class ConcurrencyOnPostgresTests extends ConcurrencyTests {}
