package dev.paystub.contract;

import com.networknt.schema.Schema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/**
 * A documented parameter of an operation. Values of the usual simple schemas are accepted without
 * the JSON Schema validator, which only has to explain what it refuses.
 */
final class ContractParameter {

    /** Digits of any number that is below the greatest {@code long}. */
    private static final int MOST_DIGITS = 18;

    private static final Set<String> OF_A_RANGE = Set.of("type", "format", "minimum", "maximum");

    private final String name;
    private final String place;
    private final boolean required;
    private final ContractSchemas.Lazy schema;

    /** The index of the path's segment; -1 for a parameter that is not in the path. */
    private final int segment;

    private final String type;
    private final boolean anyText;
    private final Set<String> listed;
    private final boolean range;
    private final long least;
    private final long most;

    /**
     * Creates a parameter from its description.
     *
     * @param path the segments of the operation's path, in which {@code {name}} is a parameter
     */
    ContractParameter(JsonNode node, List<String> path, ContractSchemas schemas) {
        this.name = node.path("name").stringValue();
        this.place = node.path("in").stringValue();
        this.required = node.path("required").booleanValue(false);
        this.segment = place.equals("path") ? path.indexOf("{" + name + "}") : -1;
        var plain = node.path("schema");
        this.schema = schemas.of(plain);
        this.type = plain.path("type").isString() ? plain.path("type").stringValue() : "string";
        var keys = Set.copyOf(plain.propertyNames());
        this.anyText = type.equals("string") && keys.equals(Set.of("type"));
        this.listed =
                type.equals("string") && keys.equals(Set.of("type", "enum"))
                        ? plain.path("enum")
                                .valueStream()
                                .map(JsonNode::stringValue)
                                .collect(Collectors.toUnmodifiableSet())
                        : Set.of();
        this.range = type.equals("integer") && OF_A_RANGE.containsAll(keys);
        this.least = plain.path("minimum").longValue(Long.MIN_VALUE);
        this.most = plain.path("maximum").longValue(Long.MAX_VALUE);
    }

    String name() {
        return name;
    }

    boolean isHeader() {
        return place.equals("header");
    }

    boolean isRequired() {
        return required;
    }

    /** Returns whether a value is text; else it is JSON. */
    boolean isText() {
        return type.equals("string");
    }

    Schema schema() {
        return schema.schema();
    }

    /** Returns the place and the name, for a message. */
    String where() {
        return "%s parameter %s".formatted(place, name);
    }

    /** Returns the value in a request's path or query; null if it has none. */
    @Nullable String in(List<String> segments, MultiValueMap<String, String> query) {
        return segment >= 0 ? segments.get(segment) : query.getFirst(name);
    }

    /** Returns whether a value conforms, as far as this is known without the validator. */
    boolean certainlyAllows(String value) {
        return anyText || listed.contains(value) || (range && isWithinRange(value));
    }

    private boolean isWithinRange(String value) {
        var length = value.length();
        if (length == 0 || length > MOST_DIGITS || (length > 1 && value.charAt(0) == '0')) {
            return false;
        }
        var number = 0L;
        for (var i = 0; i < length; i++) {
            var digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = number * 10 + digit;
        }
        return number >= least && number <= most;
    }
}
