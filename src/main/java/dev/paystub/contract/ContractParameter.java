package dev.paystub.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A documented parameter of an operation. */
final class ContractParameter {

    /** Digits of any number that is below the greatest {@code long}. */
    private static final int MOST_DIGITS = 18;

    private final String name;
    private final String place;
    private final boolean required;
    private final ContractSchemas.Lazy schema;

    /** The index of the path's segment; -1 for a parameter that is not in the path. */
    private final int segment;

    /** Whether values are text; else they are JSON. */
    private final boolean text;

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
        this.schema = schemas.of(node.path("schema"));
        var type = node.path("schema").path("type");
        this.text = !type.isString() || type.stringValue().equals("string");
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

    ContractSchemas.Lazy schema() {
        return schema;
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
        if (isPlainNumber(value) && !text) {
            return OpenApiContract.JSON.getNodeFactory().numberNode(Long.parseLong(value));
        }
        if (!text) {
            try {
                return OpenApiContract.JSON.readTree(value);
            } catch (JacksonException e) {
                return OpenApiContract.JSON.getNodeFactory().stringNode(value);
            }
        }
        return OpenApiContract.JSON.getNodeFactory().stringNode(value);
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
