package dev.paystub.http;

import dev.paystub.account.Journal;
import dev.paystub.account.Journal.Body;
import dev.paystub.account.Journal.LoggedExchange;
import dev.paystub.account.RequestOutcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds each answer back until it is in the journal of the account that the request has opened, so
 * that whoever has an answer finds it there. It is also here that answers get lost on purpose.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class JournalFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFilter.class);

    private static final Pattern HELD =
            Pattern.compile("/(billing|services|v1|stripe|sandbox|checkout|portal|crypto)(/.*)?");

    /** Goes out as it comes; it is in the journal when it has ended, without its body. */
    private static final String STREAM = "/sandbox/events/stream";

    /** Whoever looks leaves no trace. */
    private static final String ITSELF = "/sandbox/requests";

    private final Journal journal;
    private final OpenApiContract contract;
    private final boolean checkAnswers;

    /**
     * @param checkAnswers whether an answer that departs from the contract becomes a failure, as in
     *     our own tests
     */
    JournalFilter(
            Journal journal,
            OpenApiContract contract,
            @Value("${paystub.contract.check-answers}") boolean checkAnswers) {
        this.journal = journal;
        this.contract = contract;
        this.checkAnswers = checkAnswers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return !HELD.matcher(path).matches() || path.startsWith(ITSELF);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var requestOutcome = new RequestOutcome();
        var streams = request.getServletPath().equals(STREAM);
        var held = new ContentCachingResponseWrapper(response);
        var seen = streams ? response : held;
        var exchange = Exchange.of(request);
        var answered = false;
        try {
            requestOutcome
                    .bind()
                    .call(() -> {
                        chain.doFilter(request, seen);
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
        var lost = exchange.lost();
        if (lost.isPresent()) {
            held.resetBuffer();
            ConnectionFaultInjector.breakOff(lost.get());
        } else {
            if (checkAnswers) {
                check(request, held, exchange);
            }
            held.copyBodyToResponse();
        }
    }

    /** What happened has happened: no failure to write it down becomes the answer. */
    private void keep(RequestOutcome requestOutcome, Supplier<LoggedExchange> said) {
        try {
            journal.keep(requestOutcome, said.get());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A request could not be kept in the journal", e);
            journal.lose(requestOutcome);
        }
    }

    private void check(
            HttpServletRequest request, ContentCachingResponseWrapper held, Exchange exchange)
            throws IOException {
        var operation = exchange.operation();
        if (operation.isEmpty() || exchange.fault() != null) {
            return;
        }
        var violations =
                contract.violations(
                        operation.get(),
                        held.getStatus(),
                        held.getContentType(),
                        held.getContentAsByteArray());
        if (!violations.isEmpty()) {
            var answer = new String(held.getContentAsByteArray(), StandardCharsets.UTF_8);
            held.resetBuffer();
            held.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            held.setContentType(MediaType.TEXT_PLAIN_VALUE);
            held.getWriter()
                    .printf(
                            "The answer to %s %s departs from the contract: %s%n%s",
                            request.getMethod(), request.getRequestURI(), violations, answer);
        }
    }

    private static LoggedExchange said(
            HttpServletRequest request,
            HttpServletResponse response,
            byte[] body,
            Exchange exchange,
            boolean answered) {
        var lost = exchange.lost().isPresent();
        var status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        return new LoggedExchange(
                String.valueOf(response.getHeader("X-Request-Id")),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString() == null ? null : Redaction.form(request.getQueryString()),
                operation(request, exchange),
                outcome(request, response, exchange),
                lost ? null : status,
                requestBody(request, exchange),
                lost ? Body.NONE : body(body, response.getContentType()),
                lost ? null : response.getContentType(),
                exchange.fault(),
                exchange.faultSource(),
                exchange.violations());
    }

    /** The status; where a failure is answered with 200, that it is one. */
    private static @Nullable String outcome(
            HttpServletRequest request, HttpServletResponse response, Exchange exchange) {
        if (exchange.operation().isEmpty() || exchange.fault() != null) {
            return null;
        }
        var status = response.getStatus();
        return status == HttpServletResponse.SC_OK && ErrorFormats.failureOf(request).isPresent()
                ? OpenApiContract.USER_ERROR
                : String.valueOf(status);
    }

    /** As the contract names it; where it does not, as the code does. */
    private static @Nullable String operation(HttpServletRequest request, Exchange exchange) {
        if (exchange.operationName() != null) {
            return exchange.operationName();
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
            return Map.of(); // the container has refused the form, and the entry says so
        }
    }

    private static Body body(byte[] bytes, @Nullable String type) {
        if (bytes.length == 0) {
            return Body.NONE;
        }
        var isText = type == null || type.contains("json") || type.contains("form-urlencoded");
        // a code point has at most four bytes, and what is cut off is cut before it is looked at
        var kept = Math.min(bytes.length, 4 * Journal.LONGEST_BODY);
        return new Body(
                isText ? Redaction.of(new String(bytes, 0, kept, StandardCharsets.UTF_8)) : null,
                bytes.length);
    }
}
