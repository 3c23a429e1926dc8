package dev.paystub.stripe.intent;

import dev.paystub.stripe.card.BillingDetailsJson;
import dev.paystub.stripe.card.PaymentMethod;
import dev.paystub.stripe.card.PaymentMethodDetailsJson;
import dev.paystub.stripe.intent.Intent.Status;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The charge of a PaymentIntent as Stripe's API shows it. Charges are not stored here: all values
 * come from the intent.
 */
@JsonNaming(SnakeCaseStrategy.class)
record ChargeJson(
        String id,
        String object,
        long amount,
        long amountCaptured,
        long amountRefunded,
        @Nullable Object application,
        @Nullable Object applicationFee,
        @Nullable Long applicationFeeAmount,
        @Nullable Object balanceTransaction,
        BillingDetailsJson billingDetails,
        @Nullable String calculatedStatementDescriptor,
        boolean captured,
        long created,
        String currency,
        @Nullable Object customer,
        @Nullable String description,
        boolean disputed,
        @Nullable Object failureBalanceTransaction,
        @Nullable String failureCode,
        @Nullable String failureMessage,
        Map<String, String> fraudDetails,
        boolean livemode,
        Map<String, String> metadata,
        @Nullable Object onBehalfOf,
        Outcome outcome,
        boolean paid,
        Object paymentIntent,
        @Nullable String paymentMethod,
        @Nullable PaymentMethodDetailsJson paymentMethodDetails,
        @Nullable String receiptEmail,
        @Nullable String receiptNumber,
        @Nullable String receiptUrl,
        boolean refunded,
        @Nullable Object review,
        @Nullable Object shipping,
        @Nullable Object source,
        @Nullable Object sourceTransfer,
        @Nullable String statementDescriptor,
        @Nullable String statementDescriptorSuffix,
        String status,
        @Nullable Object transferData,
        @Nullable String transferGroup) {

    @JsonNaming(SnakeCaseStrategy.class)
    record Outcome(
            @Nullable String adviceCode,
            @Nullable String networkAdviceCode,
            @Nullable String networkDeclineCode,
            String networkStatus,
            @Nullable String reason,
            String riskLevel,
            String sellerMessage,
            String type) {

        static final Outcome AUTHORIZED =
                new Outcome(
                        null,
                        null,
                        null,
                        "approved_by_network",
                        null,
                        "normal",
                        "Payment complete.",
                        "authorized");
    }

    /**
     * @param method the payment method, or null when it is no longer known
     * @param customer the payer: an id, or the expanded object
     * @param paymentIntent the intent: its id, or the expanded object
     */
    static ChargeJson of(
            String id,
            Intent intent,
            @Nullable PaymentMethod method,
            @Nullable Object customer,
            Object paymentIntent) {
        var captured = intent.status() == Status.SUCCEEDED;
        var released = intent.status() == Status.CANCELED;
        return new ChargeJson(
                id,
                "charge",
                intent.amount(),
                intent.amountReceived(),
                captured
                        ? intent.amount() - intent.amountReceived()
                        : released ? intent.amount() : 0,
                null,
                null,
                null,
                null,
                BillingDetailsJson.ofHolder(method),
                null,
                captured,
                intent.chargedAt().map(Instant::getEpochSecond).orElseThrow(),
                intent.currency().orElseThrow(),
                customer,
                intent.description().orElse(null),
                false,
                null,
                null,
                null,
                Map.of(),
                false,
                intent.metadata(),
                null,
                Outcome.AUTHORIZED,
                true,
                paymentIntent,
                intent.paymentMethod().orElse(null),
                method == null ? null : PaymentMethodDetailsJson.of(method, intent.amount()),
                intent.receiptEmail().orElse(null),
                null,
                null,
                released,
                null,
                null,
                null,
                null,
                null,
                null,
                "succeeded",
                null,
                null);
    }
}
