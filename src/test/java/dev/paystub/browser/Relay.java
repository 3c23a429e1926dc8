package dev.paystub.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to a server, until it is cut: to a client that is a server that has stopped.
 */
final class Relay implements AutoCloseable {

    private volatile int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket door;

    private Relay(int target, ServerSocket door) {
        this.target = target;
        this.port = door.getLocalPort();
        this.door = door;
        Thread.startVirtualThread(() -> serve(door));
    }

    static Relay to(int target) throws IOException {
        return new Relay(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return port;
    }

    /** Closes all connections, and refuses new ones. */
    void cut() throws IOException {
        if (door != null) {
            door.close();
            door = null;
        }
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Leads to another server from now on, on the same port, as after a restart. */
    void mend(int server) throws IOException {
        target = server;
        mend();
    }

    /** Leads to the server again, on the same port. */
    void mend() throws IOException {
        var again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        door = again;
        Thread.startVirtualThread(() -> serve(again));
    }

    private void serve(ServerSocket from) {
        while (!from.isClosed()) {
            Socket client;
            try {
                client = from.accept();
            } catch (IOException e) {
                if (from.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
            try {
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                if (from.isClosed()) { // cut before these were known
                    client.close();
                    server.close();
                }
                Thread.startVirtualThread(() -> copy(client, server));
                Thread.startVirtualThread(() -> copy(server, client));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends both connections when one has ended, or was cut. */
    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // An end that was cut is what the relay is for.
            sockets.remove(from);
        }
        sockets.remove(from);
        sockets.remove(to);
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
