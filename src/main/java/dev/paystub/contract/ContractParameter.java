package dev.paystub.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A documented parameter of an operation.
 *
 * @param segment the index of the path's segment; -1 for a parameter that is not in the path
 * @param text whether values are text; else they are JSON
 */
record ContractParameter(
        String name,
        String place,
        boolean required,
        ContractSchemas.Lazy schema,
        int segment,
        boolean text) {

    /** Digits of any number that is below the greatest {@code long}. */
    private static final int MOST_DIGITS = 18;

    /**
     * Returns the parameter of a description.
     *
     * @param path the segments of the operation's path, in which {@code {name}} is a parameter
     */
    static ContractParameter of(JsonNode node, List<String> path, ContractSchemas schemas) {
        var name = node.path("name").stringValue();
        var place = node.path("in").stringValue();
        var type = node.path("schema").path("type");
        return new ContractParameter(
                name,
                place,
                node.path("required").booleanValue(false),
                schemas.of(node.path("schema")),
                place.equals("path") ? path.indexOf("{" + name + "}") : -1,
                !type.isString() || type.stringValue().equals("string"));
    }

    boolean isHeader() {
        return place.equals("header");
    }

    /** Returns the place and the name, for a message. */
    String where() {
        return "%s parameter %s".formatted(place, name);
    }

    /** Returns the value in a request's path or query; null if it has none. */
    @Nullable String in(List<String> segments, MultiValueMap<String, String> query) {
        return segment >= 0 ? segments.get(segment) : query.getFirst(name);
    }

    /** Converts the text of a value to JSON, by the type in the schema. */
    JsonNode typed(String value) {
        var nodes = OpenApiContract.JSON.getNodeFactory();
        if (text) {
            return nodes.stringNode(value);
        }
        if (isPlainNumber(value)) {
            return nodes.numberNode(Long.parseLong(value));
        }
        try {
            return OpenApiContract.JSON.readTree(value);
        } catch (JacksonException e) {
            return nodes.stringNode(value);
        }
    }

    /** Returns whether a value is a whole number in JSON's format, which needs no parser. */
    private static boolean isPlainNumber(String value) {
        var length = value.length();
        if (length == 0 || length > MOST_DIGITS || (length > 1 && value.charAt(0) == '0')) {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
