package dev.paystub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.kernel.DomainException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JavaScriptJsonTests {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "25, 25",
        "25.00, 25",
        "1e2, 100",
        "-1.50, -1.5",
        "0.0006047, 0.0006047",
        "0.000001, 0.000001",
        "0.0000012, 0.0000012",
        "0.0000005, 5e-7",
        "0.00000123, 0.00000123",
        "0.000000123, 1.23e-7",
        "-5e-7, -5e-7",
        "1e20, 100000000000000000000",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "5745459419, 5745459419",
        "9007199254740993, 9007199254740992",
        "0.1234567890123456789, 0.12345678901234568",
        "1e-400, 0"
    })
    void numbersAreWrittenAsJavaScriptWritesThem(BigDecimal number, String written) {
        assertThat(JavaScriptJson.number(number)).isEqualTo(written);
    }

    @Test
    void numberThatJavaScriptHasNotIsRefused() {
        assertThatThrownBy(() -> JavaScriptJson.number(new BigDecimal("1e400")))
                .isInstanceOf(DomainException.Invalid.class)
                .hasMessageContaining("too large");
    }

    @Test
    void keysAreInOrderAtEveryDepthAndIndexesFirst() {
        var body =
                JSON.readTree(
                        "{\"b\":[{\"z\":1,\"a\":null}],\"10\":true,\"9\":\"x\",\"01\":0,\"B\":{}}");
        assertThat(JavaScriptJson.sorted(body))
                .isEqualTo(
                        "{\"9\":\"x\",\"10\":true,\"01\":0,\"B\":{},\"b\":[{\"a\":null,\"z\":1}]}");
        assertThat(JavaScriptJson.asVerified(JavaScriptJson.sorted(body)))
                .isEqualTo(
                        "{\"9\":\"x\",\"10\":true,\"01\":0,\"B\":{},\"b\":{\"0\":{\"a\":null,\"z\":1}}}");
    }

    @Test
    void textsAreEscapedAsJavaScriptEscapesThem() {
        var text =
                JSON.getNodeFactory()
                        .stringNode("/\"\\\b\f\n\r\t\u0001\u007f\u2028\ud800é\ud83d\ude00");
        assertThat(JavaScriptJson.sorted(text))
                .isEqualTo("\"/\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f\u2028\\ud800é\ud83d\ude00\"");
    }
}
