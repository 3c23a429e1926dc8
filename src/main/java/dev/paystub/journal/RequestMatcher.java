package dev.paystub.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.http.ApiSurface.Source;
import dev.paystub.http.RequestPattern;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A filter of journal entries: an entry must meet every condition that is given. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ControlPlane
record RequestMatcher(
        @Schema(description = "The documented operation, such as addOrder")
                @Nullable String operation,
        @Nullable String method,
        @Schema(description = "A pattern such as /billing/** or /billing/orders/{id}")
                @Nullable String path,
        @Schema(description = "A status such as 402, or 4xx") @Nullable String status,
        @Schema(description = "An instant of the account's clock") @Nullable String since,
        @Schema(description = "JSON that the request's body contains, member by member")
                @Nullable Object body,
        @Schema(description = "A text in the request's body") @Nullable String bodyContains,
        @Schema(description = "What was done to it on purpose, such as AFTER_COMMIT")
                @Nullable String fault,
        @Schema(description = "true: departs from the contract; false: does not")
                @Nullable Boolean violating,
        @Schema(description = "How it ended", implementation = Journal.Ending.class)
                @Nullable String outcome,
        @Schema(description = "The kind of client that sent it", implementation = Source.class)
                @Nullable String source,
        @Schema(description = "The X-Request-Id of the answer") @Nullable String requestId) {

    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|xx)");

    /** Returns the filter of a list of requests, which has fewer conditions than a search. */
    static RequestMatcher ofList(
            @Nullable String operation,
            @Nullable String status,
            @Nullable String since,
            @Nullable String outcome,
            @Nullable String source,
            @Nullable String requestId) {
        return new RequestMatcher(
                operation, null, null, status, since, null, null, null, null, outcome, source,
                requestId);
    }

    /**
     * Returns the filter as a predicate.
     *
     * @throws DomainException.Invalid if a condition is not valid
     */
    Predicate<Entry> compile(JsonMapper json) {
        Predicate<Entry> test = entry -> true;
        if (operation != null) {
            test = test.and(entry -> operation.equals(entry.exchange().operation()));
        }
        if (method != null) {
            test = test.and(entry -> method.equalsIgnoreCase(entry.exchange().method()));
        }
        if (path != null) {
            test = test.and(byPath(path));
        }
        if (status != null) {
            test = test.and(byStatus(status.toLowerCase(Locale.ROOT)));
        }
        if (since != null) {
            var earliest = IsoTimes.instant("since", since);
            test = test.and(entry -> !entry.at().isBefore(earliest));
        }
        if (body != null) {
            var wanted = json.valueToTree(body);
            test = test.and(entry -> contains(tree(json, entry), wanted));
        }
        if (bodyContains != null) {
            test =
                    test.and(entry ->
                            entry.exchange().request().text() != null
                                    && entry.exchange().request().text().contains(bodyContains));
        }
        if (fault != null) {
            test = test.and(entry -> fault.equalsIgnoreCase(entry.exchange().fault()));
        }
        if (outcome != null) {
            var ending = Labelled.of(Journal.Ending.values(), "outcome", outcome);
            test = test.and(entry -> entry.exchange().ending() == ending);
        }
        if (source != null) {
            var kind = Labelled.of(Source.values(), "source", source);
            test = test.and(entry -> entry.exchange().source() == kind);
        }
        if (requestId != null) {
            test = test.and(entry -> requestId.equals(entry.exchange().requestId()));
        }
        if (violating != null) {
            test = test.and(entry -> violating != entry.exchange().violations().isEmpty());
        }
        return test;
    }

    private static Predicate<Entry> byPath(String path) {
        var pattern = RequestPattern.of(path);
        return entry -> pattern.matches(entry.exchange().path(), entry.exchange().query());
    }

    private static Predicate<Entry> byStatus(String status) {
        if (!STATUS.matcher(status).matches()) {
            throw new DomainException.Invalid(
                    "status must be a status code, such as 402, or a class of them, such as 4xx");
        }
        return entry -> {
            var answered = entry.exchange().status();
            return answered != null
                    && (status.endsWith("xx")
                            ? answered / 100 == status.charAt(0) - '0'
                            : answered == Integer.parseInt(status));
        };
    }

    private static @Nullable JsonNode tree(JsonMapper json, Entry entry) {
        var text = entry.exchange().request().text();
        try {
            return text == null ? null : json.readTree(text);
        } catch (JacksonException notJson) {
            return null; // a text that is not JSON matches no JSON
        }
    }

    /** Compares JSON; objects may have additional members, everything else must be equal. */
    private static boolean contains(@Nullable JsonNode actual, JsonNode wanted) {
        if (actual == null || !actual.isObject() || !wanted.isObject()) {
            return Objects.equals(actual, wanted);
        }
        return wanted.properties().stream()
                .allMatch(member -> contains(actual.get(member.getKey()), member.getValue()));
    }
}
