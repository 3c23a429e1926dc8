package dev.paystub.invoice;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.reducing;

import dev.paystub.account.AuditResult.Violation;
import dev.paystub.account.AuditRule;
import dev.paystub.invoice.LedgerEntry.Reason;
import dev.paystub.kernel.Money;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for invoices and the credit ledger. */
@Configuration(proxyBeanMethods = false)
class InvoiceAudit {

    private final Ledger ledger;
    private final Invoicing invoicing;

    InvoiceAudit(Ledger ledger, Invoicing invoicing) {
        this.ledger = ledger;
        this.invoicing = invoicing;
    }

    @Bean
    AuditRule ledgerEqualsBalance() {
        return AuditRule.of(
                "ledger-equals-balance",
                findings -> {
                    var sum =
                            ledger.lines().stream()
                                    .map(Ledger.Line::amount)
                                    .reduce(Money.ZERO, Money::plus);
                    var balance = ledger.balance();
                    findings.require(
                            sum.equals(balance),
                            () ->
                                    new Violation(
                                            "balance",
                                            "The balance is %s, but the ledger's entries sum to %s"
                                                    .formatted(balance, sum)));
                });
    }

    @Bean
    AuditRule runningBalance() {
        return AuditRule.of(
                "running-balance",
                findings -> {
                    var before = Money.ZERO;
                    for (var line : ledger.lines()) {
                        var expected = before.plus(line.amount());
                        findings.require(
                                expected.equals(line.balanceAfter()) && expected.covers(Money.ZERO),
                                () ->
                                        new Violation(
                                                "ledger entry " + line.number(),
                                                "It is of %s, so that the balance after it is %s and not %s"
                                                        .formatted(
                                                                line.amount(),
                                                                expected,
                                                                line.balanceAfter())));
                        before = line.balanceAfter();
                    }
                });
    }

    @Bean
    AuditRule invoiceTotal() {
        return AuditRule.of(
                "invoice-total",
                findings ->
                        invoicing
                                .allWithItems()
                                .forEach(invoice -> {
                                    var sum =
                                            invoice.items().stream()
                                                    .map(InvoiceItem::amount)
                                                    .reduce(Money.ZERO, Money::plus);
                                    findings.require(
                                            sum.equals(invoice.subtotal()),
                                            () ->
                                                    new Violation(
                                                            "invoice " + invoice.number(),
                                                            "Its subtotal is %s, but its items sum to %s"
                                                                    .formatted(
                                                                            invoice.subtotal(),
                                                                            sum)));
                                }));
    }

    @Bean
    AuditRule paidExactlyWhenSettled() {
        return AuditRule.of(
                "paid-exactly-when-settled",
                findings ->
                        invoicing
                                .all()
                                .forEach(invoice -> {
                                    var paid = invoice.status() == Invoice.Status.PAID;
                                    findings.require(
                                            paid == invoice.balance().isZero()
                                                    && paid == (invoice.datePaid() != null),
                                            () ->
                                                    new Violation(
                                                            "invoice " + invoice.number(),
                                                            "It is %s with %s left to pay, %s"
                                                                    .formatted(
                                                                            invoice.status()
                                                                                    .label(),
                                                                            invoice.balance(),
                                                                            invoice.datePaid()
                                                                                            == null
                                                                                    ? "and has no"
                                                                                          + " date"
                                                                                          + " of payment"
                                                                                    : "and a date"
                                                                                          + " of payment")));
                                }));
    }

    private Map<Long, Money> sums(Predicate<Ledger.Line> which) {
        return ledger.lines().stream()
                .filter(which)
                .filter(line -> line.invoiceNumber() != null)
                .collect(
                        groupingBy(
                                line -> Objects.requireNonNull(line.invoiceNumber()),
                                mapping(Ledger.Line::amount, reducing(Money.ZERO, Money::plus))));
    }

    @Bean
    AuditRule creditEqualsDraws() {
        return AuditRule.of(
                "credit-equals-draws",
                findings -> {
                    var drawn = sums(line -> !line.amount().covers(Money.ZERO));
                    invoicing
                            .all()
                            .forEach(invoice -> {
                                var sum =
                                        drawn.getOrDefault(invoice.number(), Money.ZERO).negated();
                                findings.require(
                                        sum.equals(invoice.credit()),
                                        () ->
                                                new Violation(
                                                        "invoice " + invoice.number(),
                                                        "Its credit is %s, but %s was drawn from the balance for it"
                                                                .formatted(invoice.credit(), sum)));
                            });
                });
    }

    @Bean
    AuditRule fundsAddedOnce() {
        return AuditRule.of(
                "funds-added-once",
                findings -> {
                    var added = sums(line -> line.reason() == Reason.FUNDS);
                    invoicing
                            .allWithItems()
                            .forEach(invoice -> {
                                var due =
                                        invoice.status() == Invoice.Status.PAID
                                                ? invoice.fundsAdded()
                                                : Money.ZERO;
                                var sum = added.getOrDefault(invoice.number(), Money.ZERO);
                                findings.require(
                                        sum.equals(due),
                                        () ->
                                                new Violation(
                                                        "invoice " + invoice.number(),
                                                        "It is %s and adds funds of %s, but %s was added to the balance"
                                                                .formatted(
                                                                        invoice.status().label(),
                                                                        invoice.fundsAdded(),
                                                                        sum)));
                            });
                });
    }

    @Bean
    AuditRule entriesReferToInvoices() {
        return AuditRule.of(
                "no-orphan",
                findings -> {
                    var numbers =
                            invoicing.all().stream()
                                    .map(Invoice::number)
                                    .collect(Collectors.toSet());
                    for (var line : ledger.lines()) {
                        var invoice = line.invoiceNumber();
                        findings.require(
                                invoice == null || numbers.contains(invoice),
                                () ->
                                        new Violation(
                                                "ledger entry " + line.number(),
                                                "It refers to invoice %d, which is not there"
                                                        .formatted(invoice)));
                    }
                });
    }
}
