package dev.paystub.stripe;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code expand} parameter: dotted paths to the references that a caller wants to see as
 * objects instead of ids.
 */
public record Expand(Set<String> paths) {

    public static final Expand NOTHING = new Expand(Set.of());

    private static final int DEEPEST = 4;
    private static final String DATA = "data.";

    /** The types of objects, each with its expandable fields. */
    public enum Of {
        /** A field that is always null here. */
        ABSENT,
        CUSTOMER,
        INVOICE_SETTINGS,
        PAYMENT_METHOD,
        SETUP_INTENT,
        PAYMENT_INTENT,
        CHARGE;

        private Map<String, Of> fields() {
            return switch (this) {
                case ABSENT -> Map.of();
                case CUSTOMER ->
                        Map.of(
                                "default_source", ABSENT,
                                "test_clock", ABSENT,
                                "invoice_settings", INVOICE_SETTINGS);
                case INVOICE_SETTINGS -> Map.of("default_payment_method", PAYMENT_METHOD);
                case PAYMENT_METHOD -> Map.of("customer", CUSTOMER);
                case SETUP_INTENT ->
                        Map.of(
                                "application", ABSENT,
                                "customer", CUSTOMER,
                                "latest_attempt", ABSENT,
                                "mandate", ABSENT,
                                "on_behalf_of", ABSENT,
                                "payment_method", PAYMENT_METHOD,
                                "single_use_mandate", ABSENT);
                case PAYMENT_INTENT ->
                        Map.of(
                                "application", ABSENT,
                                "customer", CUSTOMER,
                                "latest_charge", CHARGE,
                                "on_behalf_of", ABSENT,
                                "payment_method", PAYMENT_METHOD,
                                "review", ABSENT);
                case CHARGE ->
                        Map.of(
                                "application", ABSENT,
                                "application_fee", ABSENT,
                                "balance_transaction", ABSENT,
                                "customer", CUSTOMER,
                                "failure_balance_transaction", ABSENT,
                                "on_behalf_of", ABSENT,
                                "payment_intent", PAYMENT_INTENT,
                                "review", ABSENT,
                                "source_transfer", ABSENT);
            };
        }

        /** Returns whether a path leads to an expandable reference. */
        private boolean leadsTo(String path) {
            var at = this;
            for (var step : path.split("\\.", -1)) {
                var next = at.fields().get(step);
                if (next == null) {
                    return false;
                }
                at = next;
            }
            return at != INVOICE_SETTINGS;
        }
    }

    /**
     * Reads {@code expand} of a request that returns an object of this type.
     *
     * @throws StripeInvalidRequestException when a path is not expandable
     */
    public static Expand read(FormParameters params, Of object) {
        var wanted = params.list("expand");
        wanted.forEach(path -> require(object.leadsTo(path), path, ""));
        return new Expand(Set.copyOf(wanted));
    }

    /**
     * Reads {@code expand} of a request that returns a list; its paths begin with {@code data}.
     *
     * @throws StripeInvalidRequestException when a path is not expandable
     */
    public static Expand readOfList(FormParameters params, Of element) {
        var wanted = params.list("expand");
        for (var path : wanted) {
            var meant =
                    element.leadsTo(path)
                            ? " You may want to try expanding 'data.%s' instead.".formatted(path)
                            : "";
            require(
                    path.startsWith(DATA) && element.leadsTo(path.substring(DATA.length())),
                    path,
                    meant);
        }
        return new Expand(
                wanted.stream()
                        .map(path -> path.substring(DATA.length()))
                        .collect(Collectors.toSet()));
    }

    private static void require(boolean possible, String path, String hint) {
        if (path.chars().filter(c -> c == '.').count() >= DEEPEST) {
            throw StripeError.invalidRequest(
                    null,
                    "You cannot expand more than %d levels of a property. Property: %s"
                            .formatted(DEEPEST, FormParameters.shortened(path)),
                    "expand");
        }
        if (!possible) {
            throw StripeError.invalidRequest(
                    null,
                    "This property cannot be expanded (%s).%s"
                            .formatted(FormParameters.shortened(path), hint),
                    "expand");
        }
    }

    /** Returns whether a field is expanded. */
    public boolean has(String field) {
        return paths.stream().anyMatch(path -> path.equals(field) || path.startsWith(field + "."));
    }

    /** Returns the paths within the object of a field. */
    public Expand in(String field) {
        var beginning = field + ".";
        return new Expand(
                paths.stream()
                        .filter(path -> path.startsWith(beginning))
                        .map(path -> path.substring(beginning.length()))
                        .collect(Collectors.toSet()));
    }
}
