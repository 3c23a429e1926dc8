package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriUtils;

/**
 * One request and its response, with everything that is found out about them: by the outermost
 * filter, which makes it, and by the steps that follow. Each finding is made once. One thread has
 * it at a time.
 */
public final class Exchange {

    /** How an operation ends whose failure is a response with status 200. */
    public static final String USER_ERROR = "error";

    /** What lines of the log call the request, and the account once its key has opened one. */
    static final String LOGGED_REQUEST = "request";

    static final String LOGGED_ACCOUNT = "account";

    private static final String ATTRIBUTE = Exchange.class.getName();
    private static final Pattern ACTION = Pattern.compile("(?:^|&)(action=[A-Za-z_]{1,40})");

    private final ApiSurface surface;
    private final String path;
    private final @Nullable String queryString;
    private @Nullable MultiValueMap<String, String> query;
    private byte @Nullable [] body;
    private @Nullable String account;
    private @Nullable String operation;
    private boolean documented;
    private List<String> violations = List.of();
    private ApiError.@Nullable Kind failure;
    private @Nullable String fault;
    private @Nullable String faultSource;
    private @Nullable Runnable insteadOfResponse;

    private Exchange(ApiSurface surface, HttpServletRequest request) {
        this.surface = surface;
        this.path = request.getServletPath();
        this.queryString = request.getQueryString();
    }

    /** Makes the exchange of a request. */
    public static Exchange begin(HttpServletRequest request, ApiSurfaces surfaces) {
        var exchange = new Exchange(surfaces.of(request.getServletPath()), request);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    /** The exchange of a request that came through the outermost filter. */
    public static Exchange of(HttpServletRequest request) {
        return find(request)
                .orElseThrow(() -> new IllegalStateException("The request has no exchange"));
    }

    /** The exchange of a request; empty for one that the container has refused. */
    static Optional<Exchange> find(HttpServletRequest request) {
        return Optional.ofNullable((Exchange) request.getAttribute(ATTRIBUTE));
    }

    /** The API that the request was sent to. */
    public ApiSurface surface() {
        return surface;
    }

    /** The path, decoded, without what a proxy has put before it. */
    public String path() {
        return path;
    }

    /** The parameters of the query; asking the container for them would read a form. */
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
            return text; // the container refuses it
        }
    }

    void read(byte[] bytes) {
        body = bytes;
    }

    /** The body, inflated; null when there was none, or when the container has read a form. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Notes whose request it is, in a form that may stand in a log. */
    public void account(String mark) {
        account = mark;
        MDC.put(LOGGED_ACCOUNT, mark);
    }

    /** The account in a form that may stand in a log; null until its key has opened it. */
    public @Nullable String account() {
        return account;
    }

    /** The request is a documented operation, called by this name. */
    public void isOperation(String name) {
        operation = name;
        documented = true;
    }

    /** Whether the request is an operation of the surface's OpenAPI document. */
    public boolean isDocumented() {
        return documented;
    }

    /** The documented operation's name; null when it is none. */
    public @Nullable String operation() {
        return operation;
    }

    public void violates(List<String> contract) {
        violations = List.copyOf(contract);
    }

    /** How the request departs from the OpenAPI document, each in a few words. */
    public List<String> violations() {
        return violations;
    }

    void failed(ApiError.Kind kind) {
        failure = kind;
    }

    /** The error that the response reports, whatever status the API's format gives it. */
    public Optional<ApiError.Kind> failure() {
        return Optional.ofNullable(failure);
    }

    /** The request failed on purpose: how, and who asked for it. */
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

    /** The response is not to arrive: this is done in its place. */
    public void loseResponse(Runnable instead) {
        insteadOfResponse = instead;
    }

    /** What is done in place of the response; empty when it is sent. */
    public Optional<Runnable> insteadOfResponse() {
        return Optional.ofNullable(insteadOfResponse);
    }

    /**
     * How a documented operation ended: by its status, or by {@link #USER_ERROR}. Null when it was
     * none, or failed on purpose.
     */
    public @Nullable String outcome(int status) {
        if (!documented || fault != null) {
            return null;
        }
        return status == HttpServletResponse.SC_OK && failure != null
                ? USER_ERROR
                : String.valueOf(status);
    }

    /** The pattern of a request's path; null when it met no controller. */
    public static @Nullable String pattern(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }

    /**
     * The route of a request and not its path, which may hold a link that nobody else should know.
     */
    public static String route(HttpServletRequest request) {
        var pattern = pattern(request);
        // asking the container for a parameter would read a form that is still to be read
        var query = request.getQueryString() == null ? "" : request.getQueryString();
        var action = ACTION.matcher(query);
        return request.getMethod()
                + " "
                + (pattern == null ? "" : pattern)
                + (action.find() ? "?" + action.group(1) : "");
    }
}
