package dev.paystub.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server has loaded when it has answered its first request, and what comes later. */
@Tag("slow")
class FirstAnswerTests {

    /** The goal: counted on the class path of the tests, which is longer than the server's. */
    private static final int CLASSES = 12_000;

    /** What exists only when its part of the server has been started. */
    private static final List<String> LATER =
            List.of(
                    " org.hibernate.internal.SessionFactoryImpl ",
                    " net.bytebuddy.ByteBuddy ",
                    " org.hibernate.validator.internal.engine.ValidatorFactoryImpl ",
                    " org.antlr.v4.runtime.Parser ",
                    " org.thymeleaf.EngineConfiguration ",
                    " org.apache.hc.client5.http.impl.classic.InternalHttpClient ",
                    " io.micrometer.core.instrument.Timer$Builder ");

    /** Returns the classes of a log, without those that only the tests' class path has. */
    private static List<String> loadedBy(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .filter(line ->
                        !line.contains(" kotlin.")
                                && !line.contains(" groovy.")
                                && !line.contains(" org.codehaus.groovy."))
                .toList();
    }

    @Test
    void firstAnswerNeedsFewClassesAndNoHibernate(@TempDir Path folder) throws IOException {
        var log = folder.resolve("classes");
        var options = "-Xlog:class+load:file=%s::filesize=0".formatted(log);
        try (var server =
                ServerProcess.startClasses(
                        Map.of("PAYSTUB_PORT", "0", "JAVA_TOOL_OPTIONS", options),
                        "--" + LaterStarts.AFTER + "=1h")) {
            var caller = new Caller(server.awaitPort(), "first");
            caller.get("/billing/invoices/41").succeeds();
            var loaded = loadedBy(log);
            assertThat(loaded).hasSizeGreaterThan(1_000).hasSizeLessThan(CLASSES);
            assertThat(loaded)
                    .filteredOn(line -> LATER.stream().anyMatch(line::contains))
                    .isEmpty();
            caller.post(
                            "/billing/orders",
                            """
                            {"pid": 1, "billingcycle": "hourly", "hostname": "first", "os": "",
                             "sshkeys": ""}
                            """)
                    .succeeds();
            assertThat(loadedBy(log))
                    .anyMatch(line -> line.contains(" org.hibernate.internal.SessionFactoryImpl "))
                    .as("no class is generated for an entity, and no second Jackson is set up")
                    .noneMatch(line -> line.contains(" net.bytebuddy."))
                    .noneMatch(line ->
                            line.contains(" com.fasterxml.jackson.databind.ObjectMapper$1 "));
        }
    }

    @Test
    void whatFailsToStartLaterEndsTheServer() {
        try (var server =
                ServerProcess.start(
                        Map.of("PAYSTUB_PORT", "0"),
                        "--spring.jpa.properties.hibernate.dialect=dev.paystub.Nowhere")) {
            assertThat(server.awaitEnd()).isEqualTo(StartFailure.UNFORESEEN);
            assertThat(server.err().strip())
                    .startsWith("Paystub cannot start: ")
                    .contains("dev.paystub.Nowhere")
                    .doesNotContain("\n");
        }
    }
}
