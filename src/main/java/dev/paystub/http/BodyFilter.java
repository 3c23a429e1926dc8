package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads a request's body, whatever it is, and refuses what {@link BodyLimit} does not take. */
class BodyFilter extends OncePerRequestFilter {

    private final ErrorFormats errorFormats;
    private final BodyLimit bodies;

    BodyFilter(ErrorFormats errorFormats, BodyLimit bodies) {
        this.errorFormats = errorFormats;
        this.bodies = bodies;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest read;
        try {
            read = bodies.read(request);
        } catch (BodyLimit.Refused refused) {
            if (refused.failure().kind() == Kind.NOT_JSON) {
                response.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
            }
            errorFormats.write(request, response, refused.failure());
            return;
        }
        chain.doFilter(read, response);
    }
}
