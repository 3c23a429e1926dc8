package dev.paystub.account;

import dev.paystub.kernel.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Waits until all is quiet on the current account: requests that had begun are done, what has
 * fallen due has happened, and nothing goes on outside turns.
 */
@Service
public class Quiescence {

    /** The longest one request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final InFlight inFlight;
    private final Turns turns;
    private final Agenda agenda;
    private final Clock clock;
    private final Closing closing;
    private final ObjectProvider<Ongoing> ongoing;
    private final Watchers watchers;

    Quiescence(
            InFlight inFlight,
            Turns turns,
            Agenda agenda,
            Clock clock,
            Closing closing,
            ObjectProvider<Ongoing> ongoing,
            Watchers watchers) {
        this.closing = closing;
        this.watchers = watchers;
        this.inFlight = inFlight;
        this.turns = turns;
        this.agenda = agenda;
        this.clock = clock;
        this.ongoing = ongoing;
    }

    /**
     * @throws Refusal.Conflict when something is under way still; it says what
     * @throws Refusal.Full when too many wait already
     */
    public void await(Duration patience) throws InterruptedException {
        InFlight.standAside();
        try (var _ = watchers.take()) {
            awaitQuiet(patience);
        }
    }

    private void awaitQuiet(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var others = inFlight.others();
        var underway = underway(others);
        while (!underway.isEmpty()) {
            if (System.nanoTime() >= deadline) {
                throw new Refusal.Conflict(
                        "Still under way after %ds: %s"
                                .formatted(patience.toSeconds(), String.join(", ", underway)),
                        Map.of("underway", underway));
            }
            if (closing.hasBegun()) {
                throw closing.refusal();
            }
            Thread.sleep(PAUSE);
            underway = underway(others);
        }
    }

    private List<String> underway(InFlight.Others others) {
        // in this order: what a request leaves behind is looked for when it is done
        var underway = new ArrayList<>(others.underway());
        if (underway.isEmpty() && isAnythingDue()) {
            turns.settle();
        }
        if (underway.isEmpty()) {
            ongoing.orderedStream().forEach(work -> underway.addAll(work.underway()));
        }
        return List.copyOf(underway);
    }

    private boolean isAnythingDue() {
        return agenda.isAnythingDue(clock.instant());
    }
}
