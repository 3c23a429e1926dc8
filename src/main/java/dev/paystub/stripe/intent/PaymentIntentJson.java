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

/** A PaymentIntent as Stripe's API returns it to a secret key. */
@JsonNaming(SnakeCaseStrategy.class)
record PaymentIntentJson(
        String id,
        String object,
        long amount,
        long amountCapturable,
        AmountDetails amountDetails,
        long amountReceived,
        @Nullable String application,
        @Nullable Long applicationFeeAmount,
        @Nullable AutomaticPaymentMethods automaticPaymentMethods,
        @Nullable Long canceledAt,
        @Nullable String cancellationReason,
        String captureMethod,
        String clientSecret,
        String confirmationMethod,
        long created,
        String currency,
        @Nullable Object customer,
        @Nullable String description,
        @Nullable LastError lastPaymentError,
        @Nullable Object latestCharge,
        boolean livemode,
        Map<String, String> metadata,
        @Nullable NextAction nextAction,
        @Nullable String onBehalfOf,
        @Nullable Object paymentMethod,
        @Nullable Object paymentMethodConfigurationDetails,
        PaymentMethodOptions paymentMethodOptions,
        List<String> paymentMethodTypes,
        @Nullable Object processing,
        @Nullable String receiptEmail,
        @Nullable String review,
        @Nullable String setupFutureUsage,
        @Nullable Object shipping,
        @Nullable String statementDescriptor,
        @Nullable String statementDescriptorSuffix,
        String status,
        @Nullable Object transferData,
        @Nullable String transferGroup) {

    static PaymentIntentJson of(IntentFields fields) {
        var intent = fields.intent();
        return new PaymentIntentJson(
                intent.token(),
                Kind.PAYMENT.object(),
                intent.amount(),
                intent.amountCapturable(),
                new AmountDetails(Map.of()),
                intent.amountReceived(),
                null,
                null,
                fields.automatic(),
                fields.canceledAt(),
                intent.cancellationReason().orElse(null),
                fields.captureMethod(),
                intent.clientSecret(),
                "automatic",
                intent.createdAt().getEpochSecond(),
                intent.currency().orElseThrow(),
                fields.customer(),
                intent.description().orElse(null),
                fields.error(),
                fields.latestCharge(),
                false,
                intent.metadata(),
                fields.nextAction(),
                null,
                fields.paymentMethod(),
                null,
                PaymentMethodOptions.DEFAULT,
                IntentFields.CARD_ONLY,
                null,
                intent.receiptEmail().orElse(null),
                null,
                intent.futureUse().orElse(null),
                null,
                null,
                null,
                intent.status().label(),
                null,
                null);
    }

    /** A PaymentIntent as Stripe's API returns it to a publishable key: with these fields only. */
    record InBrowser(
            @JsonUnwrapped
                    @JsonIncludeProperties({
                        "id", "object", "amount", "automatic_payment_methods",
                        "canceled_at", "cancellation_reason", "capture_method", "client_secret",
                        "confirmation_method", "created", "currency", "description",
                        "last_payment_error", "livemode", "next_action", "payment_method",
                        "payment_method_types", "processing", "receipt_email", "setup_future_usage",
                        "shipping", "status"
                    })
                    PaymentIntentJson intent) {}

    /** The details of the amount; tips are not simulated. */
    record AmountDetails(Map<String, Object> tip) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record PaymentMethodOptions(CardOptions card) {

        static final PaymentMethodOptions DEFAULT =
                new PaymentMethodOptions(new CardOptions(null, null, null, "automatic"));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CardOptions(
            @Nullable Object installments,
            @Nullable Object mandateOptions,
            @Nullable String network,
            @JsonProperty("request_three_d_secure") String requestThreeDSecure) {}
}
