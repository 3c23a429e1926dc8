package dev.paystub.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/**
 * The operations of one document, by method and path. It is read from a compact form of the
 * document, {@code openapi/index/<document>.index}, which a test compares with the document: one
 * line for each operation, with its method, its path and the rest as JSON, and a last line with the
 * components. An operation is parsed when it is first called.
 */
final class ContractIndex {

    /** Begins the last line. */
    private static final String COMPONENTS = "components ";

    private final Node root = new Node();
    private final List<OpenApiContract.Operation> operations = new ArrayList<>();

    private ContractIndex() {}

    /** Reads the index of a document. */
    static ContractIndex read(String document) {
        var file = new ClassPathResource("openapi/index/" + document + ".index");
        try {
            return parse(document, file.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ContractIndex parse(String document, String text) {
        var last = text.lastIndexOf('\n' + COMPONENTS) + 1;
        var schemas = new ContractSchemas(text.substring(last + COMPONENTS.length()));
        var index = new ContractIndex();
        for (var at = 0; at < last; ) {
            var method = text.indexOf(' ', at);
            var path = text.indexOf(' ', method + 1);
            var end = text.indexOf('\n', path);
            var segments = segments(text.substring(method + 1, path));
            var json = text.substring(path + 1, end);
            var details =
                    SingletonSupplier.of(() ->
                            Details.of(OpenApiContract.JSON.readTree(json), segments, schemas));
            index.add(
                    text.substring(at, method),
                    segments,
                    new OpenApiContract.Operation(document, details));
            at = end + 1;
        }
        return index;
    }

    private void add(String method, List<String> segments, OpenApiContract.Operation operation) {
        var place = root;
        for (var segment : segments) {
            place = place.make(segment);
        }
        place.byMethod.put(method, operation);
        operations.add(operation);
    }

    /** Returns all operations, in the order in which paths take precedence. */
    List<OpenApiContract.Operation> operations() {
        return operations;
    }

    /** Returns the segments of a path. */
    static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        var from = 1;
        for (var slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from));
        return segments;
    }

    /** Returns the operation of a method and path; null if there is none. */
    OpenApiContract.@Nullable Operation find(List<String> segments, String method) {
        var node = root.find(segments, 0, method);
        return node == null ? null : node.byMethod.get(method);
    }

    /** Returns whether a path has an operation of any method. */
    boolean hasPath(List<String> segments) {
        return root.find(segments, 0, null) != null;
    }

    /**
     * A segment of the paths. They are a tree, so that a match takes as many look-ups as the path
     * has segments. A literal segment takes precedence over a variable.
     */
    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, OpenApiContract.Operation> byMethod = new HashMap<>();
        private @Nullable Node variable;

        private Node make(String segment) {
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(segment, first -> new Node());
            }
            if (variable == null) {
                variable = new Node();
            }
            return variable;
        }

        /**
         * Returns the node of a path that has this method; null if there is none.
         *
         * @param method the method; null for any method
         */
        private @Nullable Node find(List<String> segments, int from, @Nullable String method) {
            if (from == segments.size()) {
                var isHere = method == null ? !byMethod.isEmpty() : byMethod.containsKey(method);
                return isHere ? this : null;
            }
            var segment = segments.get(from);
            var literal = literals.get(segment);
            var found = literal == null ? null : literal.find(segments, from + 1, method);
            return found != null || variable == null || segment.isEmpty()
                    ? found
                    : variable.find(segments, from + 1, method);
        }
    }

    /**
     * A document's description of an operation.
     *
     * @param body the schema of the body as JSON; null if none is documented
     * @param responses by status the schemas by content type; none for a status without a body
     */
    record Details(
            String id,
            List<String> names,
            List<String> outcomes,
            List<ContractParameter> parameters,
            Set<String> parameterNames,
            boolean bodyRequired,
            ContractSchemas.@Nullable Lazy body,
            Map<Integer, Map<String, ContractSchemas.Lazy>> responses) {

        static Details of(JsonNode node, List<String> segments, ContractSchemas schemas) {
            var parameters =
                    node.path("parameters")
                            .valueStream()
                            .map(parameter -> ContractParameter.of(parameter, segments, schemas))
                            .toList();
            var responses = new HashMap<Integer, Map<String, ContractSchemas.Lazy>>();
            for (var response : node.path("responses").properties()) {
                var types = new LinkedHashMap<String, ContractSchemas.Lazy>();
                for (var type : response.getValue().properties()) {
                    types.put(type.getKey(), schemas.of(type.getValue()));
                }
                responses.put(Integer.valueOf(response.getKey()), types);
            }
            return new Details(
                    node.path("id").stringValue(),
                    texts(node.path("names")),
                    texts(node.path("outcomes")),
                    parameters,
                    parameters.stream().map(ContractParameter::name).collect(Collectors.toSet()),
                    node.path("bodyRequired").booleanValue(false),
                    node.has("body") ? schemas.of(node.path("body")) : null,
                    responses);
        }

        private static List<String> texts(JsonNode node) {
            return node.valueStream().map(JsonNode::stringValue).toList();
        }

        /** Returns the schemas of a response; null for a status that is not documented. */
        @Nullable Map<String, ContractSchemas.Lazy> response(int status) {
            return responses.get(status);
        }
    }
}
