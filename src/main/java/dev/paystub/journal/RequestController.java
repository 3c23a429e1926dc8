package dev.paystub.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.JsonOrText;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.controlplane.ServerSentEvents;
import dev.paystub.http.ApiSurface.Source;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.security.AccountOpening;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** The journal of the account's requests and their responses. */
@RestController
@Tag(name = "Requests", description = "The journal of the account's requests")
@RequestMapping("/sandbox/requests")
@ControlPlane
class RequestController {

    private final Journal journal;
    private final RequestStream stream;
    private final JsonMapper json;

    /** The entries of recent lists, each until a garbage collection finds it. */
    private final Map<Entry, WrittenEntry> written =
            new ConcurrentReferenceHashMap<>(EXPECTED, ReferenceType.WEAK);

    RequestController(Journal journal, RequestStream stream, JsonMapper json) {
        this.journal = journal;
        this.stream = stream;
        this.json = json;
    }

    @Operation(
            summary = "Read the journal, the oldest request first",
            description =
                    "Every request of the account but those to the journal itself, card numbers"
                            + " and secrets left out. When there are too many the oldest are"
                            + " dropped; dropped says how many. order=desc reads from the newest"
                            + " to the oldest, and after then goes down")
    @GetMapping
    RequestList listRequests(
            @OfOperation @RequestParam(required = false) @Nullable String operation,
            @WithStatus @RequestParam(required = false) @Nullable String status,
            @Parameter(description = "Only from this instant of the account's clock on")
                    @RequestParam(required = false)
                    @Nullable String since,
            @WithOutcome @RequestParam(required = false) @Nullable String outcome,
            @FromSource @RequestParam(required = false) @Nullable String source,
            @Parameter(
                            description =
                                    "Only with this X-Request-Id of the answer, which"
                                            + " Paystub-Trace ends with")
                    @RequestParam(name = "request_id", required = false)
                    @Nullable String requestId,
            @After @RequestParam(defaultValue = "0") String after,
            @Limit @RequestParam(defaultValue = MOST) String limit,
            @Order @RequestParam(defaultValue = OLDEST_FIRST) String order) {
        return found(
                RequestMatcher.ofList(operation, status, since, outcome, source, requestId),
                after,
                limit,
                order);
    }

    @Operation(
            summary = "Follow the journal, as server-sent events",
            description =
                    "Each request is a message of the event request: its id is the entry's, its"
                            + " data the entry that the list shows. A message of the event cleared"
                            + " says that the journal was emptied, as a reset does. Read it with"
                            + " curl -N or fetch: EventSource sends no headers, and keys do not"
                            + " belong into addresses")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
    @AccountOpening(AccountOpening.Mode.WATCHING)
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void streamRequests(
            @OfOperation @RequestParam(required = false) @Nullable String operation,
            @WithStatus @RequestParam(required = false) @Nullable String status,
            @WithOutcome @RequestParam(required = false) @Nullable String outcome,
            @FromSource @RequestParam(required = false) @Nullable String source,
            @Parameter(
                            example = "0",
                            description =
                                    "Only behind this request: its id. Without it, what comes from"
                                            + " now on",
                            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
                    @RequestParam(required = false)
                    @Nullable String after,
            @Parameter(
                            example = "1",
                            description = "End after so many requests",
                            schema = @Schema(type = "integer", minimum = "1"))
                    @RequestParam(required = false)
                    @Nullable String limit,
            @Parameter(description = "The id to go on from, in place of after")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        if (ServerSentEvents.isHeadOnly(request, response)) {
            return;
        }
        var test =
                RequestMatcher.ofList(operation, status, null, outcome, source, null).compile(json);
        var from = lastEventId == null ? after : lastEventId;
        var most =
                limit == null
                        ? Integer.MAX_VALUE
                        : QueryParameters.number("limit", limit, 1, Integer.MAX_VALUE);
        stream.follow(from == null ? journal.last() : place(from), test, most, response);
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
            @Limit @RequestParam(defaultValue = MOST) String limit,
            @Order @RequestParam(defaultValue = OLDEST_FIRST) String order) {
        return found(matcher, after, limit, order);
    }

    @Operation(
            summary = "Count requests in the journal by what they were and how they ended",
            description = "Counts those that a search with the same body finds")
    @PostMapping("/count")
    RequestCount countRequests(@RequestBody RequestMatcher matcher) {
        var all = new Journal.Page(matcher.compile(json), 0, false, Integer.MAX_VALUE);
        return new RequestCount(journal.read(all).size(), journal.dropped());
    }

    @Operation(summary = "Empty the journal", description = "What comes after is kept as before")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearRequests() {
        OwnerOnly.require();
        journal.clear();
    }

    private RequestList found(RequestMatcher matcher, String after, String limit, String order) {
        var newestFirst = isNewestFirst(order);
        var page =
                new Journal.Page(
                        matcher.compile(json),
                        place(after),
                        newestFirst,
                        QueryParameters.number("limit", limit, 1, Integer.parseInt(MOST)));
        var found = journal.read(page);
        return new RequestList(
                found.stream().map(this::written).toList(),
                found.isEmpty() ? page.after() : found.getLast().number(),
                journal.dropped());
    }

    private WrittenEntry written(Entry entry) {
        return written.computeIfAbsent(
                entry,
                first ->
                        new WrittenEntry(
                                new RawValue(
                                        new SerializedString(
                                                json.writeValueAsString(
                                                        RequestEntry.of(first, json))))));
    }

    private static boolean isNewestFirst(String order) {
        if (!order.equals(OLDEST_FIRST) && !order.equals(NEWEST_FIRST)) {
            throw new DomainException.Invalid("order must be asc or desc");
        }
        return order.equals(NEWEST_FIRST);
    }

    private static long place(String after) {
        if (!PLACE.matcher(after).matches()) {
            throw new DomainException.Invalid("after must be the id of a request, or 0");
        }
        return Long.parseLong(after);
    }

    private static final Pattern PLACE = Pattern.compile("[0-9]{1,18}");
    private static final String MOST = "10000";
    private static final int EXPECTED = 256;
    private static final String OLDEST_FIRST = "asc";
    private static final String NEWEST_FIRST = "desc";

    @Parameter(description = "Only of this operation, such as addOrder")
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface OfOperation {}

    @Parameter(description = "Only with this status, such as 402 or 4xx")
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface WithStatus {}

    /** How a request ended. */
    @Parameter(
            description =
                    "Only those that ended so. An error in a response of status 200 is one; lost"
                            + " are those to which no response was sent",
            schema = @Schema(type = "string", implementation = Journal.Ending.class))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface WithOutcome {}

    /** The kind of client. */
    @Parameter(
            description =
                    "Only from this kind of client: api, the console, a hosted page, or Stripe.js",
            schema = @Schema(type = "string", implementation = Source.class))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface FromSource {}

    /** The direction in which a page is read. */
    @Parameter(
            description = "asc: the oldest first; desc: the newest first",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {OLDEST_FIRST, NEWEST_FIRST},
                            defaultValue = OLDEST_FIRST))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Order {}

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
    record RequestList(List<WrittenEntry> requests, long next, long dropped) {}

    /** An entry, whose JSON is written once for all lists that have it. */
    @Schema(implementation = RequestEntry.class)
    record WrittenEntry(RawValue json) {

        @Override
        @JsonValue
        public RawValue json() {
            return json;
        }
    }

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
            @Schema(description = "What the machine's clock showed") @Nullable String at,
            @Schema(description = "The same as at", deprecated = true) @Nullable String wallTime,
            @Schema(description = "The kind of client that sent it", implementation = Source.class)
                    String source,
            String method,
            String path,
            @Nullable String query,
            @Nullable String operation,
            @Nullable Integer status,
            @Schema(
                            description =
                                    "error also for an error in a response of status 200; lost if"
                                            + " no response was sent",
                            implementation = Journal.Ending.class)
                    String outcome,
            @Schema(description = "Milliseconds") BigDecimal duration,
            @Schema(description = "The first answer to its idempotency key, sent again")
                    boolean replayed,
            Message request,
            Message response,
            @Nullable String fault,
            @Schema(description = "Who asked for the fault: the request or a rule")
                    @Nullable String faultSource,
            boolean committed,
            @Schema(description = "How it departs from the contract") List<String> contract,
            List<Effect> effects,
            int effectsTotal,
            @Schema(description = "What it queued for webhooks") List<QueuedDelivery> webhooks) {

        static RequestEntry of(Entry entry, JsonMapper json) {
            var exchange = entry.exchange();
            var at = entry.wall() == null ? null : IsoTimes.text(entry.wall());
            return new RequestEntry(
                    entry.number(),
                    exchange.requestId(),
                    IsoTimes.text(entry.at()),
                    at,
                    at,
                    exchange.source().label(),
                    exchange.method(),
                    exchange.path(),
                    exchange.query(),
                    exchange.operation(),
                    exchange.status(),
                    exchange.ending().label(),
                    BigDecimal.valueOf(entry.duration().toNanos() / 1000, 3),
                    exchange.replayed(),
                    Message.of(exchange.request(), json),
                    Message.of(exchange.response(), json),
                    exchange.fault(),
                    exchange.faultSource(),
                    entry.changed(),
                    exchange.violations(),
                    entry.effects().stream().map(Effect::of).toList(),
                    entry.effectCount(),
                    entry.deliveries().stream().map(QueuedDelivery::of).toList());
        }
    }

    /**
     * The headers by name, secrets hidden; the stored part of the body; {@code bytes} is the length
     * of the whole body.
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Message(Map<String, String> headers, @Nullable Object body, int bytes) {

        static Message of(Journal.Message message, JsonMapper json) {
            return new Message(
                    Headers.read(message.headers()),
                    JsonOrText.toWrite(json, message.text()),
                    message.bytes());
        }
    }

    /** {@code kind} and {@code id} say which thing it happened to; the balance has no id. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Effect(
            String type,
            String subject,
            @Schema(description = "Such as invoice, service or crypto_payment") String kind,
            @Nullable String id,
            @Nullable String from,
            @Nullable String to) {

        static Effect of(Journal.Effect effect) {
            var subject = Subject.of(effect.subject());
            return new Effect(
                    effect.type(),
                    effect.subject(),
                    subject.kind(),
                    subject.id(),
                    effect.from(),
                    effect.to());
        }
    }

    /** A delivery of a webhook, as {@code /sandbox/webhooks/{webhook}/deliveries/{delivery}}. */
    record QueuedDelivery(long webhook, long delivery) {

        static QueuedDelivery of(Journal.Delivery queued) {
            return new QueuedDelivery(queued.webhook(), queued.number());
        }
    }
}
