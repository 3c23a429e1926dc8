package dev.paystub.subscription;

import static java.util.stream.Collectors.groupingBy;

import dev.paystub.account.AuditResult.Violation;
import dev.paystub.account.AuditRule;
import dev.paystub.account.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for subscriptions and their bills. */
@Configuration(proxyBeanMethods = false)
class SubscriptionAudit {

    private static final Pattern USE = Pattern.compile("([0-9]+) units, ([0-9]+) of 30 days");

    private final Organizations organizations;
    private final Subscriptions subscriptions;
    private final BillingRecords history;
    private final ArrearsBilling billing;
    private final Schedule schedule;

    SubscriptionAudit(
            Organizations organizations,
            Subscriptions subscriptions,
            BillingRecords history,
            ArrearsBilling billing,
            Schedule schedule) {
        this.organizations = organizations;
        this.subscriptions = subscriptions;
        this.history = history;
        this.billing = billing;
        this.schedule = schedule;
    }

    private Map<Long, List<Subscription>> running() {
        return subscriptions.findAllByOrderByNumber().stream()
                .filter(Subscription::isRunning)
                .collect(groupingBy(Subscription::organizationNumber));
    }

    @Bean
    AuditRule cancelledSubscriptionBillsNothing() {
        return AuditRule.of(
                "cancelled-subscription-bills-nothing",
                findings -> {
                    var byNumber =
                            subscriptions.findAllByOrderByNumber().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Subscription::number, Function.identity()));
                    for (var bill : history.findAllByOrderByNumber()) {
                        var subscription = byNumber.get(bill.subscriptionNumber());
                        var end = subscription == null ? null : subscription.canceledAt();
                        findings.require(
                                end == null || !bill.date().isAfter(Subscribing.dateOf(end)),
                                () ->
                                        new Violation(
                                                "billing record " + bill.id(),
                                                "It bills %s on %s, though the subscription of organization %d ended at %s"
                                                        .formatted(
                                                                bill.amount(),
                                                                bill.date(),
                                                                bill.organizationNumber(),
                                                                end)));
                    }
                    var running = running();
                    for (var organization : organizations.findAllByOrderByNumber()) {
                        var number = organization.number();
                        findings.require(
                                running.containsKey(number)
                                        || !schedule.isScheduled(billing.kind(), number),
                                () ->
                                        new Violation(
                                                "organization " + number,
                                                "It has no subscription, but a bill is due"));
                    }
                });
    }

    @Bean
    AuditRule oneRunningSubscription() {
        return AuditRule.of(
                "one-running-subscription",
                findings ->
                        running()
                                .forEach((organization, all) ->
                                        findings.require(
                                                all.size() == 1,
                                                () ->
                                                        new Violation(
                                                                "organization " + organization,
                                                                "It has %d running subscriptions"
                                                                        .formatted(all.size())))));
    }

    @Bean
    AuditRule billsArePricedByUse() {
        return AuditRule.of(
                "bill-priced-by-use",
                findings -> {
                    for (var bill : history.findAllByOrderByNumber()) {
                        var use = USE.matcher(bill.description());
                        findings.require(
                                use.matches()
                                        && bill.amount()
                                                .equals(
                                                        billing.price(
                                                                Integer.parseInt(use.group(1)),
                                                                Integer.parseInt(use.group(2)))),
                                () ->
                                        new Violation(
                                                "billing record " + bill.id(),
                                                "It bills %s for '%s'"
                                                        .formatted(
                                                                bill.amount(),
                                                                bill.description())));
                    }
                });
    }

    @Bean
    AuditRule useIsWithinTheQuantity() {
        return AuditRule.of(
                "use-within-quantity",
                findings -> {
                    var running = running();
                    for (var organization : organizations.findAllByOrderByNumber()) {
                        running.getOrDefault(organization.number(), List.of())
                                .forEach(subscription ->
                                        findings.require(
                                                organization.resources() <= subscription.quantity(),
                                                () ->
                                                        new Violation(
                                                                "organization "
                                                                        + organization.number(),
                                                                "It uses %d resources and pays for %d"
                                                                        .formatted(
                                                                                organization
                                                                                        .resources(),
                                                                                subscription
                                                                                        .quantity()))));
                    }
                });
    }

    @Bean
    AuditRule billsReferToWhatExists() {
        return AuditRule.of(
                "no-orphan",
                findings -> {
                    var owners =
                            subscriptions.findAllByOrderByNumber().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Subscription::number,
                                                    Subscription::organizationNumber));
                    for (var bill : history.findAllByOrderByNumber()) {
                        var subscription = bill.subscriptionNumber();
                        findings.require(
                                subscription == null
                                        || Long.valueOf(bill.organizationNumber())
                                                .equals(owners.get(subscription)),
                                () ->
                                        new Violation(
                                                "billing record " + bill.id(),
                                                "Organization %d has no subscription %d"
                                                        .formatted(
                                                                bill.organizationNumber(),
                                                                subscription)));
                    }
                });
    }
}
