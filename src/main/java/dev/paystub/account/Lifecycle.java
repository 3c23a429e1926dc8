package dev.paystub.account;

import dev.paystub.kernel.Labelled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The allowed steps between the states of one kind of thing. An event with any other step is
 * rejected, and the change that caused it is rolled back.
 *
 * @param of the kind of thing, such as {@code invoice}
 * @param steps all allowed steps
 */
public record Lifecycle(String of, List<Step> steps) {

    /**
     * A step from one state to another.
     *
     * @param from null for the initial step
     */
    public record Step(@Nullable String from, String to) {}

    /** A step along a given lifecycle, carried by an event. */
    public record Move(Lifecycle along, Step step) {}

    public static Lifecycle of(String thing) {
        return new Lifecycle(thing, List.of());
    }

    /** Returns a copy that also allows this initial state. */
    public Lifecycle begins(Labelled status) {
        return with(new Step(null, status.label()));
    }

    /** Returns a copy that also allows this transition. */
    public Lifecycle goes(Labelled from, Labelled to) {
        return with(new Step(from.label(), to.label()));
    }

    private Lifecycle with(Step step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Lifecycle(of, List.copyOf(more));
    }

    /** Returns the step for an event; null when the state does not change. */
    public @Nullable Move move(@Nullable String from, String to) {
        return to.equals(from) ? null : new Move(this, new Step(from, to));
    }

    /**
     * Checks that a step is allowed.
     *
     * @throws IllegalStateException when it is not
     */
    public void require(Step step) {
        if (!steps.contains(step)) {
            throw new IllegalStateException(
                    "A %s goes from %s to %s, which its lifecycle does not know"
                            .formatted(of, step.from(), step.to()));
        }
    }
}
