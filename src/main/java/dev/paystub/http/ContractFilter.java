package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/**
 * Holds each request against the contract. What departs from it is answered as it always is, with a
 * header that says how; or refused, when the sandbox is strict.
 */
class ContractFilter extends OncePerRequestFilter {

    private static final String HEADER = "Paystub-Contract";
    private static final int LONGEST_HEADER = 1000;

    private final OpenApiContract contract;
    private final ErrorFormats errorFormats;
    private final boolean strict;

    ContractFilter(OpenApiContract contract, ErrorFormats errorFormats, boolean strict) {
        this.contract = contract;
        this.errorFormats = errorFormats;
        this.strict = strict;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var violations = violations(request);
        if (violations.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Exchange.of(request).violates(violations);
        var said = String.join("; ", violations);
        response.setHeader(HEADER, headerValue(said));
        if (strict) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(Kind.INVALID, "The request departs from the contract: " + said));
        } else {
            chain.doFilter(request, response);
        }
    }

    private List<String> violations(HttpServletRequest request) {
        var path = request.getServletPath();
        var found = contract.find(request.getMethod(), path);
        if (found.isEmpty()) {
            return contract.hasPath(path)
                    ? List.of("method %s is not documented here".formatted(request.getMethod()))
                    : List.of();
        }
        var operation = found.get();
        var exchange = Exchange.of(request);
        var query = query(request);
        var action = query.getFirst("action");
        // an action that nobody knows is no operation of its own
        var called = operation.id() + "?action=" + action;
        exchange.isOperation(
                operation, operation.names().contains(called) ? called : operation.id());
        return contract.violations(operation, path, query, exchange.body());
    }

    /** The query alone: asking the container for parameters would read a form. */
    private static MultiValueMap<String, String> query(HttpServletRequest request) {
        var query = new LinkedMultiValueMap<String, String>();
        var text = request.getQueryString();
        if (text != null) {
            for (var pair : text.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    query.add(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // the container refuses it
        }
    }

    /** Headers are short, and of one line in ASCII. */
    private static String headerValue(String text) {
        var plain = text.replaceAll("[^\\x20-\\x7E]", "?");
        return plain.length() <= LONGEST_HEADER
                ? plain
                : plain.substring(0, LONGEST_HEADER - 3) + "...";
    }
}
