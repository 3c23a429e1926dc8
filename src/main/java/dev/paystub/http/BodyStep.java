package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Reads the body of a request and refuses a body that {@link BodyLimit} does not accept. It runs
 * after CORS, because a web page needs the CORS headers to read the error. The servlet container
 * reads a form's fields where the surface says so.
 */
@Component
public class BodyStep implements ExchangeStep {

    private final ErrorFormats errorFormats;
    private final BodyLimit bodies;

    BodyStep(ErrorFormats errorFormats, BodyLimit bodies) {
        this.errorFormats = errorFormats;
        this.bodies = bodies;
    }

    @Override
    public int getOrder() {
        return BODY;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return true;
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (!exchange.surface().readsForms() && BodyLimit.isForm(request)) {
            next.doFilter(request, response);
            return;
        }
        HttpServletRequest read;
        try {
            read = bodies.read(exchange, request);
        } catch (BodyLimit.Refused refused) {
            if (refused.failure().kind() == Kind.NOT_JSON) {
                response.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
            }
            errorFormats.write(request, response, refused.failure());
            return;
        }
        next.doFilter(read, response);
    }
}
