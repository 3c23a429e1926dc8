package dev.paystub.contract;

import com.networknt.schema.Error;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.BoundedJson;
import dev.paystub.http.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    /** Reads every number without change, within the bounds of {@link BoundedJson}. */
    static final JsonMapper JSON =
            JsonMapper.builder(new BoundedJson())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** The index of each document, read at the first request to its API. */
    private final Map<String, SingletonSupplier<ContractIndex>> indexes;

    OpenApiContract(ApiSurfaces surfaces) {
        this.indexes =
                surfaces.all().stream()
                        .flatMap(surface -> Stream.ofNullable(surface.document()))
                        .distinct()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        document ->
                                                SingletonSupplier.of(
                                                        () -> ContractIndex.read(document))));
    }

    /**
     * The documented path that a request matches.
     *
     * @param operation the operation; null if the path has no operation with the request's method
     * @param segments the segments of the request's path, which contain the path parameters
     */
    record Match(@Nullable Operation operation, List<String> segments) {}

    /**
     * One documented operation.
     *
     * @param api the name of the document that contains it
     * @param read parses what the document says of it, once
     */
    record Operation(String api, SingletonSupplier<ContractIndex.Details> read) {

        ContractIndex.Details details() {
            return read.obtain();
        }

        String id() {
            return details().id();
        }

        /** Returns the outcomes in the examples: a status, or {@link Exchange#USER_ERROR}. */
        List<String> outcomes() {
            return details().outcomes();
        }

        /** Returns the operation's id, or one name for each of its actions if it has several. */
        List<String> names() {
            return details().names();
        }

        /**
         * Returns the name of a call with this query. An unknown action counts as the operation
         * without an action.
         */
        String name(MultiValueMap<String, String> query) {
            var details = details();
            if (details.names().size() == 1) {
                return details.id();
            }
            var called = details.id() + "?action=" + query.getFirst("action");
            return details.names().contains(called) ? called : details.id();
        }
    }

    /** Returns every documented operation of an API. */
    List<Operation> operations(String api) {
        return index(api).operations();
    }

    private ContractIndex index(String document) {
        return Objects.requireNonNull(indexes.get(document), document).obtain();
    }

    /**
     * Returns the match of a request in the document of its surface; empty if the document does not
     * have the path.
     */
    public Optional<Match> match(ApiSurface surface, String method, String path) {
        var index = index(Objects.requireNonNull(surface.document()));
        var segments = ContractIndex.segments(path);
        var operation = index.find(segments, method);
        return operation == null && !index.hasPath(segments)
                ? Optional.empty()
                : Optional.of(new Match(operation, segments));
    }

    /** Returns the deviations of a request, each in a few words, ten at most. */
    List<String> violations(
            Operation operation,
            List<String> segments,
            MultiValueMap<String, String> query,
            byte @Nullable [] body) {
        var found = new ArrayList<String>(0);
        var details = operation.details();
        var tree = read(body, found);
        for (var parameter : details.parameters()) {
            checkParameter(found, parameter, segments, query, tree);
        }
        for (var name : query.keySet()) {
            if (!details.parameterNames().contains(name) && !name.startsWith("__")) {
                found.add("query parameter %s is not documented".formatted(name));
            }
        }
        if (details.body() != null && tree != null) {
            check(found, () -> "request body", details.body(), tree);
        } else if (details.bodyRequired() && (body == null || body.length == 0)) {
            found.add("request body is required");
        }
        return found.size() <= MOST_VIOLATIONS ? found : found.subList(0, MOST_VIOLATIONS);
    }

    private static void checkParameter(
            List<String> found,
            ContractParameter parameter,
            List<String> segments,
            MultiValueMap<String, String> query,
            @Nullable JsonNode body) {
        if (parameter.isHeader()) {
            return; // headers carry keys, which are checked before
        }
        var value = parameter.in(segments, query);
        if (value == null) {
            if (parameter.required() && (body == null || !body.has(parameter.name()))) {
                found.add(parameter.where() + " is required");
            }
        } else {
            check(found, parameter::where, parameter.schema(), parameter.typed(value));
        }
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

    /**
     * Adds the deviations of a value. A value that the validator cannot process is a deviation too.
     */
    private static void check(
            List<String> found,
            Supplier<String> where,
            ContractSchemas.Lazy schema,
            JsonNode value) {
        try {
            var errors = schema.validate(value);
            if (!errors.isEmpty()) {
                say(found, where.get(), errors);
            }
        } catch (RuntimeException e) {
            LOG.debug("A value could not be held against its schema", e);
            found.add(where.get() + " cannot be held against its schema");
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
        var types = operation.details().response(status);
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
            check(found, () -> "response body", schema, JSON.readTree(body));
        } catch (JacksonException e) {
            found.add("response body is not JSON");
        }
        return found;
    }
}
