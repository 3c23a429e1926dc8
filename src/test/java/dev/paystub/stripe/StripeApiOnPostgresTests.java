package dev.paystub.stripe;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class StripeApiOnPostgresTests extends StripeApiTests {}
