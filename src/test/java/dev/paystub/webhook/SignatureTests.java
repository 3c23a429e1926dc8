package dev.paystub.webhook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.kernel.DomainException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTests {

    @ParameterizedTest
    @EnumSource(WebhookFormat.class)
    void secretOfAnyLengthIsRefusedForItsLength(WebhookFormat style) {
        for (var length : List.of(0, 256, 2_000, 1_000_000)) {
            for (var text : List.of("a", "\u00e9", " ", "whsec_")) {
                var secret = text.repeat(length).substring(0, length);
                assertThatThrownBy(() -> Signature.requireSecret(style, secret))
                        .isInstanceOf(DomainException.Invalid.class)
                        .hasMessageContaining("1 to 255");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebhookFormat.class,
            names = {"STRIPE", "NOWPAYMENTS"})
    void longestSecretIsGood(WebhookFormat style) {
        assertThatCode(() -> Signature.requireSecret(style, "~".repeat(255)))
                .doesNotThrowAnyException();
    }
}
