package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads a request's body, whatever it is, and refuses what {@link LimitedBodies} does not take. */
class BodyFilter extends OncePerRequestFilter {

    private final Dialects dialects;
    private final LimitedBodies bodies;

    BodyFilter(Dialects dialects, LimitedBodies bodies) {
        this.dialects = dialects;
        this.bodies = bodies;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest read;
        try {
            read = bodies.read(request);
        } catch (LimitedBodies.Refused refused) {
            if (refused.failure().kind() == Kind.NOT_JSON) {
                response.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
            }
            dialects.write(request, response, refused.failure());
            return;
        }
        chain.doFilter(read, response);
    }
}
