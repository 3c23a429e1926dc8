package dev.paystub.stripe.card;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The address of billing details as Stripe's API shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record AddressJson(
        @Nullable String city,
        @Nullable String country,
        @Nullable String line1,
        @Nullable String line2,
        @Nullable String postalCode,
        @Nullable String state) {

    static AddressJson of(BillingDetails details) {
        return new AddressJson(
                details.city(),
                details.country(),
                details.line1(),
                details.line2(),
                details.postalCode(),
                details.state());
    }
}
