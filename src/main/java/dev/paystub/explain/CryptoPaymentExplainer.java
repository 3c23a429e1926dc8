package dev.paystub.explain;

import dev.paystub.clock.Events;
import dev.paystub.explain.ExplainController.Explanation;
import dev.paystub.explain.Explainer.Link;
import dev.paystub.explain.Explainer.Rank;
import dev.paystub.explain.Explainer.Step;
import dev.paystub.invoice.Invoicing;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Transaction;
import java.util.List;
import org.springframework.stereotype.Component;

/** Explains the course of a crypto payment, and where its money went. */
@Component
class CryptoPaymentExplainer {

    private final Payments payments;
    private final Invoicing invoicing;
    private final Events events;

    CryptoPaymentExplainer(Payments payments, Invoicing invoicing, Events events) {
        this.payments = payments;
        this.invoicing = invoicing;
        this.events = events;
    }

    Explanation explain(long number) {
        var payment = payments.cryptoPayment(number);
        var facts = events.of(List.of("crypto payment " + number));
        var received =
                payments.transactionsOf(payment.invoiceNumber()).stream()
                        .filter(transaction -> transaction.gateway().equals("nowpayments"))
                        .filter(transaction -> transaction.transid().equals(String.valueOf(number)))
                        .toList();
        var explainer = new Explainer(facts);
        explainer.add(begun(payment));
        facts.forEach(fact -> Sentences.step("crypto", fact).ifPresent(explainer::add));
        received.forEach(transaction -> explainer.add(credited(transaction)));
        payments.childPaymentsOf(payment)
                .forEach(child ->
                        explainer.add(
                                Step.of(
                                                child.createdAt(),
                                                child.cause(),
                                                Rank.FOLLOWED,
                                                "crypto_payment.child",
                                                Sentences.of(
                                                        "crypto.child",
                                                        child.number(),
                                                        child.priceAmount()))
                                        .see(Link.payment(child.number()))));
        var begins = facts.stream().anyMatch(fact -> fact.type().equals("crypto_payment.waiting"));
        return Explanation.of(
                "crypto payment " + number,
                summary(payment, received),
                begins || events.oldest().number() == 0,
                explainer.explained(payment.priceAmount()));
    }

    private static Step begun(CryptoPayment payment) {
        var parent = payment.parentNumber();
        var step =
                Step.of(
                                payment.createdAt(),
                                payment.cause(),
                                Rank.BEGUN,
                                "crypto_payment.waiting",
                                Sentences.of(
                                        parent == null ? "crypto.begun" : "crypto.begun.child",
                                        payment.priceAmount(),
                                        payment.invoiceNumber(),
                                        payment.payAmount().toPlainString(),
                                        payment.payCurrency(),
                                        parent))
                        .amount(payment.priceAmount())
                        .see(Link.invoice(payment.invoiceNumber()));
        return parent == null ? step : step.see(Link.payment(parent));
    }

    private static Step credited(Transaction transaction) {
        var invoice = transaction.invoiceNumber();
        var rest = transaction.amount().minus(transaction.applied());
        var part = rest.isZero() ? "all" : transaction.applied().isZero() ? "nothing" : "part";
        var step =
                Step.of(
                                transaction.at(),
                                transaction.cause(),
                                Rank.SETTLED,
                                "payment.received",
                                Sentences.of(
                                        "crypto.credited." + part,
                                        transaction.amount(),
                                        invoice,
                                        transaction.applied(),
                                        rest))
                        .amount(transaction.amount())
                        .see(Link.invoice(invoice));
        return rest.isZero() ? step : step.see(Link.balance());
    }

    private String summary(CryptoPayment payment, List<Transaction> received) {
        var came = received.stream().map(Transaction::amount).reduce(Money.ZERO, Money::plus);
        return "Crypto payment %d is %s: %s has come in of the %s it asks for, and its invoice %d is %s."
                .formatted(
                        payment.number(),
                        payment.status().label().replace('_', ' '),
                        came.isZero() ? "nothing" : came,
                        payment.priceAmount(),
                        payment.invoiceNumber(),
                        invoicing.get(payment.invoiceNumber()).status().label());
    }
}
