package dev.paystub.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** An open stream of server-sent events. */
public final class EventStream implements AutoCloseable {

    private final InputStream body;
    private final BufferedReader lines;

    private EventStream(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    }

    /**
     * Opens a stream with the caller's key.
     *
     * @param headers names and values, one after the other
     */
    public static EventStream open(Caller caller, String path, String... headers) throws Exception {
        var request = caller.request(path).header("X-API-Key", caller.key()).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStream(
                HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofInputStream())
                        .body());
    }

    /** Returns the lines up to the next empty one; none when the stream has ended. */
    public List<String> nextLines() throws IOException {
        var message = new ArrayList<String>();
        for (var line = lines.readLine();
                line != null && !line.isEmpty();
                line = lines.readLine()) {
            message.add(line);
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
