package dev.paystub.contract;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class CloudPlansContractOnPostgresTests extends CloudPlansContractTests {}
