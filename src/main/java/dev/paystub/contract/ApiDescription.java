package dev.paystub.contract;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document of one API: springdoc's reading of its controllers, completed with security,
 * error schemas and examples. Examples are files, {@code <operation>.<name>.request.json} and
 * {@code <operation>.<name>.<status>.json}. Each is a real request or its real response, which a
 * test verifies.
 */
public final class ApiDescription {

    private static final String JSON = "application/json";

    /** Reads numbers without change, so that no example shows an exponent that no response has. */
    private static final JsonMapper JSON_READER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final String group;
    private final String title;
    private final String description;
    private final Map<String, SecurityScheme> schemes = new TreeMap<>();
    private final Map<String, SecurityScheme> special = new TreeMap<>();
    private final Map<String, ApiResponse> failures = new TreeMap<>();
    private final List<Class<?>> shapes = new ArrayList<>();
    private final Set<String> leading = new HashSet<>();

    /** Not shared by the errors, as each may get examples of its own. */
    private Supplier<Content> failure = Content::new;

    private Consumer<OpenAPI> last = document -> {};

    private ApiDescription(String group, String title, String description) {
        this.group = group;
        this.title = title;
        this.description = description;
    }

    public static ApiDescription of(String group, String title, String description) {
        return new ApiDescription(group, title, description);
    }

    /** Adds a key in a header, one of the security schemes of all operations; any suffices. */
    public ApiDescription securedByKey(String name, String header) {
        schemes.put(
                name,
                new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name(header));
        return this;
    }

    /** Adds a bearer token, one of the security schemes of all operations; any suffices. */
    public ApiDescription securedByBearer(String name) {
        schemes.put(name, bearer());
        return this;
    }

    static SecurityScheme bearer() {
        return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
    }

    /** Sets the media type and the schema of the errors that are added next. */
    public ApiDescription failingWith(String mediaType, Class<?> shape) {
        failure =
                () ->
                        new Content()
                                .addMediaType(mediaType, new MediaType().schema(reference(shape)));
        return this;
    }

    /** Adds an error that every operation may return. */
    public ApiDescription failing(int status, String why) {
        failures.put(
                String.valueOf(status), new ApiResponse().description(why).content(failure.get()));
        return this;
    }

    /** Returns a reference to the schema of a record. */
    public static Schema<?> reference(Class<?> shape) {
        return new Schema<>().$ref("#/components/schemas/" + shape.getSimpleName());
    }

    /** Adds a schema that no operation returns by itself, such as an error. */
    public ApiDescription declaring(Class<?> shape) {
        shapes.add(shape);
        return this;
    }

    /** Adds a security scheme of some operations only, which refer to it by name. */
    public ApiDescription knowing(String name, SecurityScheme scheme) {
        special.put(name, scheme);
        return this;
    }

    /** Puts an example, {@code <operation>.<name>}, before the others of its operation. */
    public ApiDescription beginningWith(String example) {
        leading.add(example);
        return this;
    }

    /** Sets a change that applies to this API's document only. */
    public ApiDescription completedBy(Consumer<OpenAPI> change) {
        this.last = change;
        return this;
    }

    /** Returns the group, for the given paths, that springdoc serves. */
    public GroupedOpenApi build(String... paths) {
        return GroupedOpenApi.builder()
                .group(group)
                .displayName(title)
                .pathsToMatch(paths)
                .addOpenApiCustomizer(this::complete)
                .build();
    }

    private void complete(OpenAPI document) {
        document.setInfo(
                new Info()
                        .title(title)
                        .version("1.0")
                        .description(description)
                        .contact(new Contact().name("Paystub"))
                        .license(
                                new License().name("Apache License 2.0").identifier("Apache-2.0")));
        document.setServers(List.of(new Server().url("/").description("this sandbox")));
        schemes.forEach(document.getComponents()::addSecuritySchemes);
        special.forEach(document.getComponents()::addSecuritySchemes);
        document.setSecurity(
                schemes.keySet().stream()
                        .map(name -> new SecurityRequirement().addList(name))
                        .toList());
        for (var shape : shapes) {
            ModelConverters.getInstance(true)
                    .readAll(new AnnotatedType(shape))
                    .forEach(document.getComponents()::addSchemas);
        }
        document.getPaths().values().forEach(path -> path.readOperations().forEach(this::complete));
        last.accept(document);
        addExamples(document);
        sort(document);
    }

    private void complete(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ApiDescription::asText);
        }
        operation
                .getResponses()
                .values()
                .forEach(response -> response.setContent(asJson(response.getContent())));
        failures.forEach(operation.getResponses()::addApiResponse);
    }

    /** Converts a string example: springdoc reads the example 1001 of a string as a number. */
    private static void asText(Parameter parameter) {
        var schema = parameter.getSchema();
        var isText =
                schema != null
                        && (Objects.equals(schema.getType(), "string")
                                || (schema.getTypes() != null
                                        && schema.getTypes().contains("string")));
        if (isText && parameter.getExample() != null) {
            parameter.setExample(parameter.getExample().toString());
        }
    }

    private static @Nullable Content asJson(@Nullable Content content) {
        return content == null || !content.containsKey("*/*")
                ? content
                : new Content().addMediaType(JSON, content.get("*/*"));
    }

    /** Sorts paths, schemas and tags by name, because the order of controllers is arbitrary. */
    private static void sort(OpenAPI document) {
        var paths = new Paths();
        new TreeMap<>(document.getPaths()).forEach(paths::addPathItem);
        document.setPaths(paths);
        document.getComponents().setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
        document.setTags(
                document.getTags().stream().sorted(Comparator.comparing(Tag::getName)).toList());
    }

    /**
     * Adds the examples in the order of their names, but the leading ones first and those that are
     * refused last: a reader tries the first.
     */
    private void addExamples(OpenAPI document) {
        var files = exampleFiles().stream().map(ExampleFile::of).toList();
        var refused =
                files.stream()
                        .filter(ExampleFile::isRefusal)
                        .map(ExampleFile::key)
                        .collect(Collectors.toSet());
        files.stream()
                .sorted(
                        Comparator.comparing((ExampleFile file) -> !leading.contains(file.key()))
                                .thenComparing(file -> refused.contains(file.key())))
                .forEach(file ->
                        content(operation(document, file.operation()), file.what())
                                .values()
                                .forEach(content ->
                                        content.addExamples(
                                                file.name(), new Example().value(file.value()))));
    }

    /**
     * A file with one side of an example.
     *
     * @param what {@code request}, or the status of the response
     */
    private record ExampleFile(String operation, String name, String what, Object value) {

        static ExampleFile of(Resource file) {
            var parts = List.of(String.valueOf(file.getFilename()).split("\\.", -1));
            return new ExampleFile(parts.get(0), parts.get(1), parts.get(2), read(file));
        }

        String key() {
            return operation + "." + name;
        }

        /** Returns whether this is the response of a request that was refused. */
        boolean isRefusal() {
            return !what.equals("request")
                    && (!what.startsWith("2")
                            || (value instanceof Map<?, ?> body
                                    && "error".equals(body.get("result"))));
        }
    }

    private static Content content(Operation operation, String requestOrStatus) {
        if (requestOrStatus.equals("request")) {
            return operation.getRequestBody().getContent();
        }
        var response = operation.getResponses().get(requestOrStatus);
        if (response == null) {
            throw new IllegalStateException(
                    "An example of no answer: %s %s"
                            .formatted(operation.getOperationId(), requestOrStatus));
        }
        return response.getContent();
    }

    /**
     * Returns the operation of a document with this id.
     *
     * @throws IllegalStateException if the document has no such operation
     */
    public static Operation operation(OpenAPI document, String id) {
        return document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getOperationId().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("An example of no operation: " + id));
    }

    private List<Resource> exampleFiles() {
        try {
            var files =
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:openapi/examples/" + group + "/*.json");
            return Arrays.stream(files)
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object read(Resource file) {
        try {
            return JSON_READER.readValue(
                    file.getContentAsString(StandardCharsets.UTF_8), Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
