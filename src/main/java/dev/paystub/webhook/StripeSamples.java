package dev.paystub.webhook;

import dev.paystub.account.Tokens;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sample objects for triggered events of Stripe's, with the fields that receivers read first. */
final class StripeSamples {

    private static final int LENGTH = 24;
    private static final String CUSTOMER = "customer";
    private static final String SUBSCRIPTION = "subscription";

    private static final Map<String, String> PREFIXES =
            Map.of(
                    "invoice",
                    "in_",
                    SUBSCRIPTION,
                    "sub_",
                    CUSTOMER,
                    "cus_",
                    "checkout.session",
                    "cs_test_",
                    "payment_method",
                    "pm_",
                    "payment_intent",
                    "pi_",
                    "setup_intent",
                    "seti_");

    private static final Set<String> OF_A_SUBSCRIPTION = Set.of("invoice", "checkout.session");

    private StripeSamples() {}

    static ObjectNode of(String name) {
        var kind = kind(name);
        var sample = JsonNodeFactory.instance.objectNode();
        if (PREFIXES.containsKey(kind)) {
            sample.put("id", id(kind));
        }
        sample.put("object", kind);
        if (PREFIXES.containsKey(kind) && !kind.equals(CUSTOMER)) {
            sample.put(CUSTOMER, id(CUSTOMER));
        }
        if (OF_A_SUBSCRIPTION.contains(kind)) {
            sample.put(SUBSCRIPTION, id(SUBSCRIPTION));
        }
        return sample;
    }

    private static String id(String kind) {
        return PREFIXES.get(kind) + Tokens.of("stripe-sample", 0, LENGTH);
    }

    /** Returns the kind of an event's object: the event's type without its last word. */
    private static String kind(String name) {
        var kind = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return kind.startsWith("customer.") ? kind.substring(CUSTOMER.length() + 1) : kind;
    }
}
