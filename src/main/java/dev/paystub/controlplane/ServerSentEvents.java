package dev.paystub.controlplane;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** A response of server-sent events, as the HTML standard defines them. */
public final class ServerSentEvents {

    private final HttpServletResponse response;

    public ServerSentEvents(HttpServletResponse response) {
        this.response = response;
    }

    /**
     * Sends the headers alone when a request asks for no more, and returns whether it does. A
     * stream would never learn that such a client has gone, since it is sent nothing.
     */
    public static boolean isHeadOnly(HttpServletRequest request, HttpServletResponse response) {
        var headOnly = HttpMethod.HEAD.matches(request.getMethod());
        if (headOnly) {
            new ServerSentEvents(response).begin();
        }
        return headOnly;
    }

    /** Sets the headers, if they are not sent yet. */
    public void begin() {
        if (!response.isCommitted()) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no"); // keeps proxies from buffering
        }
    }

    /**
     * Sends whole lines at once.
     *
     * @throws IOException when the client has disconnected
     */
    public void write(String text) throws IOException {
        var out = response.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        response.flushBuffer();
    }
}
