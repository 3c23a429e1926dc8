package dev.paystub.subscription;

import dev.paystub.engine.Numbering;
import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway;
import dev.paystub.subscription.Subscription.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Bills subscriptions in arrears: a month on its last day, a part of a month when the quantity
 * changes or the subscription is canceled. Each bill is charged to the subscription's card at once,
 * and after a decline again on each of the next three days.
 */
@Component
class ArrearsBilling implements ScheduledTask {

    private static final int RETRIES = 3;

    static final String RETRY = "billing.retry";

    private final Subscriptions subscriptions;
    private final BillingRecords history;
    private final CardGateway gateway;
    private final SubscriptionProperties properties;
    private final Numbering numbering;
    private final Schedule schedule;
    private final Clock clock;

    ArrearsBilling(
            Subscriptions subscriptions,
            BillingRecords history,
            CardGateway gateway,
            SubscriptionProperties properties,
            Numbering numbering,
            Schedule schedule,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.history = history;
        this.gateway = gateway;
        this.properties = properties;
        this.numbering = numbering;
        this.schedule = schedule;
        this.clock = clock;
    }

    List<BillingRecord> history(long organization) {
        return history.findAllByOrganizationNumberOrderByDateDescNumberDesc(organization);
    }

    @Override
    public String kind() {
        return "subscription.bill";
    }

    @Override
    public void runDue(long organization, Instant at) {
        var subscription = subscriptionOf(organization);
        if (subscription.isRunning()) {
            bill(subscription, subscription.closePeriod());
            subscriptions.save(subscription);
            start(subscription);
        }
    }

    /** Schedules the bill of the current month. */
    void start(Subscription subscription) {
        start(subscription.organizationNumber(), subscription.lastDayOfPeriod());
    }

    void start(long organization, LocalDate lastDay) {
        schedule.schedule(kind(), organization, startOf(lastDay));
    }

    void stop(Subscription subscription) {
        schedule.cancel(kind(), subscription.organizationNumber());
    }

    /**
     * Bills the unbilled days of the month up to today, including today, at the current quantity.
     */
    void closeSegment(Subscription subscription) {
        bill(subscription, subscription.closeSegment(Subscribing.dateOf(clock.instant())));
    }

    private void bill(Subscription subscription, int days) {
        var amount = price(subscription.quantity(), days);
        if (!amount.isPositive()) {
            return;
        }
        var bill =
                new BillingRecord(
                                numbering.next("billing-record"),
                                subscription.organizationNumber(),
                                Subscribing.dateOf(clock.instant()),
                                amount,
                                "%d units, %d of %d days"
                                        .formatted(
                                                subscription.quantity(),
                                                days,
                                                Subscription.DAYS_A_MONTH))
                        .of(subscription);
        charge(bill, subscription);
    }

    Money price(int quantity, int days) {
        var month = properties.unitPrice(quantity).amount().multiply(BigDecimal.valueOf(quantity));
        return Money.rounded(
                month.multiply(BigDecimal.valueOf(days))
                        .divide(
                                BigDecimal.valueOf(Subscription.DAYS_A_MONTH),
                                2,
                                RoundingMode.HALF_UP));
    }

    private void charge(BillingRecord bill, Subscription subscription) {
        var outcome = gateway.charge(subscription.card(), bill.amount(), clock.instant());
        var paid = outcome instanceof CardGateway.Charge.Succeeded;
        var attempts = bill.charged(paid);
        history.save(bill);
        if (paid) {
            schedule.cancel(RETRY, bill.number());
        } else if (attempts <= RETRIES) {
            var nextDay = Subscribing.dateOf(clock.instant()).plusDays(1);
            schedule.schedule(RETRY, bill.number(), startOf(nextDay));
        }
        if (subscription.isRunning()) {
            // not on later attempts: a retry may be for a bill older than the subscription
            if (!paid && attempts == 1) {
                subscription.become(Status.PAST_DUE);
            } else if (paid && unpaid(subscription).isEmpty()) {
                subscription.become(Status.ACTIVE);
            }
            subscriptions.save(subscription);
        }
    }

    private List<BillingRecord> unpaid(Subscription subscription) {
        return history.findAllByOrganizationNumberAndStatusOrderByNumber(
                subscription.organizationNumber(), BillingRecord.Status.UNPAID);
    }

    /** Charges every unpaid bill again. */
    void retryUnpaid(Subscription subscription) {
        unpaid(subscription).forEach(bill -> charge(bill, subscription));
    }

    void retry(long number) {
        var bill = history.findByNumber(number).orElseThrow();
        if (bill.status() == BillingRecord.Status.UNPAID) {
            charge(bill, subscriptionOf(bill.organizationNumber()));
        }
    }

    private Subscription subscriptionOf(long organization) {
        return subscriptions
                .findFirstByOrganizationNumberOrderByNumberDesc(organization)
                .orElseThrow();
    }

    private static Instant startOf(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
