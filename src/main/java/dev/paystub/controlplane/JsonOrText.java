package dev.paystub.controlplane;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A body as a reader of JSON likes to see it: as JSON when it is some, otherwise as a text. */
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
            return body; // it is shown as it was
        }
    }
}
