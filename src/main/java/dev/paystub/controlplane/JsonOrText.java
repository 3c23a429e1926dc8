package dev.paystub.controlplane;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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
}
