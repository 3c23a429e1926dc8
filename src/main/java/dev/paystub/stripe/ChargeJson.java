package dev.paystub.stripe;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.stripe.Intent.Status;
import dev.paystub.stripe.PaymentMethodJson.Billing;
import dev.paystub.stripe.PaymentMethodJson.Checks;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The charge of a PaymentIntent as Stripe's API shows it. It is no object of its own here: what it
 * says is the intent's.
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
        Billing billingDetails,
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
        @Nullable MethodDetails paymentMethodDetails,
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

    record MethodDetails(CardDetails card, String type) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record CardDetails(
            long amountAuthorized,
            String brand,
            Checks checks,
            String country,
            int expMonth,
            int expYear,
            String fingerprint,
            String funding,
            @Nullable Object installments,
            String last4,
            @Nullable Object mandate,
            String network,
            @JsonProperty("three_d_secure") @Nullable Object threeDSecure,
            @Nullable Object wallet) {

        static CardDetails of(Intent intent, PaymentMethod method) {
            var card = method.card();
            return new CardDetails(
                    intent.amount(),
                    card.brand(),
                    Checks.of(method),
                    card.country(),
                    method.expiry().getMonthValue(),
                    method.expiry().getYear(),
                    PaymentMethodJson.fingerprint(card.number()),
                    card.funding(),
                    null,
                    card.last4(),
                    null,
                    card.brand(),
                    null,
                    null);
        }
    }

    /**
     * @param method the card, or null when it is no longer known
     * @param customer whose payment it was: an id, or all of it
     * @param paymentIntent the intent: its id, or all of it
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
                Billing.of(
                        Optional.ofNullable(method)
                                .map(PaymentMethod::billingDetails)
                                .orElse(BillingDetails.NONE)),
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
                method == null ? null : new MethodDetails(CardDetails.of(intent, method), "card"),
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
