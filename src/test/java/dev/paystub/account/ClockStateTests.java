package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockStateTests {

    private static final Instant DOCUMENTED = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final long SYSTEM = Instant.parse("2026-11-21T09:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    @Test
    void realClockShowsRealTime() {
        assertThat(ClockState.REAL.at(SYSTEM)).isEqualTo(Instant.ofEpochMilli(SYSTEM));
        assertThat(ClockState.REAL.frozen()).isNull();
    }

    @Test
    void frozenClockStandsStill() {
        var frozen = new ClockState(0, DOCUMENTED);

        assertThat(frozen.at(SYSTEM)).isEqualTo(DOCUMENTED);
        assertThat(frozen.at(SYSTEM + MINUTE)).isEqualTo(DOCUMENTED);
    }

    @Test
    void runningClockGoesWithRealTimeAtItsOffset() {
        var running = new ClockState(-MINUTE, null);

        assertThat(running.at(SYSTEM)).isEqualTo(Instant.ofEpochMilli(SYSTEM - MINUTE));
        assertThat(running.at(SYSTEM + 1)).isEqualTo(Instant.ofEpochMilli(SYSTEM - MINUTE + 1));
    }

    @Test
    void movedFrozenClockIsStillFrozen() {
        var moved = new ClockState(0, DOCUMENTED).movedTo(DOCUMENTED.plusSeconds(15), SYSTEM);

        assertThat(moved.frozen()).isEqualTo(DOCUMENTED.plusSeconds(15));
        assertThat(moved.at(SYSTEM + MINUTE)).isEqualTo(DOCUMENTED.plusSeconds(15));
    }

    @Test
    void movedRunningClockRunsOnFromThere() {
        var moved = ClockState.REAL.movedTo(DOCUMENTED, SYSTEM);

        assertThat(moved.frozen()).isNull();
        assertThat(moved.at(SYSTEM)).isEqualTo(DOCUMENTED);
        assertThat(moved.at(SYSTEM + MINUTE)).isEqualTo(DOCUMENTED.plusMillis(MINUTE));
    }

    @Test
    void frozenClockRunsOnFromWhatItShows() {
        var running = new ClockState(0, DOCUMENTED).running(SYSTEM);

        assertThat(running.frozen()).isNull();
        assertThat(running.at(SYSTEM)).isEqualTo(DOCUMENTED);
        assertThat(running.at(SYSTEM + MINUTE)).isEqualTo(DOCUMENTED.plusMillis(MINUTE));
    }

    @Test
    void lettingARunningClockRunChangesNothing() {
        var shifted = new ClockState(-MINUTE, null);

        assertThat(shifted.running(SYSTEM)).isEqualTo(shifted);
        assertThat(ClockState.REAL.running(SYSTEM)).isEqualTo(ClockState.REAL);
    }
}
