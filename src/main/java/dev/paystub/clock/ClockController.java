package dev.paystub.clock;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.ClockEntry;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.engine.TestClock;
import dev.paystub.engine.TestClock.AdvanceOptions;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The account's clock, with the field names of Stripe's test clocks. */
@RestController
@Tag(name = "Clock", description = "The account's time")
@RequestMapping("/sandbox")
@ControlPlane
class ClockController {

    private final TestClock testClock;

    ClockController(TestClock testClock) {
        this.testClock = testClock;
    }

    @Operation(
            summary = "Read the clock",
            description = "What time it is for the account, and whether its clock stands still")
    @GetMapping("/clock")
    ClockEntry readClock() {
        return ClockEntry.of(testClock.read());
    }

    /**
     * Freezes the clock at {@code frozen_time}, or sets it running when that is null. Before the
     * first change of the account any instant is allowed, and the account is seeded as of that
     * instant; afterwards only a later instant than the clock shows.
     */
    @Operation(
            summary = "Freeze the clock at an instant, or let it run",
            description =
                    "Any instant while nobody has written to the account, which is then seeded as"
                            + " of it; afterwards only forward")
    @PutMapping("/clock")
    Advanced setClock(
            @RequestBody SetClock request,
            @Most @RequestParam(defaultValue = MOST) String effects) {
        OwnerOnly.require();
        var frozenTime = request.frozenTime();
        if (frozenTime == null) {
            throw new DomainException.Invalid(
                    "frozen_time is required: an ISO-8601 instant, such as"
                            + " 2024-06-09T15:23:43.444Z, or null");
        }
        if (frozenTime.isNull()) {
            return Advanced.of(testClock.run());
        }
        if (!frozenTime.isString()) {
            throw new DomainException.Invalid(
                    "frozen_time must be an ISO-8601 instant, such as 2024-06-09T15:23:43.444Z, or"
                            + " null");
        }
        var instant = IsoTimes.instant("frozen_time", frozenTime.stringValue());
        return Advanced.of(testClock.freeze(instant, new AdvanceOptions(false, most(effects))));
    }

    /**
     * Advances the clock. Returns once all scheduled tasks that fell due on the way have run, with
     * their effects.
     */
    @Operation(
            operationId = "advanceClock",
            summary =
                    "Advance the clock; answers when everything due has happened, with what it was",
            description =
                    "While it goes on, what has happened shows among the events. With dry_run it"
                            + " tells what would happen, and changes nothing")
    @PostMapping("/clock/advance")
    Advanced advance(
            @RequestBody Advance request,
            @Parameter(
                            description = "Only tell what would happen",
                            schema = @Schema(type = "boolean", defaultValue = "false"))
                    @RequestParam(name = "dry_run", defaultValue = "false")
                    String dryRun,
            @Most @RequestParam(defaultValue = MOST) String effects) {
        OwnerOnly.require();
        var by = request.by();
        var to = request.to();
        if ((by == null) == (to == null)) {
            throw new DomainException.Invalid(
                    "Give either by, such as PT15S or P1M, or to, an instant");
        }
        var options = new AdvanceOptions(flag("dry_run", dryRun), most(effects));
        return Advanced.of(
                by == null
                        ? testClock.advanceTo(IsoTimes.instant("to", String.valueOf(to)), options)
                        : testClock.advanceBy(IsoTimes.amount("by", by), options));
    }

    private static final String MOST = "10000";
    private static final int VERY_MOST = 100_000;

    /** The query parameter for the maximum number of effects in a response. */
    @Parameter(
            description =
                    "How many effects to tell; effects_total says how many there are, and next is"
                            + " the cursor with which the events go on",
            schema =
                    @Schema(
                            type = "integer",
                            minimum = "0",
                            maximum = "100000",
                            defaultValue = MOST))
    @Target(ElementType.PARAMETER)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Most {}

    private static int most(String effects) {
        return QueryParameters.number("effects", effects, 0, VERY_MOST);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new DomainException.Invalid(name + " must be true or false");
        };
    }

    /**
     * The request to set the clock.
     *
     * @param frozenTime required, but may be null
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record SetClock(@Nullable JsonNode frozenTime) {}

    record Advance(
            @Schema(description = "An ISO-8601 duration, such as PT15S, P1D or P1M")
                    @Nullable String by,
            @Schema(description = "An ISO-8601 instant") @Nullable String to) {}

    /**
     * The response to a change of the clock.
     *
     * @param next the cursor after the effects in this response
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Advanced(
            String now,
            @Nullable String frozenTime,
            List<EffectEntry> effects,
            long effectsTotal,
            String next) {

        static Advanced of(TestClock.Advance advance) {
            var clock = ClockEntry.of(advance.reading());
            return new Advanced(
                    clock.now(),
                    clock.frozenTime(),
                    advance.effects().stream().map(EffectEntry::of).toList(),
                    advance.total(),
                    advance.next().toString());
        }
    }

    /**
     * An event that a scheduled task caused.
     *
     * @param cause the scheduled task
     * @param from null for a new subject
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EffectEntry(
            String at,
            String cause,
            String what,
            String subject,
            @Nullable String from,
            @Nullable String to) {

        static EffectEntry of(RecordedEvent effect) {
            return new EffectEntry(
                    IsoTimes.text(effect.at()),
                    effect.cause().text(),
                    effect.type(),
                    effect.subject(),
                    effect.from(),
                    effect.to());
        }
    }
}
