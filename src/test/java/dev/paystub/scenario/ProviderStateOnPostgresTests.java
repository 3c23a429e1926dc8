package dev.paystub.scenario;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class ProviderStateOnPostgresTests extends ProviderStateTests {}
