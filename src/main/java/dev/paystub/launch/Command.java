package dev.paystub.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication.AbandonedRunException;

/** The commands of the jar: the server, or small commands for a shell, which run without Spring. */
public final class Command {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    static final String USAGE =
            """
            Usage:
              java -jar paystub.jar [--server.port=8080]      the sandbox; its settings are PAYSTUB_* variables
              java -jar paystub.jar readyz [options]          asks a sandbox whether it is ready: exit code 0, or 1 if not
                --wait              until it is
                --timeout 30s       for how long at most (ms, s, m; 30s with --wait, otherwise 5s)
                --url http://...    which one (http://127.0.0.1 and PAYSTUB_PORT, PORT or 8080)
              java -jar paystub.jar --help | --version
            """;

    private Command() {}

    /**
     * Runs the server or the command in the arguments. Does not return when the process is to exit.
     */
    @SuppressWarnings("SystemOut") // a command's output
    public static void run(String[] args, Runnable server) {
        var words = List.of(args);
        if (words.isEmpty() || isOfServer(words.getFirst())) {
            serve(server);
        } else {
            System.exit(run(words, System.getenv(), System.out, System.err));
        }
    }

    private static void serve(Runnable server) {
        try {
            server.run();
        } catch (AbandonedRunException onPurpose) {
            throw onPurpose;
        } catch (RuntimeException | Error failure) {
            // the reporter has printed it already
            System.exit(StartFailure.of(failure, null).exitCode());
        }
    }

    private static boolean isOfServer(String word) {
        return word.startsWith("--") && !List.of("--help", "--version").contains(word);
    }

    /** Runs a command. Returns its exit code. */
    static int run(
            List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
        var rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "readyz" -> Readyz.run(rest, environment, out, err);
            case "--help", "-h", "-?", "help" -> {
                out.print(USAGE);
                yield DONE;
            }
            case "--version", "-V", "-v", "version" -> {
                out.println("paystub " + version());
                yield DONE;
            }
            default -> {
                err.printf(
                        "There is no command '%s'; there are readyz, --help and --version, and"
                                + " without one of them the sandbox starts%n",
                        words.getFirst());
                yield WRONG_USAGE;
            }
        };
    }

    /** Returns the version of the build, as the server reports it. */
    static String version() {
        try (var file = Command.class.getResourceAsStream("/META-INF/build-info.properties")) {
            var build = new Properties();
            if (file != null) {
                build.load(file);
            }
            @Nullable String version = build.getProperty("build.version");
            return version == null ? "of an unknown version" : version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
