package dev.paystub.checkout;

import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.TestCards;
import dev.paystub.stripe.card.TestCards.Authentication;
import dev.paystub.stripe.card.TestCards.TestCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A test card offered on a hosted page, with a label that says how it behaves. */
record TestCardOption(String number, String label) {

    /** The number of cards of a group that are shown at once. */
    private static final int SHOWN = 3;

    /** Test cards that behave alike: those that are shown at once, and the rest. */
    record Group(String name, List<TestCardOption> cards, List<TestCardOption> more) {

        private static Group of(String name, List<TestCard> cards) {
            var firstOfBrand =
                    cards.stream()
                            .collect(
                                    Collectors.toMap(
                                            TestCard::brand,
                                            Function.identity(),
                                            (first, next) -> first,
                                            LinkedHashMap::new));
            var shown =
                    (firstOfBrand.size() < SHOWN ? cards : firstOfBrand.values())
                            .stream().limit(SHOWN).toList();
            return new Group(
                    name,
                    shown.stream().map(TestCardOption::of).toList(),
                    cards.stream()
                            .filter(card -> !shown.contains(card))
                            .map(TestCardOption::of)
                            .toList());
        }
    }

    /** Returns all test cards, in groups by what happens when a page is completed with one. */
    static List<Group> groups() {
        var groups = new LinkedHashMap<String, List<TestCard>>();
        for (var name : List.of("Works", "Declined", "3-D Secure", "Renewal fails")) {
            groups.put(name, new ArrayList<>());
        }
        for (var card : TestCards.all()) {
            groups.computeIfAbsent(groupOf(card), any -> new ArrayList<>()).add(card);
        }
        return groups.entrySet().stream()
                .map(group -> Group.of(group.getKey(), group.getValue()))
                .toList();
    }

    private static String groupOf(TestCard card) {
        if (card.onSetup() != null) {
            return "Declined";
        }
        if (card.onCharge() != null) {
            return "Renewal fails";
        }
        return card.authentication() == Authentication.NEVER ? "Works" : "3-D Secure";
    }

    private static TestCardOption of(TestCard card) {
        return new TestCardOption(grouped(card), label(card));
    }

    private static String grouped(TestCard card) {
        var number = card.number();
        return card.brand().equals("amex")
                ? number.replaceFirst("(.{4})(.{6})(.*)", "$1 $2 $3")
                : number.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static String label(TestCard card) {
        var onCharge = Optional.ofNullable(card.onCharge()).map(TestCardOption::reason);
        if (card.onSetup() != null) {
            return "Declined: " + reason(card.onSetup());
        }
        return switch (card.authentication()) {
            case NEVER ->
                    onCharge.map(reason -> "Succeeds now, declined when charged: " + reason)
                            .orElse(brandName(card) + ": succeeds");
            case ON_SETUP ->
                    "3-D Secure, then "
                            + onCharge.map(reason -> "declined: " + reason).orElse("succeeds");
            case ALWAYS -> "3-D Secure now, and for every charge";
        };
    }

    private static String reason(Decline decline) {
        var code = decline.declineCode() == null ? decline.code() : decline.declineCode();
        return code.replace('_', ' ');
    }

    private static String brandName(TestCard card) {
        return switch (card.brand()) {
            case "amex" -> "American Express";
            case "diners" -> "Diners Club";
            case "jcb" -> "JCB";
            case "unionpay" -> "UnionPay";
            case "mastercard" -> "Mastercard";
            case "discover" -> "Discover";
            default -> "Visa";
        };
    }
}
