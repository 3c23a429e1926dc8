package dev.paystub.sandbox;

import dev.paystub.account.Events;
import dev.paystub.account.RecordedEvent;
import dev.paystub.invoice.Invoicing;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Transaction;
import dev.paystub.sandbox.ExplainController.Explanation;
import dev.paystub.sandbox.Explainer.Link;
import dev.paystub.sandbox.Explainer.Rank;
import dev.paystub.sandbox.Explainer.Step;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How a crypto payment went, and where its money went. */
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

    Explanation tell(long number) {
        var payment = payments.cryptoPayment(number);
        var facts = events.of(List.of("crypto payment " + number));
        var received =
                payments.transactionsOf(payment.invoiceNumber()).stream()
                        .filter(transaction -> transaction.gateway().equals("nowpayments"))
                        .filter(transaction -> transaction.transid().equals(String.valueOf(number)))
                        .toList();
        var story = new Explainer(facts);
        story.add(begun(payment));
        facts.forEach(fact -> told(fact).ifPresent(story::add));
        received.forEach(transaction -> story.add(credited(transaction)));
        payments.childPaymentsOf(payment)
                .forEach(child ->
                        story.add(
                                Step.of(
                                                child.createdAt(),
                                                child.cause(),
                                                Rank.FOLLOWED,
                                                "crypto_payment.child",
                                                "More coins came to its address when it had ended: crypto payment %d, worth %s, was begun for them."
                                                        .formatted(
                                                                child.number(),
                                                                child.priceAmount()))
                                        .see(Link.payment(child.number()))));
        var begins = facts.stream().anyMatch(fact -> fact.type().equals("crypto_payment.waiting"));
        return Explanation.of(
                "crypto payment " + number,
                summary(payment, received),
                begins || events.oldest().number() == 0,
                story.tell(payment.priceAmount()));
    }

    private static Step begun(CryptoPayment payment) {
        var parent = payment.parentNumber();
        var step =
                Step.of(
                                payment.createdAt(),
                                payment.cause(),
                                Rank.BEGUN,
                                "crypto_payment.waiting",
                                parent == null
                                        ? "It was begun, to pay %s of invoice %d with %s %s."
                                                .formatted(
                                                        payment.priceAmount(),
                                                        payment.invoiceNumber(),
                                                        payment.payAmount().toPlainString(),
                                                        payment.payCurrency())
                                        : "It was begun for %s %s, worth %s, that came to the address of crypto payment %d when that had ended."
                                                .formatted(
                                                        payment.payAmount().toPlainString(),
                                                        payment.payCurrency(),
                                                        payment.priceAmount(),
                                                        parent))
                        .amount(payment.priceAmount())
                        .see(Link.invoice(payment.invoiceNumber()));
        return parent == null ? step : step.see(Link.payment(parent));
    }

    private static Optional<Step> told(RecordedEvent fact) {
        return Optional.ofNullable(
                        switch (fact.type()) {
                            case "crypto_deposit.received" ->
                                    "Coins were sent to its address: %s in all."
                                            .formatted(fact.to());
                            case "crypto_payment.confirming" ->
                                    "The network saw it, and was confirming it.";
                            case "crypto_payment.confirmed" -> "The network confirmed it.";
                            case "crypto_payment.sending" ->
                                    "The money was on its way to the merchant.";
                            case "crypto_payment.finished" -> "All that it asked for had arrived.";
                            case "crypto_payment.partially_paid" ->
                                    "Less than it asked for had arrived.";
                            case "crypto_payment.failed" -> "It failed: nothing is credited.";
                            case "crypto_payment.expired" ->
                                    "It expired, since nothing had arrived.";
                            case "crypto_payment.refunded" -> "Its coins were sent back.";
                            default -> null;
                        })
                .map(sentence ->
                        Step.of(
                                fact,
                                fact.type().startsWith("crypto_deposit") ? Rank.CAME : Rank.MOVED,
                                sentence));
    }

    private static Step credited(Transaction transaction) {
        var invoice = transaction.invoiceNumber();
        var rest = transaction.amount().minus(transaction.applied());
        String sentence;
        if (rest.isZero()) {
            sentence = "%s came in and was applied to invoice %d.";
        } else if (transaction.applied().isZero()) {
            sentence =
                    "%s came in; invoice %d needed nothing any more, so that it was added to the"
                            + " balance.";
        } else {
            sentence =
                    "%s came in; invoice %d needed "
                            + transaction.applied()
                            + " of it, and "
                            + rest
                            + " was added to the balance.";
        }
        var step =
                Step.of(
                                transaction.at(),
                                transaction.cause(),
                                Rank.SETTLED,
                                "payment.received",
                                sentence.formatted(transaction.amount(), invoice))
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
