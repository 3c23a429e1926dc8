package dev.paystub.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The console's files: small, and loaded at once. */
class ConsoleFilesTests {

    private static final Path FOLDER = Path.of("src/main/resources/static/console");
    private static final Pattern IMPORT = Pattern.compile("from ?[\"'](\\.[^\"']+)[\"']");
    private static final Pattern PRELOAD =
            Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">");
    private static final int MOST_BYTES = 80 * 1024;

    @Test
    void scriptIsSmall() throws IOException {
        var bytes = 0;
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(it -> it.toString().endsWith(".js")).toList()) {
                bytes += compressed(Files.readAllBytes(file));
            }
        }
        assertThat(bytes).as("bytes of script, compressed").isLessThan(MOST_BYTES);
    }

    private static int compressed(byte[] content) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(result)) {
            gzip.write(content);
        }
        return result.size();
    }

    /** Otherwise each level of imports costs a round trip before anything shows. */
    @Test
    void modulesOfTheStartArePreloaded() throws IOException {
        var start = Path.of("app.js");
        var needed = new TreeSet<String>();
        var waiting = new ArrayDeque<>(List.of(start));
        while (!waiting.isEmpty()) {
            var module = waiting.remove();
            for (var name : found(IMPORT, FOLDER.resolve(module))) {
                var imported = module.resolveSibling(name).normalize();
                if (!imported.equals(start) && needed.add(imported.toString())) {
                    waiting.add(imported);
                }
            }
        }
        assertThat(found(PRELOAD, FOLDER.resolve("index.html")))
                .containsExactlyInAnyOrderElementsOf(needed);
    }

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
