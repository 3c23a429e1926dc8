package dev.paystub.engine;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a change happens: a request, such as {@code POST /billing/orders}, or a scheduled task, such
 * as {@code order.hourly 3}. It is stored with each event.
 *
 * @param text at most 200 characters
 * @param requestId the request's own id, unique among all requests; null for a scheduled task
 */
@Embeddable
public record Cause(
        @Column(name = "cause") String text,
        @Column(name = "request_id") @Nullable String requestId) {

    private static final ScopedValue<Request> REQUEST = ScopedValue.newInstance();
    private static final int LONGEST = 200;

    /** The cause of changes that no request asked for, such as the preparation of an account. */
    public static final Cause SANDBOX = new Cause("sandbox", null);

    /** Truncates a text that is too long. */
    public Cause {
        text = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private record Request(Supplier<String> text, String id) {}

    /**
     * Makes a request the cause of all changes in its scope.
     *
     * @param text read when a change happens, since the request's route is not known earlier
     */
    public static ScopedValue.Carrier request(Supplier<String> text, String id) {
        return ScopedValue.where(REQUEST, new Request(text, id));
    }

    /** Returns the work bound to the present cause, to run on another thread. */
    static <T> Supplier<T> handOver(Supplier<T> work) {
        if (!REQUEST.isBound()) {
            return work;
        }
        var bound = ScopedValue.where(REQUEST, REQUEST.get());
        return () -> bound.call(work::get);
    }

    /**
     * Returns the cause of the change that is underway, or else of the current request. For rows
     * that store their own cause.
     */
    public static Cause ofChange() {
        return Change.isUnderway() ? Change.current().cause() : current();
    }

    static Cause current() {
        if (!REQUEST.isBound()) {
            return SANDBOX;
        }
        var request = REQUEST.get();
        return new Cause(request.text().get(), request.id());
    }

    static Cause due(Schedule.Entry entry) {
        return new Cause(entry.kind() + " " + entry.subject(), null);
    }
}
