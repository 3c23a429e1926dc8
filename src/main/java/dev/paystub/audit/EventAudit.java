package dev.paystub.audit;

import dev.paystub.audit.AuditResult.Violation;
import dev.paystub.engine.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules for the event log and the schedule. */
@Configuration(proxyBeanMethods = false)
class EventAudit {

    @Bean
    AuditRule nothingIsSetAside(Schedule schedule) {
        return AuditRule.of(
                "due-work-done",
                findings -> {
                    for (var entry : schedule.all()) {
                        findings.require(
                                entry.aside() == null,
                                () ->
                                        new Violation(
                                                entry.kind() + " " + entry.subject(),
                                                "It fell due at %s, failed, and is set aside until the clock is advanced: %s"
                                                        .formatted(entry.due(), entry.aside())));
                    }
                });
    }

    @Bean
    AuditRule latestEventIsKept() {
        return AuditRule.query(
                "events-consecutive",
                "accounts where id = :account",
                """
                select last.number, taken.number from
                    (select coalesce(max(number), 0) number from events
                     where account_id = :account) last,
                    (select coalesce(max(last_number), 0) number from numberings
                     where account_id = :account and name = 'event') taken
                where last.number <> taken.number
                """,
                "event %s",
                "The latest event is %s, though %s have happened");
    }

    @Bean
    AuditRule eventsAreConsecutive() {
        return AuditRule.query(
                "events-consecutive",
                "accounts where id = :account",
                """
                select count(*), min(number), max(number) from events
                where account_id = :account
                having count(*) <> max(number) - min(number) + 1
                """,
                "events",
                "There are %s events from %s to %s");
    }
}
