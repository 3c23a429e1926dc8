package dev.paystub.http;

import dev.paystub.engine.Cause;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter but for the one that hears what a proxy says. It makes the {@link Exchange}
 * of each request, gives the request its id, makes it the cause of all that it changes, and takes
 * it through the steps around everything.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ExchangeFilter extends OncePerRequestFilter {

    private final ApiSurfaces surfaces;
    private final RequestIds ids;

    /**
     * Made by the first request: the container makes its filters before anything else, and what the
     * steps need, the database among it, is not for it to start and to stop.
     */
    private final SingletonSupplier<ExchangeSteps> around;

    ExchangeFilter(ApiSurfaces surfaces, RequestIds ids, ObjectProvider<ExchangeStep> steps) {
        this.surfaces = surfaces;
        this.ids = ids;
        this.around =
                SingletonSupplier.of(() ->
                        new ExchangeSteps(
                                surfaces,
                                steps.orderedStream().toList(),
                                Integer.MIN_VALUE,
                                ExchangeStep.BEFORE_CORS));
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Exchange.begin(request, surfaces);
        var sent = request.getHeader(RequestIds.HEADER);
        var id = ids.mark(sent, response);
        MDC.put(Exchange.LOGGED_REQUEST, id);
        // a caller may send one id twice
        var unique = id.equals(sent) ? RequestIds.unique() : id;
        try {
            Cause.request(() -> Exchange.route(request), unique)
                    .call(() -> {
                        around.obtain().doFilter(request, response, chain);
                        return true;
                    });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            MDC.remove(Exchange.LOGGED_REQUEST);
            MDC.remove(Exchange.LOGGED_ACCOUNT);
        }
    }
}
