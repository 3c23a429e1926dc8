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
 * What texts of a scenario refer to: {@code {invoice.invoice_id}} is a field of the answer known as
 * {@code invoice}, and {@code {cards.payment_methods.0.id}} one of the first in a list. A text that
 * is nothing but a reference becomes the value itself, a number say.
 */
final class References {

    private static final Pattern REFERENCE =
            Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)\\.([A-Za-z0-9_.-]+)\\}");

    private final Map<String, JsonNode> known;

    References(Map<String, JsonNode> known) {
        this.known = known;
    }

    /** There is no such answer, or no such field in it. */
    static final class Unresolved extends Exception {
        Unresolved(String reference) {
            super("nothing is known as " + reference, null, false, false);
        }
    }

    /** Tells every name that a text refers to. */
    static void names(String text, Consumer<String> name) {
        REFERENCE.matcher(text).results().forEach(found -> name.accept(found.group(1)));
    }

    /** The path with all references replaced by what would do in their place. */
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

    /** A copy of a value with everything resolved that its texts refer to. */
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

    @SuppressWarnings("NullAway") // an absent field is what Optional.map makes empty of
    private static JsonNode part(JsonNode node, String part) {
        return node.isArray() && part.matches("[0-9]{1,6}")
                ? node.get(Integer.parseInt(part))
                : node.get(part);
    }
}
