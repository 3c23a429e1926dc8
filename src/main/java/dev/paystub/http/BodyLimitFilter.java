package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads every body before a controller looks at it, and refuses what is larger than the limit. It
 * comes after the security chains, whose CORS headers a web page needs to read the refusal.
 */
@Component
@Order(0)
class BodyLimitFilter extends OncePerRequestFilter {

    private final Dialects dialects;
    private final DataSize limit;

    BodyLimitFilter(Dialects dialects, @Value("${paystub.http.max-body}") DataSize limit) {
        this.dialects = dialects;
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var hasBody =
                request.getContentLengthLong() > 0
                        || request.getHeader("Transfer-Encoding") != null;
        if (!hasBody || isForm(request)) {
            // a form's fields are the container's to read; forms are the hosted pages' only
            chain.doFilter(request, response);
            return;
        }
        var most = Math.toIntExact(limit.toBytes());
        var body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            dialects.write(
                    request,
                    response,
                    new Failure(
                            Kind.TOO_LARGE,
                            "The body is larger than %d bytes (PAYSTUB_HTTP_MAX_BODY)"
                                    .formatted(most)));
            return;
        }
        chain.doFilter(new Buffered(request, body), response);
    }

    private static boolean isForm(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static final class Buffered extends HttpServletRequestWrapper {

        private final byte[] body;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException(
                            "Read at once; nothing here is asynchronous");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
