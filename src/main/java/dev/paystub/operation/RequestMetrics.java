package dev.paystub.operation;

import dev.paystub.engine.EngineMetrics;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.launch.StartedLater;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Measures every request by its route, and logs it if {@code PAYSTUB_LOG_REQUESTS} is set, unless
 * it is a file or the console only looks. Metrics contain no raw path, key or query, which have
 * unlimited values and may be secret; the log has what {@link RequestLine} shows of them. Spring's
 * own observations would cost several times the work they observe.
 */
@Component
class RequestMetrics implements ExchangeStep, MeterBinder, StartedLater {

    private static final Logger LOG = LoggerFactory.getLogger("dev.paystub.requests");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final String NO_ROUTE = "none";
    private static final int NANOS_IN_A_MICRO = 1_000;

    private record Kind(String method, String route, int status) {}

    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final ObjectProvider<MeterRegistry> meters;

    /**
     * The registry once it exists; what is measured before is kept until then. Cancelled when there
     * is none.
     */
    private final CompletableFuture<MeterRegistry> bound = new CompletableFuture<>();

    private final ObjectProvider<EngineMetrics> engineMetrics;
    private final boolean logged;
    private final RequestLine line;

    RequestMetrics(
            ObjectProvider<MeterRegistry> meters,
            ObjectProvider<EngineMetrics> engineMetrics,
            @Value("${paystub.log.requests}") boolean logged,
            @Value("${paystub.log.format}") String logFormat,
            @Value("${NO_COLOR:}") String noColour) {
        this.meters = meters;
        this.engineMetrics = engineMetrics;
        this.logged = logged;
        this.line = new RequestLine(RequestLine.isColoured(logFormat, noColour));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bound.complete(registry);
    }

    @Override
    public void startLater() {
        if (meters.getIfUnique() == null) {
            bound.cancel(false);
        }
    }

    @Override
    public int getOrder() {
        return AROUND + 10;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return true;
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (exchange.surface().name().equals(OperatorSecurity.METRICS)) {
            // Prometheus' registry, which a scrape reads, is there before Micrometer's; a scrape
            // waits until what has been measured is in it.
            startLater();
        }
        var start = System.nanoTime();
        var status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            next.doFilter(request, response);
            status = response.getStatus();
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new AtItsEnd(exchange, request, start));
            } else {
                keep(exchange, request, status, System.nanoTime() - start);
            }
        }
    }

    /** Records a request. An error in recording does not affect the response. */
    private void keep(Exchange exchange, HttpServletRequest request, int status, long nanos) {
        guarded(() -> record(exchange, request, status, nanos));
    }

    private void guarded(Runnable recording) {
        try {
            recording.run();
        } catch (RuntimeException e) {
            LOG.error("A request could not be recorded", e);
            engineMetrics.ifAvailable(counted -> counted.unrecorded("metrics"));
        }
    }

    private void record(Exchange exchange, HttpServletRequest request, int status, long nanos) {
        var method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
        var kind =
                new Kind(
                        method,
                        Objects.requireNonNullElse(Exchange.pattern(request), NO_ROUTE),
                        status);
        measure(kind, nanos);
        if (logged && !exchange.isObserver() && !isFile(request, status)) {
            log(kind, exchange, nanos / NANOS_IN_A_MICRO);
        }
    }

    /** Returns whether a file was sent, such as a module of the console: no client's call. */
    private static boolean isFile(HttpServletRequest request, int status) {
        return status < HttpServletResponse.SC_BAD_REQUEST
                && request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
                        instanceof ResourceHttpRequestHandler;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // an error is recorded where it happens
    private void measure(Kind kind, long nanos) {
        if (!bound.isCancelled()) {
            bound.thenAccept(registry ->
                    guarded(() ->
                            timers.computeIfAbsent(kind, first -> timer(registry, first))
                                    .record(nanos, TimeUnit.NANOSECONDS)));
        }
    }

    private static Timer timer(MeterRegistry meters, Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests by method, route and status")
                .tag("method", kind.method())
                .tag("uri", kind.route())
                .tag("status", String.valueOf(kind.status()))
                .register(meters);
    }

    private void log(Kind kind, Exchange exchange, long micros) {
        LOG.atInfo()
                .addKeyValue("method", kind.method())
                .addKeyValue("route", kind.route())
                .addKeyValue("status", kind.status())
                .addKeyValue("duration_micros", micros)
                .addKeyValue("effects", exchange.effects().size())
                .log(line.of(exchange, kind.method(), kind.route(), kind.status(), micros));
    }

    /** Records a request whose response continues after the request's thread has left it. */
    private final class AtItsEnd implements AsyncListener {

        private final Exchange exchange;
        private final HttpServletRequest request;
        private final long start;

        AtItsEnd(Exchange exchange, HttpServletRequest request, long start) {
            this.exchange = exchange;
            this.request = request;
            this.start = start;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            var status =
                    event.getSuppliedResponse() instanceof HttpServletResponse response
                            ? response.getStatus()
                            : HttpServletResponse.SC_OK;
            keep(exchange, request, status, System.nanoTime() - start);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
