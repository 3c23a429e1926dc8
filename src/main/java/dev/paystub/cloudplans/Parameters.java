package dev.paystub.cloudplans;

import dev.paystub.kernel.DomainException;
import dev.paystub.subscription.Subscribing.Redirects;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The parameters of an operation, each from the query or the JSON body, because the document's
 * samples use both. A parameter given in both must be equal in both.
 */
final class Parameters {

    private static final int MOST_UNITS = 10_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ADDRESS = 2048;
    private static final String SESSION_ID = "{CHECKOUT_SESSION_ID}";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private final HttpServletRequest query;
    private final @Nullable Body body;

    Parameters(HttpServletRequest query, @Nullable Body body) {
        this.query = query;
        this.body = body;
    }

    /** The optional JSON body. An {@code org_id} may be a number. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Body(
            @JsonDeserialize(using = StringOrNumberDeserializer.class) @Nullable String orgId,
            @JsonDeserialize(using = PlainDecimalDeserializer.class) @Nullable BigDecimal quantity,
            @Nullable String orgName,
            @Nullable String successUrl,
            @Nullable String cancelUrl) {}

    /**
     * Returns the organization's id.
     *
     * @throws DomainException.Invalid when it is missing or ambiguous
     */
    String organizationId() {
        return one("org_id", inQuery("org_id"), body == null ? null : body.orgId());
    }

    /**
     * Returns the number of units.
     *
     * @throws DomainException.Invalid when it is missing, ambiguous, or not a whole number from 1
     *     to 10,000
     */
    int quantity() {
        var inBody = body == null || body.quantity() == null ? null : plain(body.quantity());
        var text = one("quantity", inQuery("quantity").map(Parameters::plainText), inBody);
        if (!text.matches("[0-9]{1,5}") || !isQuantity(Integer.parseInt(text))) {
            throw new DomainException.Invalid(
                    "quantity must be a whole number from 1 to %,d".formatted(MOST_UNITS));
        }
        return Integer.parseInt(text);
    }

    private static boolean isQuantity(int quantity) {
        return quantity >= 1 && quantity <= MOST_UNITS;
    }

    /**
     * Returns the name of a new organization.
     *
     * @throws DomainException.Invalid when it is missing, too long, or has control characters
     */
    String organizationName() {
        var name =
                one("org_name", inQuery("org_name"), body == null ? null : body.orgName()).strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new DomainException.Invalid(
                    "org_name must have 1 to %d characters".formatted(LONGEST_NAME));
        }
        if (name.codePoints().anyMatch(Parameters::isUnprintable)) {
            throw new DomainException.Invalid(
                    "org_name must not have control characters or halves of characters");
        }
        return name;
    }

    private static boolean isUnprintable(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }

    /**
     * Returns the redirects of a hosted page, an extension of the document.
     *
     * @throws DomainException.Invalid when one of them is ambiguous or not an absolute http or
     *     https address
     */
    Redirects redirects() {
        return new Redirects(
                address("success_url", body == null ? null : body.successUrl()),
                address("cancel_url", body == null ? null : body.cancelUrl()));
    }

    private @Nullable String address(String name, @Nullable String inBody) {
        var text = any(name, inQuery(name), inBody);
        if (text.isPresent() && !isWebAddress(text.get())) {
            throw new DomainException.Invalid(
                    "%s must be an absolute http or https address of at most %,d characters"
                            .formatted(name, LONGEST_ADDRESS));
        }
        return text.orElse(null);
    }

    private static boolean isWebAddress(String text) {
        try {
            var uri = new URI(text.replace(SESSION_ID, ""));
            return text.length() <= LONGEST_ADDRESS
                    && uri.getHost() != null
                    && ("http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Returns the requested action.
     *
     * @throws DomainException.Invalid when it is ambiguous
     */
    Optional<String> action() {
        return inQuery("action");
    }

    /**
     * Checks the action of a path with one operation. It may be left out: the sibling pages say
     * that an action "will not be needed soon".
     *
     * @throws DomainException.Invalid when it is another one
     */
    void requireAction(String only) {
        if (!action().orElse(only).equals(only)) {
            throw new DomainException.Invalid("action must be " + only);
        }
    }

    private Optional<String> inQuery(String name) {
        var values = query.getParameterValues(name);
        if (values == null) {
            return Optional.empty();
        }
        if (Arrays.stream(values).distinct().count() > 1) {
            throw new DomainException.Invalid(
                    name + " is given more than once, with different values");
        }
        return Optional.of(values[0]).filter(value -> !value.isBlank());
    }

    private static String one(String name, Optional<String> inQuery, @Nullable String inBody) {
        return any(name, inQuery, inBody)
                .orElseThrow(() -> new DomainException.Invalid(name + " is required"));
    }

    private static Optional<String> any(
            String name, Optional<String> inQuery, @Nullable String inBody) {
        if (inQuery.isPresent() && inBody != null && !inQuery.get().equals(inBody)) {
            throw new DomainException.Invalid(name + " differs between query and body");
        }
        return inQuery.or(() -> Optional.ofNullable(inBody)).filter(value -> !value.isBlank());
    }

    /** Normalizes a number, so that {@code 010} and {@code 10.0} equal {@code 10}. */
    private static String plainText(String text) {
        return NUMBER.matcher(text).matches() ? plain(new BigDecimal(text)) : text;
    }

    private static String plain(BigDecimal number) {
        var small = number.abs().compareTo(BigDecimal.valueOf(MOST_UNITS)) <= 0;
        return small && number.stripTrailingZeros().scale() <= 0
                ? number.toBigInteger().toString()
                : "out of bounds or not whole";
    }
}
