package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** What the journal shows of headers that carry credentials. */
class HeadersTests {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Authorization             | Bearer key        | Bearer ***
                    authorization             | Basic a2V5        | Basic ***
                    Authorization             | key               | ***
                    Authorization             | key, key          | ***
                    Authorization             | key x             | ***
                    Proxy-Authorization       | Digest username=x | Digest ***
                    X-API-Key                 | key               | ***
                    Cf-Access-Jwt-Assertion   | eyJ.a.b           | ***
                    X-Goog-Iap-Jwt-Assertion  | eyJ.a.b           | ***
                    X-Session-Id              | abc               | ***
                    Accept                    | text/html         | text/html
                    """,
            delimiter = '|')
    void credentialIsHidden(String name, String value, String shown) {
        var request = new MockHttpServletRequest();
        request.addHeader(name, value);
        assertThat(Headers.read(Headers.of(request))).containsEntry(name, shown);
    }
}
