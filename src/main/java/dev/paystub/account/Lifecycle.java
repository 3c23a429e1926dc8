package dev.paystub.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which states of a kind of thing follow which. A fact that moves something otherwise is not kept,
 * and neither is the change that brought it about.
 *
 * @param of the kind of thing, such as {@code invoice}
 * @param steps all there are
 */
public record Lifecycle(String of, List<Step> steps) {

    /** From a state, or from nothing, to another. */
    public record Step(@Nullable String from, String to) {}

    /** A thing's step along its lifecycle. */
    public record Move(Lifecycle along, Step step) {}

    public static Lifecycle of(String thing) {
        return new Lifecycle(thing, List.of());
    }

    /** The same with more: how it begins. */
    public Lifecycle begins(String state) {
        return with(new Step(null, state));
    }

    /** The same with more. */
    public Lifecycle goes(String from, String to) {
        return with(new Step(from, to));
    }

    private Lifecycle with(Step step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Lifecycle(of, List.copyOf(more));
    }

    /** A step, to be told with a fact; none when the state is the same as before. */
    public @Nullable Move move(@Nullable String from, String to) {
        return to.equals(from) ? null : new Move(this, new Step(from, to));
    }

    /**
     * @throws IllegalStateException when there is no such step
     */
    public void require(Step step) {
        if (!steps.contains(step)) {
            throw new IllegalStateException(
                    "A %s goes from %s to %s, which its lifecycle does not know"
                            .formatted(of, step.from(), step.to()));
        }
    }
}
