package dev.paystub.explain;

import dev.paystub.clock.Events;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.explain.ExplainController.Explanation;
import dev.paystub.explain.Explainer.Link;
import dev.paystub.explain.Explainer.Rank;
import dev.paystub.explain.Explainer.Step;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.LedgerEntry;
import dev.paystub.invoice.LedgerEntry.Reason;
import dev.paystub.kernel.Money;
import dev.paystub.order.Order;
import dev.paystub.order.Ordering;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Explains how an invoice came about, and how it was settled. */
@Component
class InvoiceExplainer {

    private static final String NO_CARD = "no card is stored";

    /** Reasons of ledger entries that pay for an invoice. */
    private static final Set<Reason> SETTLING = Set.of(Reason.CREDIT, Reason.USAGE);

    private final Invoicing invoicing;
    private final Ledger ledger;
    private final Payments payments;
    private final Ordering ordering;
    private final Events events;
    private final BillingCalendar calendar;
    private final Clock clock;

    InvoiceExplainer(
            Invoicing invoicing,
            Ledger ledger,
            Payments payments,
            Ordering ordering,
            Events events,
            BillingCalendar calendar,
            Clock clock) {
        this.invoicing = invoicing;
        this.ledger = ledger;
        this.payments = payments;
        this.ordering = ordering;
        this.events = events;
        this.calendar = calendar;
        this.clock = clock;
    }

    Explanation explain(long number) {
        var invoice = invoicing.get(number);
        var cryptoPayments = payments.cryptoPaymentsOf(number);
        var subjects = new ArrayList<>(List.of("invoice " + number));
        cryptoPayments.forEach(payment -> subjects.add("crypto payment " + payment.number()));
        var facts = events.of(subjects);
        var explainer = new Explainer(facts);
        var made = facts.stream().filter(InvoiceExplainer::isMaking).findFirst();
        explainer.add(made(invoice, made));
        for (var entry : ledger.entriesOf(number)) {
            explainer.add(posting(entry));
        }
        for (var transaction : payments.transactionsOf(number)) {
            explainer.add(received(transaction));
        }
        for (var payment : cryptoPayments) {
            explainer.add(begun(payment));
        }
        facts.forEach(fact -> stepOf(invoice, fact).ifPresent(explainer::add));
        if (facts.stream().noneMatch(fact -> fact.type().equals("invoice.paid"))
                && !invoice.showsUsage()) {
            paidUnseen(invoice).ifPresent(explainer::add);
        }
        return Explanation.of(
                "invoice " + number,
                summary(invoice),
                made.isPresent() || events.oldest().number() == 0,
                explainer.explained(invoice.subtotal()));
    }

    private static boolean isMaking(RecordedEvent fact) {
        return fact.type().equals("invoice.created") || fact.type().equals("invoice.usage_opened");
    }

    private Step made(Invoice invoice, Optional<RecordedEvent> made) {
        var at = made.map(RecordedEvent::at).orElseGet(() -> calendar.startOf(invoice.date()));
        return Step.of(at, invoice.cause(), Rank.MADE, "invoice.created", madeSentence(invoice))
                .amount(invoice.subtotal());
    }

    private String madeSentence(Invoice invoice) {
        var item = invoice.items().getFirst();
        var order = Optional.<Order>empty();
        String how;
        if (invoice.addsFunds()) {
            how = "funds";
        } else if (invoice.showsUsage()) {
            how = "usage";
        } else if (!item.type().equals(InvoiceItem.HOSTING)) {
            how = "other";
        } else {
            order = ordering.orderOf(invoice.number());
            how = order.isPresent() ? "order" : "renewal";
        }
        return Sentences.of(
                "invoice.made." + how,
                invoice.number(),
                invoice.subtotal(),
                invoice.date(),
                invoice.dueDate(),
                item.relid(),
                item.description(),
                order.map(Order::number).orElse(null));
    }

    private static Step posting(LedgerEntry entry) {
        var amount = entry.amount();
        var rise = amount.isPositive();
        var size = rise ? amount : amount.negated();
        var reason = entry.reason().name().toLowerCase(Locale.ROOT);
        return Step.of(
                        entry.at(),
                        entry.cause(),
                        rise ? Rank.FOLLOWED : Rank.SETTLED,
                        "balance." + reason,
                        "")
                .amount(amount)
                .balanceAfter(entry.balanceAfter())
                .see(Link.balance())
                .settles(
                        SETTLING.contains(entry.reason()) ? size : Money.ZERO,
                        left ->
                                Sentences.of(
                                        "invoice.entry." + reason,
                                        size,
                                        words(left),
                                        entry.balanceAfter(),
                                        entry.description()));
    }

    private static String words(Money left) {
        return left.isZero() ? "nothing" : left.toString();
    }

    private static Step received(Transaction transaction) {
        var card = transaction.gateway().equals("stripe");
        var step =
                Step.of(transaction.at(), transaction.cause(), Rank.SETTLED, "payment.received", "")
                        .amount(transaction.amount())
                        .settles(transaction.applied(), left -> received(transaction, card, left));
        return card ? step : step.see(Link.payment(Long.parseLong(transaction.transid())));
    }

    private static String received(Transaction transaction, boolean card, Money left) {
        var applied = transaction.applied();
        var part =
                applied.isZero()
                        ? "nothing"
                        : applied.equals(transaction.amount()) ? "all" : "part";
        return Sentences.of(
                (card ? "invoice.card." : "invoice.crypto.") + part,
                transaction.amount(),
                transaction.transid(),
                applied,
                words(left));
    }

    private static Step begun(CryptoPayment payment) {
        var parent = payment.parentNumber();
        return Step.of(
                        payment.createdAt(),
                        payment.cause(),
                        Rank.BEGUN,
                        "crypto_payment.waiting",
                        Sentences.of(
                                parent == null ? "invoice.begun" : "invoice.begun.child",
                                payment.number(),
                                payment.priceAmount(),
                                payment.payCurrency(),
                                parent))
                .see(Link.payment(payment.number()));
    }

    private static Optional<Step> stepOf(Invoice invoice, RecordedEvent fact) {
        if (fact.type().equals("invoice.payment_failed")) {
            return Optional.of(Step.of(fact, Rank.FAILED, failure(String.valueOf(fact.to()))));
        }
        var step = Sentences.step("invoice", fact);
        if (fact.type().equals("invoice.paid")) {
            return step.map(paid -> paid.amount(invoice.subtotal()));
        }
        return fact.type().startsWith("crypto_payment")
                ? step.map(moved -> moved.see(Link.payment(numberOf(fact))))
                : step;
    }

    private static long numberOf(RecordedEvent fact) {
        return Long.parseLong(fact.subject().substring(fact.subject().lastIndexOf(' ') + 1));
    }

    private static String failure(String state) {
        var reason = state.replaceFirst("^Unpaid: ", "");
        return Sentences.of(reason.equals(NO_CARD) ? "invoice.no_card" : "invoice.refused", reason);
    }

    /**
     * Returns a step for a payment without events: seeded invoices have none, and an old invoice's
     * events may have been deleted.
     */
    private Optional<Step> paidUnseen(Invoice invoice) {
        return Optional.ofNullable(invoice.datePaid())
                .map(at ->
                        Step.of(
                                at,
                                invoice.cause(),
                                Rank.ENDED,
                                "invoice.paid",
                                Sentences.of("invoice.seeded", IsoTimes.text(at))));
    }

    private String summary(Invoice invoice) {
        var number = invoice.number();
        if (invoice.showsUsage()) {
            return "Invoice %d is %s: it shows %s that was drawn from the balance."
                    .formatted(number, invoice.status().label(), invoice.subtotal());
        }
        var so =
                "Invoice %d is %s: of %s, %s was settled by credit and %s by payments, and %s is left"
                        .formatted(
                                number,
                                invoice.status().label(),
                                invoice.subtotal(),
                                invoice.credit(),
                                invoice.amountPaid(),
                                words(invoice.balance()));
        if (!invoice.isUnpaid()) {
            return so + ".";
        }
        var overdue = invoice.isOverdue(calendar.dateOf(clock.instant()));
        return so
                + (overdue ? "; it is overdue since %s." : "; it is due on %s.")
                        .formatted(invoice.dueDate());
    }
}
