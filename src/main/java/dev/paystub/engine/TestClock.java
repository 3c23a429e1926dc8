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
 * The current account's time: read, frozen, advanced, let run. Advancing moves the clock at once
 * and then lets everything that has fallen due happen, each piece at its own instant; until that is
 * done no other change of the account gets its turn. What had failed and been set aside is tried
 * again. Time only moves forward, until a reset.
 */
@Component
public class TestClock {

    /** How far one call may advance: hourly services fall due 8,784 times a year each. */
    static final Duration LONGEST_ADVANCE = Duration.ofDays(366L * 5);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final AccountTransactions accountTransactions;
    private final Accounts accounts;
    private final EventLog events;
    private final AccountProvisioner accountProvisioner;
    private final DryRun rehearsal;
    private final Schedule schedule;
    private final VirtualClock clock;

    TestClock(
            AccountTransactions accountTransactions,
            Accounts accounts,
            EventLog events,
            AccountProvisioner accountProvisioner,
            DryRun rehearsal,
            Schedule schedule,
            VirtualClock clock) {
        this.schedule = schedule;
        this.accountTransactions = accountTransactions;
        this.rehearsal = rehearsal;
        this.accounts = accounts;
        this.events = events;
        this.accountProvisioner = accountProvisioner;
        this.clock = clock;
    }

    /**
     * How to advance.
     *
     * @param dryRun whether only to tell what would happen
     * @param most how many effects to tell
     */
    public record Manner(boolean dryRun, int most) {

        /** Really, telling as much as one would want to read. */
        public static final Manner USUAL = new Manner(false, 10_000);
    }

    /**
     * Where an advance began and ended, and what fell due between, in order.
     *
     * @param effects the first of them
     * @param total how many there are
     * @param next where the events go on behind those that are told
     */
    public record Advance(Reading reading, List<RecordedEvent> effects, long total, Cursor next) {}

    /** How the clock stands. */
    public record Reading(Instant now, @Nullable Instant frozen) {}

    public Reading read() {
        var state = accounts.byId(CurrentAccount.tenant().id()).orElseThrow().tenant().clock();
        return new Reading(state.at(clock.systemMillis()), state.frozen());
    }

    /**
     * Advances by a calendar amount, months and days counted in UTC.
     *
     * @throws Refusal.Invalid when that is not forward, or too far
     */
    public Advance advanceBy(TemporalAmount amount, Manner manner) {
        return advance(
                manner,
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
        return advanceBy(amount, Manner.USUAL);
    }

    /**
     * @throws Refusal.Conflict when that is in the past
     * @throws Refusal.Invalid when it is too far
     */
    public Advance advanceTo(Instant target, Manner manner) {
        return advance(manner, now -> target, this::moved);
    }

    private ClockState moved(ClockState state, Instant to) {
        return state.movedTo(to, clock.systemMillis());
    }

    private record Start(Instant from, Instant to, Cursor lastEvent) {}

    private Advance advance(
            Manner manner,
            UnaryOperator<Instant> target,
            BiFunction<ClockState, Instant, ClockState> moved) {
        return manner.dryRun()
                ? rehearsal.of(() -> advance(manner.most(), target, moved))
                : advance(manner.most(), target, moved);
    }

    private Advance advance(
            int most,
            UnaryOperator<Instant> target,
            BiFunction<ClockState, Instant, ClockState> moved) {
        var start =
                accountTransactions.take(state -> {
                    var from = state.at(clock.systemMillis());
                    var to = target.apply(from).truncatedTo(ChronoUnit.MILLIS);
                    requireForward(from, to);
                    schedule.tryAgain();
                    accounts.setClock(CurrentAccount.tenant().id(), moved.apply(state, to));
                    return new Start(from, to, events.last());
                });
        var effects = new Effects(start, most);
        // looked at as they come about: the log may let go of the first before the last are there
        accountTransactions.settle(effects::lookOn);
        return effects.told(read());
    }

    /** What falls due in the course of an advance, whoever lets it happen. */
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

        void lookOn() {
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

        Advance told(Reading reading) {
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
     * Freezes the clock at an instant: any instant while nobody has written to the account, which
     * then begins as of that instant; afterwards only forward, which is an advance.
     *
     * @throws Refusal.Conflict when that is in the past of an account that has been written to
     */
    public Advance freeze(Instant requested, Manner manner) {
        var instant = requested.truncatedTo(ChronoUnit.MILLIS);
        require("frozen_time", instant);
        if (accountProvisioner.beginAsOf(instant)) {
            return new Advance(read(), List.of(), 0, events.last());
        }
        return advance(manner, now -> instant, (state, to) -> new ClockState(0, to));
    }

    public Advance freeze(Instant requested) {
        return freeze(requested, Manner.USUAL);
    }

    /** Lets the clock run on from what it shows. */
    public Advance run() {
        accountTransactions.takeRegardless(locked -> {
            accounts.setClock(
                    CurrentAccount.tenant().id(), locked.clock().running(clock.systemMillis()));
            return true;
        });
        return new Advance(read(), List.of(), 0, events.last());
    }

    /**
     * An instant that a clock can show.
     *
     * @throws Refusal.Invalid when it is too far away; it names the field
     */
    public static Instant require(String field, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DomainException.Invalid(
                    "%s must lie between %s and %s".formatted(field, EARLIEST, LATEST));
        }
        return instant;
    }
}
