package dev.paystub.journal;

import dev.paystub.engine.RequestOutcome;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.journal.Journal.Body;
import dev.paystub.journal.Journal.LoggedExchange;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds each response back until the journal of the request's account has it, so that a caller that
 * has a response finds it in the journal. Responses that are lost on purpose are dropped here, too.
 */
@Component
class JournalStep implements ExchangeStep {

    private static final Logger LOG = LoggerFactory.getLogger(JournalStep.class);

    private final Journal journal;

    JournalStep(Journal journal) {
        this.journal = journal;
    }

    @Override
    public int getOrder() {
        return AROUND + 30;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.isJournalled();
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var requestOutcome = new RequestOutcome();
        var streams = exchange.surface().isStreamed();
        var held = new ContentCachingResponseWrapper(response);
        var seen = streams ? response : held;
        var answered = false;
        try {
            requestOutcome
                    .bind()
                    .call(() -> {
                        next.doFilter(request, seen);
                        return true;
                    });
            answered = true;
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            if (requestOutcome.hasAccount()) {
                var done = answered;
                keep(
                        requestOutcome,
                        () -> said(request, seen, held.getContentAsByteArray(), exchange, done));
            }
        }
        if (streams) {
            return;
        }
        var instead = exchange.insteadOfResponse();
        if (instead.isPresent()) {
            held.resetBuffer();
            instead.get().run();
        } else {
            held.copyBodyToResponse();
        }
    }

    /**
     * Stores an entry. An error in storing it does not change the response, because the request has
     * taken effect already.
     */
    private void keep(RequestOutcome requestOutcome, Supplier<LoggedExchange> said) {
        try {
            journal.keep(requestOutcome, said.get());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A request could not be kept in the journal", e);
            journal.lose(requestOutcome);
        }
    }

    private static LoggedExchange said(
            HttpServletRequest request,
            HttpServletResponse response,
            byte[] body,
            Exchange exchange,
            boolean answered) {
        var lost = exchange.insteadOfResponse().isPresent();
        var status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        return new LoggedExchange(
                String.valueOf(response.getHeader("X-Request-Id")),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString() == null ? null : Redaction.form(request.getQueryString()),
                operation(request, exchange),
                exchange.outcome(status),
                lost ? null : status,
                requestBody(request, exchange),
                lost ? Body.NONE : body(body, response.getContentType()),
                lost ? null : response.getContentType(),
                exchange.fault(),
                exchange.faultSource(),
                exchange.violations());
    }

    /** Returns the documented operation; if there is none, the name of the controller's method. */
    private static @Nullable String operation(HttpServletRequest request, Exchange exchange) {
        if (exchange.operation() != null) {
            return exchange.operation();
        }
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
                        instanceof HandlerMethod handler
                ? handler.getMethod().getName()
                : null;
    }

    private static Body requestBody(HttpServletRequest request, Exchange exchange) {
        var body = exchange.body();
        if (body != null) {
            return body(body, request.getContentType());
        }
        var type = request.getContentType();
        if (type == null || !type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            return Body.NONE;
        }
        // a page's form, which the container has read
        var fields =
                parameters(request).entrySet().stream()
                        .flatMap(field ->
                                java.util.Arrays.stream(field.getValue())
                                        .map(value -> field.getKey() + "=" + value))
                        .collect(Collectors.joining("&"));
        return new Body(Redaction.of(fields), fields.length());
    }

    private static Map<String, String[]> parameters(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (InvalidParameterException unreadable) {
            return Map.of(); // the container has refused the form; the entry has the error
        }
    }

    private static Body body(byte[] bytes, @Nullable String type) {
        if (bytes.length == 0) {
            return Body.NONE;
        }
        var isText = type == null || type.contains("json") || type.contains("form-urlencoded");
        // a code point has at most four bytes; a longer text is cut before it is searched for
        // secrets
        var kept = Math.min(bytes.length, 4 * Journal.LONGEST_BODY);
        return new Body(
                isText ? Redaction.of(new String(bytes, 0, kept, StandardCharsets.UTF_8)) : null,
                bytes.length);
    }
}
