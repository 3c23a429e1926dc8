package dev.paystub.http;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * How many connections there may be at once, by the size of the heap: those without a request take
 * about 10 KB each, those with a part of one (see {@link IncompleteRequests}) about 100 KB. Both
 * together take less than half of the heap, however many clients connect and send nothing.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public class ConnectionLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final long HEAP_PER_INCOMPLETE_REQUEST = 512 * 1024L;
    private static final long HEAP_PER_CONNECTION = 64 * 1024L;

    /** What Tomcat allows by itself. */
    private static final int MOST_CONNECTIONS = 8192;

    /** The longest pause in a request, and how long a connection may be idle between two. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration KEPT_ALIVE = Duration.ofSeconds(60);

    /** A head is read past this buffer; it need not be large for each connection. */
    private static final int READ_BUFFER = 2048;

    /** Returns how many requests may be incomplete at once with a heap of so many bytes. */
    public static int incompleteRequests(long heap) {
        return Math.clamp(heap / HEAP_PER_INCOMPLETE_REQUEST, 100, MOST_CONNECTIONS);
    }

    /** Returns how many connections there may be at once with a heap of so many bytes. */
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
