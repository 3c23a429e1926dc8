package dev.paystub.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Converts between instants and the local dates of the PureGPU installation. The billing document
 * shows one event at 15:23:53Z and at 11:23:54, so the zone is New York's unless {@code
 * paystub.zone} says otherwise.
 */
@Component
public class BillingCalendar {

    private final ZoneId zone;

    BillingCalendar(@Value("${paystub.zone}") ZoneId zone) {
        this.zone = zone;
    }

    public ZoneId zone() {
        return zone;
    }

    public LocalDate dateOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** Returns the start of a local date. Everything due on a date falls due at this instant. */
    public Instant startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }
}
