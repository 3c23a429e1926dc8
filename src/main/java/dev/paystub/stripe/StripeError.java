package dev.paystub.stripe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error of Stripe's API (docs.stripe.com/api/errors).
 *
 * @param status the HTTP status of the response
 * @param objects related objects as the API shows them, by name, such as {@code setup_intent}
 */
public record StripeError(
        int status,
        String type,
        @Nullable String code,
        @Nullable String declineCode,
        String message,
        @Nullable String param,
        Map<String, Object> objects) {

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String CARD_ERROR = "card_error";

    public static StripeError of(Decline decline, Map<String, Object> objects) {
        var invalid = decline.code().endsWith("_authentication_failure");
        return new StripeError(
                402,
                invalid ? INVALID_REQUEST : CARD_ERROR,
                decline.code(),
                decline.declineCode(),
                decline.message(),
                null,
                objects);
    }

    public static StripeInvalidRequestException invalidRequest(
            @Nullable String code, String message, @Nullable String param) {
        return invalidRequest(400, code, message, param);
    }

    public static StripeInvalidRequestException invalidRequest(
            int status, @Nullable String code, String message, @Nullable String param) {
        return new StripeInvalidRequestException(
                new StripeError(status, INVALID_REQUEST, code, null, message, param, Map.of()));
    }

    /** Returns the error for a card with an invalid field. */
    public static StripeCardException cardError(String code, String message, String param) {
        return new StripeCardException(
                new StripeError(402, CARD_ERROR, code, null, message, param, Map.of()));
    }

    /**
     * Returns the error with status 404 for the object in the path; {@code what} is Stripe's word
     * for its type.
     */
    public static StripeInvalidRequestException notFound(String what, String id, String param) {
        return invalidRequest(
                404, "resource_missing", "No such %s: '%s'".formatted(what, id), param);
    }

    /** Returns the error with status 400 for an unknown object in a parameter. */
    public static StripeInvalidRequestException unknownReference(
            String what, String id, String param) {
        return invalidRequest(
                400, "resource_missing", "No such %s: '%s'".formatted(what, id), param);
    }

    /** Returns the error for a payment method that is not attached to the customer. */
    public static StripeInvalidRequestException notAttachedToCustomer(
            String paymentMethod, String param) {
        return invalidRequest(
                400,
                "resource_missing",
                "The customer does not have a payment method with the ID %s. The payment method must be attached to the customer."
                        .formatted(paymentMethod),
                param);
    }

    public @Nullable String docUrl() {
        return code == null
                ? null
                : "https://stripe.com/docs/error-codes/" + code.replace('_', '-');
    }
}
