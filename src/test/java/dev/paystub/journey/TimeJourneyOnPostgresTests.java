package dev.paystub.journey;

import dev.paystub.testing.OnPostgres;

/** The same on PostgreSQL. */
@OnPostgres
class TimeJourneyOnPostgresTests extends TimeJourneyTests {

    @Override
    protected String longAdvance() {
        return "P1M";
    }
}
