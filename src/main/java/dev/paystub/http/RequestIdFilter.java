package dev.paystub.http;

import dev.paystub.account.Cause;
import dev.paystub.account.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Headers of every answer: {@code Paystub}, so that nobody takes it for production, and {@code
 * X-Request-Id}, the caller's own or a new one, which also stands in every line logged meanwhile.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {

    /** What lines of the log call the request, and the account once its key has opened one. */
    static final String LOGGED_REQUEST = "request";

    static final String LOGGED_ACCOUNT = "account";

    private static final String ACCOUNT = RequestIdFilter.class.getName() + ".account";
    private static final String NAME = "Paystub";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)(action=[A-Za-z_]{1,40})");
    private static final int ID_LENGTH = 20;

    private final String name;

    RequestIdFilter(ObjectProvider<BuildProperties> build) {
        var properties = build.getIfAvailable();
        this.name = properties == null ? "sandbox" : "sandbox " + properties.getVersion();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sent = request.getHeader(REQUEST_ID);
        var answered = mark(sent, response);
        MDC.put(LOGGED_REQUEST, answered);
        // a caller may send one id twice
        var unique = answered.equals(sent) ? Tokens.unique(ID_LENGTH) : answered;
        try {
            Cause.request(() -> route(request), unique)
                    .call(() -> {
                        chain.doFilter(request, response);
                        return true;
                    });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            MDC.remove(LOGGED_REQUEST);
            MDC.remove(LOGGED_ACCOUNT);
        }
    }

    /** Marks an answer, unless it is; answers the request's id. */
    String mark(@Nullable String sentId, HttpServletResponse response) {
        var given = response.getHeader(REQUEST_ID);
        if (given != null) {
            return given;
        }
        var id =
                sentId != null && SENSIBLE.matcher(sentId).matches()
                        ? sentId
                        : Tokens.unique(ID_LENGTH);
        response.setHeader(NAME, name);
        response.setHeader(REQUEST_ID, id);
        return id;
    }

    String mark(HttpServletRequest request, HttpServletResponse response) {
        return mark(request.getHeader(REQUEST_ID), response);
    }

    /** Notes whose request it is, in a form that may stand in a log. */
    static void account(HttpServletRequest request, String mark) {
        request.setAttribute(ACCOUNT, mark);
        MDC.put(LOGGED_ACCOUNT, mark);
    }

    /** Whose request it is, null while that is not known. */
    static @Nullable String account(HttpServletRequest request) {
        return (String) request.getAttribute(ACCOUNT);
    }

    /** The pattern of a request's path, null when it met no controller. */
    static @Nullable String pattern(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }

    /**
     * The route of a request and not its path, which may hold a link that nobody else should know.
     */
    static String route(HttpServletRequest request) {
        var pattern = pattern(request);
        // asking the container for a parameter would read a form that is still to be read
        var query = request.getQueryString() == null ? "" : request.getQueryString();
        var action = ACTION.matcher(query);
        return request.getMethod()
                + " "
                + (pattern == null ? "" : pattern)
                + (action.find() ? "?" + action.group(1) : "");
    }
}
