package dev.paystub.contract;

import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Accepts values of schemas with the usual simple keywords, without the JSON Schema validator. It
 * refuses whatever it does not know for certain; the validator then decides, and explains.
 */
final class SimpleSchema {

    private static final String COMPONENT = "#/components/schemas/";

    private final Supplier<JsonNode> components;

    /**
     * Creates the check of a document's schemas.
     *
     * @param components the document's components, to which its schemas may refer
     */
    SimpleSchema(Supplier<JsonNode> components) {
        this.components = components;
    }

    /** Returns whether a value certainly conforms to a schema. */
    boolean allows(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        for (var keyword : schema.properties()) {
            if (!meets(keyword.getKey(), keyword.getValue(), schema, value)) {
                return false;
            }
        }
        return true;
    }

    private boolean meets(String keyword, JsonNode wanted, JsonNode schema, JsonNode value) {
        return switch (keyword) {
            case "$ref" -> allowsReferenced(wanted.stringValue(), value);
            case "type" -> isOfType(wanted, value);
            case "enum" -> contains(wanted, value);
            case "minimum" ->
                    value.isNumber() && value.decimalValue().compareTo(wanted.decimalValue()) >= 0;
            case "maximum" ->
                    value.isNumber() && value.decimalValue().compareTo(wanted.decimalValue()) <= 0;
            case "required" -> value.isObject() && hasAll(wanted, value);
            case "properties" -> value.isObject() && allowsProperties(wanted, value);
            case "additionalProperties" ->
                    value.isObject() && allowsOthers(wanted, schema.path("properties"), value);
            case "items" -> value.isArray() && allowsItems(wanted, value);
            case "format" -> true; // an annotation in JSON Schema 2020-12
            default -> false;
        };
    }

    private boolean allowsReferenced(String reference, JsonNode value) {
        var name = reference.startsWith(COMPONENT) ? reference.substring(COMPONENT.length()) : "";
        var schema = components.get().path("schemas").path(name);
        return schema.isObject() && allows(schema, value);
    }

    private static boolean isOfType(JsonNode wanted, JsonNode value) {
        if (wanted.isArray()) {
            for (var type : wanted) {
                if (isOfType(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (wanted.stringValue()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    /** Compares texts only: numbers are equal in JSON Schema if their values are. */
    private static boolean contains(JsonNode wanted, JsonNode value) {
        for (var each : wanted) {
            if ((value.isString() || value.isNull()) && each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(JsonNode names, JsonNode value) {
        for (var name : names) {
            if (!value.has(name.stringValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsProperties(JsonNode properties, JsonNode value) {
        for (var property : value.properties()) {
            var schema = properties.path(property.getKey());
            if (!schema.isMissingNode() && !allows(schema, property.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsOthers(JsonNode wanted, JsonNode properties, JsonNode value) {
        for (var property : value.properties()) {
            if (!properties.has(property.getKey())
                    && !(wanted.isObject() && allows(wanted, property.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private boolean allowsItems(JsonNode wanted, JsonNode value) {
        for (var item : value) {
            if (!allows(wanted, item)) {
                return false;
            }
        }
        return true;
    }
}
