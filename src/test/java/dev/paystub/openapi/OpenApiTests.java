package dev.paystub.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code openapi/*.yaml} equals the documents that the server generates, and every example in it is
 * a real response. With {@code -Dpaystub.openapi.write=true} the tests write the files instead; run
 * them twice then, because the documents contain the examples.
 */
@ServerTest
class OpenApiTests {

    private static final boolean WRITE = Boolean.getBoolean("paystub.openapi.write");
    private static final Path DOCUMENTS = Path.of("openapi");
    private static final Path EXAMPLES = Path.of("src/main/resources/openapi/examples");
    private static final Path INDEXES = Path.of("src/main/resources/openapi/index");
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    @LocalServerPort private int port;

    @ParameterizedTest
    @ValueSource(strings = {"puregpu", "cloudplans", "sandbox"})
    @Order(2)
    void committedDocumentIsTheServedOne(String group) throws IOException {
        var served =
                Caller.send(Caller.fresh(port).request("/v3/api-docs.yaml/" + group).GET().build())
                        .expect(200)
                        .body();
        var file = DOCUMENTS.resolve(group + ".yaml");
        if (WRITE) {
            Files.writeString(file, served);
        }
        assertThat(served)
                .as("openapi/%s.yaml; rewrite it with -Dpaystub.openapi.write=true", group)
                .isEqualTo(Files.readString(file));
    }

    /** The server checks requests against the index, which must not differ from the document. */
    @ParameterizedTest
    @ValueSource(strings = {"puregpu", "cloudplans", "sandbox"})
    @Order(3)
    void committedIndexIsThatOfTheDocument(String group) throws IOException {
        var expected = ContractIndexFile.of(DOCUMENTS.resolve(group + ".yaml"));
        var file = INDEXES.resolve(group + ".index");
        if (WRITE) {
            Files.createDirectories(INDEXES);
            Files.writeString(file, expected);
        }
        assertThat(file).as("rewrite it with -Dpaystub.openapi.write=true").hasContent(expected);
    }

    static List<Example> examples() {
        return Example.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Order(1)
    void exampleIsARealAnswer(Example example) throws IOException {
        var caller = Caller.frozenAt(port, Example.DOCUMENTED_INSTANT);
        example.before().accept(caller);
        var reply = caller.send(example.method(), example.path(), example.request());
        if (example.isValid()) {
            compare(example, "request", example.request());
        }
        compare(example, String.valueOf(reply.status()), withoutChance(reply));
    }

    private void compare(Example example, String what, String json) throws IOException {
        if (json == null) {
            return;
        }
        var name = "%s.%s.%s.json".formatted(example.operation(), example.name(), what);
        var file = EXAMPLES.resolve(example.group()).resolve(name);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(JSON.readValue(json, Object.class)) + "\n");
        }
        assertThat(file).as("rewrite it with -Dpaystub.openapi.write=true").exists();
        assertThat(JSON.readTree(json)).isEqualTo(JSON.readTree(Files.readString(file)));
    }

    /**
     * Replaces the values that differ between runs: the port and random part of links, and request
     * ids.
     */
    private String withoutChance(Reply reply) {
        return reply.body()
                .replaceAll(
                        "\"id\":[0-9]+,\"request_id\":\"[^\"]+\"",
                        "\"id\":1,\"request_id\":\"8gVXhYQ2ZlRr0K1sTn4W\"")
                .replaceAll(
                        "\"request_id\":\"[A-Za-z0-9]{20}\"",
                        "\"request_id\":\"8gVXhYQ2ZlRr0K1sTn4W\"")
                .replaceAll(
                        "\"at\":\"[^\"]+\",\"wall_time\":\"[^\"]+\"",
                        "\"at\":\"2026-01-02T03:04:05.678Z\",\"wall_time\":\"2026-01-02T03:04:05.678Z\"")
                .replaceAll(
                        "\"request\":\\{\"headers\":\\{[^}]*}",
                        "\"request\":{\"headers\":{\"X-API-Key\":\"***\",\"Content-Type\":\"application/json\"}")
                .replaceAll(
                        "\"X-Request-Id\":\"[A-Za-z0-9]{20}\"",
                        "\"X-Request-Id\":\"8gVXhYQ2ZlRr0K1sTn4W\"")
                .replaceAll(
                        "/console/#/requests/[A-Za-z0-9]{20}",
                        "/console/#/requests/8gVXhYQ2ZlRr0K1sTn4W")
                .replaceAll("\"next\":[0-9]+", "\"next\":1")
                .replaceAll("\"duration\":[0-9.]+", "\"duration\":4.321")
                .replace("http://localhost:" + port, "http://localhost:8080")
                .replaceAll(
                        "(cs_test_|bps_)[A-Za-z0-9]{58}",
                        "$1" + "a1B2c3D4e5".repeat(6).substring(2))
                .replaceAll(
                        "(/crypto/[0-9]+-)[A-Za-z0-9]{44}",
                        "$1" + "a1B2c3D4e5".repeat(5).substring(6));
    }

    @Test
    void everyExampleFileIsAnExampleThatRuns() throws IOException {
        var expected =
                Example.all().stream()
                        .map(example -> example.operation() + "." + example.name())
                        .collect(Collectors.toSet());
        try (var files = Files.walk(EXAMPLES)) {
            Set<String> found =
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .map(name -> name.replaceFirst("\\.[^.]+\\.json$", ""))
                            .collect(Collectors.toSet());
            assertThat(found).isEqualTo(expected);
        }
    }
}
