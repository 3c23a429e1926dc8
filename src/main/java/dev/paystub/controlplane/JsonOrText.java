package dev.paystub.controlplane;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Returns a body as JSON for a response if it is valid JSON, otherwise as a string. */
public final class JsonOrText {

    private JsonOrText() {}

    public static @Nullable Object read(JsonMapper json, @Nullable String body) {
        if (body == null) {
            return null;
        }
        var start = body.strip();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return body;
        }
        try {
            return json.readTree(body);
        } catch (JacksonException cutOrBroken) {
            return body; // cut off or invalid: shown as text
        }
    }

    /**
     * Returns a body as {@link #read} does, for writing only: JSON that is one line is written as
     * it was sent, without a tree in between.
     */
    public static @Nullable Object toWrite(JsonMapper json, @Nullable String body) {
        if (body == null || body.isEmpty() || "{[".indexOf(body.charAt(0)) < 0) {
            return read(json, body);
        }
        if (body.indexOf('\n') >= 0 || body.indexOf('\r') >= 0) {
            return read(json, body);
        }
        return isJson(json, body) ? new RawValue(body) : body;
    }

    private static boolean isJson(JsonMapper json, String body) {
        try (var parser = json.createParser(body)) {
            var depth = 0;
            do {
                var token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token.isNumeric()) {
                    parser.getNumberValue(); // refuses what no reader of the response could hold
                }
            } while (depth > 0);
            return parser.nextToken() == null;
        } catch (JacksonException cutOrBroken) {
            return false;
        }
    }
}
