package dev.paystub.account;

import dev.paystub.account.AuditResult.Violation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the account module promises of its rows, and of what falls due. */
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
    AuditRule eventsAreConsecutive(EventLog log, Numbering numbering) {
        return AuditRule.of(
                "events-consecutive",
                findings -> {
                    var span = log.span();
                    findings.require(
                            span.last() == numbering.last(EventLog.NUMBERING),
                            () ->
                                    new Violation(
                                            "event " + span.last(),
                                            "The latest event is %d, though %d have happened"
                                                    .formatted(
                                                            span.last(),
                                                            numbering.last(EventLog.NUMBERING))));
                    findings.require(
                            span.count() == span.last() - span.first() + 1,
                            () ->
                                    new Violation(
                                            "events",
                                            "There are %d events from %d to %d"
                                                    .formatted(
                                                            span.count(),
                                                            span.first(),
                                                            span.last())));
                });
    }
}
