package dev.paystub.openapi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Derives the compact form of an OpenAPI document that the server reads: a line for each operation,
 * in the order in which their paths take precedence, and the components. It has what requests and
 * responses are checked against, and neither descriptions nor examples.
 */
final class ContractIndexFile {

    /** Keywords of a schema that do not affect whether a value conforms. */
    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "example", "examples", "default", "deprecated");

    private static final JsonMapper JSON = new JsonMapper();

    private ContractIndexFile() {}

    /** One operation's line, with the path that decides its place. */
    private record Line(PathPattern path, String text) {}

    static String of(Path document) throws IOException {
        var root = new YAMLMapper().readTree(document.toFile());
        var lines = new ArrayList<Line>();
        for (var path : root.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                lines.add(
                        new Line(
                                PathPatternParser.defaultInstance.parse(path.getKey()),
                                "%s %s %s"
                                        .formatted(
                                                method.getKey().toUpperCase(Locale.ROOT),
                                                path.getKey(),
                                                details(method.getValue()))));
            }
        }
        lines.sort(Comparator.comparing(Line::path));
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        var schemas = JSON.createObjectNode();
        for (var schema : root.path("components").path("schemas").properties()) {
            schemas.set(schema.getKey(), plain(schema.getValue()));
        }
        return text + "components " + JSON.createObjectNode().set("schemas", schemas) + "\n";
    }

    private static ObjectNode details(JsonNode operation) {
        var details = JSON.createObjectNode();
        var id = operation.path("operationId").stringValue();
        details.put("id", id);
        var names = details.putArray("names");
        names(id, operation).forEach(names::add);
        var outcomes = details.putArray("outcomes");
        outcomes(operation).forEach(outcomes::add);
        parameters(details.putArray("parameters"), operation);
        var body = operation.path("requestBody");
        details.put("bodyRequired", body.path("required").booleanValue(false));
        var schema = body.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
            details.set("body", plain(schema));
        }
        var responses = details.putObject("responses");
        for (var response : operation.path("responses").properties()) {
            var types = responses.putObject(response.getKey());
            for (var type : response.getValue().path("content").properties()) {
                var ofType = type.getValue().path("schema");
                // a response without a schema, such as a stream, is not checked
                types.set(
                        type.getKey(),
                        ofType.isMissingNode() ? JSON.createObjectNode() : plain(ofType));
            }
        }
        return details;
    }

    /** Returns the operation's id, or one name for each of its actions if it has several. */
    private static List<String> names(String id, JsonNode operation) {
        var actions =
                operation
                        .path("parameters")
                        .valueStream()
                        .filter(each -> each.path("name").stringValue().equals("action"))
                        .flatMap(each -> each.path("schema").path("enum").valueStream())
                        .map(action -> id + "?action=" + action.stringValue())
                        .toList();
        return actions.size() < 2 ? List.of(id) : actions;
    }

    /** Returns the outcomes in the document's examples, each of which is a real response. */
    private static Set<String> outcomes(JsonNode operation) {
        var outcomes = new TreeSet<String>();
        for (var response : operation.path("responses").properties()) {
            for (var content : response.getValue().path("content")) {
                for (var example : content.path("examples")) {
                    var result = example.path("value").path("result").asString("");
                    var isUserError = response.getKey().equals("200") && result.equals("error");
                    outcomes.add(isUserError ? "error" : response.getKey());
                }
            }
        }
        return outcomes;
    }

    private static void parameters(ArrayNode parameters, JsonNode operation) {
        for (var parameter : operation.path("parameters")) {
            var plain = parameters.addObject();
            plain.set("name", parameter.path("name"));
            plain.set("in", parameter.path("in"));
            plain.put("required", parameter.path("required").booleanValue(false));
            plain.set("schema", plain(parameter.path("schema")));
        }
    }

    /** Returns a schema without its annotations. */
    private static JsonNode plain(JsonNode schema) {
        if (schema.isArray()) {
            var items = JSON.createArrayNode();
            schema.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (!schema.isObject()) {
            return schema;
        }
        var plain = JSON.createObjectNode();
        for (var keyword : schema.properties()) {
            if (keyword.getKey().equals("properties")) {
                var properties = plain.putObject("properties");
                keyword.getValue()
                        .properties()
                        .forEach(each -> properties.set(each.getKey(), plain(each.getValue())));
            } else if (!ANNOTATIONS.contains(keyword.getKey())) {
                plain.set(keyword.getKey(), plain(keyword.getValue()));
            }
        }
        return plain;
    }
}
