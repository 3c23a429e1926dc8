package dev.paystub.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.BoundedJson;
import dev.paystub.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Finds deviations of requests and responses from the documents under {@code openapi/}. Their
 * schemas are JSON Schema 2020-12, as in OpenAPI 3.1.
 */
@Component
public class OpenApiContract {

    private static final Logger LOG = LoggerFactory.getLogger(OpenApiContract.class);

    /**
     * Statuses that every operation may return and that the documents do not list for each
     * operation.
     */
    private static final Set<Integer> UNDOCUMENTED = Set.of(405, 413, 415, 429, 500, 503);

    private static final int MOST_VIOLATIONS = 10;

    /** The index of each document, read at the first request. */
    private final SingletonSupplier<Map<String, Index>> indexes;

    OpenApiContract(ApiSurfaces surfaces) {
        this.indexes =
                SingletonSupplier.of(() ->
                        surfaces.all().stream()
                                .flatMap(surface -> Stream.ofNullable(surface.document()))
                                .distinct()
                                .collect(
                                        Collectors.toMap(
                                                Function.identity(), OpenApiContract::read)));
    }

    /**
     * The paths of a document as a tree with one level for each segment, so that a match takes as
     * many look-ups as the path has segments. A literal segment takes precedence over a variable.
     */
    private static final class Index {

        private final Map<String, Index> literals = new HashMap<>();
        private final List<Operation> inOrder = new ArrayList<>();
        private final Map<String, Operation> byMethod = new HashMap<>();
        private @Nullable Index variable;

        private void add(Operation operation) {
            var place = this;
            for (var segment : operation.segments) {
                place = place.make(segment);
            }
            place.byMethod.put(operation.method, operation);
            inOrder.add(operation);
        }

        private Index make(String segment) {
            if (!isVariable(segment)) {
                return literals.computeIfAbsent(segment, first -> new Index());
            }
            if (variable == null) {
                variable = new Index();
            }
            return variable;
        }

        /**
         * Returns the node of a path that has this method; null if there is none.
         *
         * @param method the method; null for any method
         */
        private @Nullable Index find(String[] segments, int from, @Nullable String method) {
            if (from == segments.length) {
                var isHere = method == null ? !byMethod.isEmpty() : byMethod.containsKey(method);
                return isHere ? this : null;
            }
            var literal = literals.get(segments[from]);
            var found = literal == null ? null : literal.find(segments, from + 1, method);
            return found != null || variable == null || segments[from].isEmpty()
                    ? found
                    : variable.find(segments, from + 1, method);
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }

        private static String[] segments(String path) {
            return path.substring(1).split("/", -1);
        }
    }

    /**
     * The documented path that a request matches.
     *
     * @param operation the operation; null if the path has no operation with the request's method
     * @param segments the segments of the request's path, which contain the path parameters
     */
    record Match(@Nullable Operation operation, List<String> segments) {}

    /** Reads every number without change, within the bounds of {@link BoundedJson}. */
    private static final JsonMapper JSON =
            JsonMapper.builder(new BoundedJson())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** One documented operation. */
    public static final class Operation {

        private final String api;
        private final String id;
        private final String method;
        private final List<String> segments;
        private final PathPattern path;
        private final List<Parameter> parameters;
        private final boolean bodyRequired;
        private final @Nullable Schema body;
        private final Map<Integer, Map<String, Schema>> responses;
        private final List<String> actions;
        private final Set<String> outcomes = new TreeSet<>();

        private Operation(String api, String method, String path, JsonNode node, Schemas schemas) {
            this.api = api;
            this.id = node.path("operationId").stringValue();
            this.method = method.toUpperCase(Locale.ROOT);
            this.segments = List.of(Index.segments(path));
            this.path = PathPatternParser.defaultInstance.parse(path);
            this.parameters =
                    node.path("parameters")
                            .valueStream()
                            .map(each -> Parameter.of(each, schemas))
                            .toList();
            this.bodyRequired = node.path("requestBody").path("required").booleanValue(false);
            var content = node.path("requestBody").path("content").path("application/json");
            this.body = content.has("schema") ? schemas.of(content.path("schema")) : null;
            this.responses = new LinkedHashMap<>();
            node.path("responses")
                    .properties()
                    .forEach(response -> {
                        responses.put(
                                Integer.valueOf(response.getKey()),
                                byType(response.getValue(), schemas));
                        outcomes.addAll(shown(response.getKey(), response.getValue()));
                    });
            this.actions =
                    node.path("parameters")
                            .valueStream()
                            .filter(each -> each.path("name").stringValue().equals("action"))
                            .flatMap(each -> each.path("schema").path("enum").valueStream())
                            .map(JsonNode::stringValue)
                            .toList();
        }

        /** Returns the outcomes in the document's examples, each of which is a real response. */
        private static Set<String> shown(String status, JsonNode response) {
            var outcomes = new TreeSet<String>();
            response.path("content")
                    .valueStream()
                    .flatMap(content -> content.path("examples").valueStream())
                    .forEach(example ->
                            outcomes.add(
                                    status.equals("200")
                                                    && example.path("value")
                                                            .path("result")
                                                            .asString("")
                                                            .equals("error")
                                            ? Exchange.USER_ERROR
                                            : status));
            return outcomes;
        }

        private static Map<String, Schema> byType(JsonNode response, Schemas schemas) {
            var types = new LinkedHashMap<String, Schema>();
            response.path("content")
                    .properties()
                    .forEach(content ->
                            types.put(
                                    content.getKey(),
                                    schemas.of(content.getValue().path("schema"))));
            return types;
        }

        /** Returns the name of the document that contains the operation. */
        public String api() {
            return api;
        }

        public String id() {
            return id;
        }

        /** Returns the outcomes in the examples: a status, or {@link Exchange#USER_ERROR}. */
        public Set<String> outcomes() {
            return outcomes;
        }

        /** Returns the operation's id, or one name for each of its actions if it has several. */
        public List<String> names() {
            return actions.size() < 2
                    ? List.of(id)
                    : actions.stream().map(action -> id + "?action=" + action).toList();
        }
    }

    private record Parameter(String name, String in, boolean required, Schema schema) {

        static Parameter of(JsonNode node, Schemas schemas) {
            return new Parameter(
                    node.path("name").stringValue(),
                    node.path("in").stringValue(),
                    node.path("required").booleanValue(false),
                    schemas.of(node.path("schema")));
        }
    }

    /** Creates schemas for parts of a document, which can refer to the document's components. */
    private record Schemas(SchemaRegistry registry, JsonNode components) {

        Schema of(JsonNode node) {
            // a response without a schema, such as a stream, is not checked
            var schema =
                    node.isMissingNode() ? JSON.createObjectNode() : (ObjectNode) node.deepCopy();
            if (!components.isMissingNode()) {
                schema.set("components", components);
            }
            return registry.getSchema(schema);
        }
    }

    private static Index read(String document) {
        var config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
        var registry =
                SchemaRegistry.withDialect(
                        Dialects.getDraft202012(), builder -> builder.schemaRegistryConfig(config));
        var root = root(document);
        var schemas = new Schemas(registry, root.path("components"));
        var index = new Index();
        root.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        index.add(
                                                new Operation(
                                                        document,
                                                        method.getKey(),
                                                        path.getKey(),
                                                        method.getValue(),
                                                        schemas))));
        index.inOrder.sort((one, other) -> one.path.compareTo(other.path));
        return index;
    }

    private static JsonNode root(String document) {
        var file = new ClassPathResource("openapi/contract/" + document + ".yaml");
        try (var in = file.getInputStream()) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every documented operation of an API. */
    public List<Operation> operations(String api) {
        return index(api).inOrder;
    }

    private Index index(String document) {
        return Objects.requireNonNull(indexes.obtain().get(document), document);
    }

    /**
     * Returns the match of a request in the document of its surface; empty if the document does not
     * have the path.
     */
    public Optional<Match> match(ApiSurface surface, String method, String path) {
        var index = index(Objects.requireNonNull(surface.document()));
        var segments = Index.segments(path);
        var place = index.find(segments, 0, method);
        if (place != null) {
            return Optional.of(new Match(place.byMethod.get(method), List.of(segments)));
        }
        return index.find(segments, 0, null) == null
                ? Optional.empty()
                : Optional.of(new Match(null, List.of(segments)));
    }

    /** Returns the deviations of a request, each in a few words, ten at most. */
    List<String> violations(
            Operation operation,
            List<String> segments,
            MultiValueMap<String, String> query,
            byte @Nullable [] body) {
        var found = new ArrayList<String>();
        var tree = read(body, found);
        var places = operation.segments;
        for (var parameter : operation.parameters) {
            var where = "%s parameter %s".formatted(parameter.in(), parameter.name());
            var value =
                    parameter.in().equals("path")
                            ? segments.get(places.indexOf("{" + parameter.name() + "}"))
                            : query.getFirst(parameter.name());
            if (parameter.in().equals("header")) {
                continue; // headers carry keys, which are checked before
            }
            if (value != null) {
                check(found, where, parameter.schema(), typed(parameter, value));
            } else if (parameter.required() && (tree == null || !tree.has(parameter.name()))) {
                found.add(where + " is required");
            }
        }
        unknownParameters(operation, query).forEach(found::add);
        if (operation.body != null && tree != null) {
            check(found, "request body", operation.body, tree);
        } else if (operation.bodyRequired && (body == null || body.length == 0)) {
            found.add("request body is required");
        }
        return found.stream().limit(MOST_VIOLATIONS).toList();
    }

    private static Stream<String> unknownParameters(
            Operation operation, MultiValueMap<String, String> query) {
        var known = new HashSet<String>();
        operation.parameters.forEach(parameter -> known.add(parameter.name()));
        return query.keySet().stream()
                .filter(name -> !known.contains(name) && !name.startsWith("__"))
                .map(name -> "query parameter %s is not documented".formatted(name));
    }

    private static @Nullable JsonNode read(byte @Nullable [] body, List<String> found) {
        if (body == null || body.length == 0) {
            return null;
        }
        try {
            return JSON.readTree(body);
        } catch (StreamConstraintsException | BoundedJson.OutOfBounds e) {
            found.add("request body has a number or a depth beyond what is read");
            return null;
        } catch (JacksonException e) {
            found.add("request body is not JSON");
            return null;
        }
    }

    /** Converts the text of a parameter to JSON, by the type in its schema. */
    private static JsonNode typed(Parameter parameter, String value) {
        var type = parameter.schema().getSchemaNode().path("type");
        var wanted = type.isString() ? type.stringValue() : "string";
        if (!wanted.equals("string")) {
            try {
                return JSON.readTree(value);
            } catch (JacksonException e) {
                return JSON.getNodeFactory().stringNode(value);
            }
        }
        return JSON.getNodeFactory().stringNode(value);
    }

    /**
     * Adds the deviations of a value. A value that the validator cannot process is a deviation too.
     */
    private static void check(List<String> found, String where, Schema schema, JsonNode value) {
        try {
            say(found, where, schema.validate(value));
        } catch (RuntimeException e) {
            LOG.debug("A value could not be held against its schema", e);
            found.add(where + " cannot be held against its schema");
        }
    }

    private static void say(List<String> found, String where, List<Error> errors) {
        for (var error : errors) {
            var location = error.getInstanceLocation().toString();
            found.add(
                    "%s%s: %s"
                            .formatted(
                                    where,
                                    location.isEmpty() || location.equals("$")
                                            ? ""
                                            : " " + location,
                                    error.getMessage()));
        }
    }

    /** Returns the deviations of a response. */
    List<String> violations(
            Operation operation, int status, @Nullable String contentType, byte[] body) {
        var types = operation.responses.get(status);
        if (types == null) {
            return UNDOCUMENTED.contains(status)
                    ? List.of()
                    : List.of("status %d is not documented".formatted(status));
        }
        if (types.isEmpty()) {
            return body.length == 0 ? List.of() : List.of("no body is documented");
        }
        var type = contentType == null ? "" : contentType.replaceFirst(";.*", "").strip();
        var schema = types.get(type);
        if (schema == null) {
            return List.of("content type '%s' is not documented".formatted(type));
        }
        if (!type.endsWith("json")) {
            return List.of();
        }
        var found = new ArrayList<String>();
        try {
            check(found, "response body", schema, JSON.readTree(body));
        } catch (JacksonException e) {
            found.add("response body is not JSON");
        }
        return found;
    }
}
