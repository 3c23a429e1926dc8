package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import dev.paystub.kernel.Nearest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.HtmlUtils;

/**
 * Responds to requests for unknown paths with the nearest known ones: in the format of the path's
 * API or, outside of all APIs, as a small page for a browser, which accepts {@code text/html}.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownPaths {

    /** The number of known paths that a message names. */
    private static final int MOST = 3;

    /** Longer paths are not compared, since the comparison takes quadratic time. */
    private static final int LONGEST = 100;

    private final ErrorFormats errorFormats;
    private final SingletonSupplier<List<Route>> routes;

    UnknownPaths(ErrorFormats errorFormats, ObjectProvider<HandlerMapping> mappings) {
        this.errorFormats = errorFormats;
        this.routes = SingletonSupplier.of(() -> routes(mappings));
    }

    /** A known method and path, with names in braces for the variable segments. */
    private record Route(String method, String path) {

        /**
         * Returns the edit distance to a path whose segments fill the variable ones; {@link
         * Integer#MAX_VALUE} if a segment, or a path of another number of segments, differs in more
         * than a third of its letters.
         */
        int distance(String sent) {
            var given = sent.split("/", -1);
            var own = path.toLowerCase(Locale.ROOT).split("/", -1);
            var isNear = true;
            for (var i = 0; i < own.length && i < given.length; i++) {
                if (own[i].startsWith("{")) {
                    own[i] = given[i];
                }
                isNear &= isNear(given[i], own[i]);
            }
            var whole = String.join("/", own);
            isNear |= given.length != own.length && isNear(sent, whole);
            return isNear ? Nearest.distance(sent, whole) : Integer.MAX_VALUE;
        }

        private static boolean isNear(String sent, String own) {
            return Nearest.distance(sent, own) <= Math.max(1, own.length() / 3);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private record Near(Route route, int distance) {}

    private static List<Route> routes(ObjectProvider<HandlerMapping> mappings) {
        return mappings.stream()
                .flatMap(mapping ->
                        switch (mapping) {
                            case RequestMappingHandlerMapping controllers -> routes(controllers);
                            case AbstractUrlHandlerMapping pages -> routes(pages);
                            default -> Stream.empty();
                        })
                .filter(route -> !route.path().contains("*"))
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .toList();
    }

    private static Stream<Route> routes(RequestMappingHandlerMapping controllers) {
        return controllers.getHandlerMethods().entrySet().stream()
                .filter(entry ->
                        entry.getValue().getBeanType().getPackageName().startsWith("dev.paystub")
                                && !entry.getValue().getBeanType().isAnnotationPresent(Hidden.class)
                                && !entry.getValue().hasMethodAnnotation(Hidden.class))
                .flatMap(entry -> routes(entry.getKey()).stream());
    }

    /** Returns the pages: the console, the demo and the documents. */
    private static Stream<Route> routes(AbstractUrlHandlerMapping pages) {
        return pages.getHandlerMap().keySet().stream().map(path -> new Route("GET", path));
    }

    private static List<Route> routes(RequestMappingInfo mapping) {
        var methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .flatMap(path -> methods.stream().map(method -> new Route(method.name(), path)))
                .toList();
    }

    @ExceptionHandler
    void explain(
            NoResourceFoundException unknown,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var failure =
                new ApiError(
                        Kind.NO_SUCH_ROUTE,
                        message(
                                request.getMethod(),
                                request.getRequestURI(),
                                Exchange.of(request).path()));
        if (isOfAnApi(request) || !isFromBrowser(request)) {
            errorFormats.write(request, response, failure);
            return;
        }
        Exchange.of(request).failed(failure.kind());
        response.setStatus(HttpStatus.NOT_FOUND.value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, ErrorFormats.NO_STORE);
        response.setHeader(
                "Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:");
        response.setContentType("text/html;charset=UTF-8");
        var page =
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Not found – Paystub</title>
                <link rel="stylesheet" href="%1$s/assets/hosted.css">
                <link rel="icon" href="data:,">
                </head>
                <body>
                <p class="sandbox-banner">Paystub sandbox: no real card, no real coin, no real money</p>
                <main class="page single">
                <section class="panel" aria-labelledby="title">
                <h1 id="title" class="title">Not found</h1>
                <p class="muted">%2$s</p>
                <p><a class="button" href="%1$s/console/">Open the console</a></p>
                <p><a class="button second" href="%1$s/docs">See what there is</a></p>
                </section>
                </main>
                </body>
                </html>
                """
                        .formatted(
                                request.getContextPath(),
                                HtmlUtils.htmlEscape(failure.message(), "UTF-8"));
        var bytes = page.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    private boolean isOfAnApi(HttpServletRequest request) {
        return Exchange.of(request).surface().hasKey()
                || errorFormats.isOfAnApi(request.getRequestURI());
    }

    private static boolean isFromBrowser(HttpServletRequest request) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private String message(String method, String sent, String path) {
        var none = "There is no %s %s".formatted(method, sent);
        if (path.length() > 1 && path.endsWith("/")) {
            return none + ": leave out the slash at its end";
        }
        var nearest = nearest(method, path);
        return nearest.isEmpty()
                ? none + "; /docs has all there is"
                : none + "; the nearest there is: " + nearest;
    }

    private String nearest(String method, String path) {
        if (path.length() > LONGEST) {
            return "";
        }
        var sent = path.toLowerCase(Locale.ROOT);
        var most = Math.max(2, path.length() / 3);
        return routes.obtain().stream()
                .map(route -> new Near(route, route.distance(sent)))
                .filter(near -> near.distance() <= most)
                .sorted(
                        Comparator.comparingInt(Near::distance)
                                .thenComparing(near -> !near.route().method().equals(method)))
                .limit(MOST)
                .map(near -> near.route().toString())
                .collect(Collectors.joining(", "));
    }
}
