package dev.paystub.cloudplans;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads a string or a whole number, because a sibling page of the document types {@code org_id} as
 * a number.
 */
final class StringOrNumberDeserializer extends StdDeserializer<String> {

    StringOrNumberDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_STRING)
                || parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return parser.getString();
        }
        return context.reportInputMismatch(this, "neither a string nor a whole number");
    }
}
