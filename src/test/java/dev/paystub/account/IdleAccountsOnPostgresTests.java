package dev.paystub.account;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class IdleAccountsOnPostgresTests extends IdleAccountsTests {}
