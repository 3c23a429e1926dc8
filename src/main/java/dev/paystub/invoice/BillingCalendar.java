package dev.paystub.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The calendar of the PureGPU installation: which local date an instant falls on. The document's
 * samples show one event at 15:23:53Z and at 11:23:54, so its zone is New York's unless configured.
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

    /** When a local date begins: what is due on a date falls due then. */
    public Instant startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }
}
