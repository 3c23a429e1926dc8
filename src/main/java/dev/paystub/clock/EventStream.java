package dev.paystub.clock;

import dev.paystub.clock.EventController.EventEntry;
import dev.paystub.clock.Events.Page;
import dev.paystub.controlplane.ServerSentEvents;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import tools.jackson.databind.json.JsonMapper;

/** A response that sends events as they happen, as server-sent events of the HTML standard. */
final class EventStream implements Events.Follower {

    private final HttpServletResponse response;
    private final ServerSentEvents out;
    private final JsonMapper json;

    EventStream(HttpServletResponse response, JsonMapper json) {
        this.response = response;
        this.out = new ServerSentEvents(response);
        this.json = json;
    }

    /**
     * Sends events until the limit is reached, the client disconnects or the server stops.
     *
     * @throws DomainException when the stream cannot start
     */
    void follow(Events events, Events.Query query) throws InterruptedException {
        try {
            try {
                events.follow(query, this);
            } catch (DomainException refusal) {
                if (!response.isCommitted()) {
                    throw refusal;
                }
                end(refusal);
            }
        } catch (IOException clientHasGone) {
            // the client has disconnected; the stream ends with its request
        }
    }

    @Override
    public void hear(Page page) throws IOException {
        out.begin();
        var text = new StringBuilder();
        for (var event : page.events()) {
            var data = json.writeValueAsString(EventEntry.of(event));
            text.append("id: ").append(event.cursor()).append('\n');
            text.append("event: ").append(event.type()).append('\n');
            text.append("data: ").append(data).append("\n\n");
        }
        if (page.events().isEmpty()) {
            // a comment without data is no message: it keeps the stream alive and advances the
            // client's id
            text.append(": waiting\nid: ").append(page.next()).append("\n\n");
        }
        out.write(text.toString());
    }

    private void end(DomainException refusal) throws IOException {
        var data = new HashMap<String, Object>(refusal.details());
        data.put("detail", refusal.getMessage());
        out.write("event: gone\ndata: %s\n\n".formatted(json.writeValueAsString(data)));
    }
}
