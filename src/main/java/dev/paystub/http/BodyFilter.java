package dev.paystub.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads a request's body, whatever it is, and refuses what is larger than the limit. */
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
        var read = bodies.read(request);
        if (read.isPresent()) {
            chain.doFilter(read.get(), response);
        } else {
            dialects.write(request, response, bodies.tooLarge());
        }
    }
}
