package dev.paystub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paystub.kernel.DomainException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate admits accounts in turn, however many requests of one account wait. */
class GateTests {

    private static final long ONE = 1;
    private static final long OTHER = 2;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> admitted = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static Gate gate(int places, int each) {
        return new Gate(places, each, () -> new DomainException.Stopping("closed"));
    }

    /** Waits until it is admitted or queued. */
    private Future<?> enter(Gate gate, long account, String name) {
        var before = gate.waiting();
        var entering =
                executor.submit(() -> {
                    gate.enter(account);
                    admitted.add(name);
                });
        await().until(() -> entering.isDone() || gate.waiting() > before);
        return entering;
    }

    @Test
    void accountsTakeTurns() throws Exception {
        var gate = gate(1, 1);
        gate.enter(ONE);
        enter(gate, ONE, "one a");
        enter(gate, ONE, "one b");
        enter(gate, ONE, "one c");
        enter(gate, OTHER, "other a");
        enter(gate, OTHER, "other b");
        assertThat(gate.isWanted()).isTrue();

        gate.leave(ONE);
        isNext("one a");
        gate.leave(ONE);
        isNext("other a");
        gate.leave(OTHER);
        isNext("one b");
        gate.leave(ONE);
        isNext("other b");
        gate.leave(OTHER);
        isNext("one c");
        assertThat(gate.isWanted()).isFalse();
    }

    @Test
    void oneAccountHasNoMoreThanItsShare() throws Exception {
        var gate = gate(2, 1);
        gate.enter(ONE);
        enter(gate, ONE, "one");
        assertThat(admitted).isEmpty();
        enter(gate, OTHER, "other");
        isNext("other");
        gate.leave(ONE);
        isNext("one");
    }

    @Test
    void closedGateRefusesWhoWaitsAndWhoComes() {
        var gate = gate(1, 1);
        gate.enter(ONE);
        var waiting = enter(gate, OTHER, "other");

        gate.close();

        assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(DomainException.Stopping.class);
        assertThatThrownBy(() -> gate.enter(ONE)).isInstanceOf(DomainException.Stopping.class);
        gate.leave(ONE);
        assertThat(admitted).isEmpty();
    }

    private void isNext(String name) throws InterruptedException {
        assertThat(admitted.poll(1, TimeUnit.MINUTES)).isEqualTo(name);
    }
}
