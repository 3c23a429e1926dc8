package dev.paystub.puregpu;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads an amount in US dollars. A program that computes with doubles may send more digits than
 * needed: {@code 10.0999999999999996} is the same double as {@code 10.1} and is read as such. A
 * number that is not the double of a whole number of cents, such as {@code 10.001}, is returned
 * unchanged, so that validation refuses it. A string is not a number, because the document declares
 * {@code integer|float}.
 */
public final class PlainDollars extends StdDeserializer<BigDecimal> {

    private static final int CENTS = 2;
    private static final BigDecimal MOST = new BigDecimal("1e12");

    public PlainDollars() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.currentToken().isNumeric()) {
            return context.reportInputMismatch(this, "not a number");
        }
        var sent = parser.getDecimalValue();
        if (sent.scale() <= CENTS || sent.abs().compareTo(MOST) > 0) {
            return sent;
        }
        var shortest = BigDecimal.valueOf(sent.doubleValue());
        return shortest.scale() <= CENTS ? shortest : sent;
    }
}
