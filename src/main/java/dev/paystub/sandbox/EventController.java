package dev.paystub.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.Events;
import dev.paystub.account.Events.Event;
import dev.paystub.kernel.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What has happened to the account, for a test that would otherwise sleep and look again. */
@RestController
@RequestMapping("/sandbox/events")
class EventController {

    private static final int MOST = 1000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4})s");

    private final Events events;

    EventController(Events events) {
        this.events = events;
    }

    @Operation(
            summary = "Read what has happened, in order, after a cursor",
            description =
                    "With wait, answers as soon as there is something, or with nothing when the"
                        + " time is over. 409 for a cursor that lies ahead of all events, as one"
                        + " does that was taken before a reset")
    @GetMapping
    EventList listEvents(
            @Parameter(description = "next of an earlier answer; 0, the default, is the beginning")
                    @RequestParam(defaultValue = "0")
                    String after,
            @Parameter(description = "Only of this type, such as invoice.paid")
                    @RequestParam(required = false)
                    @Nullable String type,
            @Parameter(
                            description = "How long to wait for the first, such as 10s",
                            schema = @Schema(type = "string", defaultValue = "0s"))
                    @RequestParam(defaultValue = "0s")
                    String wait,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "1000")
                    String limit)
            throws InterruptedException {
        var cursor = number("after", after);
        if (cursor > events.last()) {
            throw new Refusal.Conflict(
                    "There is no event %d yet; the latest is %d. Begin again with after=0"
                            .formatted(cursor, events.last()));
        }
        var most = number("limit", limit);
        if (most < 1 || most > MOST) {
            throw new Refusal.Invalid("limit must be a whole number from 1 to %d".formatted(MOST));
        }
        var found = events.read(new Events.Query(cursor, type, (int) most), duration(wait));
        var next = found.isEmpty() ? cursor : found.getLast().number();
        return new EventList(found.stream().map(EventEntry::of).toList(), next);
    }

    private static long number(String name, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new Refusal.Invalid(name + " must be a whole number");
        }
        return Long.parseLong(text);
    }

    private static Duration duration(String text) {
        var seconds = SECONDS.matcher(text);
        var wait = seconds.matches() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : null;
        if (wait == null || wait.compareTo(Events.LONGEST_WAIT) > 0) {
            throw new Refusal.Invalid(
                    "wait must be a number of seconds up to %ds, such as 10s"
                            .formatted(Events.LONGEST_WAIT.toSeconds()));
        }
        return wait;
    }

    /** {@code next} is the cursor with which to go on. */
    record EventList(List<EventEntry> events, long next) {}

    /** {@code due}: it happened because time passed; {@code from} is null for what is new. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EventEntry(
            long cursor,
            String at,
            boolean due,
            String type,
            String subject,
            @Nullable String from,
            @Nullable String to) {

        static EventEntry of(Event event) {
            return new EventEntry(
                    event.number(),
                    Iso.text(event.at()),
                    event.due(),
                    event.type(),
                    event.subject(),
                    event.from(),
                    event.to());
        }
    }
}
