package dev.paystub.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.OrderComparator;

/** Runs a range of the steps, in order, for requests of the surfaces that take them. */
public final class ExchangeSteps implements Filter {

    private final Map<ApiSurface, List<ExchangeStep>> bySurface = new HashMap<>();

    /**
     * Selects the steps of an order.
     *
     * @param from the least order of the steps, inclusive
     * @param to the greatest order of the steps, exclusive
     */
    public ExchangeSteps(ApiSurfaces surfaces, List<ExchangeStep> all, int from, int to) {
        var part =
                all.stream()
                        .filter(step -> step.getOrder() >= from && step.getOrder() < to)
                        .sorted(OrderComparator.INSTANCE)
                        .toList();
        for (var surface : surfaces.all()) {
            bySurface.put(surface, part.stream().filter(step -> step.concerns(surface)).toList());
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            chain.doFilter(request, response); // an error dispatch takes no steps
            return;
        }
        var exchange = Exchange.of((HttpServletRequest) request);
        // a surface without steps would let its requests pass without a key
        var steps = Objects.requireNonNull(bySurface.get(exchange.surface()));
        new Walk(exchange, steps, chain).doFilter(request, response);
    }

    /** The progress of one request through the steps; each step runs once. */
    private static final class Walk implements FilterChain {

        private final Exchange exchange;
        private final List<ExchangeStep> steps;
        private final FilterChain after;
        private int taken;

        Walk(Exchange exchange, List<ExchangeStep> steps, FilterChain after) {
            this.exchange = exchange;
            this.steps = steps;
            this.after = after;
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response)
                throws ServletException, IOException {
            if (taken == steps.size()) {
                after.doFilter(request, response);
            } else {
                steps.get(taken++)
                        .handle(
                                exchange,
                                (HttpServletRequest) request,
                                (HttpServletResponse) response,
                                this);
            }
        }
    }
}
