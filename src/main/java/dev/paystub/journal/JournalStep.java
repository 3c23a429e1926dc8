package dev.paystub.journal;

import dev.paystub.engine.RequestOutcome;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.http.PublicUrl;
import dev.paystub.journal.Journal.LoggedExchange;
import dev.paystub.journal.Journal.Message;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds each response back until the journal of the request's account has it, so that a caller that
 * has a response finds it in the journal. Responses that are lost on purpose are dropped here, too.
 */
@Component
class JournalStep implements ExchangeStep {

    private static final Logger LOG = LoggerFactory.getLogger(JournalStep.class);

    /** The response's header with the address of its request in the console. */
    private static final String TRACE = "Paystub-Trace";

    private static final String IN_CONSOLE = "/console/#/requests/";
    private static final String REQUEST_ID = "X-Request-Id";

    private final Journal journal;
    private final PublicUrl url;
    private final JsonMapper json;

    JournalStep(Journal journal, PublicUrl url, JsonMapper json) {
        this.journal = journal;
        this.url = url;
        this.json = json;
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
        if (exchange.isObserver()) {
            next.doFilter(request, response);
            return;
        }
        var requestOutcome = new RequestOutcome();
        var streams = exchange.surface().isStreamed();
        var held = new ContentCachingResponseWrapper(response);
        var seen = streams ? response : held;
        if (streams) {
            nameTrace(request, response); // no header can be set once it has begun
        }
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
                if (!streams && exchange.insteadOfResponse().isEmpty()) {
                    nameTrace(request, response);
                }
                keep(
                        requestOutcome,
                        exchange,
                        () -> logged(request, seen, held.getContentAsByteArray(), exchange, done));
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

    /** The request is found by its id, which is known before its entry has a number. */
    private void nameTrace(HttpServletRequest request, HttpServletResponse response) {
        var id = response.getHeader(REQUEST_ID);
        if (id != null) {
            response.setHeader(TRACE, url.of(request, IN_CONSOLE + id));
        }
    }

    /**
     * Stores an entry. An error in storing it does not change the response, because the request has
     * taken effect already.
     */
    private void keep(
            RequestOutcome requestOutcome, Exchange exchange, Supplier<LoggedExchange> said) {
        try {
            exchange.recordEffects(journal.keep(requestOutcome, said.get()));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A request could not be kept in the journal", e);
            journal.lose(requestOutcome);
        }
    }

    private LoggedExchange logged(
            HttpServletRequest request,
            HttpServletResponse response,
            byte[] body,
            Exchange exchange,
            boolean answered) {
        var lost = exchange.insteadOfResponse().isPresent();
        var status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        var failed = !lost && isError(exchange, status, body);
        return new LoggedExchange(
                String.valueOf(response.getHeader(REQUEST_ID)),
                exchange.isFromConsole()
                        ? ApiSurface.Source.CONSOLE
                        : exchange.surface().source(request),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString() == null ? null : Redaction.form(request.getQueryString()),
                operation(request, exchange),
                outcome(exchange, status, failed),
                lost ? null : status,
                failed,
                exchange.isReplayed(),
                requestMessage(request, exchange),
                lost ? Message.NONE : responseMessage(response, body),
                lost ? null : response.getContentType(),
                exchange.fault(),
                exchange.faultSource(),
                exchange.violations());
    }

    /** An earlier response that is sent again may be an error with status 200. */
    private static @Nullable String outcome(Exchange exchange, int status, boolean failed) {
        var outcome = exchange.outcome(status);
        return outcome != null && failed && status == HttpServletResponse.SC_OK
                ? Exchange.USER_ERROR
                : outcome;
    }

    /**
     * Returns whether a response reports an error. What was written before, by a rule or for an
     * earlier request, says so in its body alone.
     */
    private boolean isError(Exchange exchange, int status, byte[] body) {
        return status >= HttpServletResponse.SC_BAD_REQUEST
                || exchange.failure().isPresent()
                || ((exchange.isReplayed() || exchange.fault() != null) && reportsError(body));
    }

    private boolean reportsError(byte[] body) {
        try {
            var tree = body.length == 0 ? null : json.readTree(body);
            return tree != null && Exchange.USER_ERROR.equals(tree.path("result").asString(""));
        } catch (JacksonException notJson) {
            return false; // a page, say, or a rule's own text
        }
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

    private static Message requestMessage(HttpServletRequest request, Exchange exchange) {
        var headers = Headers.of(request);
        var body = exchange.body();
        if (body != null) {
            return new Message(headers, text(body, request.getContentType()), body.length);
        }
        var type = request.getContentType();
        if (type == null || !type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            return new Message(headers, null, 0);
        }
        // a page's form, which the container has read
        var fields =
                parameters(request).entrySet().stream()
                        .flatMap(field ->
                                Arrays.stream(field.getValue())
                                        .map(value -> field.getKey() + "=" + value))
                        .collect(Collectors.joining("&"));
        return new Message(headers, Redaction.of(fields), fields.length());
    }

    private static Map<String, String[]> parameters(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (InvalidParameterException unreadable) {
            return Map.of(); // the container has refused the form; the entry has the error
        }
    }

    private static Message responseMessage(HttpServletResponse response, byte[] body) {
        return new Message(
                Headers.of(response), text(body, response.getContentType()), body.length);
    }

    /** Returns the stored part of a body; null if it is empty or no JSON and no form. */
    private static @Nullable String text(byte[] bytes, @Nullable String type) {
        var isText = type == null || type.contains("json") || type.contains("form-urlencoded");
        if (bytes.length == 0 || !isText) {
            return null;
        }
        // a code point has at most four bytes; a longer text is cut before it is searched for
        // secrets
        var kept = Math.min(bytes.length, 4 * Journal.LONGEST_BODY);
        return Redaction.of(new String(bytes, 0, kept, StandardCharsets.UTF_8));
    }
}
