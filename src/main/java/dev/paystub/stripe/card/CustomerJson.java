package dev.paystub.stripe.card;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A customer as Stripe's API shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record CustomerJson(
        String id,
        String object,
        @Nullable AddressJson address,
        long balance,
        long created,
        @Nullable String currency,
        @Nullable Object defaultSource,
        boolean delinquent,
        @Nullable String description,
        @Nullable Object discount,
        @Nullable String email,
        InvoiceSettings invoiceSettings,
        boolean livemode,
        Map<String, String> metadata,
        @Nullable String name,
        @Nullable String phone,
        List<String> preferredLocales,
        @Nullable Object shipping,
        String taxExempt,
        @Nullable Object testClock) {

    @JsonNaming(SnakeCaseStrategy.class)
    record InvoiceSettings(
            @Nullable Object customFields,
            @Nullable Object defaultPaymentMethod,
            @Nullable String footer,
            @Nullable Object renderingOptions) {}

    /**
     * @param preferred the default payment method: its id, or the expanded object
     */
    static CustomerJson of(Customer customer, @Nullable Object preferred) {
        var details = customer.details();
        return new CustomerJson(
                customer.token(),
                "customer",
                details.hasAddress() ? AddressJson.of(details) : null,
                0,
                customer.createdAt().getEpochSecond(),
                null,
                null,
                false,
                customer.description().orElse(null),
                null,
                details.email(),
                new InvoiceSettings(null, preferred, null, null),
                false,
                customer.metadata(),
                details.name(),
                details.phone(),
                List.of(),
                null,
                "none",
                null);
    }
}
