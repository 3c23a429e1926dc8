package dev.paystub.scenario;

import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.Cause;
import dev.paystub.engine.Workers;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.Exchange;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletConfig;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends requests to this server in process, as the current account. Routing, parsing, validation
 * and errors are those of a request over HTTP; only the key and the socket are missing.
 */
@Component
public class InProcessClient {

    private static final int ID_LENGTH = 20;

    private final WebApplicationContext context;
    private final AccountDirectory directory;
    private final Workers workers;
    private final ApiSurfaces surfaces;
    private final JsonMapper json;
    private final SingletonSupplier<DispatcherServlet> servlet = SingletonSupplier.of(this::start);

    InProcessClient(
            WebApplicationContext context,
            AccountDirectory directory,
            Workers workers,
            ApiSurfaces surfaces,
            JsonMapper json) {
        this.surfaces = surfaces;
        this.context = context;
        this.directory = directory;
        this.workers = workers;
        this.json = json;
    }

    /**
     * A response.
     *
     * @param refused whether it is an error, in the error format of any of the APIs
     */
    public record Response(int status, boolean refused, JsonNode body) {}

    /** Returns whether a controller handles that method and path. */
    public boolean isRoute(String method, String path) {
        var request = request(method, path);
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var mapping = context.getBean("requestMappingHandlerMapping", HandlerMapping.class);
            var found = mapping.getHandler(request);
            return found != null && found.getHandler() instanceof HandlerMethod;
        } catch (Exception wrongMethod) {
            return false;
        }
    }

    /** Sends a request after everything that is due has run. */
    public Response send(String method, String path, @Nullable JsonNode body) {
        var request = request(method, path);
        if (body != null) {
            request.setContentType(MediaType.APPLICATION_JSON_VALUE);
            request.setContent(json.writeValueAsBytes(body));
        }
        var response = new AtomicReference<@Nullable Response>();
        try {
            directory.again(() ->
                    Cause.request(() -> Exchange.route(request), Tokens.unique(ID_LENGTH))
                            .call(() -> {
                                response.set(dispatch(request));
                                return true;
                            }));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("%s %s failed".formatted(method, path), e);
        }
        return Objects.requireNonNull(response.get());
    }

    /** Reads from the account as it is, without running what is due. */
    public JsonNode read(String path) {
        workers.giveWay();
        try {
            var response = dispatch(request("GET", path));
            if (response.refused()) {
                throw new IllegalStateException(
                        "GET %s was refused: %s".formatted(path, response.body()));
            }
            return response.body();
        } catch (ServletException e) {
            throw new IllegalStateException("GET %s failed".formatted(path), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response dispatch(MockHttpServletRequest request) throws ServletException, IOException {
        var exchange = Exchange.begin(request, surfaces);
        var response = new MockHttpServletResponse();
        servlet.obtain().service(request, response);
        var bytes = response.getContentAsByteArray();
        var failed = response.getStatus() >= 400 || exchange.failure().isPresent();
        return new Response(
                response.getStatus(),
                failed,
                bytes.length == 0 ? MissingNode.getInstance() : json.readTree(bytes));
    }

    private MockHttpServletRequest request(String method, String target) {
        var uri = UriComponentsBuilder.fromUriString(target).build();
        var path = String.valueOf(uri.getPath());
        var request = new MockHttpServletRequest(servletContext(), method, path);
        request.setServletPath(path);
        request.setQueryString(uri.getQuery());
        uri.getQueryParams()
                .forEach((name, values) ->
                        values.forEach(
                                value -> request.addParameter(decoded(name), decoded(value))));
        if (RequestContextHolder.getRequestAttributes()
                instanceof ServletRequestAttributes caller) {
            // links in responses have the base URL of the caller's request
            request.setScheme(caller.getRequest().getScheme());
            request.setServerName(caller.getRequest().getServerName());
            request.setServerPort(caller.getRequest().getServerPort());
        }
        return request;
    }

    private static String decoded(@Nullable String text) {
        return text == null ? "" : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private ServletContext servletContext() {
        return Objects.requireNonNull(context.getServletContext());
    }

    /** Makes a separate servlet, since the server's own does not exist before the first request. */
    private DispatcherServlet start() {
        var own = new DispatcherServlet(context);
        own.setPublishContext(false);
        own.setPublishEvents(false);
        try {
            own.init(new MockServletConfig(servletContext(), "own-calls"));
            return own;
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }
}
