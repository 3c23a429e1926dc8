package dev.paystub.webhook;

import dev.paystub.kernel.DomainException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON as JavaScript's {@code JSON.stringify} does. A receiver that parses a message and
 * serializes it again, as NOWPayments' sample does to verify a signature, gets an identical text.
 */
final class JavaScriptJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /**
     * The maximum number of digits before the point, and of zeros after it, that JavaScript writes
     * without an exponent.
     */
    private static final int LONGEST_WHOLE = 21;

    private static final int MOST_ZEROS = 6;

    /** The maximum length of an array index. JavaScript puts such keys first, in numeric order. */
    private static final int LONGEST_INDEX = 10;

    private static final long MOST_INDEX = 4_294_967_294L;

    private static final Comparator<String> AS_KEYS =
            Comparator.comparingLong(JavaScriptJson::index)
                    .thenComparing(Comparator.naturalOrder());

    private JavaScriptJson() {}

    /**
     * Writes a node with the keys of its objects sorted, at every depth.
     *
     * @throws DomainException.Invalid when a number cannot be represented in JavaScript
     */
    static String sorted(JsonNode node) {
        return write(node, false);
    }

    /**
     * Returns the text that NOWPayments' sample code signs: the keys sorted at every depth, and
     * arrays as objects whose keys are the indexes.
     */
    static String asVerified(String body) {
        return write(JSON.readTree(body), true);
    }

    private static String write(JsonNode node, boolean arraysAsObjects) {
        return switch (node) {
            case ObjectNode object ->
                    members(new ArrayList<>(object.properties()), arraysAsObjects);
            case ArrayNode array when arraysAsObjects ->
                    members(
                            IntStream.range(0, array.size())
                                    .mapToObj(i -> Map.entry(String.valueOf(i), array.get(i)))
                                    .toList(),
                            true);
            case ArrayNode array ->
                    array.valueStream()
                            .map(element -> write(element, false))
                            .collect(Collectors.joining(",", "[", "]"));
            case JsonNode number when number.isNumber() -> number(number.decimalValue());
            case JsonNode text when text.isString() -> quoted(text.stringValue());
            default -> node.toString();
        };
    }

    private static String members(
            List<? extends Map.Entry<String, JsonNode>> members, boolean arraysAsObjects) {
        return members.stream()
                .sorted(Map.Entry.comparingByKey(AS_KEYS))
                .map(each -> quoted(each.getKey()) + ":" + write(each.getValue(), arraysAsObjects))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static long index(String key) {
        var isIndex =
                !key.isEmpty()
                        && key.length() <= LONGEST_INDEX
                        && key.chars().allMatch(each -> each >= '0' && each <= '9')
                        && (key.length() == 1 || key.charAt(0) != '0')
                        && Long.parseLong(key) <= MOST_INDEX;
        return isIndex ? Long.parseLong(key) : Long.MAX_VALUE;
    }

    /**
     * Returns the shortest digits of a number, with an exponent only where JavaScript writes one.
     */
    static String number(BigDecimal exact) {
        var value = exact.doubleValue();
        if (Double.isInfinite(value)) {
            throw new DomainException.Invalid("data has a number that is too large for JavaScript");
        }
        if (value == 0) {
            return "0";
        }
        var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        var digits = shortest.unscaledValue().abs().toString();
        var point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + placed(digits, point);
    }

    private static String placed(String digits, int point) {
        if (point > LONGEST_WHOLE || point <= -MOST_ZEROS) {
            var exponent = point - 1;
            return digits.charAt(0)
                    + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + (exponent < 0 ? "e-" : "e+")
                    + Math.abs(exponent);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return point >= digits.length()
                ? digits + "0".repeat(point - digits.length())
                : digits.substring(0, point) + "." + digits.substring(point);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (var i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            switch (each) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (each < ' ' || isAlone(text, i)) {
                        quoted.append("\\u%04x".formatted((int) each));
                    } else {
                        quoted.append(each);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns whether a character is an unpaired surrogate. */
    private static boolean isAlone(String text, int i) {
        var each = text.charAt(i);
        if (Character.isHighSurrogate(each)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(each)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
