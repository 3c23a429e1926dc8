package dev.paystub.cloudplans;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads a JSON number, or a string with a number without an exponent, as forms send it. */
final class PlainDecimalDeserializer extends StdDeserializer<BigDecimal> {

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    PlainDecimalDeserializer() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken().isNumeric()) {
            return parser.getDecimalValue();
        }
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            var text = parser.getString().strip();
            if (PLAIN.matcher(text).matches()) {
                return new BigDecimal(text);
            }
        }
        return context.reportInputMismatch(this, "not a number");
    }
}
