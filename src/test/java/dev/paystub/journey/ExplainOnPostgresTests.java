package dev.paystub.journey;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class ExplainOnPostgresTests extends ExplainTests {}
