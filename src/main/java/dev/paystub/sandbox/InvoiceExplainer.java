package dev.paystub.sandbox;

import dev.paystub.account.Events;
import dev.paystub.account.RecordedEvent;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.LedgerEntry;
import dev.paystub.kernel.Money;
import dev.paystub.order.Ordering;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Transaction;
import dev.paystub.sandbox.ExplainController.Explanation;
import dev.paystub.sandbox.Explainer.Link;
import dev.paystub.sandbox.Explainer.Rank;
import dev.paystub.sandbox.Explainer.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How an invoice came about, and what became of it. */
@Component
class InvoiceExplainer {

    private static final String NO_CARD = "no card is stored";

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

    Explanation tell(long number) {
        var invoice = invoicing.get(number);
        var cryptoPayments = payments.cryptoPaymentsOf(number);
        var subjects = new ArrayList<>(List.of("invoice " + number));
        cryptoPayments.forEach(payment -> subjects.add("crypto payment " + payment.number()));
        var facts = events.of(subjects);
        var story = new Explainer(facts);
        var made = facts.stream().filter(InvoiceExplainer::isMaking).findFirst();
        story.add(made(invoice, made));
        for (var entry : ledger.entriesOf(number)) {
            story.add(posting(entry));
        }
        for (var transaction : payments.transactionsOf(number)) {
            story.add(received(transaction));
        }
        for (var payment : cryptoPayments) {
            story.add(begun(payment));
        }
        facts.forEach(fact -> told(invoice, fact).ifPresent(story::add));
        if (facts.stream().noneMatch(fact -> fact.type().equals("invoice.paid"))
                && !invoice.showsUsage()) {
            paidUnseen(invoice).ifPresent(story::add);
        }
        return Explanation.of(
                "invoice " + number,
                summary(invoice),
                made.isPresent() || events.oldest().number() == 0,
                story.tell(invoice.subtotal()));
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
        var number = invoice.number();
        if (invoice.addsFunds()) {
            return "Invoice %d of %s, which adds funds, was made on %s, due on %s."
                    .formatted(number, invoice.subtotal(), invoice.date(), invoice.dueDate());
        }
        var item = invoice.items().getFirst();
        if (invoice.showsUsage()) {
            return "Invoice %d was opened to show what service %d draws from the balance in a month: %s."
                    .formatted(number, item.relid(), item.description());
        }
        if (!item.type().equals(InvoiceItem.HOSTING)) {
            return "Invoice %d of %s was made for %s, due on %s."
                    .formatted(number, invoice.subtotal(), item.description(), invoice.dueDate());
        }
        var order =
                ordering.orders().stream()
                        .filter(placed -> Objects.equals(placed.invoiceNumber(), number))
                        .findFirst();
        return order.map(placed ->
                        "Order %d of service %d made invoice %d of %s for its first month, due on %s: %s."
                                .formatted(
                                        placed.number(),
                                        item.relid(),
                                        number,
                                        invoice.subtotal(),
                                        invoice.dueDate(),
                                        item.description()))
                .orElseGet(() ->
                        "Invoice %d of %s was made for the next month of service %d, due on %s: %s."
                                .formatted(
                                        number,
                                        invoice.subtotal(),
                                        item.relid(),
                                        invoice.dueDate(),
                                        item.description()));
    }

    private static Step posting(LedgerEntry entry) {
        var size = entry.amount().isPositive() ? entry.amount() : entry.amount().negated();
        var what = "balance." + entry.reason().name().toLowerCase(Locale.ROOT);
        var rise = entry.amount().isPositive();
        var step =
                Step.of(entry.at(), entry.cause(), rise ? Rank.FOLLOWED : Rank.SETTLED, what, "")
                        .amount(entry.amount())
                        .balanceAfter(entry.balanceAfter())
                        .see(Link.balance());
        return switch (entry.reason()) {
            case CREDIT ->
                    step.settles(
                            size,
                            left ->
                                    "%s of the balance was applied to it, which left %s to pay."
                                            .formatted(size, words(left)));
            case USAGE ->
                    step.settles(
                            size,
                            left -> "%s was drawn from the balance for an hour.".formatted(size));
            case FUNDS ->
                    step.settles(
                            Money.ZERO,
                            left ->
                                    "%s was added to the balance, which came to %s."
                                            .formatted(size, entry.balanceAfter()));
            case OVERPAYMENT ->
                    step.settles(
                            Money.ZERO,
                            left ->
                                    "%s that it did not need was added to the balance, which came to %s."
                                            .formatted(size, entry.balanceAfter()));
            case OPENING, OTHER -> step.settles(Money.ZERO, left -> entry.description() + ".");
        };
    }

    private static String words(Money left) {
        return left.isZero() ? "nothing" : left.toString();
    }

    private static Step received(Transaction transaction) {
        var card = transaction.gateway().equals("stripe");
        var who =
                card
                        ? "The default card was charged %s (%s)"
                                .formatted(transaction.amount(), transaction.transid())
                        : "Crypto payment %s brought in %s"
                                .formatted(transaction.transid(), transaction.amount());
        var step =
                Step.of(transaction.at(), transaction.cause(), Rank.SETTLED, "payment.received", "")
                        .amount(transaction.amount())
                        .settles(transaction.applied(), left -> received(transaction, who, left));
        return card ? step : step.see(Link.payment(Long.parseLong(transaction.transid())));
    }

    private static String received(Transaction transaction, String who, Money left) {
        if (transaction.applied().isZero()) {
            return who + ", of which it needed nothing any more.";
        }
        return transaction.applied().equals(transaction.amount())
                ? "%s, which left %s to pay.".formatted(who, words(left))
                : "%s, of which it needed %s, which left %s to pay."
                        .formatted(who, transaction.applied(), words(left));
    }

    private static Step begun(CryptoPayment payment) {
        var parent = payment.parentNumber();
        return Step.of(
                        payment.createdAt(),
                        payment.cause(),
                        Rank.BEGUN,
                        "crypto_payment.waiting",
                        parent == null
                                ? "Crypto payment %d was begun, to pay %s in %s."
                                        .formatted(
                                                payment.number(),
                                                payment.priceAmount(),
                                                payment.payCurrency())
                                : "Coins worth %s came to the address of crypto payment %d when that had ended: crypto payment %d was begun for them."
                                        .formatted(payment.priceAmount(), parent, payment.number()))
                .see(Link.payment(payment.number()));
    }

    private static Optional<Step> told(Invoice invoice, RecordedEvent fact) {
        return switch (fact.type()) {
            case "invoice.payment_failed" ->
                    Optional.of(Step.of(fact, Rank.FAILED, failure(String.valueOf(fact.to()))));
            case "invoice.capture_given_up" ->
                    Optional.of(
                            Step.of(
                                    fact,
                                    Rank.ENDED,
                                    "That was the last try: the card is not charged for it"
                                            + " again."));
            case "invoice.paid" ->
                    Optional.of(
                            Step.of(fact, Rank.ENDED, "It was settled in full.")
                                    .amount(invoice.subtotal()));
            case "crypto_payment.failed", "crypto_payment.expired", "crypto_payment.refunded" ->
                    Optional.of(
                            Step.of(
                                            fact,
                                            Rank.MOVED,
                                            "C%s %s, and brought nothing."
                                                    .formatted(
                                                            fact.subject().substring(1),
                                                            ended(fact.type())))
                                    .see(Link.payment(numberOf(fact))));
            default -> Optional.empty();
        };
    }

    private static String ended(String type) {
        return switch (type) {
            case "crypto_payment.failed" -> "failed";
            case "crypto_payment.expired" -> "expired";
            default -> "was refunded";
        };
    }

    private static long numberOf(RecordedEvent fact) {
        return Long.parseLong(fact.subject().substring(fact.subject().lastIndexOf(' ') + 1));
    }

    private static String failure(String state) {
        var reason = state.replaceFirst("^Unpaid: ", "");
        return reason.equals(NO_CARD)
                ? "There was no card to charge."
                : "The default card was refused: %s".formatted(reason);
    }

    /** A seeded invoice is paid without a fact that tells so, and an old one's may be gone. */
    private Optional<Step> paidUnseen(Invoice invoice) {
        return Optional.ofNullable(invoice.datePaid())
                .map(at -> Step.of(at, invoice.cause(), Rank.ENDED, "invoice.paid", unseen(at)));
    }

    private static String unseen(Instant at) {
        return "It was settled in full at %s.".formatted(IsoTimes.text(at));
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
