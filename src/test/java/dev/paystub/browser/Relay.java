package dev.paystub.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to a server, until it is cut: to a client that is a server that has stopped. A
 * port that holds is, to a client, a server that hangs.
 */
final class Relay implements AutoCloseable {

    private volatile int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Socket, String> held = new ConcurrentHashMap<>();
    private volatile boolean holding;
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
        closeAll();
    }

    /**
     * Closes all connections, and accepts new ones without a response. What is accepted now is
     * never answered, after {@link #mend} neither.
     */
    void hold() throws IOException {
        holding = true;
        closeAll();
    }

    private void closeAll() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Whether a request that begins so is held. */
    boolean holds(String beginning) {
        return held.values().stream().anyMatch(line -> line.startsWith(beginning));
    }

    private void keep(Socket client) {
        held.put(client, "");
        try {
            var line =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))
                            .readLine();
            held.put(client, line == null ? "" : line);
        } catch (IOException e) {
            held.remove(client); // the client has given up
        }
    }

    /** Leads to another server from now on, on the same port, as after a restart. */
    void mend(int server) throws IOException {
        target = server;
        mend();
    }

    /** Leads to the server again, on the same port. */
    void mend() throws IOException {
        holding = false;
        if (door != null) {
            return;
        }
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
            if (holding) {
                Thread.startVirtualThread(() -> keep(client));
                continue;
            }
            try {
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                if (from.isClosed() || holding) { // cut before these were known
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
        for (var socket : held.keySet()) {
            socket.close();
        }
    }
}
