package dev.paystub.engine;

import dev.paystub.account.AccountProvisioner;
import dev.paystub.account.Accounts;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.kernel.DomainException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The current account's clock, which can be read, frozen, advanced and set running. An advance
 * moves the clock at once and then runs all scheduled tasks that have fallen due, each at its own
 * instant; until they are done no other change of the account runs. Tasks that had been set aside
 * are retried. Time only moves forward, until a reset.
 */
@Component
public class TestClock {

    /** The longest advance in one call: each hourly service falls due up to 8,784 times a year. */
    static final Duration LONGEST_ADVANCE = Duration.ofDays(366L * 5);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final AccountTransactions accountTransactions;
    private final Accounts accounts;
    private final EventLog events;
    private final AccountProvisioner accountProvisioner;
    private final DryRun dryRunner;
    private final Schedule schedule;
    private final VirtualClock clock;

    TestClock(
            AccountTransactions accountTransactions,
            Accounts accounts,
            EventLog events,
            AccountProvisioner accountProvisioner,
            DryRun dryRunner,
            Schedule schedule,
            VirtualClock clock) {
        this.schedule = schedule;
        this.accountTransactions = accountTransactions;
        this.dryRunner = dryRunner;
        this.accounts = accounts;
        this.events = events;
        this.accountProvisioner = accountProvisioner;
        this.clock = clock;
    }

    /**
     * Options of an advance.
     *
     * @param dryRun whether to report the effects without changing the account
     * @param most the maximum number of effects to report
     */
    public record AdvanceOptions(boolean dryRun, int most) {

        /** A real advance that reports up to 10,000 effects. */
        public static final AdvanceOptions DEFAULT = new AdvanceOptions(false, 10_000);
    }

    /**
     * The result of an advance.
     *
     * @param reading the clock after the advance
     * @param effects the first events of tasks that fell due during the advance, in order
     * @param total the number of all such events
     * @param next the cursor after the reported events
     */
    public record Advance(Reading reading, List<RecordedEvent> effects, long total, Cursor next) {}

    /**
     * The state of the clock.
     *
     * @param now the time it shows
     * @param frozen the instant at which it is frozen; null while it runs
     */
    public record Reading(Instant now, @Nullable Instant frozen) {}

    public Reading read() {
        var state = accounts.byId(CurrentAccount.tenant().id()).orElseThrow().tenant().clock();
        return new Reading(state.at(clock.systemMillis()), state.frozen());
    }

    /**
     * Advances by a calendar amount; months and days are counted in UTC.
     *
     * @throws DomainException.Conflict when the result is in the past
     * @throws DomainException.Invalid when it is too far ahead
     */
    public Advance advanceBy(TemporalAmount amount, AdvanceOptions options) {
        return advance(
                options,
                now -> {
                    try {
                        return now.atZone(ZoneOffset.UTC).plus(amount).toInstant();
                    } catch (DateTimeException | ArithmeticException e) {
                        throw tooFar();
                    }
                },
                this::moved);
    }

    public Advance advanceBy(TemporalAmount amount) {
        return advanceBy(amount, AdvanceOptions.DEFAULT);
    }

    /**
     * Advances to an instant.
     *
     * @throws DomainException.Conflict when the instant is in the past
     * @throws DomainException.Invalid when it is too far ahead
     */
    public Advance advanceTo(Instant target, AdvanceOptions options) {
        return advance(options, now -> target, this::moved);
    }

    private ClockState moved(ClockState state, Instant to) {
        return state.movedTo(to, clock.systemMillis());
    }

    private record Start(Instant from, Instant to, Cursor lastEvent) {}

    private Advance advance(
            AdvanceOptions options,
            UnaryOperator<Instant> target,
            BiFunction<ClockState, Instant, ClockState> moved) {
        return options.dryRun()
                ? dryRunner.of(() -> advance(options.most(), target, moved))
                : advance(options.most(), target, moved);
    }

    private Advance advance(
            int most,
            UnaryOperator<Instant> target,
            BiFunction<ClockState, Instant, ClockState> moved) {
        var start =
                accountTransactions.run(state -> {
                    var from = state.at(clock.systemMillis());
                    var to = target.apply(from).truncatedTo(ChronoUnit.MILLIS);
                    requireForward(from, to);
                    schedule.tryAgain();
                    accounts.setClock(CurrentAccount.tenant().id(), moved.apply(state, to));
                    return new Start(from, to, events.last());
                });
        var effects = new Effects(start, most);
        // collected during the advance: the log may delete the first events before the last are
        // written
        accountTransactions.settle(effects::collect);
        return effects.result(read());
    }

    /**
     * Collects the events of tasks that fall due during an advance, including tasks that another
     * thread or process runs.
     */
    private final class Effects {

        private final Start start;
        private final int most;
        private final List<RecordedEvent> first = new ArrayList<>();
        private long total;
        private Cursor seen;

        Effects(Start start, int most) {
            this.start = start;
            this.most = most;
            this.seen = start.lastEvent();
        }

        void collect() {
            var last = events.last();
            var after = seen.number();
            if (first.size() < most) {
                first.addAll(
                        events.fallenDue(
                                after,
                                last.number(),
                                start.from(),
                                start.to(),
                                most - first.size()));
            }
            total += events.countFallenDue(after, last.number(), start.from(), start.to());
            seen = last;
        }

        Advance result(Reading reading) {
            var next = total > first.size() && !first.isEmpty() ? first.getLast().cursor() : seen;
            return new Advance(reading, List.copyOf(first), total, next);
        }
    }

    private static void requireForward(Instant from, Instant to) {
        if (to.isBefore(from)) {
            throw new DomainException.Conflict(
                    "The clock shows %s and only moves forward; reset the account to go back"
                            .formatted(from));
        }
        if (to.isAfter(LATEST) || Duration.between(from, to).compareTo(LONGEST_ADVANCE) > 0) {
            throw tooFar();
        }
    }

    private static DomainException tooFar() {
        return new DomainException.Invalid(
                "One advance is at most %d days, and not past %s"
                        .formatted(LONGEST_ADVANCE.toDays(), LATEST));
    }

    /**
     * Freezes the clock at an instant. Before the first change of the account any instant is
     * allowed, and the account then begins at that instant; afterwards this is an advance.
     *
     * @throws DomainException.Conflict when the instant is in the past of an account that has been
     *     changed
     * @throws DomainException.Invalid when the instant is outside the range of a clock, or too far
     *     ahead
     */
    public Advance freeze(Instant requested, AdvanceOptions options) {
        var instant = requested.truncatedTo(ChronoUnit.MILLIS);
        require("frozen_time", instant);
        if (accountProvisioner.beginAsOf(instant)) {
            return new Advance(read(), List.of(), 0, events.last());
        }
        return advance(options, now -> instant, (state, to) -> new ClockState(0, to));
    }

    public Advance freeze(Instant requested) {
        return freeze(requested, AdvanceOptions.DEFAULT);
    }

    /** Sets the clock running from the time it shows. */
    public Advance run() {
        accountTransactions.runBeforeDueWork(locked -> {
            accounts.setClock(
                    CurrentAccount.tenant().id(), locked.clock().running(clock.systemMillis()));
            return true;
        });
        return new Advance(read(), List.of(), 0, events.last());
    }

    /**
     * Returns the instant if a clock can show it.
     *
     * @throws DomainException.Invalid when it is outside the range of a clock; the message names
     *     the field
     */
    public static Instant require(String field, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DomainException.Invalid(
                    "%s must lie between %s and %s".formatted(field, EARLIEST, LATEST));
        }
        return instant;
    }
}
