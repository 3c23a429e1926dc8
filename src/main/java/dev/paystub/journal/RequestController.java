package dev.paystub.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.JsonOrText;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** The journal of the account's requests and their responses. */
@RestController
@Tag(name = "Requests", description = "The journal of the account's requests")
@RequestMapping("/sandbox/requests")
@ControlPlane
class RequestController {

    private final Journal journal;
    private final JsonMapper json;

    RequestController(Journal journal, JsonMapper json) {
        this.journal = journal;
        this.json = json;
    }

    @Operation(
            summary = "Read the journal, the oldest request first",
            description =
                    "Every request of the account but those to the journal itself, card numbers"
                            + " and secrets left out. When there are too many the oldest are"
                            + " dropped; dropped says how many")
    @GetMapping
    RequestList listRequests(
            @Parameter(description = "Only of this operation, such as addOrder")
                    @RequestParam(required = false)
                    @Nullable String operation,
            @Parameter(description = "Only with this status, such as 402 or 4xx")
                    @RequestParam(required = false)
                    @Nullable String status,
            @Parameter(description = "Only from this instant of the account's clock on")
                    @RequestParam(required = false)
                    @Nullable String since,
            @After @RequestParam(defaultValue = "0") String after,
            @Limit @RequestParam(defaultValue = MOST) String limit) {
        return found(RequestMatcher.of(operation, status, since), after, limit);
    }

    @Operation(
            summary = "Find requests in the journal by what they were and how they ended",
            description =
                    "All that is said of a request must be so, and what is left out may be"
                            + " anything")
    @PostMapping("/find")
    RequestList findRequests(
            @RequestBody RequestMatcher matcher,
            @After @RequestParam(defaultValue = "0") String after,
            @Limit @RequestParam(defaultValue = MOST) String limit) {
        return found(matcher, after, limit);
    }

    @Operation(
            summary = "Count requests in the journal by what they were and how they ended",
            description = "Counts those that a search with the same body finds")
    @PostMapping("/count")
    RequestCount countRequests(@RequestBody RequestMatcher matcher) {
        var test = matcher.compile(json);
        var contents = journal.read();
        return new RequestCount(
                (int) contents.entries().stream().filter(test).count(), contents.dropped());
    }

    @Operation(summary = "Empty the journal", description = "What comes after is kept as before")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearRequests() {
        OwnerOnly.require();
        journal.clear();
    }

    private RequestList found(RequestMatcher matcher, String after, String limit) {
        var test = matcher.compile(json);
        var place = place(after);
        var most = QueryParameters.number("limit", limit, 1, Integer.parseInt(MOST));
        var contents = journal.read();
        var found =
                contents.entries().stream()
                        .filter(entry -> entry.number() > place)
                        .filter(test)
                        .limit(most)
                        .map(entry -> RequestEntry.of(entry, json))
                        .toList();
        return new RequestList(
                found, found.isEmpty() ? place : found.getLast().id(), contents.dropped());
    }

    private static long place(String after) {
        if (!PLACE.matcher(after).matches()) {
            throw new DomainException.Invalid("after must be the id of a request, or 0");
        }
        return Long.parseLong(after);
    }

    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");
    private static final String MOST = "10000";

    /** The entry after which a page starts. */
    @Parameter(
            description =
                    "Only behind this request: its id, or next of an earlier answer. Ids only grow,"
                            + " whatever the account's clock shows, and across a reset",
            schema = @Schema(type = "integer", format = "int64", minimum = "0", defaultValue = "0"))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface After {}

    /** The largest number of entries in a page. */
    @Parameter(
            description = "How many at most; next is where to go on",
            schema = @Schema(type = "integer", minimum = "1", maximum = MOST, defaultValue = MOST))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Limit {}

    /**
     * {@code next} is the id after which the next page starts; {@code dropped} is the number of
     * older requests that are no longer stored.
     */
    record RequestList(List<RequestEntry> requests, long next, long dropped) {}

    record RequestCount(int count, long dropped) {}

    /**
     * {@code status} is null if no response was sent; {@code committed} is true if the request
     * committed any change.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RequestEntry(
            long id,
            String requestId,
            @Schema(description = "What the account's clock showed") String time,
            @Schema(description = "What the machine's clock showed") @Nullable String wallTime,
            String method,
            String path,
            @Nullable String query,
            @Nullable String operation,
            @Nullable Integer status,
            @Schema(description = "Milliseconds") BigDecimal duration,
            Message request,
            Message response,
            @Nullable String fault,
            @Schema(description = "Who asked for the fault: the request or a rule")
                    @Nullable String faultSource,
            boolean committed,
            @Schema(description = "How it departs from the contract") List<String> contract,
            List<Effect> effects,
            int effectsTotal) {

        static RequestEntry of(Entry entry, JsonMapper json) {
            var exchange = entry.exchange();
            return new RequestEntry(
                    entry.number(),
                    exchange.requestId(),
                    IsoTimes.text(entry.at()),
                    entry.wall() == null ? null : IsoTimes.text(entry.wall()),
                    exchange.method(),
                    exchange.path(),
                    exchange.query(),
                    exchange.operation(),
                    exchange.status(),
                    BigDecimal.valueOf(entry.duration().toNanos() / 1000, 3),
                    Message.of(exchange.request(), json),
                    Message.of(exchange.response(), json),
                    exchange.fault(),
                    exchange.faultSource(),
                    entry.changed(),
                    exchange.violations(),
                    entry.effects().stream().map(Effect::of).toList(),
                    entry.effectCount());
        }
    }

    /** The stored part of a body; {@code bytes} is the length of the whole body. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Message(@Nullable Object body, int bytes) {

        static Message of(Journal.Body body, JsonMapper json) {
            return new Message(JsonOrText.read(json, body.text()), body.bytes());
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Effect(String type, String subject, @Nullable String from, @Nullable String to) {

        static Effect of(Journal.Effect effect) {
            return new Effect(effect.type(), effect.subject(), effect.from(), effect.to());
        }
    }
}
