package dev.paystub.stripe.intent;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.paystub.stripe.intent.Intent.Kind;
import dev.paystub.stripe.intent.IntentFields.AutomaticPaymentMethods;
import dev.paystub.stripe.intent.IntentFields.LastError;
import dev.paystub.stripe.intent.IntentFields.NextAction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A SetupIntent as Stripe's API returns it to a secret key. */
@JsonNaming(SnakeCaseStrategy.class)
record SetupIntentJson(
        String id,
        String object,
        @Nullable String application,
        @Nullable AutomaticPaymentMethods automaticPaymentMethods,
        @Nullable String cancellationReason,
        String clientSecret,
        long created,
        @Nullable Object customer,
        @Nullable String description,
        @Nullable Object flowDirections,
        @Nullable LastError lastSetupError,
        @Nullable String latestAttempt,
        boolean livemode,
        @Nullable String mandate,
        Map<String, String> metadata,
        @Nullable NextAction nextAction,
        @Nullable String onBehalfOf,
        @Nullable Object paymentMethod,
        @Nullable Object paymentMethodConfigurationDetails,
        PaymentMethodOptions paymentMethodOptions,
        List<String> paymentMethodTypes,
        @Nullable String singleUseMandate,
        String status,
        String usage) {

    static SetupIntentJson of(IntentFields fields) {
        var intent = fields.intent();
        return new SetupIntentJson(
                intent.token(),
                Kind.SETUP.object(),
                null,
                fields.automatic(),
                intent.cancellationReason().orElse(null),
                intent.clientSecret(),
                intent.createdAt().getEpochSecond(),
                fields.customer(),
                intent.description().orElse(null),
                null,
                fields.error(),
                null,
                false,
                null,
                intent.metadata(),
                fields.nextAction(),
                null,
                fields.paymentMethod(),
                null,
                PaymentMethodOptions.DEFAULT,
                IntentFields.CARD_ONLY,
                null,
                intent.status().label(),
                intent.futureUse().orElse("off_session"));
    }

    /** A SetupIntent as Stripe's API returns it to a publishable key: with these fields only. */
    record InBrowser(
            @JsonUnwrapped
                    @JsonIncludeProperties({
                        "id", "object", "automatic_payment_methods", "cancellation_reason",
                        "client_secret", "created", "description", "last_setup_error",
                        "livemode", "next_action", "payment_method", "payment_method_types",
                        "status", "usage"
                    })
                    SetupIntentJson intent) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record PaymentMethodOptions(CardOptions card) {

        static final PaymentMethodOptions DEFAULT =
                new PaymentMethodOptions(new CardOptions(null, null, "automatic"));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CardOptions(
            @Nullable Object mandateOptions,
            @Nullable String network,
            @JsonProperty("request_three_d_secure") String requestThreeDSecure) {}
}
