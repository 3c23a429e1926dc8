package dev.paystub.clock;

import dev.paystub.account.ShutdownSignal;
import dev.paystub.controlplane.Watchers;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.BackgroundActivity;
import dev.paystub.engine.InFlightRequests;
import dev.paystub.engine.Schedule;
import dev.paystub.kernel.DomainException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Waits until the current account is quiescent: all requests that had begun are done, all due tasks
 * have run, and no {@link BackgroundActivity} is running.
 */
@Service
public class Quiescence {

    /** The longest one request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final InFlightRequests inFlightRequests;
    private final AccountTransactions accountTransactions;
    private final Schedule schedule;
    private final Clock clock;
    private final ShutdownSignal shutdownSignal;
    private final ObjectProvider<BackgroundActivity> ongoing;
    private final Watchers watchers;

    Quiescence(
            InFlightRequests inFlightRequests,
            AccountTransactions accountTransactions,
            Schedule schedule,
            Clock clock,
            ShutdownSignal shutdownSignal,
            ObjectProvider<BackgroundActivity> ongoing,
            Watchers watchers) {
        this.shutdownSignal = shutdownSignal;
        this.watchers = watchers;
        this.inFlightRequests = inFlightRequests;
        this.accountTransactions = accountTransactions;
        this.schedule = schedule;
        this.clock = clock;
        this.ongoing = ongoing;
    }

    /**
     * Waits until the account is quiescent.
     *
     * @throws DomainException.Conflict when work is still underway after the given time; it names
     *     the work
     * @throws DomainException.Full when too many requests are waiting already
     * @throws DomainException.Stopping when the server stops
     */
    public void await(Duration patience) throws InterruptedException {
        InFlightRequests.standAside();
        try (var _ = watchers.take()) {
            awaitQuiet(patience);
        }
    }

    private void awaitQuiet(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var others = inFlightRequests.others();
        var underway = underway(others);
        while (!underway.isEmpty()) {
            if (System.nanoTime() >= deadline) {
                throw new DomainException.Conflict(
                        "Still under way after %ds: %s"
                                .formatted(patience.toSeconds(), String.join(", ", underway)),
                        Map.of("underway", underway));
            }
            if (shutdownSignal.hasBegun()) {
                throw shutdownSignal.refusal();
            }
            Thread.sleep(PAUSE);
            underway = underway(others);
        }
    }

    private List<String> underway(InFlightRequests.Others others) {
        // in this order: due tasks and background activity are checked once the requests that may
        // create them are done
        var underway = new ArrayList<>(others.underway());
        if (underway.isEmpty() && isAnythingDue()) {
            accountTransactions.settle();
        }
        if (underway.isEmpty()) {
            ongoing.orderedStream().forEach(work -> underway.addAll(work.underway()));
        }
        return List.copyOf(underway);
    }

    private boolean isAnythingDue() {
        return schedule.isAnythingDue(clock.instant());
    }
}
