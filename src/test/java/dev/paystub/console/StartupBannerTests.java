package dev.paystub.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupBannerTests {

    @Test
    void itLinksToTheConsoleWithTheKey() {
        assertThat(StartupBanner.text("http://localhost:8123", "sandbox"))
                .contains(
                        "http://localhost:8123/console/#/w/sandbox",
                        "http://localhost:8123/demo/",
                        "http://localhost:8123/docs",
                        "-H 'X-API-Key: sandbox'")
                .hasLineCount(9);
        assertThat(StartupBanner.text("http://localhost:8123", "a/b+c="))
                .contains("/console/#/w/a%2Fb%2Bc%3D\n", "X-API-Key: a/b+c=");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "'', '', http://localhost:8123",
                "0.0.0.0, '', http://localhost:8123",
                "127.0.0.1, '', http://127.0.0.1:8123",
                "::, '', http://localhost:8123",
                "fd00::1, /stub, http://[fd00::1]:8123/stub",
            })
    void itNamesTheHostThatIsBound(String address, String contextPath, String local) {
        var banner = new StartupBanner("", "sandbox", address, contextPath, "text");

        assertThat(banner.local(8123)).isEqualTo(local);
    }
}
