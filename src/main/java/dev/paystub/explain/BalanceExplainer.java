package dev.paystub.explain;

import dev.paystub.explain.ExplainController.Explanation;
import dev.paystub.explain.Explainer.ExplainedStep;
import dev.paystub.explain.Explainer.Link;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.LedgerEntry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Explains the balance by the ledger entries that sum to it. */
@Component
class BalanceExplainer {

    private final Ledger ledger;

    BalanceExplainer(Ledger ledger) {
        this.ledger = ledger;
    }

    Explanation explain(int most) {
        var entries = ledger.latest(most);
        var balance = ledger.balance();
        var steps = entries.stream().map(BalanceExplainer::explained).toList();
        if (entries.isEmpty()) {
            return Explanation.of(
                    "balance",
                    "The balance is %s: nothing has changed it yet.".formatted(balance),
                    true,
                    steps);
        }
        var first = entries.getFirst();
        var before = first.balanceAfter().minus(first.amount());
        var earlier = first.number() - 1;
        return Explanation.of(
                "balance",
                earlier == 0
                        ? "The balance is %s: the sum of %d %s."
                                .formatted(balance, entries.size(), changes(entries.size()))
                        : "The balance is %s: the first %d %s had brought it to %s, and the latest %d are told here."
                                .formatted(
                                        balance, earlier, changes(earlier), before, entries.size()),
                entries.stream().noneMatch(entry -> entry.cause().text().isEmpty()),
                steps);
    }

    private static String changes(long count) {
        return count == 1 ? "change" : "changes";
    }

    private static ExplainedStep explained(LedgerEntry entry) {
        var step =
                Explainer.Step.of(
                                entry.at(),
                                entry.cause(),
                                Explainer.Rank.SETTLED,
                                "balance." + entry.reason().name().toLowerCase(Locale.ROOT),
                                sentence(entry))
                        .amount(entry.amount())
                        .balanceAfter(entry.balanceAfter());
        var invoice = entry.invoiceNumber();
        var linked = invoice == null ? step : step.see(Link.invoice(invoice));
        return new ExplainedStep(linked, sentence(entry), Explainer.why(entry.cause()));
    }

    private static String sentence(LedgerEntry entry) {
        var amount = entry.amount();
        return Sentences.of(
                "balance." + entry.reason().name().toLowerCase(Locale.ROOT),
                amount.isPositive() ? amount : amount.negated(),
                entry.invoiceNumber(),
                entry.description(),
                amount);
    }
}
