package dev.paystub.subscription;

import dev.paystub.audit.AuditResult.Violation;
import dev.paystub.audit.AuditRule;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Audit rules for subscriptions and their bills: each queries for the rows that break it, except
 * the rule for the price of a bill, which {@link ArrearsBilling} computes.
 */
@Configuration(proxyBeanMethods = false)
class SubscriptionAudit {

    private static final Pattern USE = Pattern.compile("([0-9]+) units, ([0-9]+) of 30 days");

    private static final String BILLS = "billing_records where account_id = :account";
    private static final String ORGANIZATIONS = "organizations where account_id = :account";
    private static final String RUNNING =
            "subscriptions where account_id = :account and status <> 'CANCELED'";

    @Bean
    AuditRule cancelledSubscriptionBillsNothing() {
        return AuditRule.query(
                "cancelled-subscription-bills-nothing",
                BILLS,
                """
                select b.number, b.amount, b.date, b.organization_number, s.canceled_at
                from billing_records b join subscriptions s
                    on s.account_id = b.account_id and s.number = b.subscription_number
                where b.account_id = :account
                  and b.date > cast(s.canceled_at at time zone 'UTC' as date)
                order by b.number
                """,
                SubscriptionAudit::bill,
                "It bills %2$s on %3$s, though the subscription of organization %4$s ended at"
                        + " %5$s");
    }

    private static String bill(@Nullable Object[] row) {
        return "billing record "
                + BillingRecord.idOf(((Number) Objects.requireNonNull(row[0])).longValue());
    }

    @Bean
    AuditRule organizationWithoutSubscriptionIsNotBilled() {
        return AuditRule.query(
                "cancelled-subscription-bills-nothing",
                ORGANIZATIONS,
                """
                select o.number from organizations o
                where o.account_id = :account
                  and not exists (select 1 from subscriptions s
                      where s.account_id = o.account_id and s.organization_number = o.number
                        and s.status <> 'CANCELED')
                  and exists (select 1 from scheduled_tasks t
                      where t.account_id = o.account_id and t.kind = 'subscription.bill'
                        and t.subject = o.number)
                order by o.number
                """,
                "organization %s",
                "It has no subscription, but a bill is due");
    }

    @Bean
    AuditRule oneRunningSubscription() {
        return AuditRule.query(
                "one-running-subscription",
                "(select distinct organization_number from %s) running".formatted(RUNNING),
                """
                select organization_number, count(*) from %s
                group by organization_number having count(*) > 1
                order by organization_number
                """
                        .formatted(RUNNING),
                "organization %s",
                "It has %2$s running subscriptions");
    }

    @Bean
    AuditRule billsArePricedByUse(BillingRecords history, ArrearsBilling billing) {
        return AuditRule.of(
                "bill-priced-by-use",
                findings -> {
                    for (var bill : history.findAllByOrderByNumber()) {
                        findings.require(
                                isPricedByUse(bill, billing),
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

    private static boolean isPricedByUse(BillingRecord bill, ArrearsBilling billing) {
        var use = USE.matcher(bill.description());
        return use.matches()
                && bill.amount()
                        .equals(
                                billing.price(
                                        Integer.parseInt(use.group(1)),
                                        Integer.parseInt(use.group(2))));
    }

    @Bean
    AuditRule useIsWithinTheQuantity() {
        return AuditRule.query(
                "use-within-quantity",
                RUNNING,
                """
                select o.number, o.resources, s.quantity
                from organizations o join subscriptions s
                    on s.account_id = o.account_id and s.organization_number = o.number
                where o.account_id = :account and s.status <> 'CANCELED'
                  and o.resources > s.quantity
                order by o.number, s.number
                """,
                "organization %s",
                "It uses %2$s resources and pays for %3$s");
    }

    @Bean
    AuditRule billsReferToWhatExists() {
        return AuditRule.query(
                "no-orphan",
                BILLS,
                """
                select b.number, b.organization_number, b.subscription_number
                from billing_records b
                where b.account_id = :account and b.subscription_number is not null
                  and not exists (select 1 from subscriptions s
                      where s.account_id = b.account_id and s.number = b.subscription_number
                        and s.organization_number = b.organization_number)
                order by b.number
                """,
                SubscriptionAudit::bill,
                "Organization %2$s has no subscription %3$s");
    }
}
