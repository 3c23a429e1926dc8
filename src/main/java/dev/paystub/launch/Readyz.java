package dev.paystub.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server's {@code /readyz} once, or until it is ready. It uses only classes that a JVM has
 * loaded anyway, because container health checks run it every few seconds.
 */
final class Readyz {

    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([^\"]*)\"");
    private static final Duration TO_ASK = Duration.ofSeconds(5);
    private static final Duration TO_WAIT = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 25;
    private static final int MOST_OF_AN_ANSWER = 4096;

    private final URI address;
    private final boolean wait;
    private final Duration timeout;

    private Readyz(URI address, boolean wait, Duration timeout) {
        this.address = address;
        this.wait = wait;
        this.timeout = timeout;
    }

    private static final class WrongUsage extends Exception {
        WrongUsage(String message) {
            super(message, null, false, false);
        }
    }

    static int run(
            List<String> options,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        try {
            return of(options, environment).ask(out, err);
        } catch (WrongUsage e) {
            err.println(e.getMessage());
            return Command.WRONG_USAGE;
        }
    }

    private static Readyz of(List<String> options, Map<String, String> environment)
            throws WrongUsage {
        var wait = false;
        @Nullable String timeout = null;
        @Nullable String url = null;
        for (var at = 0; at < options.size(); at++) {
            var parts = options.get(at).split("=", 2);
            switch (parts[0]) {
                case "--wait" -> wait = true;
                case "--timeout" -> timeout = parts.length == 2 ? parts[1] : next(options, at++);
                case "--url" -> url = parts.length == 2 ? parts[1] : next(options, at++);
                default ->
                        throw new WrongUsage(
                                "readyz does not know '%s', but --wait, --timeout 30s and --url http://..."
                                        .formatted(options.get(at)));
            }
        }
        var patience = timeout == null ? (wait ? TO_WAIT : TO_ASK) : duration(timeout);
        return new Readyz(url == null ? ofThisMachine(environment) : address(url), wait, patience);
    }

    private static String next(List<String> options, int at) throws WrongUsage {
        if (at + 1 == options.size()) {
            throw new WrongUsage("%s wants a value after it".formatted(options.get(at)));
        }
        return options.get(at + 1);
    }

    private static Duration duration(String text) throws WrongUsage {
        var time = TIME.matcher(text);
        if (!time.matches()) {
            throw new WrongUsage(
                    "--timeout is '%s', but must be a time such as 30s, 500ms or 2m"
                            .formatted(text));
        }
        var count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static URI address(String url) throws WrongUsage {
        try {
            var given = URI.create(url);
            var scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
            if (!List.of("http", "https").contains(scheme) || given.getHost() == null) {
                throw new IllegalArgumentException("no address of the web");
            }
            var root = url.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
            return URI.create(root.endsWith("/readyz") ? root : root + "/readyz");
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(
                    "--url is '%s', but must be an address such as http://localhost:8080"
                            .formatted(url));
        }
    }

    private static URI ofThisMachine(Map<String, String> environment) throws WrongUsage {
        var port = Ports.named(environment);
        if (port.equals("0")) {
            throw new WrongUsage("The port is 0, a free one: say with --url which it became");
        }
        return address("http://127.0.0.1:" + port);
    }

    private int ask(PrintStream out, PrintStream err) {
        var start = System.nanoTime();
        @Nullable String trouble = null;
        while (true) {
            var left = timeout.minusNanos(System.nanoTime() - start);
            try {
                trouble = trouble(Math.max(1, left.toMillis()));
            } catch (SocketTimeoutException cutOff) {
                // what the server answered before says more
                trouble = trouble == null ? String.valueOf(cutOff.getMessage()) : trouble;
            }
            var taken = Duration.ofNanos(System.nanoTime() - start);
            if (trouble == null) {
                out.printf(Locale.ROOT, "%s is ready (%d ms)%n", address, taken.toMillis());
                return Command.DONE;
            }
            if (!wait || taken.plusMillis(PAUSE_MILLIS).compareTo(timeout) >= 0) {
                err.printf(
                        Locale.ROOT,
                        "%s is not ready%s: %s%n",
                        address,
                        wait ? " after " + taken.toMillis() + " ms" : "",
                        trouble);
                return Command.FAILED;
            }
            pause();
        }
    }

    /**
     * Returns why the server is not ready; null when it is.
     *
     * @throws SocketTimeoutException if it does not answer in time
     */
    private @Nullable String trouble(long millis) throws SocketTimeoutException {
        try {
            var patience = (int) Math.min(millis, Integer.MAX_VALUE);
            var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(patience);
            connection.setReadTimeout(patience);
            connection.setInstanceFollowRedirects(false);
            var status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK ? null : reason(status, connection);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String reason(int status, HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            if (body == null) {
                return "it answers " + status;
            }
            var text = new String(body.readNBytes(MOST_OF_AN_ANSWER), StandardCharsets.UTF_8);
            var reason = REASON.matcher(text);
            return reason.find() ? reason.group(1) : "it answers " + status;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
