package dev.paystub.http;

import dev.paystub.account.AccountDirectory;
import dev.paystub.account.FaultRules;
import dev.paystub.account.IdempotencyKeys;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Builds a facade's filter chain: CORS, the key, and nothing that a stateless API has no use for. A
 * trial measured the default chain at several times the cost of the work itself.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    ContractProperties.class,
    CorsProperties.class,
    SandboxCorsProperties.class
})
public class ApiSecurity {

    /** Headers of every answer that a web page may read. */
    private static final List<String> MARKS =
            List.of("Paystub", "X-Request-Id", "Preference-Applied", "Paystub-Contract");

    private final AccountDirectory directory;
    private final FaultRules faultRules;
    private final OpenApiContract contract;
    private final boolean strict;
    private final ErrorFormats errorFormats;
    private final BodyLimit bodies;
    private final IdempotencyKeys idempotencyKeys;
    private final HostNames names;
    private final CorsConfiguration cors;
    private final CorsConfiguration sandboxCors;

    ApiSecurity(
            AccountDirectory directory,
            FaultRules faultRules,
            OpenApiContract contract,
            ContractProperties properties,
            ErrorFormats errorFormats,
            BodyLimit bodies,
            IdempotencyKeys idempotencyKeys,
            HostNames names,
            CorsProperties allowed,
            SandboxCorsProperties sandboxAllowed) {
        this.names = names;
        this.directory = directory;
        this.faultRules = faultRules;
        this.contract = contract;
        this.strict = properties.strict();
        this.errorFormats = errorFormats;
        this.bodies = bodies;
        this.idempotencyKeys = idempotencyKeys;
        this.cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(allowed.allowedOrigins());
        cors.setAllowedMethods(
                List.of(CorsConfiguration.ALL)); // a wrong method is the API's to refuse
        cors.setAllowedHeaders(
                List.of(
                        "X-API-Key",
                        "Authorization",
                        "Content-Type",
                        "Idempotency-Key",
                        "Prefer",
                        "X-Request-Id"));
        cors.setMaxAge(Duration.ofHours(1));
        this.sandboxCors = new CorsConfiguration(cors);
        sandboxCors.setAllowedOriginPatterns(sandboxAllowed.allowedOrigins());
        sandboxCors.setExposedHeaders(MARKS);
    }

    /** Lets a page of this origin read an answer that no chain has given, if it may. */
    void allow(String origin, HttpServletResponse response) {
        var allowed = cors.checkOrigin(origin);
        if (allowed != null) {
            response.setHeader("Access-Control-Allow-Origin", allowed);
            response.addHeader("Vary", "Origin");
        }
    }

    /**
     * A chain for an API that any web page may call, with its key. What changes something happens
     * once for each {@code Idempotency-Key}.
     */
    public SecurityFilterChain open(
            HttpSecurity http, Function<HttpServletRequest, @Nullable String> key, String... paths)
            throws Exception {
        return open(http, key, once(), paths);
    }

    /** The same for an API that knows no roles: they may do there what they may do elsewhere. */
    public SecurityFilterChain openToRoles(
            HttpSecurity http, Function<HttpServletRequest, @Nullable String> key, String... paths)
            throws Exception {
        return open(http, key, once(roles()), paths);
    }

    private Extras once(Filter... before) {
        var once =
                idempotency(
                        HttpServletRequest::getRequestURI,
                        request -> "",
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.DELETE);
        return new Extras(
                List.of(),
                List.of("Idempotency-Key", "Idempotent-Replayed"),
                Stream.concat(Stream.of(before), Stream.of(once)).toList());
    }

    /** A filter that holds roles to what they may do with billing. */
    public Filter roles() {
        return new RoleFilter(errorFormats);
    }

    /**
     * What an API has beyond CORS and the key.
     *
     * @param allowedHeaders headers that a web page may send besides those of every API
     * @param exposedHeaders headers of answers that a web page may read
     * @param filters what a request goes through, in this order, once its key has opened an account
     */
    public record Extras(
            List<String> allowedHeaders, List<String> exposedHeaders, List<Filter> filters) {}

    /** The same with more. */
    public SecurityFilterChain open(
            HttpSecurity http,
            Function<HttpServletRequest, @Nullable String> key,
            Extras extras,
            String... paths)
            throws Exception {
        var own = new CorsConfiguration(cors);
        extras.allowedHeaders().forEach(own::addAllowedHeader);
        own.setExposedHeaders(
                Stream.concat(MARKS.stream(), extras.exposedHeaders().stream()).toList());
        var filters = new ArrayList<Filter>();
        filters.add(bodies());
        filters.add(contract());
        filters.add(new FaultFilter(faultRules, errorFormats));
        filters.addAll(extras.filters());
        return chain(http, key, request -> own, filters, paths);
    }

    /** Reads every body, forms too, and refuses what is larger than the limit. */
    private Filter bodies() {
        return new BodyFilter(errorFormats, bodies);
    }

    private Filter contract() {
        return new ContractFilter(contract, errorFormats, strict);
    }

    /**
     * A filter that lets requests happen once for each Idempotency-Key.
     *
     * @param address the path of the operation: the same one for all paths under which it is served
     * @param rights what the answer depends on besides the account, the role and the request
     * @param methods of which requests
     */
    public Filter idempotency(
            Function<HttpServletRequest, String> address,
            Function<HttpServletRequest, String> rights,
            HttpMethod... methods) {
        return new IdempotencyFilter(
                idempotencyKeys, errorFormats, Set.of(methods), address, rights);
    }

    /**
     * A chain for an API that web pages of chosen origins can drive, with a key of their own, and
     * no other origin's: such a page may send it no key, and what changes something is refused for
     * where it comes from, whatever it carries.
     */
    public SecurityFilterChain chosenOriginsOnly(
            HttpSecurity http, Function<HttpServletRequest, @Nullable String> key, String... paths)
            throws Exception {
        // before a key is looked at, since that may make an account
        http.addFilterBefore(new OwnNamesOnly(errorFormats, names), CorsFilter.class);
        http.addFilterBefore(
                new SameOriginFilter(errorFormats, this::isOfChosenPage), CorsFilter.class);
        var filters = List.of(bodies(), contract());
        return chain(
                http, key, request -> isOfChosenPage(request) ? sandboxCors : null, filters, paths);
    }

    /** Whether it comes from a page that may, and carries a key or asks whether it might. */
    private boolean isOfChosenPage(HttpServletRequest request) {
        var origin = request.getHeader("Origin");
        return origin != null
                && sandboxCors.checkOrigin(origin) != null
                && (CorsUtils.isPreFlightRequest(request)
                        || request.getHeader("X-API-Key") != null
                        || bearer(request) != null);
    }

    private SecurityFilterChain chain(
            HttpSecurity http,
            Function<HttpServletRequest, @Nullable String> key,
            CorsConfigurationSource corsSource,
            List<Filter> filters,
            String... paths)
            throws Exception {
        var chain =
                lean(http)
                        .securityMatcher(paths)
                        .addFilterBefore(new NotStored(), CorsFilter.class)
                        .cors(cross -> cross.configurationSource(corsSource))
                        .addFilterBefore(
                                new ApiKeyFilter(directory, errorFormats, key),
                                AuthorizationFilter.class);
        filters.forEach(filter -> chain.addFilterBefore(filter, AuthorizationFilter.class));
        return chain.authorizeHttpRequests(all -> all.anyRequest().authenticated()).build();
    }

    /** The token of an {@code Authorization: Bearer} header, or null. */
    public static @Nullable String bearer(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        var scheme = "Bearer ";
        return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? header.substring(scheme.length())
                : null;
    }

    /** Everything else: pages and documentation, which need no key, and which no page may call. */
    @Bean
    @Order
    SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
        return lean(http)
                .addFilterBefore(new NoPreflight(errorFormats), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    /** Refuses to be asked by other origins' pages whether they might call. */
    private static final class NoPreflight extends OncePerRequestFilter {

        private final ErrorFormats errorFormats;

        NoPreflight(ErrorFormats errorFormats) {
            this.errorFormats = errorFormats;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (CorsUtils.isPreFlightRequest(request)) {
                errorFormats.write(
                        request,
                        response,
                        new ApiError(
                                ApiError.Kind.FORBIDDEN,
                                "%s must not be called from a page of another origin"
                                        .formatted(request.getRequestURI())));
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    static HttpSecurity lean(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable);
    }

    /**
     * Spring's strict firewall, but a method nobody knows is a wrong method and not an odd request.
     */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    @Bean
    RequestRejectedHandler oddRequests() {
        return (request, response, rejected) ->
                errorFormats.write(
                        request,
                        response,
                        new ApiError(
                                ApiError.Kind.NO_SUCH_ROUTE,
                                "There is no %s %s: a path must have no empty part, no part . or"
                                                .formatted(
                                                        request.getMethod(),
                                                        request.getRequestURI())
                                        + " .. and no encoded /, \\ or %"));
    }
}
