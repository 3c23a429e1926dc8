package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Reply;

/** JSON as printed: the order of fields and the format of numbers count, whitespace does not. */
final class JsonText {

    private JsonText() {}

    /** Asserts that a reply is this JSON, character by character except for whitespace. */
    static void assertPrints(Reply reply, String json) {
        reply.expect(200).isExactly(json);
        assertIsJson(reply);
        assertThat(compact(reply.body())).isEqualTo(compact(json));
    }

    static void assertIsJson(Reply reply) {
        assertThat(reply.headers().allValues("Content-Type")).containsExactly("application/json");
    }

    /** Returns JSON without whitespace between its tokens. */
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
