package dev.paystub.http;

import dev.paystub.account.Cause;
import dev.paystub.account.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Headers of every answer: {@code Paystub}, so that nobody takes it for production, and {@code
 * X-Request-Id}, the caller's own or a new one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Marks extends OncePerRequestFilter {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)(action=[A-Za-z_]{1,40})");
    private static final int ID_LENGTH = 20;

    private final String name;

    Marks(ObjectProvider<BuildProperties> build) {
        var properties = build.getIfAvailable();
        this.name = properties == null ? "sandbox" : "sandbox " + properties.getVersion();
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = request.getHeader(REQUEST_ID);
        response.setHeader("Paystub", name);
        var unique = Tokens.unique(ID_LENGTH);
        response.setHeader(REQUEST_ID, id != null && SENSIBLE.matcher(id).matches() ? id : unique);
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
        }
    }

    /**
     * The route of a request and not its path, which may hold a link that nobody else should know.
     */
    static String route(HttpServletRequest request) {
        var pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        // asking the container for a parameter would read a form that is still to be read
        var query = request.getQueryString() == null ? "" : request.getQueryString();
        var action = ACTION.matcher(query);
        return request.getMethod()
                + " "
                + (pattern == null ? "" : pattern)
                + (action.find() ? "?" + action.group(1) : "");
    }
}
