package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriUtils;

/**
 * One request and its response, with all facts that the outermost filter and the later steps find
 * out about them. Each fact is found once. Only one thread at a time uses an exchange.
 */
public final class Exchange {

    /** Outcome of an operation that reports an error in a response with status 200. */
    public static final String USER_ERROR = "error";

    /** Names under which the logging context holds the request and, once opened, the account. */
    static final String LOGGED_REQUEST = "request";

    static final String LOGGED_ACCOUNT = "account";

    /** Request header with which the console marks what it sends. */
    static final String OBSERVER = "Paystub-Observer";

    private static final String CONSOLE = "console";

    /** Its value for a request that a person sends there on purpose, a read too. */
    private static final String CONSOLE_ACTION = "console-action";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private static final String ATTRIBUTE = Exchange.class.getName();
    private static final Pattern ACTION = Pattern.compile("(?:^|&)(action=[A-Za-z_]{1,40})");

    private final ApiSurface surface;
    private final String path;
    private final @Nullable String queryString;
    private final boolean fromConsole;
    private final boolean observer;
    private @Nullable MultiValueMap<String, String> query;
    private byte @Nullable [] body;
    private @Nullable String account;
    private @Nullable String operation;
    private List<String> violations = List.of();
    private ApiError.@Nullable Kind failure;
    private @Nullable String fault;
    private @Nullable String faultSource;
    private @Nullable Runnable insteadOfResponse;
    private boolean replayed;
    private List<String> effects = List.of();

    private Exchange(ApiSurface surface, HttpServletRequest request) {
        this.surface = surface;
        this.path = request.getServletPath();
        this.queryString = request.getQueryString();
        var observes = CONSOLE.equals(request.getHeader(OBSERVER));
        this.fromConsole = observes || CONSOLE_ACTION.equals(request.getHeader(OBSERVER));
        this.observer = observes && (READS.contains(request.getMethod()) || isDryRun());
    }

    /** Creates the exchange of a request and attaches it to the request. */
    public static Exchange begin(HttpServletRequest request, ApiSurfaces surfaces) {
        var exchange = new Exchange(surfaces.of(request.getServletPath()), request);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    /**
     * Returns the exchange of a request that passed through the outermost filter.
     *
     * @throws IllegalStateException if the request has no exchange
     */
    public static Exchange of(HttpServletRequest request) {
        return find(request)
                .orElseThrow(() -> new IllegalStateException("The request has no exchange"));
    }

    /** Returns the exchange of a request; empty if the container refused the request. */
    static Optional<Exchange> find(HttpServletRequest request) {
        return Optional.ofNullable((Exchange) request.getAttribute(ATTRIBUTE));
    }

    /** Returns the surface of the API that the request was sent to. */
    public ApiSurface surface() {
        return surface;
    }

    /** Returns whether the console has sent the request, by a button or to show something. */
    public boolean isFromConsole() {
        return fromConsole;
    }

    /** Returns whether the request only asks what an advance of the clock would bring. */
    private boolean isDryRun() {
        return path.equals("/sandbox/clock/advance") && "true".equals(query().getFirst("dry_run"));
    }

    /**
     * Returns whether the console only looks: a read or a dry run that leaves no trace in journal,
     * coverage and contract check, and that no fault touches.
     */
    public boolean isObserver() {
        return observer;
    }

    /** Returns the decoded path, without the prefix that a proxy has added. */
    public String path() {
        return path;
    }

    /**
     * Returns the query parameters. The container is not asked, because it would read a form's
     * body.
     */
    public MultiValueMap<String, String> query() {
        if (query == null) {
            query = parsed(queryString);
        }
        return query;
    }

    private static MultiValueMap<String, String> parsed(@Nullable String text) {
        var parameters = new LinkedMultiValueMap<String, String>();
        if (text != null) {
            for (var pair : text.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    parameters.add(
                            decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // the container reports the error
        }
    }

    void receive(byte[] bytes) {
        body = bytes;
    }

    /** Returns the decompressed body; null if there is none or if the container has read a form. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Sets the account of the request, in a form that may be logged. */
    public void account(String mark) {
        account = mark;
        MDC.put(LOGGED_ACCOUNT, mark);
    }

    /** Returns the account in a form that may be logged; null until a key has opened it. */
    public @Nullable String account() {
        return account;
    }

    /** Marks the request as a documented operation of this name. */
    public void matchOperation(String name) {
        operation = name;
    }

    /** Returns the name of the documented operation; null if the request is none. */
    public @Nullable String operation() {
        return operation;
    }

    public void recordViolations(List<String> found) {
        violations = List.copyOf(found);
    }

    /** Returns the deviations of the request from the OpenAPI document, each in a few words. */
    public List<String> violations() {
        return violations;
    }

    public void failed(ApiError.Kind kind) {
        failure = kind;
    }

    /** Returns the error that the response reports, whatever its HTTP status. */
    public Optional<ApiError.Kind> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Marks the request as failed on purpose.
     *
     * @param how the fault
     * @param source the origin of the fault
     */
    public void failsOnPurpose(String how, String source) {
        fault = how;
        faultSource = source;
    }

    public @Nullable String fault() {
        return fault;
    }

    public @Nullable String faultSource() {
        return faultSource;
    }

    /** Marks the response as the first one to its idempotency key, sent again. */
    public void markReplayed() {
        replayed = true;
    }

    public boolean isReplayed() {
        return replayed;
    }

    /** Sets what the request has changed, each change in a few words. */
    public void recordEffects(List<String> inWords) {
        effects = List.copyOf(inWords);
    }

    /** Returns what the request has changed; empty until the journal has the request. */
    public List<String> effects() {
        return effects;
    }

    /** Suppresses the response and runs an action in its place. */
    public void loseResponse(Runnable instead) {
        insteadOfResponse = instead;
    }

    /** Returns the action that runs in place of the response; empty if the response is sent. */
    public Optional<Runnable> insteadOfResponse() {
        return Optional.ofNullable(insteadOfResponse);
    }

    /**
     * Returns the outcome of a documented operation: its status, or {@link #USER_ERROR}. Returns
     * null if the request was no documented operation or failed on purpose.
     */
    public @Nullable String outcome(int status) {
        if (operation == null || fault != null) {
            return null;
        }
        return status == HttpServletResponse.SC_OK && failure != null
                ? USER_ERROR
                : String.valueOf(status);
    }

    /** Returns the path pattern of the matched controller; null if no controller matched. */
    public static @Nullable String pattern(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }

    /**
     * Returns the method, the path pattern and the {@code action} parameter of a request. The path
     * itself is left out, because it may contain a secret link.
     */
    public static String route(HttpServletRequest request) {
        return laterRoute(request).get();
    }

    /** Returns the {@link #route} as it is now, for a caller that may need it after the request. */
    public static Supplier<String> laterRoute(HttpServletRequest request) {
        var method = request.getMethod();
        var pattern = pattern(request);
        // asking the container for a parameter would read a form's body too early
        var query = request.getQueryString();
        return () -> method + " " + (pattern == null ? "" : pattern) + action(query);
    }

    private static String action(@Nullable String query) {
        var action = query == null ? null : ACTION.matcher(query);
        return action != null && action.find() ? "?" + action.group(1) : "";
    }
}
