package dev.paystub.journey;

import dev.paystub.testing.OnPostgres;

@OnPostgres
class RepeatedRequestOnPostgresTests extends RepeatedRequestTests {}
