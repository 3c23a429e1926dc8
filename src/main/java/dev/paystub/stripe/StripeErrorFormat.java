package dev.paystub.stripe;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.http.ApiError;
import dev.paystub.http.ErrorFormat;
import dev.paystub.kernel.DomainException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Renders errors in the format of Stripe's API. */
@Component
class StripeErrorFormat implements ErrorFormat {

    @Override
    public ErrorResponse render(ApiError failure) {
        var error =
                switch (failure.refusal()) {
                    case StripeInvalidRequestException refusal -> refusal.error();
                    case StripeCardException decline -> decline.error();
                    case DomainException.Conflict conflict ->
                            plain(400, null, conflict.getMessage());
                    case DomainException.Gone gone -> plain(400, null, gone.getMessage());
                    case null, default -> ofKind(failure);
                };
        return ErrorResponse.json(error.status(), new ErrorBody(Details.of(error)));
    }

    private static StripeError ofKind(ApiError failure) {
        var kind = failure.kind();
        return switch (kind) {
            case UNAUTHENTICATED -> plain(kind.status(), null, keyMessage(failure.message()));
            case NO_SUCH_ROUTE, WRONG_METHOD -> plain(404, null, failure.message());
            case KEY_REUSED -> error(kind.status(), "idempotency_error", null, failure.message());
            case KEY_IN_USE ->
                    error(
                            kind.status(),
                            "idempotency_error",
                            "idempotency_key_in_use",
                            failure.message());
            case FULL -> plain(kind.status(), "rate_limit", failure.message());
            case INTERNAL, STOPPING -> error(kind.status(), "api_error", null, failure.message());
            case ON_PURPOSE -> onPurpose(failure.status(), failure.message());
            default -> plain(kind.status(), null, failure.message());
        };
    }

    /**
     * Returns Stripe's error with a status that a fault rule or a {@code Prefer} header asks for.
     */
    private static StripeError onPurpose(int status, String message) {
        return switch (status) {
            case 402 -> error(status, "card_error", "card_declined", message);
            case 429 -> plain(status, "rate_limit", message);
            default ->
                    status < 500
                            ? plain(status, null, message)
                            : error(status, "api_error", null, message);
        };
    }

    private static String keyMessage(String message) {
        return message.endsWith("no API key was sent")
                ? "You did not provide an API key. You need to provide your API key in the"
                        + " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer"
                        + " YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for"
                        + " details, or we can help at https://support.stripe.com/."
                : "Invalid API Key provided. " + message;
    }

    private static StripeError plain(int status, @Nullable String code, String message) {
        return error(status, "invalid_request_error", code, message);
    }

    private static StripeError error(
            int status, String type, @Nullable String code, String message) {
        return new StripeError(status, type, code, null, message, null, Map.of());
    }

    record ErrorBody(Details error) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Details(
            @Nullable String code,
            @Nullable String declineCode,
            @Nullable String docUrl,
            String message,
            @Nullable String param,
            String type,
            @JsonAnyGetter Map<String, Object> objects) {

        static Details of(StripeError error) {
            return new Details(
                    error.code(),
                    error.declineCode(),
                    error.docUrl(),
                    error.message(),
                    error.param(),
                    error.type(),
                    error.objects());
        }
    }
}
