package dev.paystub.order;

import static java.util.stream.Collectors.groupingBy;

import dev.paystub.account.AuditResult.Violation;
import dev.paystub.account.AuditRule;
import dev.paystub.catalog.Catalog;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.LedgerEntry.Reason;
import dev.paystub.kernel.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for orders and services. */
@Configuration(proxyBeanMethods = false)
class HostingAudit {

    private final Ordering ordering;
    private final Invoicing invoicing;
    private final Ledger ledger;
    private final Catalog catalog;

    HostingAudit(Ordering ordering, Invoicing invoicing, Ledger ledger, Catalog catalog) {
        this.ordering = ordering;
        this.invoicing = invoicing;
        this.ledger = ledger;
        this.catalog = catalog;
    }

    private Map<Long, Hosting> hostings() {
        return ordering.hostings().stream()
                .collect(Collectors.toMap(Hosting::number, Function.identity()));
    }

    private Stream<InvoiceItem> items() {
        return invoicing.allWithItems().stream()
                .flatMap(invoice -> invoice.items().stream())
                .filter(item -> item.type().equals(InvoiceItem.HOSTING));
    }

    @Bean
    AuditRule servicesCostWhatWasAgreed() {
        return AuditRule.of(
                "service-billed-at-its-price",
                findings -> {
                    var hostings = hostings();
                    items().forEach(item -> {
                        var hosting = hostings.get(item.relid());
                        findings.require(
                                hosting == null || isAtItsPrice(hosting, item.amount()),
                                () ->
                                        new Violation(
                                                "service " + item.relid(),
                                                "'%s' is billed at %s, which its price does not give"
                                                        .formatted(
                                                                item.description(),
                                                                item.amount())));
                    });
                });
    }

    private static boolean isAtItsPrice(Hosting hosting, Money billed) {
        return switch (hosting.billingCycle()) {
            case MONTHLY -> billed.equals(hosting.amount());
            case HOURLY -> billed.amount().remainder(hosting.amount().amount()).signum() == 0;
        };
    }

    @Bean
    AuditRule usageEqualsHours() {
        return AuditRule.of(
                "usage-equals-hours",
                findings -> {
                    var invoices = invoices();
                    for (var hosting : ordering.hostings()) {
                        var invoice = invoices.get(hosting.latestUsageInvoice());
                        if (invoice == null) {
                            continue;
                        }
                        var hours = hosting.latestUsageHours();
                        var expected =
                                new Money(
                                        hosting.amount()
                                                .amount()
                                                .multiply(BigDecimal.valueOf(hours)));
                        findings.require(
                                expected.equals(invoice.subtotal()),
                                () ->
                                        new Violation(
                                                "service " + hosting.number(),
                                                "%d hours cost %s, but invoice %d shows %s"
                                                        .formatted(
                                                                hours,
                                                                expected,
                                                                invoice.number(),
                                                                invoice.subtotal())));
                    }
                });
    }

    private Map<Long, Invoice> invoices() {
        var invoices = new HashMap<Long, Invoice>();
        invoicing.all().forEach(invoice -> invoices.put(invoice.number(), invoice));
        return invoices;
    }

    @Bean
    AuditRule hoursAreDrawnOnce() {
        return AuditRule.of(
                "hours-drawn-once",
                findings -> {
                    var serviceOf = new HashMap<Long, Long>();
                    invoicing.allWithItems().stream()
                            .filter(Invoice::showsUsage)
                            .forEach(invoice ->
                                    serviceOf.put(
                                            invoice.number(), invoice.items().getFirst().relid()));
                    var last = new HashMap<Long, Instant>();
                    for (var line : ledger.lines()) {
                        var service =
                                line.reason() == Reason.USAGE
                                        ? serviceOf.get(line.invoiceNumber())
                                        : null;
                        if (service == null) {
                            continue;
                        }
                        var before = last.put(service, line.at());
                        findings.require(
                                before == null || isAnHourLater(before, line.at()),
                                () ->
                                        new Violation(
                                                "service " + service,
                                                "Ledger entry %d draws an hour at %s, less than an hour after the one at %s"
                                                        .formatted(
                                                                line.number(), line.at(), before)));
                    }
                });
    }

    private static boolean isAnHourLater(Instant before, Instant at) {
        return Duration.between(before, at).compareTo(Duration.ofHours(1)) >= 0;
    }

    @Bean
    AuditRule oneOrderAService() {
        return AuditRule.of(
                "one-order-per-service",
                findings -> {
                    var seen = new HashSet<Long>();
                    ordering.orders()
                            .forEach(order ->
                                    findings.require(
                                            seen.add(order.hostingNumber()),
                                            () ->
                                                    new Violation(
                                                            "order " + order.number(),
                                                            "Service %d was ordered before"
                                                                    .formatted(
                                                                            order
                                                                                    .hostingNumber()))));
                });
    }

    @Bean
    AuditRule oneInvoiceAPeriod() {
        return AuditRule.of(
                "one-invoice-per-period",
                findings ->
                        items().collect(groupingBy(InvoiceItem::relid))
                                .forEach((service, billed) -> {
                                    var seen = new HashSet<String>();
                                    billed.forEach(item ->
                                            findings.require(
                                                    seen.add(period(item)),
                                                    () ->
                                                            new Violation(
                                                                    "service " + service,
                                                                    "'%s' is billed more than once"
                                                                            .formatted(
                                                                                    item
                                                                                            .description()))));
                                }));
    }

    /** Returns the description without the number of hours, which grows. */
    private static String period(InvoiceItem item) {
        return item.description().replaceFirst(", hours: [0-9]+\\)$", ")");
    }

    @Bean
    AuditRule servicesReferToWhatExists() {
        return AuditRule.of(
                "no-orphan",
                findings -> {
                    var hostings = hostings();
                    var invoices = invoices();
                    items().forEach(item ->
                            findings.require(
                                    hostings.containsKey(item.relid()),
                                    () ->
                                            new Violation(
                                                    "invoice item " + item.number(),
                                                    "It bills service %d, which is not there"
                                                            .formatted(item.relid()))));
                    for (var hosting : hostings.values()) {
                        var missing =
                                Stream.of(hosting.latestUsageInvoice(), hosting.openRenewal())
                                        .filter(number -> number != null)
                                        .filter(number -> !invoices.containsKey(number))
                                        .toList();
                        findings.require(
                                missing.isEmpty() && catalog.find(hosting.pid()).isPresent(),
                                () ->
                                        new Violation(
                                                "service " + hosting.number(),
                                                "Its product %d or its invoices %s are not there"
                                                        .formatted(hosting.pid(), missing)));
                    }
                    for (var order : ordering.orders()) {
                        var invoice = order.invoiceNumber();
                        findings.require(
                                hostings.containsKey(order.hostingNumber())
                                        && (invoice == null || invoices.containsKey(invoice)),
                                () ->
                                        new Violation(
                                                "order " + order.number(),
                                                "Its service %d or its invoice %s is not there"
                                                        .formatted(
                                                                order.hostingNumber(), invoice)));
                    }
                });
    }
}
