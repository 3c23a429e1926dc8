package dev.paystub.stripe;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * The {@code created} filter of a list, in whole seconds.
 *
 * @param from the first instant that is included, or null
 * @param until the first instant that is excluded, or null
 */
public record CreatedFilter(@Nullable Instant from, @Nullable Instant until) {

    /** The last second that every supported database can store. */
    private static final long LAST_SECOND = 253_402_300_798L;

    /** Reads {@code created}: one second, or an object with the bounds gt, gte, lt and lte. */
    public static CreatedFilter read(FormParameters params) {
        if (params.has("created") && !params.isObject("created")) {
            var second = params.integer("created");
            return new CreatedFilter(second.map(CreatedFilter::at).orElse(null), after(second));
        }
        return params.object("created")
                .map(bounds ->
                        new CreatedFilter(
                                later(
                                        bounds.integer("gte").map(CreatedFilter::at).orElse(null),
                                        after(bounds.integer("gt"))),
                                earlier(
                                        bounds.integer("lt").map(CreatedFilter::at).orElse(null),
                                        after(bounds.integer("lte")))))
                .orElse(new CreatedFilter(null, null));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(Math.clamp(second, 0, LAST_SECOND));
    }

    private static @Nullable Instant after(Optional<Long> second) {
        return second.map(number -> at(Math.min(number, LAST_SECOND) + 1)).orElse(null);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    public boolean includes(Instant instant) {
        return (from == null || !instant.isBefore(from))
                && (until == null || instant.isBefore(until));
    }

    /** Returns the condition on {@code createdAt}. */
    public <T> Specification<T> toSpecification() {
        Specification<T> all = Specification.unrestricted();
        if (from != null) {
            all = all.and((row, query, is) -> is.greaterThanOrEqualTo(row.get("createdAt"), from));
        }
        if (until != null) {
            all = all.and((row, query, is) -> is.lessThan(row.get("createdAt"), until));
        }
        return all;
    }
}
