package dev.paystub.sandbox;

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
import dev.paystub.payment.CaptureGivenUp;
import dev.paystub.payment.Payments.PaymentFailed;
import dev.paystub.subscription.BillingRecord;
import dev.paystub.subscription.BillingRecord.BillingRecordChanged;
import dev.paystub.subscription.Organization.OrganizationChanged;
import dev.paystub.subscription.Subscribing;
import dev.paystub.subscription.Subscription.SubscriptionChanged;
import dev.paystub.webhook.Style;
import dev.paystub.webhook.SubjectView;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What Stripe would show of invoices, bills, organizations and subscriptions if they were kept
 * there; {@code metadata} has the ids they have here.
 */
@Component
class StripeBillingObjects implements SubjectView {

    private static final int LONG_ID = 24;
    private static final int CUSTOMER_ID = 14;
    private static final String USD = "usd";

    private final Invoicing invoicing;
    private final Subscribing subscribing;

    StripeBillingObjects(Invoicing invoicing, Subscribing subscribing) {
        this.invoicing = invoicing;
        this.subscribing = subscribing;
    }

    @Override
    public Optional<Object> show(AccountEvent event, Style style) {
        if (style != Style.STRIPE) {
            return Optional.empty();
        }
        return switch (event) {
            case InvoiceCreated created -> invoice(created.number());
            case UsageInvoiceOpened opened -> invoice(opened.number());
            case InvoicePaid paid -> invoice(paid.number());
            case PaymentFailed failed -> invoice(failed.invoice());
            case CaptureGivenUp given -> invoice(given.invoice());
            case BillingRecordChanged changed -> bill(changed);
            case SubscriptionChanged changed -> subscription(changed);
            case OrganizationChanged changed -> customer(changed);
            default -> Optional.empty();
        };
    }

    private Optional<Object> invoice(long number) {
        return invoicing.find(number).map(InvoiceObject::of);
    }

    private Optional<Object> bill(BillingRecordChanged changed) {
        return subscribing.history(subscribing.organization(changed.organization())).stream()
                .filter(bill -> bill.id().equals(changed.id()))
                .findFirst()
                .map(InvoiceObject::of);
    }

    private Optional<Object> subscription(SubscriptionChanged changed) {
        var id = String.valueOf(changed.organization());
        var running = subscribing.subscription(subscribing.organization(id));
        return Optional.of(
                new SubscriptionObject(
                        "sub_" + Tokens.of("stripe-subscription", changed.organization(), LONG_ID),
                        "subscription",
                        customerId(id),
                        running.map(found -> found.status().label()).orElse("canceled"),
                        new Items<>(
                                "list",
                                running.stream()
                                        .map(found ->
                                                new Item(
                                                        "si_"
                                                                + Tokens.of(
                                                                        "stripe-item",
                                                                        changed.organization(),
                                                                        CUSTOMER_ID),
                                                        "subscription_item",
                                                        found.quantity()))
                                        .toList(),
                                false),
                        false,
                        Map.of("org_id", id)));
    }

    private Optional<Object> customer(OrganizationChanged changed) {
        var organization = subscribing.organization(changed.id());
        return Optional.of(
                new CustomerObject(
                        customerId(organization.id()),
                        "customer",
                        organization.owner(),
                        organization.name(),
                        false,
                        Map.of("org_id", organization.id())));
    }

    private static String customerId(String organization) {
        return "cus_" + Tokens.of("stripe-customer", Long.parseLong(organization), CUSTOMER_ID);
    }

    private static long cents(Money money) {
        return money.amount().movePointRight(2).longValueExact();
    }

    private static long seconds(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record InvoiceObject(
            String id,
            String object,
            long amountDue,
            long amountPaid,
            long amountRemaining,
            long created,
            String currency,
            long dueDate,
            Items<Line> lines,
            boolean livemode,
            Map<String, String> metadata,
            String number,
            String status,
            long subtotal,
            long total) {

        static InvoiceObject of(Invoice invoice) {
            var due = cents(invoice.total());
            var left = cents(invoice.balance());
            return new InvoiceObject(
                    "in_" + Tokens.of("stripe-invoice", invoice.number(), LONG_ID),
                    "invoice",
                    due,
                    due - left,
                    left,
                    seconds(invoice.date()),
                    USD,
                    seconds(invoice.dueDate()),
                    Items.of(invoice.items().stream().map(Line::of)),
                    false,
                    Map.of("invoice_id", String.valueOf(invoice.number())),
                    String.valueOf(invoice.number()),
                    switch (invoice.status()) {
                        case UNPAID -> "open";
                        case PAID -> "paid";
                        case CANCELLED -> "void";
                    },
                    cents(invoice.subtotal()),
                    due);
        }

        static InvoiceObject of(BillingRecord bill) {
            var amount = cents(bill.amount());
            var paid = bill.status() == BillingRecord.Status.PAID;
            return new InvoiceObject(
                    "in_" + Tokens.of("stripe-bill", bill.number(), LONG_ID),
                    "invoice",
                    amount,
                    paid ? amount : 0,
                    paid ? 0 : amount,
                    seconds(bill.date()),
                    USD,
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
                    Map.of(
                            "billing_record_id",
                            bill.id(),
                            "org_id",
                            String.valueOf(bill.organizationNumber())),
                    bill.id(),
                    paid ? "paid" : "open",
                    amount,
                    amount);
        }
    }

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

    private record SubscriptionObject(
            String id,
            String object,
            String customer,
            String status,
            Items<Item> items,
            boolean livemode,
            Map<String, String> metadata) {}

    private record Item(String id, String object, int quantity) {}

    private record CustomerObject(
            String id,
            String object,
            String email,
            String name,
            boolean livemode,
            Map<String, String> metadata) {}
}
