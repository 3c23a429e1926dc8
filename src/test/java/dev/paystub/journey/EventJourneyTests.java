package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.OnH2;
import dev.paystub.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code GET /sandbox/events}: what happened, in order, without sleeping. */
@OnH2
class EventJourneyTests {

    @LocalServerPort protected int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply events(String query) {
        return caller.get("/sandbox/events" + query).expect(200);
    }

    private long next() {
        return Long.parseLong(String.valueOf(events("").<Number>at("$.next")));
    }

    private void addFunds() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
    }

    @Test
    void eventsComeInOrderAfterACursor() {
        var start = next();
        addFunds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.advance("PT15S");

        var all = events("?after=" + start);
        assertThat(all.<List<String>>at("$.events[*].type"))
                .containsSubsequence(
                        "invoice.created", "crypto_payment.waiting", "crypto_payment.finished");
        assertThat(all.<List<Integer>>at("$.events[*].cursor")).isSorted().doesNotHaveDuplicates();
        assertThat(all.<List<Boolean>>at("$.events[?(@.type == 'invoice.paid')].due"))
                .containsExactly(true);

        var inPages = new ArrayList<String>();
        for (var cursor = start; cursor < next(); ) {
            var page = events("?limit=2&after=" + cursor);
            inPages.addAll(page.at("$.events[*].type"));
            cursor = page.<Number>at("$.next").longValue();
        }
        assertThat(inPages).isEqualTo(all.at("$.events[*].type"));
        assertThat(events("?type=invoice.paid").<List<String>>at("$.events[*].type"))
                .containsOnly("invoice.paid");
        assertThat(events("?after=" + next()).<List<?>>at("$.events")).isEmpty();
    }

    @Test
    void waitingRequestIsAnsweredByWhatHappens() throws Exception {
        var start = next();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Callable<Reply> waiting = () -> events("?wait=30s&type=invoice.created&after=" + start);
            var reply = threads.submit(waiting);
            addFunds();
            assertThat(reply.get().<List<String>>at("$.events[*].type"))
                    .containsExactly("invoice.created");
        }
    }

    @Test
    void waitEndsWithoutAnEvent() {
        assertThat(events("?wait=1s&after=" + next()).<List<?>>at("$.events")).isEmpty();
    }

    @Test
    void cursorFromBeforeAResetIsRefused() {
        addFunds();
        addFunds();
        addFunds();
        var old = next();
        caller.post("/sandbox/reset").expect(200);
        assertThat(next()).isLessThan(old);
        assertThat(caller.get("/sandbox/events?after=" + old).expect(409).body())
                .contains("Begin again with after=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=x",
                "after=-1",
                "wait=31s",
                "wait=1",
                "wait=PT1S",
                "limit=0",
                "limit=1001"
            })
    void mistakeIsExplained(String query) {
        assertThat(caller.get("/sandbox/events?" + query).expect(400).<String>at("$.detail"))
                .contains(" must be ");
    }
}
