package dev.paystub.http.connection;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Limits the number of open connections by the size of the heap. A connection without a request
 * takes about 10 KB, one with an incomplete request (see {@link IncompleteRequests}) about 100 KB.
 * Together they take less than half of the heap, however many clients connect and send nothing.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public class ConnectionLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final long HEAP_PER_INCOMPLETE_REQUEST = 512 * 1024L;
    private static final long HEAP_PER_CONNECTION = 64 * 1024L;

    /** Tomcat's own default. */
    private static final int MOST_CONNECTIONS = 8192;

    /** The longest pause within a request, and the longest one between two requests. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration KEPT_ALIVE = Duration.ofSeconds(60);

    /** Size of the first buffer of a connection; it grows for a longer head of a request. */
    private static final int READ_BUFFER = 2048;

    /** Returns the largest number of incomplete requests for a heap of this many bytes. */
    public static int incompleteRequests(long heap) {
        return Math.clamp(heap / HEAP_PER_INCOMPLETE_REQUEST, 100, MOST_CONNECTIONS);
    }

    /** Returns the largest number of open connections for a heap of this many bytes. */
    static int connections(long heap) {
        return Math.clamp(heap / HEAP_PER_CONNECTION, 1000, MOST_CONNECTIONS);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        var heap = Runtime.getRuntime().maxMemory();
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof Http11NioProtocol protocol) {
                protocol.setMaxConnections(connections(heap));
                protocol.setConnectionTimeout((int) PATIENCE.toMillis());
                protocol.setKeepAliveTimeout((int) KEPT_ALIVE.toMillis());
                connector.setProperty("socket.appReadBufSize", String.valueOf(READ_BUFFER));
            }
        });
    }
}
