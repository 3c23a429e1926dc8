package dev.paystub.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.paystub.testing.ServerTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every curl of every page succeeds as it is printed, in the order of the page, against an account
 * that is as good as new; and a block of output below a block of commands is how their output ends.
 * Of what is printed only host and key are exchanged.
 */
@ServerTest
class DocumentedCommandTests {

    private static final int MINUTES = 2;
    private static final String END = "-- end of a block --";
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```sh\\n(.*?)^```\\n(?:```(?:json|text)\\n(.*?)^```$)?");

    /** curl, but that a refusal ends the page's script: by its status, or in PureGPU's words. */
    private static final String CURL =
            """
            curl() {
                local output failure=--fail-with-body
                case "$*" in *http_code* | -sf*) failure=--no-fail ;; esac
                output=$(command curl -sS "$failure" --max-time 60 "$@") || return
                printf '%s\\n' "$output"
                case $output in '{"result":"error"'*) return 1 ;; esac
            }
            """;

    @LocalServerPort private int port;

    /** Commands that a page prints, and the output that it prints below them. */
    private record Block(String commands, @Nullable String output) {

        static List<Block> of(Path page) throws IOException {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .filter(block -> block.commands.contains("curl "))
                    .toList();
        }

        /** What is printed, with a … for anything. */
        Pattern ending() {
            return Pattern.compile(
                    Arrays.stream(output.strip().split("…", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*", "(?s).*", "\\s*")));
        }
    }

    static List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        for (var page : Pages.all()) {
            if (!Block.of(page).isEmpty()) {
                pages.add(page);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandSucceeds(Path page) throws Exception {
        var blocks = Block.of(page);
        var key = "docs-" + UUID.randomUUID();
        var script =
                blocks.stream()
                        .map(Block::commands)
                        .collect(Collectors.joining("echo '%1$s'\n", "", "echo '%1$s'\n"))
                        .replace("%1$s", END)
                        .replace("localhost:8080", "localhost:" + port)
                        .replaceAll("(X-API-Key: |Bearer (?:sk_test_)?)sandbox", "$1" + key)
                        .replace("\"sandbox-copy\"", "\"%s-copy\"".formatted(key));
        assertThat(script).doesNotContain(": sandbox\"");
        var outputs = run(CURL + script).split(END);
        for (var i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).output() != null) {
                assertThat(outputs[i]).matches(blocks.get(i).ending());
            }
        }
    }

    /** Otherwise it would be printed and yet not be tried. */
    @Test
    void everyCurlStandsInABlockOfCommands() throws IOException {
        for (var page : Pages.all()) {
            var executed = Block.of(page).stream().mapToLong(block -> curls(block.commands)).sum();
            assertThat(curls(Files.readString(page))).as(page.toString()).isEqualTo(executed);
        }
    }

    private static long curls(String text) {
        return Pattern.compile("(?m)^[^`\\n]*\\bcurl [^\\n]*localhost")
                .matcher(text)
                .results()
                .count();
    }

    private static String run(String script) throws IOException, InterruptedException {
        for (var tool : List.of("bash", "curl")) {
            requireTool(tool);
        }
        var output = Files.createTempFile("commands", ".log");
        var process =
                new ProcessBuilder("bash", "-eu", "-c", script) // of a pipe, its end counts
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        var ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        var text = Files.readString(output);
        Files.delete(output);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static void requireTool(String name) {
        var isThere =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!isThere) {
            var reason = "SKIPPED: the commands of the pages, for want of " + name;
            System.out.println(reason);
            abort(reason);
        }
    }
}
