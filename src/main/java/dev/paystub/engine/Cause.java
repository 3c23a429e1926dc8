package dev.paystub.engine;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a change happens: a request, such as {@code POST /billing/orders}, or what fell due, such as
 * {@code order.hourly 3}. Facts are kept with it.
 *
 * @param requestId the request's own id, unique among all requests; null when time passed
 */
@Embeddable
public record Cause(
        @Column(name = "cause") String text,
        @Column(name = "request_id") @Nullable String requestId) {

    private static final ScopedValue<Request> REQUEST = ScopedValue.newInstance();
    private static final int LONGEST = 200;

    /** What happens when nobody asked: when the sandbox prepares an account, for instance. */
    public static final Cause SANDBOX = new Cause("sandbox", null);

    /** Long texts are cut. */
    public Cause {
        text = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private record Request(Supplier<String> text, String id) {}

    /**
     * Makes a request the cause of all that changes in its scope.
     *
     * @param text asked for when something changes, as only then its route is known
     */
    public static ScopedValue.Carrier request(Supplier<String> text, String id) {
        return ScopedValue.where(REQUEST, new Request(text, id));
    }

    /** The work with the same cause, wherever it is done. */
    static <T> Supplier<T> handOver(Supplier<T> work) {
        if (!REQUEST.isBound()) {
            return work;
        }
        var bound = ScopedValue.where(REQUEST, REQUEST.get());
        return () -> bound.call(work::get);
    }

    /** Why the change that is being made happens: for rows that tell it themselves. */
    public static Cause ofTurn() {
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
