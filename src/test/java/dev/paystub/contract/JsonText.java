package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Reply;

/**
 * JSON as it is printed: the order of fields and the look of numbers count, whitespace does not.
 */
final class JsonText {

    private JsonText() {}

    /** Asserts that a reply is JSON and prints this, character by character save whitespace. */
    static void assertPrints(Reply reply, String json) {
        reply.expect(200).isExactly(json);
        assertIsJson(reply);
        assertThat(compact(reply.body())).isEqualTo(compact(json));
    }

    static void assertIsJson(Reply reply) {
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/json");
    }

    /** The same without whitespace between its tokens. */
    static String compact(String json) {
        var text = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < json.length(); i++) {
            var character = json.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            }
            if (quoted || !Character.isWhitespace(character)) {
                text.append(character);
            }
            if (quoted && character == '\\') {
                text.append(json.charAt(++i));
            }
        }
        return text.toString();
    }
}
