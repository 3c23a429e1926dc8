package dev.paystub.engine;

import java.util.function.Supplier;

/**
 * A value that is read at most once in a unit of work, which keeps it: nothing outside of the unit
 * can change it meanwhile, since the unit holds the account's lock.
 */
public final class Remembered<T> {

    /** Returns the value; without a unit of work it is read each time. */
    public T get(Supplier<T> read) {
        var unit = UnitOfWork.currentOrNull();
        return unit == null ? read.get() : unit.remembered(this, read);
    }

    /** Replaces the value, after the unit of work has changed what it is read from. */
    public void set(T value) {
        UnitOfWork.current().remember(this, value);
    }
}
