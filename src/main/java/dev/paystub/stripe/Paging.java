package dev.paystub.stripe;

import dev.paystub.account.AccountScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/**
 * The page of a list that a request asks for. Lists begin with the newest element.
 *
 * @param limit the number of elements, 1 to 100
 * @param after the id after which the page begins, or null
 * @param before the id before which the page ends, or null
 */
public record Paging(int limit, @Nullable String after, @Nullable String before) {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 100;
    static final String AFTER = "starting_after";
    static final String BEFORE = "ending_before";

    /** A page of a list, and whether more elements follow in the direction of reading. */
    public record Part<T>(List<T> data, boolean hasMore) {}

    public static Paging read(FormParameters params) {
        var limit = params.integer("limit").orElse((long) DEFAULT_LIMIT);
        var after = params.text(AFTER).orElse(null);
        var before = params.text(BEFORE).orElse(null);
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw StripeError.invalidRequest(
                    null,
                    "This value must be between 1 and %d (inclusive).".formatted(LARGEST_LIMIT),
                    "limit");
        }
        if (after != null && before != null) {
            throw StripeError.invalidRequest(
                    null,
                    "Received both starting_after and ending_before parameters. Please pass in"
                            + " only one.",
                    BEFORE);
        }
        return new Paging(Math.toIntExact(limit), after, before);
    }

    /**
     * Fetches the page from a repository.
     *
     * @param what Stripe's word for an element, for the error when {@code after} or {@code before}
     *     does not exist
     * @param byId finds an element by its id
     */
    public <T extends AccountScoped<T>> Part<T> fetch(
            JpaSpecificationExecutor<T> rows,
            Specification<T> filter,
            String what,
            Function<String, Optional<T>> byId) {
        Specification<T> within = filter;
        if (after != null) {
            var number = number(after, AFTER, what, byId);
            within = filter.and((row, query, is) -> is.lessThan(row.get("number"), number));
        } else if (before != null) {
            var number = number(before, BEFORE, what, byId);
            within = filter.and((row, query, is) -> is.greaterThan(row.get("number"), number));
        }
        var backwards = before != null;
        var order = Sort.by(backwards ? Sort.Direction.ASC : Sort.Direction.DESC, "number");
        List<T> found = rows.findBy(within, query -> query.sortBy(order).limit(limit + 1).all());
        var more = found.size() > limit;
        var part = more ? found.subList(0, limit) : found;
        return new Part<>(backwards ? part.reversed() : part, more);
    }

    private static <T extends AccountScoped<T>> long number(
            String id, String param, String what, Function<String, Optional<T>> byId) {
        return byId.apply(id)
                .orElseThrow(() -> StripeError.unknownReference(what, id, param))
                .number();
    }
}
