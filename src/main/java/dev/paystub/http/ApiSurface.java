package dev.paystub.http;

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

    /** Which web pages of other origins may call an API. */
    public enum Pages {
        /** All that {@code PAYSTUB_CORS_ALLOWED_ORIGINS} allows. */
        ANY,
        /** Those that {@code PAYSTUB_SANDBOX_ALLOWED_ORIGINS} names, and only with a key. */
        CHOSEN,
        /** None: a preflight request is refused. */
        NONE,
        /** The surface itself decides; no CORS header is sent. */
        UNCHECKED
    }

    /**
     * Which requests take effect once for each {@code Idempotency-Key}.
     *
     * @param methods of these methods
     * @param rights what the response depends on besides account, role and request
     * @param address the path of the operation: one path for all those under which it is served
     */
    public record Idempotency(
            Set<HttpMethod> methods,
            Function<HttpServletRequest, String> rights,
            Function<HttpServletRequest, String> address) {}

    private static final String BELOW = "/**";

    /** Characters that end a segment of a path as it was sent. */
    private static final String ENDS = "/;%?\\";

    private final String name;
    private final List<String> exactPaths;
    private final List<String> roots;
    private final @Nullable Function<HttpServletRequest, @Nullable String> key;
    private final @Nullable ErrorFormat errors;
    private final List<String> errorPrefixes;
    private final boolean journalled;
    private final boolean streamed;
    private final boolean stored;
    private final boolean readsForms;
    private final boolean sameOriginOnly;
    private final boolean simulated;
    private final @Nullable String document;
    private final Pages pages;
    private final List<String> allowedHeaders;
    private final List<String> exposedHeaders;
    private final @Nullable Idempotency idempotency;
    private final @Nullable AuthorizationManager<HttpServletRequest> rights;

    private ApiSurface(Builder built) {
        this.name = built.name;
        this.exactPaths = built.paths.stream().filter(path -> !path.endsWith(BELOW)).toList();
        this.roots =
                built.paths.stream()
                        .filter(path -> path.endsWith(BELOW))
                        .map(path -> path.substring(0, path.length() - BELOW.length()))
                        .toList();
        this.key = built.key;
        this.errors = built.errors;
        this.errorPrefixes = List.copyOf(built.errorPrefixes);
        this.journalled = built.journalled;
        this.streamed = built.streamed;
        this.stored = built.stored;
        this.readsForms = built.readsForms;
        this.sameOriginOnly = built.sameOriginOnly;
        this.simulated = built.simulated;
        this.document = built.document;
        this.pages = built.pages;
        this.allowedHeaders = List.copyOf(built.allowedHeaders);
        this.exposedHeaders = List.copyOf(built.exposedHeaders);
        this.idempotency = built.idempotency;
        this.rights = built.rights;
    }

    /**
     * Begins to describe a surface.
     *
     * @param paths each a path, or a path and everything below it, such as {@code /billing/**}
     */
    public static Builder of(String name, String... paths) {
        return new Builder(name, List.of(paths));
    }

    /** How specifically a decoded path belongs here: a length, or -1 when it does not. */
    int match(String path) {
        if (exactPaths.contains(path)) {
            return path.length() + 1; // before a surface for all paths below this one
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
     * How specifically a path, as it was sent, belongs here; -1 when it does not. Such a path may
     * lead nowhere, and its error is still worded by the API that it begins like.
     */
    int matchAsSent(String path) {
        var longest = -1;
        if (errorPrefixes.isEmpty()) {
            for (var root : roots) {
                if (root.length() > longest
                        && path.startsWith(root)
                        && (path.length() == root.length()
                                || ENDS.indexOf(path.charAt(root.length())) >= 0)) {
                    longest = root.length();
                }
            }
        } else {
            for (var prefix : errorPrefixes) {
                if (prefix.length() > longest && path.startsWith(prefix)) {
                    longest = prefix.length();
                }
            }
        }
        return longest;
    }

    public String name() {
        return name;
    }

    /** Whether requests need a key. */
    public boolean hasKey() {
        return key != null;
    }

    /** The credential of a request, as it was sent; null when there is none. */
    public @Nullable String key(HttpServletRequest request) {
        return key == null ? null : key.apply(request);
    }

    /** How the API words an error; null for problem details. */
    @Nullable ErrorFormat errors() {
        return errors;
    }

    /** Whether requests are in the journal of the account that they open. */
    public boolean isJournalled() {
        return journalled;
    }

    /** Whether a response is sent while it is being made. */
    public boolean isStreamed() {
        return streamed;
    }

    /** Whether caches may store responses. */
    public boolean isStored() {
        return stored;
    }

    /** Whether the body of a form is read here; otherwise the servlet container reads it. */
    boolean readsForms() {
        return readsForms;
    }

    /** Whether pages of other sites may change nothing. */
    public boolean isSameOriginOnly() {
        return sameOriginOnly;
    }

    /** Whether this stands in for an API of somebody else, whose requests may fail on purpose. */
    public boolean isSimulated() {
        return simulated;
    }

    /** The OpenAPI document that requests are checked against; null when they are not. */
    public @Nullable String document() {
        return document;
    }

    public Pages pages() {
        return pages;
    }

    List<String> allowedHeaders() {
        return allowedHeaders;
    }

    List<String> exposedHeaders() {
        return exposedHeaders;
    }

    /** Which requests take effect once; null when none are told apart. */
    public @Nullable Idempotency idempotency() {
        return idempotency;
    }

    /**
     * What a caller may do; null when every caller may do everything, or the controllers decide.
     */
    public @Nullable AuthorizationManager<HttpServletRequest> rights() {
        return rights;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Describes a surface: without key, in problem details, neither journalled nor checked. */
    public static final class Builder {

        private final String name;
        private final List<String> paths;
        private @Nullable Function<HttpServletRequest, @Nullable String> key;
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

        private Builder(String name, List<String> paths) {
            this.name = name;
            this.paths = paths;
        }

        /** Requests need a key, which is read so; responses are not for caches to store. */
        public Builder key(Function<HttpServletRequest, @Nullable String> credential) {
            key = credential;
            readsForms = true;
            return notStored();
        }

        /**
         * Errors are worded so.
         *
         * @param prefixes of the paths, as sent, whose errors are worded so; by default, the
         *     surface's own paths
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

        /** Reading the journal is not itself journalled. */
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
         * Pages of other sites may change nothing, save those that {@link Pages#CHOSEN} lets in.
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

        /** Headers that a web page may send besides those of every API. */
        public Builder allowedHeaders(String... names) {
            allowedHeaders.addAll(List.of(names));
            return this;
        }

        /** Headers of responses that a web page may read besides those of every API. */
        public Builder exposedHeaders(String... names) {
            exposedHeaders.addAll(List.of(names));
            return this;
        }

        /** Requests of these methods take effect once for each {@code Idempotency-Key}. */
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

        public ApiSurface build() {
            return new ApiSurface(this);
        }
    }
}
