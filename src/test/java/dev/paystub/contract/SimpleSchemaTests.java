package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is accepted without the validator is what the validator accepts. */
class SimpleSchemaTests {

    private static final Path EXAMPLES = Path.of("src/main/resources/openapi/examples");
    private static final int MOST_CHANGES = 500;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<JsonNode> OTHERS =
            List.of(
                    NODES.nullNode(),
                    NODES.stringNode("other"),
                    NODES.stringNode(""),
                    NODES.numberNode(0),
                    NODES.numberNode(-1),
                    NODES.numberNode(1.5),
                    NODES.numberNode(1_000_000_000_000L),
                    NODES.booleanNode(true),
                    NODES.arrayNode(),
                    NODES.arrayNode().add("item"),
                    NODES.objectNode(),
                    NODES.objectNode().put("unknown", 1));

    @ParameterizedTest
    @ValueSource(strings = {"puregpu", "cloudplans", "sandbox"})
    void exampleAndEveryChangeOfItIsAllowedByTheValidatorToo(String document) throws IOException {
        var allowed = 0;
        var refused = 0;
        for (var operation : ContractIndex.read(document).operations()) {
            for (var file : examples(document, operation.id())) {
                var part = file.getFileName().toString().split("\\.", -1)[2];
                var example = OpenApiContract.JSON.readTree(Files.readString(file));
                for (var schema : schemas(operation, part)) {
                    for (var value : changed(example).stream().limit(MOST_CHANGES).toList()) {
                        if (schema.certainlyAllows(value)) {
                            allowed++;
                            assertThat(schema.validator().validate(value))
                                    .as("%s %s", file, value)
                                    .isEmpty();
                        } else {
                            refused++;
                        }
                    }
                }
            }
        }
        assertThat(allowed).isPositive();
        assertThat(refused).isPositive();
    }

    private static List<Path> examples(String document, String operation) throws IOException {
        try (var files = Files.list(EXAMPLES.resolve(document))) {
            return files.filter(file -> file.getFileName().toString().startsWith(operation + "."))
                    .toList();
        }
    }

    private static List<ContractSchemas.Lazy> schemas(
            OpenApiContract.Operation operation, String part) {
        if (part.equals("request")) {
            return Stream.ofNullable(operation.details().body()).toList();
        }
        var types = operation.details().response(Integer.parseInt(part));
        return types == null ? List.of() : List.copyOf(types.values());
    }

    /** Returns the value, and copies of it with one part changed, removed or added. */
    private static List<JsonNode> changed(JsonNode value) {
        var all = new ArrayList<JsonNode>();
        all.add(value);
        all.addAll(OTHERS);
        if (value.isObject()) {
            for (var property : value.properties()) {
                all.add(((ObjectNode) value.deepCopy()).without(property.getKey()));
                for (var part : changed(property.getValue())) {
                    var copy = (ObjectNode) value.deepCopy();
                    copy.set(property.getKey(), part);
                    all.add(copy);
                }
            }
            all.add(((ObjectNode) value.deepCopy()).put("unknown", 1));
        } else if (value.isArray() && !value.isEmpty()) {
            for (var part : changed(value.get(0))) {
                var copy = (ArrayNode) value.deepCopy();
                copy.set(0, part);
                all.add(copy);
            }
        }
        return all;
    }
}
