package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPatternTests {

    @ParameterizedTest
    @CsvSource({
        "/billing/balance, /billing/balance, , true",
        "/billing/balance, /billing/invoices, , false",
        "/billing/*, /billing/balance, , true",
        "/billing/*, /billing/orders/1, , false",
        "/billing/**, /billing/orders/1/x, , true",
        "/billing/**, /billing, , true",
        "/billing/**, /services, , false",
        "/**, /anything/at/all, , true",
        "/billing/orders/{id}, /billing/orders/7, , true",
        "/billing/{a}/{a}, /billing/orders/7, , true",
        "/billing/{order-id}, /billing/7, , true",
        "/v1/x?action=a, /v1/x, b=c&action=a, true",
        "/v1/x?action=a, /v1/x, action=ab, false",
        "/v1/x?action=a, /v1/x, , false",
        "/v1/x?a=1&b=2, /v1/x, b=2&a=1&a=1, true",
        "/billing/a%20b, /billing/a%20b, , false",
        "/billing/a b, /billing/a%20b, , true",
        "/billing/*, /billing/%zz, , false"
    })
    void segmentsAndParametersDecide(String pattern, String path, String query, boolean met) {
        assertThat(RequestPattern.of(pattern).matches(path, query)).isEqualTo(met);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "billing",
                "/billing/{a:x*x*x*x*x*x*x*y}",
                "/billing/{a:(x)y}",
                "/billing/{a:[a-z]+}",
                "/billing/{*rest}",
                "/billing/{a}{b}",
                "/billing/x{a}",
                "/billing/{a}.json",
                "/billing/x*x*x*x*x*x*x*y",
                "/billing/*.json",
                "/billing/***",
                "/**/balance",
                "/billing/**/x",
                "/billing/{",
                "/billing/{}",
                "/billing/{1}",
                "/billing/}",
                "/billing/\\Q",
                "/billing/a\nb"
            })
    void anythingElseIsRefusedAndNamed(String pattern) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> RequestPattern.of(pattern))
                .withMessageStartingWith("path ");
    }

    @Test
    void aPatternIsCompiledOnce() {
        assertThat(RequestPattern.of("/billing/{once}"))
                .isSameAs(RequestPattern.of("/billing/{once}"));
    }

    @Test
    void aPatternHasAtMostFiveHundredCharacters() {
        assertThat(RequestPattern.of("/" + "x".repeat(499)).matches("/x", null)).isFalse();
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> RequestPattern.of("/" + "x".repeat(500)));
    }
}
