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
 * The outermost filter, except for {@link ForwardedHeaders}. It creates the {@link Exchange} of
 * each request, gives the request its id, records the request as the cause of all its changes, and
 * runs the outermost steps.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ExchangeFilter extends OncePerRequestFilter {

    private final ApiSurfaces surfaces;
    private final RequestIds ids;

    /**
     * Created by the first request. The container creates its filters before all other beans, and
     * must not start and stop the beans that the steps need, such as the database.
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
        // a caller may send the same id twice
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
