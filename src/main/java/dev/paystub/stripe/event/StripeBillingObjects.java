package dev.paystub.stripe.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import dev.paystub.account.Tokens;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.Invoice.InvoiceCreated;
import dev.paystub.invoice.Invoice.InvoicePaid;
import dev.paystub.invoice.Invoice.UsageInvoiceOpened;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.kernel.Money;
import dev.paystub.payment.DunningExhausted;
import dev.paystub.payment.Payments.PaymentFailed;
import dev.paystub.stripe.StripeIds;
import dev.paystub.subscription.BillingRecord;
import dev.paystub.subscription.BillingRecord.BillingRecordChanged;
import dev.paystub.subscription.Organization;
import dev.paystub.subscription.Organization.OrganizationChanged;
import dev.paystub.subscription.Subscribing;
import dev.paystub.subscription.Subscription;
import dev.paystub.subscription.Subscription.SubscriptionChanged;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Renders invoices, bills, organizations and subscriptions as Stripe would if it kept them; {@code
 * metadata} has their ids in this server.
 */
@Component
class StripeBillingObjects implements PayloadContributor {

    private static final int LONG_ID = 24;
    private static final String USD = "usd";

    private final Invoicing invoicing;
    private final Subscribing subscribing;

    StripeBillingObjects(Invoicing invoicing, Subscribing subscribing) {
        this.invoicing = invoicing;
        this.subscribing = subscribing;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        if (style != WebhookFormat.STRIPE) {
            return Optional.empty();
        }
        return switch (event) {
            case InvoiceCreated created -> invoice(created.number(), false);
            case UsageInvoiceOpened opened -> invoice(opened.number(), false);
            case InvoicePaid paid -> invoice(paid.number(), true);
            case PaymentFailed failed -> invoice(failed.invoice(), true);
            case DunningExhausted given -> invoice(given.invoice(), true);
            case BillingRecordChanged changed -> bill(changed);
            case SubscriptionChanged changed -> subscription(changed);
            case OrganizationChanged changed -> customer(changed);
            default -> Optional.empty();
        };
    }

    private Optional<Object> invoice(long number, boolean attempted) {
        return invoicing.find(number).map(invoice -> InvoiceObject.of(invoice, attempted));
    }

    private Optional<Object> bill(BillingRecordChanged changed) {
        var organization = subscribing.organization(changed.organization());
        return subscribing.history(organization).stream()
                .filter(bill -> bill.id().equals(changed.id()))
                .findFirst()
                .map(bill ->
                        InvoiceObject.of(
                                bill,
                                organization,
                                StripeIds.subscription(
                                        organization.id(),
                                        subscribing.subscriptionPosition(bill))));
    }

    /** The organization's latest, be it canceled by now. */
    private Optional<Object> subscription(SubscriptionChanged changed) {
        var id = String.valueOf(changed.organization());
        return subscribing
                .latestSubscription(subscribing.organization(id))
                .map(subscription ->
                        SubscriptionObject.of(
                                subscription,
                                place(id),
                                items(id, subscription, subscription.quantity())));
    }

    private int place(String organization) {
        return subscribing.subscriptionCount(organization);
    }

    private Items<Item> items(String organization, Subscription subscription, int quantity) {
        return Items.of(
                Stream.of(
                        Item.of(
                                organization,
                                place(organization),
                                subscription,
                                quantity,
                                cents(subscribing.unitPrice(quantity)))));
    }

    @Override
    public Map<String, Object> previousAttributes(AccountEvent event) {
        if (!(event instanceof SubscriptionChanged changed) || changed.before() == null) {
            return Map.of();
        }
        var before = changed.before();
        var after = changed.after();
        var id = String.valueOf(changed.organization());
        var former = new TreeMap<String, Object>();
        if (before.status() != after.status()) {
            former.put("status", before.status().label());
        }
        if (before.quantity() != after.quantity()) {
            former.put("quantity", before.quantity());
            subscribing
                    .latestSubscription(subscribing.organization(id))
                    .ifPresent(subscription ->
                            former.put("items", items(id, subscription, before.quantity())));
        }
        if (!before.paymentMethod().equals(after.paymentMethod())) {
            former.put("default_payment_method", before.paymentMethod());
        }
        return former;
    }

    private Optional<Object> customer(OrganizationChanged changed) {
        var organization = subscribing.organization(changed.id());
        return Optional.of(
                new CustomerObject(
                        StripeIds.organization(organization.id()),
                        "customer",
                        organization.owner(),
                        organization.name(),
                        false,
                        Map.of("org_id", organization.id())));
    }

    private static long cents(Money money) {
        return money.amount().movePointRight(2).longValueExact();
    }

    private static long seconds(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /**
     * The subscription stands both where it was up to the version of 2025-02-24 and where it has
     * been since; the same is true of a subscription's period.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record InvoiceObject(
            String id,
            String object,
            long amountDue,
            long amountPaid,
            long amountRemaining,
            boolean attempted,
            String billingReason,
            String collectionMethod,
            long created,
            String currency,
            String customer,
            @Nullable String customerEmail,
            @Nullable String customerName,
            long dueDate,
            Items<Line> lines,
            boolean livemode,
            Map<String, String> metadata,
            String number,
            boolean paid,
            @Nullable Parent parent,
            String status,
            @Nullable String subscription,
            long subtotal,
            long total) {

        static InvoiceObject of(Invoice invoice, boolean attempted) {
            var due = cents(invoice.total());
            var left = cents(invoice.balance());
            return new InvoiceObject(
                    "in_" + Tokens.of("stripe-invoice", invoice.number(), LONG_ID),
                    "invoice",
                    due,
                    due - left,
                    left,
                    attempted,
                    "manual",
                    "charge_automatically",
                    seconds(invoice.date()),
                    USD,
                    StripeIds.customer(),
                    null,
                    null,
                    seconds(invoice.dueDate()),
                    Items.of(invoice.items().stream().map(Line::of)),
                    false,
                    Map.of("invoice_id", String.valueOf(invoice.number())),
                    String.valueOf(invoice.number()),
                    invoice.status() == Invoice.Status.PAID,
                    null,
                    switch (invoice.status()) {
                        case UNPAID -> "open";
                        case PAID -> "paid";
                    },
                    null,
                    cents(invoice.subtotal()),
                    due);
        }

        static InvoiceObject of(
                BillingRecord bill, Organization organization, String subscription) {
            var amount = cents(bill.amount());
            var paid = bill.status() == BillingRecord.Status.PAID;
            return new InvoiceObject(
                    "in_" + Tokens.of("stripe-bill", bill.number(), LONG_ID),
                    "invoice",
                    amount,
                    paid ? amount : 0,
                    paid ? 0 : amount,
                    true,
                    "subscription_cycle",
                    "charge_automatically",
                    seconds(bill.date()),
                    USD,
                    StripeIds.organization(organization.id()),
                    organization.owner(),
                    organization.name(),
                    seconds(bill.dueDate()),
                    Items.of(
                            Stream.of(
                                    new Line(
                                            "il_"
                                                    + Tokens.of(
                                                            "stripe-bill", bill.number(), LONG_ID),
                                            "line_item",
                                            amount,
                                            USD,
                                            bill.description()))),
                    false,
                    Map.of("billing_record_id", bill.id(), "org_id", organization.id()),
                    bill.id(),
                    paid,
                    Parent.of(organization.id(), subscription),
                    paid ? "paid" : "open",
                    subscription,
                    amount,
                    amount);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Parent(SubscriptionDetails subscriptionDetails, String type) {

        static Parent of(String organization, String subscription) {
            return new Parent(
                    new SubscriptionDetails(Map.of("org_id", organization), subscription),
                    "subscription_details");
        }
    }

    private record SubscriptionDetails(Map<String, String> metadata, String subscription) {}

    private record Line(
            String id, String object, long amount, String currency, String description) {

        static Line of(InvoiceItem item) {
            return new Line(
                    "il_" + Tokens.of("stripe-line", item.number(), LONG_ID),
                    "line_item",
                    cents(item.amount()),
                    USD,
                    item.description());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Items<T>(String object, List<T> data, boolean hasMore) {
        static <T> Items<T> of(Stream<T> data) {
            return new Items<>("list", data.toList(), false);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record SubscriptionObject(
            String id,
            String object,
            boolean cancelAtPeriodEnd,
            @Nullable Long canceledAt,
            String collectionMethod,
            long created,
            String currency,
            long currentPeriodEnd,
            long currentPeriodStart,
            String customer,
            String defaultPaymentMethod,
            @Nullable Long endedAt,
            Items<Item> items,
            boolean livemode,
            Map<String, String> metadata,
            int quantity,
            long startDate,
            String status) {

        static SubscriptionObject of(Subscription subscription, int place, Items<Item> items) {
            var organization = String.valueOf(subscription.organizationNumber());
            var canceled = subscription.canceledAt();
            var ended = canceled == null ? null : canceled.getEpochSecond();
            var start = seconds(subscription.periodStart());
            return new SubscriptionObject(
                    StripeIds.subscription(organization, place),
                    "subscription",
                    false,
                    ended,
                    "charge_automatically",
                    start,
                    USD,
                    end(subscription),
                    start,
                    StripeIds.organization(organization),
                    subscription.card().paymentMethod(),
                    ended,
                    items,
                    false,
                    Map.of("org_id", organization),
                    subscription.quantity(),
                    start,
                    subscription.status().label());
        }
    }

    /** A period ends when the next begins. */
    private static long end(Subscription subscription) {
        return seconds(subscription.lastDayOfPeriod().plusDays(1));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Item(
            String id,
            String object,
            long currentPeriodEnd,
            long currentPeriodStart,
            Price price,
            int quantity,
            String subscription) {

        static Item of(
                String organization,
                int place,
                Subscription subscription,
                int quantity,
                long unitAmount) {
            return new Item(
                    StripeIds.subscriptionItem(organization, place),
                    "subscription_item",
                    end(subscription),
                    seconds(subscription.periodStart()),
                    Price.of(unitAmount),
                    quantity,
                    StripeIds.subscription(organization, place));
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Price(
            String id,
            String object,
            boolean active,
            String currency,
            Recurring recurring,
            String type,
            long unitAmount) {

        static Price of(long unitAmount) {
            return new Price(
                    "price_" + Tokens.of("stripe-price", unitAmount, LONG_ID),
                    "price",
                    true,
                    USD,
                    new Recurring("month", 1),
                    "recurring",
                    unitAmount);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Recurring(String interval, int intervalCount) {}

    private record CustomerObject(
            String id,
            String object,
            String email,
            String name,
            boolean livemode,
            Map<String, String> metadata) {}
}
