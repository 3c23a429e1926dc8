package dev.paystub.isolation;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class IsolationOnPostgresTests extends IsolationTests {}
