package dev.paystub.stripe.card;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Billing details as the {@code billing_details} of a payment method or a charge shows them. */
@JsonNaming(SnakeCaseStrategy.class)
public record BillingDetailsJson(
        AddressJson address,
        @Nullable String email,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String taxId) {

    /** The billing details of a charge; all null when its payment method is not known any more. */
    public static BillingDetailsJson ofHolder(@Nullable PaymentMethod method) {
        return of(method == null ? BillingDetails.NONE : method.billingDetails());
    }

    static BillingDetailsJson of(BillingDetails details) {
        return new BillingDetailsJson(
                AddressJson.of(details), details.email(), details.name(), details.phone(), null);
    }
}
