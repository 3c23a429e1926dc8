package dev.paystub.subscription;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.Schedule;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.payment.HostedPages;
import dev.paystub.payment.HostedPages.CheckoutCompleted;
import dev.paystub.payment.HostedPages.Purpose;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Organizations and their subscriptions (Cloud Plans, Organization &gt; Subscription). */
@Service
@EnableConfigurationProperties(SubscriptionProperties.class)
public class Subscribing implements HostedPages.Opener {

    static final String PURGE = "organization.purge";

    private static final String SHOWN =
            "select number, name, owner, resources from organizations where account_id = ?";

    private static final RowMapper<OrganizationView> ORGANIZATION =
            (row, index) ->
                    new OrganizationView(
                            row.getLong(1), row.getString(2), row.getString(3), row.getInt(4));

    private static final AccountQuery<OrganizationView> ALL =
            new AccountQuery<>(SHOWN + " order by number", ORGANIZATION);
    private static final AccountQuery<OrganizationView> ONE =
            new AccountQuery<>(SHOWN + " and id = ?", ORGANIZATION);

    /** The latest subscription of an organization; empty when it is canceled. */
    private static final AccountQuery<Optional<SubscriptionView>> LATEST =
            new AccountQuery<>(
                    """
                    select status, quantity, exp_month, exp_year from subscriptions
                    where account_id = ? and organization_number = ?
                    order by number desc fetch first 1 row only
                    """,
                    (row, index) ->
                            Subscription.Status.CANCELED.name().equals(row.getString(1))
                                    ? Optional.empty()
                                    : Optional.of(
                                            new SubscriptionView(
                                                    row.getInt(2),
                                                    YearMonth.of(row.getInt(4), row.getInt(3)))));

    private static final AccountQuery<BillView> HISTORY =
            new AccountQuery<>(
                    """
                    select number, organization_number, status, date, due_date, amount
                    from billing_records where account_id = ? and organization_number = ?
                    order by date desc, number desc
                    """,
                    (row, index) ->
                            new BillView(
                                    row.getLong(1),
                                    row.getLong(2),
                                    BillingRecord.Status.valueOf(row.getString(3)),
                                    row.getObject(4, LocalDate.class),
                                    row.getObject(5, LocalDate.class),
                                    new Money(row.getBigDecimal(6))));

    private final AccountReader reader;
    private final Organizations organizations;
    private final Subscriptions subscriptions;
    private final ArrearsBilling billing;
    private final HostedPages pages;
    private final SubscriptionProperties properties;
    private final Numbering numbering;
    private final Schedule schedule;
    private final Clock clock;

    Subscribing(
            AccountReader reader,
            Organizations organizations,
            Subscriptions subscriptions,
            ArrearsBilling billing,
            HostedPages pages,
            SubscriptionProperties properties,
            Numbering numbering,
            Schedule schedule,
            Clock clock) {
        this.reader = reader;
        this.organizations = organizations;
        this.subscriptions = subscriptions;
        this.billing = billing;
        this.pages = pages;
        this.properties = properties;
        this.numbering = numbering;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** Returns all organizations for display. */
    public List<OrganizationView> list() {
        return reader.list(ALL);
    }

    /**
     * Returns an organization for display.
     *
     * @throws DomainException.NotFound when the account has no such organization
     */
    public OrganizationView view(String id) {
        return numberOf(id)
                .flatMap(number -> reader.first(ONE, AccountScoped.rowIdOf(number)))
                .orElseThrow(Subscribing::notFound);
    }

    /** Returns its subscription for display, unless there is none or it is canceled. */
    public Optional<SubscriptionView> subscription(OrganizationView organization) {
        return reader.first(LATEST, organization.number()).flatMap(latest -> latest);
    }

    /** Returns its billing history for display, newest first. */
    public List<BillView> history(OrganizationView organization) {
        return reader.list(HISTORY, organization.number());
    }

    private static Optional<Long> numberOf(String id) {
        return Optional.of(id)
                .filter(text -> text.matches("[1-9][0-9]{0,17}"))
                .map(Long::parseLong);
    }

    private static DomainException notFound() {
        return new DomainException.NotFound("Organization not found");
    }

    /**
     * Returns the organization.
     *
     * @throws DomainException.NotFound when the account has no such organization
     */
    @Transactional(readOnly = true)
    public Organization organization(String id) {
        return numberOf(id).flatMap(organizations::findByNumber).orElseThrow(Subscribing::notFound);
    }

    /** Returns the organization's subscription, unless there is none or it is canceled. */
    @Transactional(readOnly = true)
    public Optional<Subscription> subscription(Organization organization) {
        return subscriptions
                .findFirstByOrganizationNumberOrderByNumberDesc(organization.number())
                .filter(Subscription::isRunning);
    }

    /** Returns the organization's latest subscription, canceled or not. */
    @Transactional(readOnly = true)
    public Optional<Subscription> latestSubscription(Organization organization) {
        return subscriptions.findFirstByOrganizationNumberOrderByNumberDesc(organization.number());
    }

    @Override
    @Transactional(readOnly = true)
    public int subscriptionCount(String id) {
        return subscriptions.countByOrganizationNumber(organization(id).number());
    }

    /**
     * Returns the position of a bill's subscription among those of its organization; the first is
     * 1.
     */
    @Transactional(readOnly = true)
    public int subscriptionPosition(BillingRecord bill) {
        var subscription = bill.subscriptionNumber();
        return subscription == null
                ? 1
                : subscriptions.countByOrganizationNumberAndNumberLessThanEqual(
                        bill.organizationNumber(), subscription);
    }

    /** Returns the monthly price of a unit at a quantity. */
    public Money unitPrice(int quantity) {
        return properties.unitPrice(Math.max(1, quantity));
    }

    /** Returns the number of resources that an organization may use without a subscription. */
    public int freeResources() {
        return properties.freeResources();
    }

    /** Returns the bill of a month of which the first days have been billed already. */
    public Money nextBill(int quantity, int billedDays) {
        return billing.price(quantity, Subscription.DAYS_A_MONTH - billedDays);
    }

    /** Returns the organization's billing history, newest first. */
    @Transactional(readOnly = true)
    public List<BillingRecord> history(Organization organization) {
        return billing.history(organization.number());
    }

    /** Creates an organization on the free plan, without resources. */
    @AccountTransactional
    public Organization create(String name, String owner) {
        var organization = new Organization(numbering.next("organization"), name, owner, 0);
        organization.created();
        return organizations.save(organization);
    }

    /**
     * Sets the number of resources in use, as scheduling them in Cloud Plans would.
     *
     * @throws DomainException.Conflict when the number grows beyond the limit
     */
    @AccountTransactional
    public Organization setResources(String id, int resources) {
        var organization = organization(id);
        var limit = resourceLimit(organization);
        if (resources > organization.resources() && resources > limit) {
            throw new DomainException.Conflict(
                    "Organization %s may use %d resources; subscribe to more first"
                            .formatted(id, limit));
        }
        organization.setResources(resources);
        return organizations.save(organization);
    }

    /** Returns the number of resources that the organization may use. */
    @Transactional(readOnly = true)
    public int resourceLimit(Organization organization) {
        return subscription(organization)
                .map(Subscription::quantity)
                .orElse(properties.freeResources());
    }

    /**
     * Opens the hosted page for a new subscription. Nothing else changes until the customer
     * completes it. Returns the page's path.
     *
     * @throws DomainException.Conflict when there is a subscription already, or more resources are
     *     in use than the quantity
     */
    @AccountTransactional
    public String openPaymentPage(String id, int quantity, Redirects redirects) {
        requireCompletable(Purpose.SUBSCRIBE, id, quantity);
        pages.expire(Purpose.SUBSCRIBE, id);
        return pages.open(page(id, Purpose.SUBSCRIBE, quantity, redirects));
    }

    /**
     * Opens the hosted page that changes the subscription's card. Returns its path.
     *
     * @throws DomainException.Conflict when there is no subscription
     */
    @AccountTransactional
    public String openUpdateCardPage(String id, Redirects redirects) {
        requireCompletable(Purpose.UPDATE_CARD, id, 0);
        return pages.open(page(id, Purpose.UPDATE_CARD, 0, redirects));
    }

    /** The redirect targets of a hosted page; null to stay on the page. */
    public record Redirects(@Nullable String successUrl, @Nullable String cancelUrl) {}

    private HostedPages.Page page(String id, Purpose purpose, int quantity, Redirects redirects) {
        var organization = organization(id);
        return new HostedPages.Page(
                purpose,
                organization.id(),
                organization.name(),
                organization.owner(),
                quantity,
                unitPrice(quantity),
                redirects.successUrl(),
                redirects.cancelUrl());
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<StoredCard> currentCard(String id) {
        return subscription(organization(id)).map(Subscription::card);
    }

    @Override
    @Transactional(readOnly = true)
    public void requireCompletable(Purpose purpose, String id, int quantity) {
        var organization = organization(id);
        switch (purpose) {
            case SUBSCRIBE -> {
                requireNoSubscription(organization);
                requireEnough(organization, quantity);
            }
            case UPDATE_CARD -> requireSubscription(organization);
        }
    }

    /**
     * Changes the quantity. The days used so far, including today, are billed at once at the old
     * quantity. An unchanged quantity has no effect.
     *
     * @throws DomainException.Conflict when there is no subscription, or more resources are in use
     *     than the quantity
     */
    @AccountTransactional
    public void changeQuantity(String id, int quantity) {
        var organization = organization(id);
        var subscription = requireSubscription(organization);
        if (quantity == subscription.quantity()) {
            return;
        }
        requireEnough(organization, quantity);
        billing.closeSegment(subscription);
        subscription.changeQuantity(quantity);
        subscriptions.save(subscription);
    }

    /**
     * Cancels the subscription. The used part of the month is billed at once. Resources are kept
     * for one month, and longer when the organization subscribes again within it.
     *
     * @throws DomainException.Conflict when there is no subscription
     */
    @AccountTransactional
    public void cancel(String id) {
        var organization = organization(id);
        var subscription = requireSubscription(organization);
        billing.closeSegment(subscription);
        billing.stop(subscription);
        subscription.cancel(clock.instant());
        subscriptions.save(subscription);
        pages.expire(Purpose.UPDATE_CARD, id);
        var month = clock.instant().atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
        schedule.schedule(PURGE, organization.number(), month);
    }

    @EventListener
    void complete(CheckoutCompleted completed) {
        var organization = organization(completed.reference());
        requireCompletable(completed.purpose(), completed.reference(), completed.quantity());
        switch (completed.purpose()) {
            case SUBSCRIBE -> subscribe(organization, completed);
            case UPDATE_CARD -> changeCard(organization, completed);
        }
    }

    private void subscribe(Organization organization, CheckoutCompleted completed) {
        var today = dateOf(clock.instant());
        var subscription =
                new Subscription(
                        numbering.next("subscription"),
                        organization.number(),
                        completed.quantity(),
                        completed.card(),
                        today);
        subscriptions
                .findFirstByOrganizationNumberOrderByNumberDesc(organization.number())
                .filter(last -> last.hasBilled(today))
                .ifPresent(last -> subscription.skipFirstDay());
        subscriptions.save(subscription);
        schedule.cancel(PURGE, organization.number());
        billing.start(subscription);
    }

    private void changeCard(Organization organization, CheckoutCompleted completed) {
        var subscription = requireSubscription(organization);
        subscription.changeCard(completed.card());
        subscriptions.save(subscription);
        billing.retryUnpaid(subscription);
    }

    static LocalDate dateOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private Subscription requireSubscription(Organization organization) {
        return subscription(organization)
                .orElseThrow(() ->
                        new DomainException.Conflict(
                                "The organization has no subscription; create one with"
                                        + " getpaymentlink"));
    }

    private void requireNoSubscription(Organization organization) {
        if (subscription(organization).isPresent()) {
            throw new DomainException.Conflict(
                    "The organization has a subscription already; change it with"
                            + " updatesubscription");
        }
    }

    private static void requireEnough(Organization organization, int quantity) {
        if (quantity < organization.resources()) {
            throw new DomainException.Conflict(
                    "The organization uses %d resources, more than %d; remove some first"
                            .formatted(organization.resources(), quantity));
        }
    }
}
