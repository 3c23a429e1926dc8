package dev.paystub.clock;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.EventTypes;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.controlplane.ServerSentEvents;
import dev.paystub.engine.Cursor;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.security.AccountOpening;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Events of the account, so that a test can wait for them instead of sleeping and polling. */
@RestController
@Tag(name = "Events", description = "What has happened to the account")
@RequestMapping("/sandbox")
@ControlPlane
class EventController {

    private static final int MOST = 1000;
    private static final String AFTER =
            "A cursor: next of an earlier answer, or a cursor of an event; 0 is the beginning."
                    + " Without it, all that is kept";
    private static final String TYPE = "Only of this type, such as invoice.paid";

    private final Events events;
    private final EventTypes types;
    private final Quiescence quiescence;
    private final JsonMapper json;

    EventController(Events events, EventTypes types, Quiescence quiescence, JsonMapper json) {
        this.events = events;
        this.types = types;
        this.quiescence = quiescence;
        this.json = json;
    }

    @Operation(
            summary = "Read what has happened, in order, after a cursor",
            description =
                    "With wait, answers as soon as there is something, or with nothing when the"
                        + " time is over. 410 for a cursor behind which something may be missing:"
                        + " older events have been let go, or the account was reset or restored;"
                        + " oldest is the cursor with which to go on")
    @AccountOpening(AccountOpening.Mode.WATCHING)
    @GetMapping("/events")
    EventList listEvents(
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after,
            @Parameter(description = TYPE) @RequestParam(required = false) @Nullable String type,
            @Parameter(
                            description = "How long to wait for the first, such as 10s",
                            schema = @Schema(type = "string", defaultValue = "0s"))
                    @RequestParam(defaultValue = "0s")
                    String wait,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "1000")
                    String limit)
            throws InterruptedException {
        var query =
                new Events.Query(
                        cursor(after),
                        known(type),
                        QueryParameters.number("limit", limit, 1, MOST));
        var page = events.read(query, QueryParameters.seconds("wait", wait, Events.LONGEST_WAIT));
        return new EventList(
                page.events().stream().map(EventEntry::of).toList(), page.next().toString());
    }

    /**
     * A browser's EventSource cannot send a key and therefore cannot read this; {@code fetch} can.
     */
    @Operation(
            summary = "Follow what happens, as server-sent events",
            description =
                    "Each message has the cursor as its id, the type as its event, and the entry"
                        + " that the list shows as its data; its last is of the event gone when"
                        + " what followed has been lost by a reset or otherwise. Read it with curl"
                        + " -N or fetch: EventSource sends no headers, and keys do not belong into"
                        + " addresses")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
    @AccountOpening(AccountOpening.Mode.WATCHING)
    @GetMapping(path = "/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void streamEvents(
            @Parameter(description = AFTER) @RequestParam(required = false) @Nullable String after,
            @Parameter(description = TYPE) @RequestParam(required = false) @Nullable String type,
            @Parameter(
                            description = "End after so many events",
                            example = "1",
                            schema = @Schema(type = "integer", minimum = "1"))
                    @RequestParam(required = false)
                    @Nullable String limit,
            @Parameter(description = "The cursor to go on from, in place of after")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        if (ServerSentEvents.isHeadOnly(request, response)) {
            return;
        }
        var most =
                limit == null
                        ? Integer.MAX_VALUE
                        : QueryParameters.number("limit", limit, 1, Integer.MAX_VALUE);
        var query =
                new Events.Query(
                        cursor(lastEventId == null ? after : lastEventId), known(type), most);
        new EventStream(response, json).follow(events, query);
    }

    private @Nullable String known(@Nullable String type) {
        if (type != null) {
            types.require(type);
        }
        return type;
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        return text == null ? null : Cursor.of(text);
    }

    @Operation(
            summary = "Wait until all is quiet",
            description =
                    "Until no request that had begun is being worked on, all that has fallen due"
                        + " has happened, and nothing is under way outside. 409 when the time is"
                        + " over; underway says what is under way still")
    @PostMapping("/quiesce")
    Quiet quiesce(
            @Parameter(
                            description = "How long to wait at most, up to 60s",
                            schema = @Schema(type = "string", defaultValue = "5s"))
                    @RequestParam(defaultValue = "5s")
                    String timeout)
            throws InterruptedException {
        quiescence.await(QueryParameters.seconds("timeout", timeout, Quiescence.LONGEST_WAIT));
        return new Quiet(true, events.last().toString());
    }

    /**
     * The response once the account is quiescent.
     *
     * @param next the cursor after the latest event
     */
    record Quiet(boolean quiet, String next) {}

    /**
     * A page of events.
     *
     * @param next the cursor after this page
     */
    record EventList(List<EventEntry> events, String next) {}

    /**
     * An event of the account.
     *
     * @param due whether a scheduled task caused it
     * @param from null for a new subject
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EventEntry(
            String cursor,
            String at,
            boolean due,
            String cause,
            String type,
            String subject,
            @Nullable String from,
            @Nullable String to) {

        static EventEntry of(RecordedEvent event) {
            return new EventEntry(
                    event.cursor().toString(),
                    IsoTimes.text(event.at()),
                    event.due(),
                    event.cause().text(),
                    event.type(),
                    event.subject(),
                    event.from(),
                    event.to());
        }
    }
}
