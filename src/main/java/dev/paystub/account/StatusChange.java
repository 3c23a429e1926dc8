package dev.paystub.account;

import dev.paystub.kernel.Labelled;
import org.jspecify.annotations.Nullable;

/** An event of something that has got its first status, or another one. */
public interface StatusChange extends AccountEvent {

    /** Returns the status before; null for something new. */
    @Nullable Labelled before();

    Labelled after();

    @Override
    default @Nullable String from() {
        var before = before();
        return before == null ? null : before.label();
    }

    @Override
    default String to() {
        return after().label();
    }
}
