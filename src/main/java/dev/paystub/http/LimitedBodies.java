package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Requests with their bodies read into memory, as far as the limit allows. */
@Component
class LimitedBodies {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);

    /** As much as the container reads on, so that a refusal can be answered. */
    private static final DataSize MOST = DataSize.ofMegabytes(64);

    private final int most;

    LimitedBodies(@Value("${paystub.http.max-body}") DataSize limit) {
        if (limit.compareTo(LEAST) < 0 || limit.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_HTTP_MAX_BODY is %d bytes, but must be from 1KB to 64MB"
                            .formatted(limit.toBytes()));
        }
        this.most = Math.toIntExact(limit.toBytes());
    }

    /** The request with its body read, as it is when there is none; empty when it is too large. */
    Optional<HttpServletRequest> read(HttpServletRequest request) throws IOException {
        var hasBody =
                request.getContentLengthLong() > 0
                        || request.getHeader("Transfer-Encoding") != null;
        if (!hasBody || request instanceof Buffered) {
            return Optional.of(request);
        }
        var body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            return Optional.empty();
        }
        HeldExchange.of(request).read(body);
        return Optional.of(new Buffered(request, body));
    }

    Failure tooLarge() {
        return new Failure(
                Kind.TOO_LARGE,
                "The body is larger than %d bytes (PAYSTUB_HTTP_MAX_BODY)".formatted(most));
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
