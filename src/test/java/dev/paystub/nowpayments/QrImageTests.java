package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QrImageTests {

    private static final int QUIET_ZONE = 4;

    @Test
    void pathDrawsExactlyTheDarkSquares() {
        var text = "bitcoin:377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj?amount=0.0006047";
        var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var image = QrImage.of(text);
        var drawn = new boolean[image.size()][image.size()];
        var runs =
                Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z")
                        .matcher(image.path())
                        .results()
                        .toList();
        assertThat(String.join("", runs.stream().map(run -> run.group()).toList()))
                .isEqualTo(image.path());
        for (var run : runs) {
            assertThat(run.group(3)).isEqualTo(run.group(4));
            for (var i = 0; i < Integer.parseInt(run.group(3)); i++) {
                drawn[Integer.parseInt(run.group(2))][Integer.parseInt(run.group(1)) + i] = true;
            }
        }
        assertThat(image.size()).isEqualTo(code.size + 2 * QUIET_ZONE);
        for (var y = 0; y < image.size(); y++) {
            for (var x = 0; x < image.size(); x++) {
                assertThat(drawn[y][x]).isEqualTo(code.getModule(x - QUIET_ZONE, y - QUIET_ZONE));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "btc, bitcoin:A?amount=0.00000001",
        "ltc, litecoin:A?amount=0.00000001",
        "doge, dogecoin:A?amount=0.00000001",
        "bch, bitcoincash:A?amount=0.00000001",
        "dash, dash:A?amount=0.00000001",
        "eth, A",
        "usdttrc20, A",
        "xrp, A"
    })
    void walletsReadAUriWhereTheyKnowOne(String ticker, String uri) {
        assertThat(PaymentUri.of(ticker, "A", new BigDecimal("1E-8"))).isEqualTo(uri);
    }
}
