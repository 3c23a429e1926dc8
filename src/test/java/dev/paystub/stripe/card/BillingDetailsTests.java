package dev.paystub.stripe.card;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BillingDetailsTests {

    @Test
    void typedTextIsKeptAsFarAsItIsOfUse() {
        var typed =
                BillingDetails.fromForm(
                        "Ann\0 Lee", "x".repeat(10_000), "Atlantis", "\uD800 10001 ");

        assertThat(typed.name()).isEqualTo("Ann  Lee");
        assertThat(typed.email()).hasSize(400);
        assertThat(typed.country()).isNull();
        assertThat(typed.postalCode()).isEqualTo("10001");
        assertThat(BillingDetails.fromForm(null, null, "DE", null).country()).isEqualTo("DE");
    }

    @Test
    void whatIsMissingComesFromTheOther() {
        var some = BillingDetails.fromForm("Ann", null, null, "10001");
        var other = BillingDetails.fromForm("Bea", "b@example.com", "DE", null);

        assertThat(some.orElse(other))
                .isEqualTo(BillingDetails.fromForm("Ann", "b@example.com", "DE", "10001"));
    }
}
