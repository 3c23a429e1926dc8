package dev.paystub.scenario;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resolves references in the texts of a scenario. {@code {invoice.invoice_id}} is a field of the
 * response named {@code invoice}, and {@code {cards.payment_methods.0.id}} a field of the first
 * element of a list. A text that consists of one reference becomes the value itself, for example a
 * number.
 */
final class References {

    private static final Pattern REFERENCE =
            Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)\\.([A-Za-z0-9_.-]+)\\}");

    private final Map<String, JsonNode> known;

    References(Map<String, JsonNode> known) {
        this.known = known;
    }

    /** The response does not exist, or has no such field. */
    static final class Unresolved extends Exception {
        Unresolved(String reference) {
            super("nothing is known as " + reference, null, false, false);
        }
    }

    /** Passes every name to which a text refers to {@code name}. */
    static void names(String text, Consumer<String> name) {
        REFERENCE.matcher(text).results().forEach(found -> name.accept(found.group(1)));
    }

    /** Returns the path with a valid placeholder for each reference. */
    static String withoutReferences(String path) {
        return REFERENCE.matcher(path).replaceAll("1");
    }

    String text(String text) throws Unresolved {
        var matcher = REFERENCE.matcher(text);
        var result = new StringBuilder();
        var end = 0;
        while (matcher.find()) {
            var value = find(matcher.group(1), matcher.group(2));
            result.append(text, end, matcher.start()).append(value.asString());
            end = matcher.end();
        }
        return result.append(text, end, text.length()).toString();
    }

    /** Returns a copy of a value with all references in its texts resolved. */
    JsonNode value(JsonNode value) throws Unresolved {
        return switch (value) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                for (var field : object.properties()) {
                    copy.set(field.getKey(), value(field.getValue()));
                }
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                for (var element : array) {
                    copy.add(value(element));
                }
                yield copy;
            }
            case JsonNode text when text.isString() -> ofText(text.stringValue());
            default -> value;
        };
    }

    private JsonNode ofText(String text) throws Unresolved {
        var whole = REFERENCE.matcher(text);
        return whole.matches()
                ? find(whole.group(1), whole.group(2))
                : JsonNodeFactory.instance.stringNode(text(text));
    }

    private JsonNode find(String name, String path) throws Unresolved {
        var found = Optional.ofNullable(known.get(name));
        for (var part : path.split("\\.", -1)) {
            found = found.map(node -> part(node, part));
        }
        return found.orElseThrow(() -> new Unresolved("{%s.%s}".formatted(name, path)));
    }

    @SuppressWarnings("NullAway") // Optional.map turns the null of an absent field into empty
    private static JsonNode part(JsonNode node, String part) {
        return node.isArray() && part.matches("[0-9]{1,6}")
                ? node.get(Integer.parseInt(part))
                : node.get(part);
    }
}
