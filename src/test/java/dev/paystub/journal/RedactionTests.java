package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"amount\": 10, \"password\": \"x\"} | {\"amount\": 10, \"password\": \"***\"}",
                "{\"password\" : \"a\\\"b\", \"b\": 1} | {\"password\" : \"***\", \"b\": 1}",
                "{\"pass\\u0077ord\": \"x\"} | {\"pass\\u0077ord\": \"***\"}",
                "{\"cvc\": 987, \"b\": 1} | {\"cvc\": \"***\", \"b\": 1}",
                "{\"client_secret\": null} | {\"client_secret\": null}",
                "{\"secret\": {\"a\": \"}\", \"b\": [1]}, \"c\": 1} | {\"secret\": \"***\", \"c\":"
                        + " 1}",
                "{\"secret\": [\"a\", \"b\"]} | {\"secret\": \"***\"}",
                "{\"password\": \"cut off | {\"password\": \"***\"",
                "{\"password\": | {\"password\":",
                "{\"password | {\"password",
                "{\"a\": \"password\", \"b\": 1} | {\"a\": \"password\", \"b\": 1}",
                "{\"a\": \"x&password=1\"} | {\"a\": \"x&password=1\"}",
                "{\"number\": \"4242424242424242\"} | {\"number\": \"***4242\"}",
                "{\"card\": {\"card_number\": \"4242 4242 4242 4242\"}} |"
                        + " {\"card\": {\"card_number\": \"***4242\"}}",
                "{\"number\": 4242424242424242} | {\"number\": \"***4242\"}",
                "{\"number\": 72} | {\"number\": 72}",
                "broken {\"password\": \"x\"} | broken {\"password\": \"***\"}",
                "password=x&b=1 | password=***&b=1",
                "a=1&card[number]=4242424242424242&card%5Bcvc%5D=987 |"
                        + " a=1&card[number]=***4242&card%5Bcvc%5D=***",
                "card[%6eumber]=4242+4242+4242%204242 | card[%6eumber]=***4242",
                "client_secret=pi_1_secret_2&x | client_secret=***&x",
                "x=% | x=%",
            })
    void secretsAreHiddenAndTheRestStays(String sent, String kept) {
        assertThat(Redaction.of(sent)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": \"%s\"}",
                "{\"password\": \"%s",
                "{\"%s\": 1}",
                "{\"secret\": %s",
                "%s",
                "{%s",
                "password=%s",
                "%s=1"
            })
    void lengthIsNoTrouble(String around) {
        for (var unit : new String[] {"x", "\\\"", "\\", "\"", "{", "[", ":", "&", "=", "%", "+"}) {
            assertThat(Redaction.of(around.replace("%s", unit.repeat(65_536)))).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cvc",
                "CVV",
                "apikey",
                "api_key",
                "Password",
                "private_key",
                "X-API-Key",
                "authorization",
                "secret",
                "client_secret",
                "webhookSecret"
            })
    void everyNameIsFoundHoweverItIsWritten(String name) {
        for (var json :
                new String[] {
                    "{\"%s\":\"x\"}", "{\"a\":{\"%s\" :\n\"x\"}}", "[{\"b\":1,\"%s\"\t: \"x\"}]"
                }) {
            assertThat(Redaction.of(json.formatted(name))).doesNotContain("\"x\"").contains("***");
        }
        assertThat(Redaction.of("{\"a%s\":\"4242424242424242\"}".formatted("b"))).contains("4242");
    }

    @Test
    void longSecretIsHidden() {
        assertThat(Redaction.of("{\"amount\": 10, \"password\": \"" + "x".repeat(60_000) + "\"}"))
                .isEqualTo("{\"amount\": 10, \"password\": \"***\"}");
    }
}
