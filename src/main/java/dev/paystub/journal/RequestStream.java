package dev.paystub.journal;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
import dev.paystub.controlplane.ServerSentEvents;
import dev.paystub.controlplane.Watchers;
import dev.paystub.engine.InFlightRequests;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.RequestController.RequestEntry;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends an account's entries as they are stored, as server-sent events of the HTML standard. Each
 * stream takes a place of {@link Watchers}.
 */
@Component
class RequestStream {

    /** How often it looks. Another process may store the next entry, so no signal exists. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The longest time without a message to a client. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 500;

    private final Journal journal;
    private final Accounts accounts;
    private final Watchers watchers;
    private final ShutdownSignal shutdownSignal;
    private final JsonMapper json;

    RequestStream(
            Journal journal,
            Accounts accounts,
            Watchers watchers,
            ShutdownSignal shutdownSignal,
            JsonMapper json) {
        this.journal = journal;
        this.accounts = accounts;
        this.watchers = watchers;
        this.shutdownSignal = shutdownSignal;
        this.json = json;
    }

    /**
     * Sends entries behind a number until so many are sent, the client disconnects, the account is
     * removed or the server stops.
     *
     * @throws DomainException.Full when too many requests are waiting already
     */
    void follow(long after, Predicate<Entry> test, int most, HttpServletResponse response)
            throws InterruptedException {
        InFlightRequests.standAside();
        try (var _ = watchers.take()) {
            new Follower(test, response, after).follow(most);
        } catch (IOException clientHasGone) {
            // the client has disconnected; the stream ends with its request
        }
    }

    /** One stream. */
    private final class Follower {

        private final Predicate<Entry> test;
        private final ServerSentEvents out;
        private long place;
        private long clears;

        Follower(Predicate<Entry> test, HttpServletResponse response, long place) {
            this.test = test;
            this.out = new ServerSentEvents(response);
            this.place = place;
            this.clears = journal.clears();
        }

        void follow(int most) throws IOException, InterruptedException {
            out.begin();
            wake();
            var left = most;
            var spoken = System.nanoTime();
            while (left > 0 && !shutdownSignal.hasBegun()) {
                var found = next();
                if (!found.isEmpty()) {
                    var sent = send(found, left);
                    left -= sent;
                    spoken = sent > 0 ? System.nanoTime() : spoken;
                } else {
                    Thread.sleep(PAUSE);
                }
                if (System.nanoTime() - spoken > SILENCE.toNanos()) {
                    if (isAccountGone()) {
                        return;
                    }
                    wake();
                    spoken = System.nanoTime();
                }
            }
        }

        /** Reads the next entries; before those that follow a removal, says that there was one. */
        private List<Entry> next() throws IOException {
            while (true) {
                var found = journal.read(new Journal.Page(entry -> true, place, false, AT_ONCE));
                var now = journal.clears();
                if (now == clears) {
                    return found;
                }
                clears = now;
                out.write("event: cleared\ndata: {}\n\n");
            }
        }

        private int send(List<Entry> entries, int left) throws IOException {
            var text = new StringBuilder();
            var sent = 0;
            for (var entry : entries) {
                if (sent == left) {
                    break;
                }
                place = entry.number();
                if (test.test(entry)) {
                    text.append("id: ").append(place).append("\nevent: request\ndata: ");
                    text.append(json.writeValueAsString(RequestEntry.of(entry, json)));
                    text.append("\n\n");
                    sent++;
                }
            }
            if (sent > 0) {
                out.write(text.toString());
            }
            return sent;
        }

        private boolean isAccountGone() {
            return accounts.byId(CurrentAccount.tenant().id()).isEmpty();
        }

        /** A comment without data is no message: it keeps the stream alive. */
        private void wake() throws IOException {
            out.write(": waiting\nid: %d\n\n".formatted(place));
        }
    }
}
