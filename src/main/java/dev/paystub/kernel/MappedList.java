package dev.paystub.kernel;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/**
 * A list whose elements are made as they are read, for long responses. A virtual thread is not
 * preempted: reading many elements lets other threads run in between.
 */
public final class MappedList<S, T> extends AbstractList<T> {

    /** Elements between two yields: a few hundred microseconds of work. */
    private static final int AT_ONCE = 256;

    private final List<S> source;
    private final Function<S, T> mapping;

    public MappedList(List<S> source, Function<S, T> mapping) {
        this.source = source;
        this.mapping = mapping;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // only lets others in; nothing relies on it
    public T get(int index) {
        if (index % AT_ONCE == AT_ONCE - 1) {
            Thread.yield();
        }
        return mapping.apply(source.get(index));
    }

    @Override
    public int size() {
        return source.size();
    }
}
