package dev.paystub.http;

import java.io.DataInput;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Reads only JSON that can be written again. No number may have more digits than {@link
 * #MOST_DIGITS}, or an exponent further from zero, whatever type it is read as. This is more than
 * any double needs, and it prevents {@code 1e999999999} from being written as a billion zeros.
 */
public final class BoundedJson extends JsonFactory {

    private static final long serialVersionUID = 1L;

    static final int MOST_DIGITS = 400;

    /** Lower than the writer's own limit, because stored JSON is shown inside other JSON. */
    static final int DEEPEST = 200;

    public BoundedJson() {
        super(
                builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNumberLength(MOST_DIGITS)
                                        .maxNestingDepth(DEEPEST)
                                        .build()));
    }

    /** Thrown for a number that is valid JSON but outside the bounds. */
    public static final class OutOfBounds extends StreamReadException {

        private static final long serialVersionUID = 1L;

        OutOfBounds(JsonParser parser) {
            super(
                    parser,
                    "A number has an exponent of more than %d, or is not readable"
                            .formatted(MOST_DIGITS));
        }
    }

    @Override
    public JsonFactory copy() {
        return this; // has no state
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext reader, IOContext context, InputStream in) {
        return new Bounded(super._createParser(reader, context, in));
    }

    @Override
    protected JsonParser _createParser(ObjectReadContext reader, IOContext context, Reader in) {
        return new Bounded(super._createParser(reader, context, in));
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext reader,
            IOContext context,
            char[] data,
            int offset,
            int length,
            boolean recyclable) {
        return new Bounded(super._createParser(reader, context, data, offset, length, recyclable));
    }

    @Override
    protected JsonParser _createParser(
            ObjectReadContext reader, IOContext context, byte[] data, int offset, int length) {
        return new Bounded(super._createParser(reader, context, data, offset, length));
    }

    @Override
    protected JsonParser _createParser(ObjectReadContext reader, IOContext context, DataInput in) {
        return new Bounded(super._createParser(reader, context, in));
    }

    private static final class Bounded extends JsonParserDelegate {

        Bounded(JsonParser parser) {
            super(parser);
        }

        @Override
        public BigDecimal getDecimalValue() {
            return read(super::getDecimalValue);
        }

        @Override
        public BigInteger getBigIntegerValue() {
            requireBounded();
            return read(super::getBigIntegerValue);
        }

        @Override
        public Number getNumberValue() {
            requireBounded();
            return read(super::getNumberValue);
        }

        @Override
        public Number getNumberValueExact() {
            requireBounded();
            return read(super::getNumberValueExact);
        }

        @Override
        public Object getNumberValueDeferred() {
            requireBounded();
            return read(super::getNumberValueDeferred);
        }

        private void requireBounded() {
            if (delegate.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
                getDecimalValue();
            }
        }

        private <T> T read(Supplier<T> number) {
            try {
                var value = number.get();
                if (value instanceof BigDecimal decimal
                        && Math.abs((long) decimal.scale()) > MOST_DIGITS) {
                    throw new OutOfBounds(this);
                }
                return value;
            } catch (ArithmeticException | NumberFormatException e) {
                throw new OutOfBounds(this);
            }
        }
    }
}
