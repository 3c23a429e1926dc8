package dev.paystub.explain;

import dev.paystub.clock.Events;
import dev.paystub.engine.Cause;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.explain.ExplainController.Explanation;
import dev.paystub.explain.Explainer.Rank;
import dev.paystub.explain.Explainer.Step;
import dev.paystub.kernel.Money;
import dev.paystub.subscription.BillingRecord;
import dev.paystub.subscription.BillingRecord.Status;
import dev.paystub.subscription.Organization;
import dev.paystub.subscription.Subscribing;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Explains the course of an organization's subscription, and what each of its bills is for. */
@Component
class SubscriptionExplainer {

    private static final Pattern BILL =
            Pattern.compile("billing record (\\S+) of organization (\\S+), .*");
    private static final Pattern STATE = Pattern.compile("(\\S+), ([0-9]+) units, (.*)");

    private final Subscribing subscribing;
    private final Events events;

    SubscriptionExplainer(Subscribing subscribing, Events events) {
        this.subscribing = subscribing;
        this.events = events;
    }

    Explanation explain(String id) {
        var organization = subscribing.organization(id);
        var bills = subscribing.history(organization);
        var facts = new ArrayList<>(events.of(subjects(organization)));
        var charges =
                events.ofTypes("billing.").stream()
                        .filter(fact -> organization.id().equals(part(fact, 2)))
                        .toList();
        var all = new ArrayList<>(facts);
        all.addAll(charges);
        var explainer = new Explainer(all);
        facts.forEach(fact -> add(explainer, fact));
        var seen = new HashSet<String>();
        for (var charge : charges) {
            explainer.add(charged(charge, bills));
            seen.add(String.valueOf(part(charge, 1)));
        }
        var unseen = bills.stream().filter(bill -> !seen.contains(bill.id())).toList();
        unseen.forEach(bill -> explainer.add(unseen(bill)));
        var trimmed = events.oldest().number() > 0;
        return Explanation.of(
                "subscription of organization " + organization.id(),
                summary(organization, bills),
                !trimmed,
                explainer.explained(Money.ZERO));
    }

    private static List<String> subjects(Organization organization) {
        return List.of(
                "organization " + organization.id(),
                "subscription of organization " + organization.id());
    }

    private static @Nullable String part(RecordedEvent fact, int group) {
        var parts = BILL.matcher(fact.subject());
        return parts.matches() ? parts.group(group) : null;
    }

    private static void add(Explainer explainer, RecordedEvent fact) {
        switch (fact.type()) {
            case "subscription.created" -> explainer.add(begun(fact));
            case "subscription.updated" -> changed(explainer, fact);
            default -> Sentences.step("subscription", fact).ifPresent(explainer::add);
        }
    }

    private static Step begun(RecordedEvent fact) {
        var now = STATE.matcher(String.valueOf(fact.to()));
        return Step.of(
                fact,
                Rank.BEGUN,
                now.matches()
                        ? Sentences.of("subscription.begun", now.group(2), now.group(3))
                        : Sentences.of("subscription.begun.unknown"));
    }

    private static void changed(Explainer explainer, RecordedEvent fact) {
        var before = STATE.matcher(String.valueOf(fact.from()));
        var after = STATE.matcher(String.valueOf(fact.to()));
        if (!before.matches() || !after.matches()) {
            return;
        }
        changed(explainer, fact, Rank.ENDED, "quantity", before.group(2), after.group(2));
        changed(explainer, fact, Rank.MOVED, "card", before.group(3), after.group(3));
        changed(
                explainer,
                fact,
                Rank.FOLLOWED,
                "status." + after.group(1),
                before.group(1),
                after.group(1));
    }

    private static void changed(
            Explainer explainer,
            RecordedEvent fact,
            Rank rank,
            String what,
            String before,
            String after) {
        if (!before.equals(after)) {
            explainer.add(Step.of(fact, rank, Sentences.of("subscription." + what, before, after)));
        }
    }

    private static Step charged(RecordedEvent fact, List<BillingRecord> bills) {
        var id = part(fact, 1);
        var bill =
                bills.stream().filter(candidate -> Objects.equals(candidate.id(), id)).findFirst();
        var amount = bill.map(BillingRecord::amount).orElse(Money.ZERO);
        var paid = "paid".equals(fact.to());
        var sentence =
                Sentences.of(
                        "subscription.%s.%s"
                                .formatted(
                                        fact.from() == null ? "bill" : "retry",
                                        paid ? "paid" : "unpaid"),
                        amount,
                        bill.map(BillingRecord::description).orElse("its use"));
        return Step.of(fact, paid ? Rank.SETTLED : Rank.FAILED, sentence).amount(amount);
    }

    /**
     * Returns a step for a bill without events: it is older than the account's first event, or its
     * events have been deleted.
     */
    private static Step unseen(BillingRecord bill) {
        return Step.of(
                        bill.date().atStartOfDay(ZoneOffset.UTC).toInstant(),
                        bill.cause(),
                        Rank.SETTLED,
                        "billing." + bill.status().label(),
                        Sentences.of(
                                bill.cause().equals(Cause.SANDBOX)
                                        ? "subscription.bill.seeded"
                                        : "subscription.bill.forgotten",
                                bill.amount(),
                                bill.description(),
                                bill.status().label()))
                .amount(bill.amount());
    }

    private String summary(Organization organization, List<BillingRecord> bills) {
        var plan =
                subscribing
                        .subscription(organization)
                        .map(running ->
                                "Organization %s has a subscription of %d units, which is %s"
                                        .formatted(
                                                organization.id(),
                                                running.quantity(),
                                                running.status().label().replace('_', ' ')))
                        .orElseGet(() ->
                                "Organization %s has no subscription".formatted(organization.id()));
        return bills.isEmpty()
                ? plan + "; nothing has been billed."
                : "%s; %s has been billed in %d %s, of which %s is paid and %s is not."
                        .formatted(
                                plan,
                                sum(bills),
                                bills.size(),
                                bills.size() == 1 ? "bill" : "bills",
                                sum(with(bills, Status.PAID)),
                                sum(with(bills, Status.UNPAID)));
    }

    private static List<BillingRecord> with(List<BillingRecord> bills, Status status) {
        return bills.stream().filter(bill -> bill.status() == status).toList();
    }

    private static Money sum(List<BillingRecord> bills) {
        return bills.stream().map(BillingRecord::amount).reduce(Money.ZERO, Money::plus);
    }
}
