package dev.paystub.operation;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class ActuatorOnPostgresTests extends ActuatorTests {

    @Override
    String kind() {
        return "PostgreSQL";
    }
}
