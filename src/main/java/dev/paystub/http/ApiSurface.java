package dev.paystub.http;

import dev.paystub.kernel.Labelled;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;

/**
 * One API of the server: its paths, the credential that it takes, its error format, and what else
 * distinguishes it from the other APIs. Each API declares its surface as one bean. A request
 * belongs to the surface with the longest matching path; the security chain, the journal, the
 * contract and the error formats read from it what applies to the request.
 */
public final class ApiSurface {

    /** Web pages of other origins that may call an API. */
    public enum Pages {
        /** Pages of every origin that {@code PAYSTUB_CORS_ALLOWED_ORIGINS} allows. */
        ANY,
        /** Pages of the origins in {@code PAYSTUB_SANDBOX_ALLOWED_ORIGINS}, and only with a key. */
        CHOSEN,
        /** No pages: a preflight request is refused. */
        NONE,
        /** The surface itself decides; no CORS header is sent. */
        UNCHECKED
    }

    /**
     * The requests that take effect once for each {@code Idempotency-Key}.
     *
     * @param methods the HTTP methods of these requests
     * @param rights everything the response depends on besides account, role and request
     * @param address returns the path of the operation, the same for all paths that serve it
     */
    public record Idempotency(
            Set<HttpMethod> methods,
            Function<HttpServletRequest, String> rights,
            Function<HttpServletRequest, String> address) {}

    private static final String BELOW = "/**";

    /** Characters that end a segment of an undecoded path. */
    private static final String ENDS = "/;%?\\";

    private final List<String> exactPaths;
    private final List<String> roots;

    /** What the surface was built with; nothing changes it any more. */
    private final Builder built;

    private ApiSurface(Builder built) {
        this.exactPaths = built.paths.stream().filter(path -> !path.endsWith(BELOW)).toList();
        this.roots =
                built.paths.stream()
                        .filter(path -> path.endsWith(BELOW))
                        .map(path -> path.substring(0, path.length() - BELOW.length()))
                        .toList();
        this.built = built;
    }

    /**
     * Starts the description of a surface.
     *
     * @param paths each a path, or a path and everything below it, such as {@code /billing/**}
     */
    public static Builder of(String name, String... paths) {
        return new Builder(name, List.of(paths));
    }

    /** Returns the length of the match of a decoded path, or -1 if it does not belong here. */
    int match(String path) {
        if (exactPaths.contains(path)) {
            return path.length() + 1; // an exact path wins over a pattern
        }
        var longest = -1;
        for (var root : roots) {
            if (root.length() > longest && isBelow(root, path)) {
                longest = root.length();
            }
        }
        return longest;
    }

    private static boolean isBelow(String root, String path) {
        return path.startsWith(root)
                && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /**
     * Returns the length of the match of an undecoded path, or -1 if it does not belong here. Such
     * a path may lead to no controller; the error still has the format of the API whose path it
     * begins with.
     */
    int matchAsSent(String path) {
        var longest = -1;
        if (built.errorPrefixes.isEmpty()) {
            for (var root : roots) {
                if (root.length() > longest
                        && path.startsWith(root)
                        && (path.length() == root.length()
                                || ENDS.indexOf(path.charAt(root.length())) >= 0)) {
                    longest = root.length();
                }
            }
        } else {
            for (var prefix : built.errorPrefixes) {
                if (prefix.length() > longest && path.startsWith(prefix)) {
                    longest = prefix.length();
                }
            }
        }
        return longest;
    }

    public String name() {
        return built.name;
    }

    /** Returns whether requests need a key. */
    public boolean hasKey() {
        return built.key != null;
    }

    /** Returns the credential of a request as it was sent; null if there is none. */
    public @Nullable String key(HttpServletRequest request) {
        return built.key == null ? null : built.key.apply(request);
    }

    /**
     * Returns the headers in which the key may come, each with a place for it, such as {@code
     * X-API-Key: %s}; none when the API has words of its own for a missing key.
     */
    public List<String> keyHeaders() {
        return built.keyHeaders;
    }

    /** Returns the format of the API's errors; null for problem details (RFC 9457). */
    @Nullable ErrorFormat errors() {
        return built.errors;
    }

    /** Returns whether requests are recorded in the journal of the account that they open. */
    public boolean isJournalled() {
        return built.journalled;
    }

    /** Returns whether a response is sent in parts while it is being produced. */
    public boolean isStreamed() {
        return built.streamed;
    }

    /** Returns whether caches may store responses. */
    public boolean isStored() {
        return built.stored;
    }

    /** Returns whether form bodies are read by Paystub and not by the servlet container. */
    boolean readsForms() {
        return built.readsForms;
    }

    /** Returns whether requests from pages of other sites may not change anything. */
    public boolean isSameOriginOnly() {
        return built.sameOriginOnly;
    }

    /**
     * Returns whether the surface simulates a third-party API, whose requests may fail on purpose.
     */
    public boolean isSimulated() {
        return built.simulated;
    }

    /** Returns the OpenAPI document that requests are checked against; null for no check. */
    public @Nullable String document() {
        return built.document;
    }

    public Pages pages() {
        return built.pages;
    }

    List<String> allowedHeaders() {
        return built.allowedHeaders;
    }

    List<String> exposedHeaders() {
        return built.exposedHeaders;
    }

    /** Returns the requests that take effect once for each key; null if there are none. */
    public @Nullable Idempotency idempotency() {
        return built.idempotency;
    }

    /**
     * Returns the check of the caller's rights; null if every caller may do everything or if the
     * controllers check.
     */
    public @Nullable AuthorizationManager<HttpServletRequest> rights() {
        return built.rights;
    }

    /** The kind of client that sends a request. */
    public enum Source implements Labelled {
        API,
        CONSOLE,
        /** A hosted page, by its form. */
        PAGE,
        STRIPE_JS;

        @Override
        public String label() {
            return Labelled.super.label().replace('_', '-');
        }
    }

    /** Returns the kind of client that sends a request: {@code API} unless the surface says. */
    public Source source(HttpServletRequest request) {
        return built.source.apply(request);
    }

    @Override
    public String toString() {
        return built.name;
    }

    /**
     * Builds a surface. By default it needs no key, reports errors as problem details, and is
     * neither journalled nor checked against a document.
     */
    public static final class Builder {

        private final String name;
        private final List<String> paths;
        private @Nullable Function<HttpServletRequest, @Nullable String> key;
        private List<String> keyHeaders = List.of();
        private @Nullable ErrorFormat errors;
        private List<String> errorPrefixes = List.of();
        private boolean journalled;
        private boolean streamed;
        private boolean stored = true;
        private boolean readsForms;
        private boolean sameOriginOnly;
        private boolean simulated;
        private @Nullable String document;
        private Pages pages = Pages.UNCHECKED;
        private final List<String> allowedHeaders = new ArrayList<>();
        private final List<String> exposedHeaders = new ArrayList<>();
        private @Nullable Idempotency idempotency;
        private @Nullable AuthorizationManager<HttpServletRequest> rights;
        private Function<HttpServletRequest, Source> source = request -> Source.API;

        private Builder(String name, List<String> paths) {
            this.name = name;
            this.paths = paths;
        }

        /**
         * Requires a key, which the function reads from the request; caches may not store
         * responses.
         */
        public Builder key(Function<HttpServletRequest, @Nullable String> credential) {
            key = credential;
            readsForms = true;
            return notStored();
        }

        /**
         * Sets the headers that the message about a missing key names, each with a place for it.
         */
        public Builder keyHeaders(String... headers) {
            keyHeaders = List.of(headers);
            return this;
        }

        /**
         * Sets the format of errors.
         *
         * @param prefixes prefixes of the undecoded paths whose errors have this format; by
         *     default, the surface's own paths
         */
        public Builder errors(ErrorFormat format, String... prefixes) {
            errors = format;
            errorPrefixes = List.of(prefixes);
            return this;
        }

        public Builder journalled() {
            journalled = true;
            return this;
        }

        /** Leaves requests out of the journal: reading the journal is not itself journalled. */
        public Builder notJournalled() {
            journalled = false;
            return this;
        }

        public Builder streamed() {
            streamed = true;
            return this;
        }

        public Builder notStored() {
            stored = false;
            return this;
        }

        public Builder readingForms() {
            readsForms = true;
            return this;
        }

        /**
         * Refuses changes from pages of other sites, except those that {@link Pages#CHOSEN} allows.
         */
        public Builder sameOriginOnly() {
            sameOriginOnly = true;
            return this;
        }

        public Builder simulated() {
            simulated = true;
            return this;
        }

        public Builder document(String openApi) {
            document = openApi;
            return this;
        }

        public Builder pages(Pages which) {
            pages = which;
            return this;
        }

        /** Adds request headers that a web page may send, besides those that every API allows. */
        public Builder allowedHeaders(String... names) {
            allowedHeaders.addAll(List.of(names));
            return this;
        }

        /** Adds response headers that a web page may read, besides those that every API exposes. */
        public Builder exposedHeaders(String... names) {
            exposedHeaders.addAll(List.of(names));
            return this;
        }

        /** Makes requests with these methods take effect once for each {@code Idempotency-Key}. */
        public Builder idempotent(HttpMethod... methods) {
            return idempotent(request -> "", HttpServletRequest::getRequestURI, methods);
        }

        public Builder idempotent(
                Function<HttpServletRequest, String> dependingOn,
                Function<HttpServletRequest, String> address,
                HttpMethod... methods) {
            idempotency = new Idempotency(Set.of(methods), dependingOn, address);
            return this;
        }

        public Builder rights(AuthorizationManager<HttpServletRequest> ofCallers) {
            rights = ofCallers;
            return this;
        }

        /** Sets the kind of client that sends a request. */
        public Builder source(Function<HttpServletRequest, Source> ofRequest) {
            source = ofRequest;
            return this;
        }

        public ApiSurface build() {
            return new ApiSurface(this);
        }
    }
}
