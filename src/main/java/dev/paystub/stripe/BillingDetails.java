package dev.paystub.stripe;

import org.jspecify.annotations.Nullable;

/** Whose card it is, as far as its holder said. */
public record BillingDetails(
        @Nullable String name,
        @Nullable String email,
        @Nullable String country,
        @Nullable String postalCode) {}
