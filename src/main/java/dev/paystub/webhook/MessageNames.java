package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.EventTypes;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Nearest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * The names of messages in each style, and the filters that select them: a name, a prefix such as
 * {@code invoice.*}, or all. A filter that can match no message is refused.
 */
@Component
class MessageNames {

    static final String CRYPTO = "crypto_payment.";

    private static final String ALL = "*";
    private static final String REST = ".*";
    private static final int MOST = 100;

    private final EventTypes types;

    MessageNames(EventTypes types) {
        this.types = types;
    }

    /** Returns the names of the messages that a style sends for an event, one for each message. */
    static List<String> of(AccountEvent event, WebhookFormat style) {
        return style == WebhookFormat.STRIPE ? StripeNames.of(event) : List.of(event.type());
    }

    static List<String> defaults(WebhookFormat style) {
        return List.of(style == WebhookFormat.NOWPAYMENTS ? CRYPTO + ALL : ALL);
    }

    /** Returns all names that a style's messages can have. */
    private Set<String> sent(WebhookFormat style) {
        var names = new TreeSet<String>();
        for (var type : types.all()) {
            switch (style) {
                case STANDARD -> names.add(type);
                case STRIPE -> names.addAll(StripeNames.ofType(type));
                case NOWPAYMENTS -> {
                    if (type.startsWith(CRYPTO)) {
                        names.add(type);
                    }
                }
            }
        }
        return names;
    }

    /**
     * Returns all names that a filter may use: Stripe's style accepts Paystub's event types as
     * well.
     */
    private Set<String> understood(WebhookFormat style) {
        var names = new TreeSet<>(sent(style));
        if (style == WebhookFormat.STRIPE) {
            names.addAll(types.all());
        }
        return names;
    }

    /**
     * Checks the filters of an endpoint.
     *
     * @throws DomainException.Invalid when one of them can match no message of the style
     */
    void requireFilters(List<String> filters, WebhookFormat style) {
        if (filters.isEmpty() || filters.size() > MOST) {
            throw new DomainException.Invalid("events must name 1 to %d events".formatted(MOST));
        }
        var known = understood(style);
        for (var filter : filters) {
            requireOfStyle(filter, style);
            if (known.stream().noneMatch(name -> matches(filter, name))) {
                throw unknown("events", filter, style, known);
            }
        }
    }

    private static void requireOfStyle(String name, WebhookFormat style) {
        if (style == WebhookFormat.NOWPAYMENTS && !name.startsWith(CRYPTO)) {
            throw new DomainException.Invalid(
                    "NOWPayments tells of crypto payments only: give %s* or, for example, %sfinished, not '%s'"
                            .formatted(CRYPTO, CRYPTO, EventTypes.shown(name)));
        }
    }

    /**
     * Returns a style's name for a message, given that name or Paystub's event type.
     *
     * @throws DomainException.Invalid when the style has no such message
     */
    String requireOne(String name, WebhookFormat style) {
        requireOfStyle(name, style);
        if (name.endsWith(ALL)) {
            throw new DomainException.Invalid(
                    "type must be the name of one event, such as invoice.paid");
        }
        var sent = sent(style);
        if (sent.contains(name)) {
            return name;
        }
        if (style == WebhookFormat.STRIPE && types.all().contains(name)) {
            return StripeNames.firstOfType(name);
        }
        throw unknown("type", name, style, sent);
    }

    /**
     * Checks the name of a message.
     *
     * @throws DomainException.Invalid when the style has no message with this name
     */
    void requireSent(String name, WebhookFormat style) {
        var asSent = requireOne(name, style);
        if (!asSent.equals(name)) {
            throw new DomainException.Invalid(
                    "type '%s' is sent as %s to a webhook of this style"
                            .formatted(EventTypes.shown(name), asSent));
        }
    }

    private DomainException unknown(
            String field, String name, WebhookFormat style, Set<String> known) {
        var ours =
                style == WebhookFormat.STRIPE
                        ? List.<String>of()
                        : types.all().stream()
                                .filter(type -> StripeNames.ofType(type).contains(name))
                                .toList();
        if (!ours.isEmpty()) {
            return new DomainException.Invalid(
                    "%s: '%s' is Stripe's name of %s; ask for that, or for style stripe"
                            .formatted(field, EventTypes.shown(name), String.join(" and ", ours)));
        }
        return new DomainException.Invalid(
                "%s: '%s' is no event that ever happens here; the nearest is %s"
                        .formatted(field, EventTypes.shown(name), nearest(name, known)));
    }

    private static String nearest(String name, Set<String> known) {
        if (!name.endsWith(ALL)) {
            return Nearest.among(EventTypes.shown(name), known);
        }
        var beginnings = new TreeSet<String>();
        for (var each : known) {
            for (var dot = each.indexOf('.'); dot > 0; dot = each.indexOf('.', dot + 1)) {
                beginnings.add(each.substring(0, dot) + REST);
            }
        }
        return Nearest.among(EventTypes.shown(name), beginnings);
    }

    /**
     * Returns whether filters select a message for an event. Paystub's event type selects all
     * messages for the event, unless Stripe uses that name for one of them.
     */
    static boolean selects(
            List<String> filters, String name, AccountEvent event, WebhookFormat style) {
        return filters.stream()
                .anyMatch(filter ->
                        matches(filter, name)
                                || (!of(event, style).contains(event.type())
                                        && matches(filter, event.type())));
    }

    private static boolean matches(String filter, String name) {
        return filter.equals(ALL)
                || (filter.endsWith(REST)
                        ? name.startsWith(filter.substring(0, filter.length() - 1))
                        : name.equals(filter));
    }
}
