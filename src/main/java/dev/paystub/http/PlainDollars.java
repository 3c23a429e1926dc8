package dev.paystub.http;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * An amount of US dollars. A program that computes with doubles may send the same number in more
 * digits: {@code 10.0999999999999996} is the double that is written {@code 10.1}. What no double in
 * whole cents is, such as {@code 10.001}, stays as it is, to be refused. A text is no number: the
 * document has {@code integer|float}.
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
