package dev.paystub.payment;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.reducing;

import dev.paystub.account.AuditResult.Violation;
import dev.paystub.account.AuditRule;
import dev.paystub.account.Cause;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.LedgerEntry.Reason;
import dev.paystub.kernel.Money;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Audit rules for payments and cards. */
@Configuration(proxyBeanMethods = false)
class PaymentAudit {

    private static final String CRYPTO = "nowpayments";

    private final Payments payments;
    private final StoredCards storedCards;
    private final Invoicing invoicing;
    private final Ledger ledger;

    PaymentAudit(Payments payments, StoredCards storedCards, Invoicing invoicing, Ledger ledger) {
        this.payments = payments;
        this.storedCards = storedCards;
        this.invoicing = invoicing;
        this.ledger = ledger;
    }

    private Map<Long, Money> byInvoice(Function<Transaction, Money> amount) {
        return payments.transactions().stream()
                .collect(
                        groupingBy(
                                Transaction::invoiceNumber,
                                mapping(amount, reducing(Money.ZERO, Money::plus))));
    }

    @Bean
    AuditRule paymentsEqualInvoice() {
        return AuditRule.of(
                "payments-equal-invoice",
                findings -> {
                    var applied = byInvoice(Transaction::applied);
                    invoicing
                            .all()
                            .forEach(invoice -> {
                                var sum = applied.getOrDefault(invoice.number(), Money.ZERO);
                                findings.require(
                                        sum.equals(invoice.amountPaid())
                                                || isPaidFromTheStart(invoice, sum),
                                        () ->
                                                new Violation(
                                                        "invoice " + invoice.number(),
                                                        "%s of it counts as paid, but payments brought it %s"
                                                                .formatted(
                                                                        invoice.amountPaid(),
                                                                        sum)));
                            });
                });
    }

    /** Returns whether the invoice was seeded as paid, which needs no transaction. */
    private static boolean isPaidFromTheStart(Invoice invoice, Money received) {
        return invoice.cause().equals(Cause.SANDBOX)
                && received.isZero()
                && invoice.amountPaid().equals(invoice.subtotal());
    }

    @Bean
    AuditRule overpaymentCredited() {
        return AuditRule.of(
                "overpayment-credited",
                findings -> {
                    var credited =
                            ledger.lines().stream()
                                    .filter(line -> line.reason() == Reason.OVERPAYMENT)
                                    .filter(line -> line.invoiceNumber() != null)
                                    .collect(
                                            groupingBy(
                                                    line ->
                                                            Objects.requireNonNull(
                                                                    line.invoiceNumber()),
                                                    mapping(
                                                            Ledger.Line::amount,
                                                            reducing(Money.ZERO, Money::plus))));
                    var excess = byInvoice(payment -> payment.amount().minus(payment.applied()));
                    invoicing
                            .all()
                            .forEach(invoice -> {
                                var came = excess.getOrDefault(invoice.number(), Money.ZERO);
                                var went = credited.getOrDefault(invoice.number(), Money.ZERO);
                                findings.require(
                                        came.equals(went),
                                        () ->
                                                new Violation(
                                                        "invoice " + invoice.number(),
                                                        "%s more came in than it needed, but %s was added to the balance"
                                                                .formatted(came, went)));
                            });
                });
    }

    @Bean
    AuditRule moneyComesOnce() {
        return AuditRule.of(
                "money-comes-once",
                findings -> {
                    var seen = new HashSet<String>();
                    payments.transactions()
                            .forEach(payment ->
                                    findings.require(
                                            seen.add(payment.gateway() + " " + payment.transid()),
                                            () ->
                                                    new Violation(
                                                            "transaction " + payment.number(),
                                                            "The payment %s %s is booked more than once"
                                                                    .formatted(
                                                                            payment.gateway(),
                                                                            payment.transid()))));
                });
    }

    @Bean
    AuditRule cryptoCreditedOnce() {
        return AuditRule.of(
                "crypto-credited-once",
                findings -> {
                    var received =
                            payments.transactions().stream()
                                    .filter(payment -> payment.gateway().equals(CRYPTO))
                                    .collect(groupingBy(Transaction::transid));
                    payments.cryptoPayments()
                            .forEach(payment -> {
                                var booked =
                                        received.getOrDefault(
                                                String.valueOf(payment.number()), List.of());
                                findings.require(
                                        isRight(payment, booked.size()),
                                        () ->
                                                new Violation(
                                                        "crypto payment " + payment.number(),
                                                        "It is %s, and money was booked for it %d times"
                                                                .formatted(
                                                                        payment.status().label(),
                                                                        booked.size())));
                            });
                });
    }

    private static boolean isRight(CryptoPayment payment, int booked) {
        return switch (payment.status()) {
            // a worth of less than half a cent is booked as no money
            case FINISHED -> booked == (payment.priceAmount().isPositive() ? 1 : 0);
            case PARTIALLY_PAID, REFUNDED -> booked <= 1;
            case WAITING, CONFIRMING, CONFIRMED, SENDING, FAILED, EXPIRED -> booked == 0;
        };
    }

    @Bean
    AuditRule oneDefaultCard() {
        return AuditRule.of(
                "one-default-card",
                findings -> {
                    var cards = storedCards.all();
                    var preferred = cards.stream().filter(Card::isDefault).count();
                    findings.require(
                            preferred == (cards.isEmpty() ? 0 : 1),
                            () ->
                                    new Violation(
                                            "cards",
                                            "%d of %d cards are the default"
                                                    .formatted(preferred, cards.size())));
                });
    }

    @Bean
    AuditRule paymentsReferToWhatExists() {
        return AuditRule.of(
                "no-orphan",
                findings -> {
                    var invoices =
                            invoicing.all().stream()
                                    .map(Invoice::number)
                                    .collect(Collectors.toSet());
                    var cryptoPayments = payments.cryptoPayments();
                    var numbers =
                            cryptoPayments.stream()
                                    .map(CryptoPayment::number)
                                    .collect(Collectors.toSet());
                    for (var payment : payments.transactions()) {
                        findings.require(
                                invoices.contains(payment.invoiceNumber())
                                        && (!payment.gateway().equals(CRYPTO)
                                                || numbers.contains(
                                                        Long.valueOf(payment.transid()))),
                                () ->
                                        new Violation(
                                                "transaction " + payment.number(),
                                                "Its invoice %d or %s's payment %s is not there"
                                                        .formatted(
                                                                payment.invoiceNumber(),
                                                                payment.gateway(),
                                                                payment.transid())));
                    }
                    for (var payment : cryptoPayments) {
                        var parent = payment.parentNumber();
                        findings.require(
                                invoices.contains(payment.invoiceNumber())
                                        && (parent == null || numbers.contains(parent)),
                                () ->
                                        new Violation(
                                                "crypto payment " + payment.number(),
                                                "Its invoice %d or its parent %s is not there"
                                                        .formatted(
                                                                payment.invoiceNumber(), parent)));
                    }
                });
    }
}
