package dev.paystub.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The connection beneath the request that runs, for what HTTP has no words for. Tomcat's own
 * protocol, which remembers the socket for as long as one of its requests is served.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ConnectionFaultInjector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final ScopedValue<SocketWrapperBase<?>> SOCKET = ScopedValue.newInstance();

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(Protocol.class.getName());
    }

    /** Breaks the connection; whatever the request is answered afterwards goes nowhere. */
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
                // closing is all
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
            throw new UncheckedIOException(e); // the client has gone: it gets nothing either way
        }
    }

    /** Closing then sends a reset. */
    private static void discardUnsent(SocketWrapperBase<?> socket) {
        if (socket.getSocket() instanceof NioChannel channel) {
            try {
                channel.getIOChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Made by Tomcat, by its name. */
    public static final class Protocol extends Http11NioProtocol {

        @Override
        protected Processor createProcessor() {
            return new UnderscoreHosts(this, getAdapter()) {
                @Override
                public AbstractEndpoint.Handler.@Nullable SocketState service(
                        SocketWrapperBase<?> socket) throws IOException {
                    try {
                        return ScopedValue.where(SOCKET, socket).call(() -> super.service(socket));
                    } catch (IOException | RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                }
            };
        }
    }
}
