package dev.paystub.fault;

import dev.paystub.http.connection.ConnectionLimits;
import dev.paystub.http.connection.IncompleteRequests;
import dev.paystub.http.connection.UnderscoreHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Adapter;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Breaks the connection of the running request, for faults that HTTP cannot express. It extends
 * Tomcat's own protocol, which then remembers the socket while a request is served.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ConnectionFaultInjector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionFaultInjector.class);
    private static final ScopedValue<SocketWrapperBase<?>> SOCKET = ScopedValue.newInstance();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(Protocol.class.getName());
    }

    /** Breaks the connection; any later response of the request is lost. */
    static void breakOff(ConnectionFault fault) {
        var socket = SOCKET.get();
        switch (fault) {
            case MALFORMED_RESPONSE_CHUNK ->
                    send(
                            socket,
                            """
                            HTTP/1.1 200 OK
                            Content-Type: application/json
                            Transfer-Encoding: chunked

                            no chunk begins like this\
                            """
                                    .replace("\n", "\r\n"));
            case RANDOM_DATA_THEN_CLOSE ->
                    send(socket, "lo3#9w]q%~ this is not HTTP \u0001\u0002\u0003 8dk2\u0007z");
            case CONNECTION_RESET_BY_PEER -> discardUnsent(socket);
            default -> {
                // closing the connection is enough
            }
        }
        socket.close();
    }

    private static void send(SocketWrapperBase<?> socket, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            socket.write(true, bytes, 0, bytes.length);
            socket.flush(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the client has gone
        }
    }

    /** Makes closing the socket send a reset. */
    private static void discardUnsent(SocketWrapperBase<?> socket) {
        if (socket.getSocket() instanceof NioChannel channel) {
            try {
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Created by Tomcat by its class name. */
    public static final class Protocol extends Http11NioProtocol {

        private final IncompleteRequests incomplete =
                new IncompleteRequests(
                        ConnectionLimits.incompleteRequests(Runtime.getRuntime().maxMemory()));

        @Override
        protected Processor createProcessor() {
            return new RememberingProcessor(this, getAdapter(), incomplete);
        }
    }

    /** Remembers the socket, and reports requests that are incomplete. */
    private static final class RememberingProcessor extends UnderscoreHosts {

        private static final long NONE = 0;

        private final IncompleteRequests incomplete;
        private long head = NONE;

        RememberingProcessor(
                AbstractHttp11Protocol<?> protocol,
                Adapter adapter,
                IncompleteRequests incomplete) {
            super(protocol, adapter);
            this.incomplete = incomplete;
            request.setInputBuffer(new CountedBody(request.getInputBuffer()));
        }

        @Override
        public SocketState process(SocketWrapperBase<?> socket, SocketEvent event)
                throws IOException {
            var begun = head;
            if (begun != NONE) {
                incomplete.arrived(begun);
                head = NONE;
            }
            var state = super.process(socket, event);
            if (state == SocketState.LONG && !isAsync()) {
                head = begun == NONE ? incomplete.begin() : begun;
                incomplete.awaits(head, () -> endInput(socket));
            }
            return state;
        }

        @Override
        public @Nullable SocketState service(SocketWrapperBase<?> socket) throws IOException {
            try {
                return ScopedValue.where(SOCKET, socket).call(() -> super.service(socket));
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        /** The body of a request. Each read counts as a wait while it lasts. */
        private final class CountedBody implements InputBuffer, ApplicationBufferHandler {

            private final InputBuffer body;

            CountedBody(InputBuffer body) {
                this.body = body;
            }

            @Override
            public int doRead(ApplicationBufferHandler handler) throws IOException {
                var request = incomplete.begin();
                var socket = getSocketWrapper();
                try {
                    incomplete.awaits(request, () -> endInput(socket));
                    return body.doRead(handler);
                } finally {
                    incomplete.arrived(request);
                }
            }

            @Override
            public int available() {
                return body.available();
            }

            private ApplicationBufferHandler buffer() {
                return (ApplicationBufferHandler) body;
            }

            @Override
            public void setByteBuffer(ByteBuffer buffer) {
                buffer().setByteBuffer(buffer);
            }

            @Override
            public ByteBuffer getByteBuffer() {
                return buffer().getByteBuffer();
            }

            @Override
            public void expand(int size) {
                buffer().expand(size);
            }
        }
    }

    /**
     * Ends the input of a socket, so that a waiting reader sees the end of the data and handles it
     * like a client that has stopped sending.
     */
    private static void endInput(SocketWrapperBase<?> socket) {
        if (socket.getSocket() instanceof NioChannel channel && channel.isOpen()) {
            try {
                channel.getIOChannel().shutdownInput();
            } catch (IOException | NotYetConnectedException gone) {
                // on the thread of another request, which must not fail for it
                LOG.debug("A connection could not be broken off", gone);
            }
        }
    }
}
