package dev.paystub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.account.RealTime;
import dev.paystub.testing.Receiver;
import dev.paystub.webhook.Attempt.Outcome;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases that cannot be caused over HTTP: host names that change, and slow receivers. */
class SenderTests {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private final Receiver receiver = new Receiver();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        receiver.close();
    }

    private Outcome send(OutboundGuard.Names names, String url) throws Exception {
        var sender =
                new Sender(
                        new OutboundGuard(names, List.of()),
                        new WebhookProperties(List.of(), TIMEOUT, 1),
                        new RealTime());
        try {
            return sender.send(
                    new OutboundMessage(
                            1,
                            1,
                            url,
                            WebhookFormat.STRIPE,
                            "whsec_x",
                            DeliveryFaults.NONE,
                            new Delivery.Message("evt_1", "a.b", "{}")));
        } finally {
            sender.close();
        }
    }

    private static InetAddress[] literal(String address) {
        return new InetAddress[] {InetAddress.ofLiteral(address)};
    }

    private String named(String host) {
        return "http://%s:%d/".formatted(host, receiver.port());
    }

    @Test
    void nameThatLeadsToALinkLocalAddressIsRefused() throws Exception {
        var outcome = send(host -> literal("169.254.169.254"), named("innocent.example"));
        assertThat(outcome.error()).contains("innocent.example").contains("link-local");
        assertThat(outcome.status()).isNull();
    }

    @Test
    void addressThatWasLookedAtIsTheOneConnectedTo() throws Exception {
        var asked = new AtomicInteger();
        var outcome =
                send(
                        host ->
                                literal(
                                        asked.getAndIncrement() == 0
                                                ? "127.0.0.1"
                                                : "169.254.169.254"),
                        named("rebinding.example"));
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(asked).as("one answer, for the look and for the connection").hasValue(1);
    }

    @Test
    void redirectLeadsNowhere() throws Exception {
        receiver.then(Receiver.redirect(307, named("inside.example")));
        var outcome = send(host -> literal("127.0.0.1"), named("outside.example"));
        assertThat(outcome.status()).isEqualTo(307);
        assertThat(outcome.isSuccess()).isFalse();
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void receiverThatNeverAnswersIsGivenUp() throws Exception {
        receiver.then(exchange -> awaitEnd());
        var outcome = send(InetAddress::getAllByName, receiver.url("/"));
        assertThat(outcome.error()).isNotBlank();
        assertThat(outcome.duration()).isBetween(TIMEOUT.minusMillis(100), TIMEOUT.multipliedBy(5));
    }

    @Test
    void receiverThatAnswersDropByDropIsGivenUpInTheSameTime() throws Exception {
        receiver.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (!hasEnded()) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        });
        var outcome = send(InetAddress::getAllByName, receiver.url("/"));
        assertThat(outcome.error()).contains("No complete answer within");
        assertThat(outcome.isSuccess()).isFalse();
        assertThat(outcome.duration()).isLessThan(TIMEOUT.multipliedBy(5));
    }

    /** Returns whether the test is over, at most twenty times a second. */
    private boolean hasEnded() {
        try {
            return end.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
