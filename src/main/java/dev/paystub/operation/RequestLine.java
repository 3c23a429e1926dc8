package dev.paystub.operation;

import dev.paystub.http.Exchange;
import java.io.Console;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiElement;
import org.springframework.boot.ansi.AnsiStyle;

/**
 * A request as one line for a person: method, path, status, time, effects and account. Paths of
 * requests that need no key are shown by their pattern, because links to hosted pages are secret.
 */
final class RequestLine {

    private static final int LONGEST_PATH = 200;
    private static final int MOST_EFFECTS = 4;
    private static final int REDIRECTION = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final boolean coloured;

    /**
     * Creates a writer of lines.
     *
     * @param coloured whether a terminal shows them
     */
    RequestLine(boolean coloured) {
        this.coloured = coloured;
    }

    /**
     * Returns whether lines go to a terminal that shows colours.
     *
     * @param noColour the value of {@code NO_COLOR}; any text turns colours off
     */
    static boolean isColoured(String logFormat, String noColour) {
        var text = logFormat.isEmpty() || logFormat.equalsIgnoreCase("text");
        return text && noColour.isEmpty() && isTerminal();
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** Returns the line of a request that has a status. */
    String of(Exchange exchange, String method, String route, int status, long micros) {
        var failed = status < CLIENT_ERROR && exchange.failure().isPresent();
        return "%s %s %s %s%s account %s"
                .formatted(
                        in(AnsiStyle.BOLD, method),
                        path(exchange, route),
                        in(colour(status, failed), status + (failed ? " error" : "")),
                        in(
                                AnsiStyle.FAINT,
                                BigDecimal.valueOf(micros, 3).setScale(1, RoundingMode.HALF_UP)
                                        + " ms"),
                        effects(exchange.effects()),
                        Objects.requireNonNullElse(exchange.account(), "none"));
    }

    private static String path(Exchange exchange, String route) {
        if (!exchange.surface().hasKey()) {
            return route;
        }
        var path = exchange.path().replaceAll("\\p{Cc}", "?");
        var action = exchange.query().getFirst("action");
        var whole = action == null ? path : path + "?action=" + action.replaceAll("\\W", "?");
        return whole.length() <= LONGEST_PATH ? whole : whole.substring(0, LONGEST_PATH) + "…";
    }

    private String effects(List<String> effects) {
        if (effects.isEmpty()) {
            return "";
        }
        var shown = String.join(", ", effects.stream().limit(MOST_EFFECTS).toList());
        var more = effects.size() - MOST_EFFECTS;
        return " " + in(AnsiColor.CYAN, more > 0 ? "%s, %d more".formatted(shown, more) : shown);
    }

    private static AnsiElement colour(int status, boolean failed) {
        if (status >= SERVER_ERROR) {
            return AnsiColor.RED;
        }
        if (status >= CLIENT_ERROR || failed) {
            return AnsiColor.YELLOW;
        }
        return status >= REDIRECTION ? AnsiColor.BLUE : AnsiColor.GREEN;
    }

    private String in(AnsiElement how, String text) {
        return coloured ? "\033[%sm%s\033[0m".formatted(how, text) : text;
    }
}
