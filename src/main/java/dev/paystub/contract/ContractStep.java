package dev.paystub.contract;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Checks each request against the surface's OpenAPI document. A request that deviates from it is
 * served as usual, with a header that lists the deviations; in strict mode it is refused.
 */
@Component
@EnableConfigurationProperties(ContractProperties.class)
class ContractStep implements ExchangeStep {

    private static final String HEADER = "Paystub-Contract";
    private static final int LONGEST_HEADER = 1000;

    private final OpenApiContract contract;
    private final ErrorFormats errorFormats;
    private final boolean strict;
    private final boolean checkAnswers;

    /**
     * Creates the step.
     *
     * @param checkAnswers whether a response that deviates from the document becomes an error, as
     *     in Paystub's own tests
     */
    ContractStep(
            OpenApiContract contract,
            ErrorFormats errorFormats,
            ContractProperties properties,
            @Value("${paystub.contract.check-answers}") boolean checkAnswers) {
        this.contract = contract;
        this.errorFormats = errorFormats;
        this.strict = properties.strict();
        this.checkAnswers = checkAnswers;
    }

    @Override
    public int getOrder() {
        return BODY + 100;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.document() != null;
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var match =
                contract.match(exchange.surface(), request.getMethod(), exchange.path())
                        .orElse(null);
        var operation = match == null ? null : match.operation();
        if (operation != null) {
            exchange.matchOperation(operation.name(exchange.query()));
        }
        var violations =
                match == null || exchange.isObserver()
                        ? List.<String>of()
                        : violations(match, exchange, request);
        if (!violations.isEmpty()) {
            exchange.recordViolations(violations);
            var said = String.join("; ", violations);
            response.setHeader(HEADER, headerValue(said));
            if (strict) {
                errorFormats.write(
                        request,
                        response,
                        new ApiError(
                                Kind.INVALID, "The request departs from the contract: " + said));
                return;
            }
        }
        if (checkAnswers && operation != null && !exchange.surface().isStreamed()) {
            goOnAndCheck(operation, exchange, request, response, next);
        } else {
            next.doFilter(request, response);
        }
    }

    private List<String> violations(
            OpenApiContract.Match match, Exchange exchange, HttpServletRequest request) {
        return match.operation() == null
                ? List.of("method %s is not documented here".formatted(request.getMethod()))
                : contract.violations(
                        match.operation(), match.segments(), exchange.query(), exchange.body());
    }

    private void goOnAndCheck(
            OpenApiContract.Operation operation,
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var held = new ContentCachingResponseWrapper(response);
        next.doFilter(request, held);
        if (exchange.fault() == null) {
            check(operation, request, held);
        }
        held.copyBodyToResponse();
    }

    private void check(
            OpenApiContract.Operation operation,
            HttpServletRequest request,
            ContentCachingResponseWrapper held)
            throws IOException {
        var body = held.getContentAsByteArray();
        var violations =
                contract.violations(operation, held.getStatus(), held.getContentType(), body);
        if (!violations.isEmpty()) {
            held.resetBuffer();
            held.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            held.setContentType(MediaType.TEXT_PLAIN_VALUE);
            held.getWriter()
                    .printf(
                            "The answer to %s %s departs from the contract: %s%n%s",
                            request.getMethod(),
                            request.getRequestURI(),
                            violations,
                            new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Returns a text as the value of a header: one short line of ASCII. */
    private static String headerValue(String text) {
        var plain = text.replaceAll("[^\\x20-\\x7E]", "?");
        return plain.length() <= LONGEST_HEADER
                ? plain
                : plain.substring(0, LONGEST_HEADER - 3) + "...";
    }
}
