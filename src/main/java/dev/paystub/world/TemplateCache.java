package dev.paystub.world;

import dev.paystub.account.Accounts;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tenant;
import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.VirtualClock;
import dev.paystub.engine.Workers;
import dev.paystub.engine.Workers.AtLength;
import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Template accounts: each is made once from a {@link Baseline}, and other accounts then begin as a
 * set-wise copy of its rows. No API key can open a template. Each process has its own templates, at
 * most {@code MOST} and those that somebody waits for or copies.
 */
@Component
class TemplateCache {

    /** Prefix of the keys of templates. */
    static final String PREFIX = "~scenario/";

    private static final Logger LOG = LoggerFactory.getLogger(TemplateCache.class);
    private static final int MOST = 24;
    private static final int NAME_LENGTH = 20;

    /** How long accounts on running clocks may share one template, and therefore one past. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Accounts accounts;
    private final IdleAccountReaper uses;
    private final AccountEraser accountEraser;
    private final AccountSeeder accountSeeder;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final Workers workers;
    private final ObjectProvider<Baselines> points;

    private final ReentrantLock lock = new ReentrantLock();

    /** In order of use, the least recently used first. */
    private final LinkedHashMap<Wanted, Shared> templates = new LinkedHashMap<>(MOST, 0.75f, true);

    TemplateCache(
            Accounts accounts,
            IdleAccountReaper uses,
            AccountEraser accountEraser,
            AccountSeeder accountSeeder,
            AccountTransactions accountTransactions,
            VirtualClock clock,
            Workers workers,
            ObjectProvider<Baselines> points) {
        this.workers = workers;
        this.accounts = accounts;
        this.uses = uses;
        this.accountEraser = accountEraser;
        this.accountSeeder = accountSeeder;
        this.accountTransactions = accountTransactions;
        this.clock = clock;
        this.points = points;
    }

    /** A baseline that ends at {@code frozen}, or now when that is null. */
    private record Wanted(String id, @Nullable Instant frozen) {}

    private record Template(Tenant tenant, Instant end, Map<String, Object> values) {}

    /** A template and the number of those who wait for it or copy it; guarded by the lock. */
    private static final class Shared {

        private final FutureTask<Template> task;
        private int users;
        private boolean listed = true;

        private Shared(FutureTask<Template> task) {
            this.task = task;
        }
    }

    /**
     * Returns the baseline of that name: a seed or a scenario.
     *
     * @throws DomainException.Conflict when there is no such scenario any more
     */
    Baseline find(String name) {
        if (AccountSeeder.SEEDS.contains(name)) {
            return new SeedOnly(name);
        }
        return Optional.ofNullable(points.getIfAvailable())
                .flatMap(known -> known.find(name))
                .orElseThrow(() ->
                        new DomainException.Conflict(
                                "There is no scenario '%s' any more; reset the account"
                                        .formatted(name)));
    }

    private record SeedOnly(String seed) implements Baseline {

        @Override
        public String id() {
            return seed;
        }

        @Override
        public String name() {
            return seed;
        }

        @Override
        public boolean isSeedOnly() {
            return true;
        }

        @Override
        public Instant beginning(Instant end) {
            return end;
        }

        @Override
        public Map<String, Object> play(Instant end) {
            return Map.of();
        }
    }

    /** Makes the template unless it exists already. */
    void prepare(Baseline point, @Nullable Instant frozen) {
        if (!point.isSeedOnly()) {
            var wanted = new Wanted(point.id(), frozen);
            var shared = enter(wanted, point);
            try {
                await(wanted, shared);
            } finally {
                leave(shared);
            }
        }
    }

    /** Replaces the current account's rows by the baseline's; returns the baseline's values. */
    Map<String, Object> begin(Baseline point, @Nullable Instant frozen) {
        return begin(point, frozen, locked -> true).orElseThrow();
    }

    /**
     * Replaces the current account's rows if the condition holds under the account's lock. Returns
     * the baseline's values, or empty when the condition does not hold.
     */
    Optional<Map<String, Object>> begin(
            Baseline point, @Nullable Instant frozen, Predicate<Accounts.Locked> condition) {
        if (point.isSeedOnly()) {
            var outcome = begin(point, frozen, condition, null);
            return outcome == Outcome.BEGUN ? Optional.of(Map.of()) : Optional.empty();
        }
        var wanted = new Wanted(point.id(), frozen);
        while (true) {
            var shared = enter(wanted, point);
            try {
                var template = await(wanted, shared);
                switch (begin(point, frozen, condition, template)) {
                    case NOT_WANTED -> {
                        return Optional.empty();
                    }
                    case BEGUN -> {
                        return Optional.of(template.values());
                    }
                    case TEMPLATE_GONE -> forget(wanted, shared);
                }
            } finally {
                leave(shared);
            }
        }
    }

    private Outcome begin(
            Baseline point,
            @Nullable Instant frozen,
            Predicate<Accounts.Locked> condition,
            @Nullable Template template) {
        return accountTransactions.replaceAll(locked ->
                condition.test(locked)
                        ? begin(point, new ClockState(0, frozen), template)
                        : Outcome.NOT_WANTED);
    }

    private enum Outcome {
        BEGUN,
        NOT_WANTED,
        TEMPLATE_GONE
    }

    private Outcome begin(Baseline point, ClockState state, @Nullable Template template) {
        if (template == null) {
            accountSeeder.reseed(point.seed(), state, state.at(clock.systemMillis()));
            return Outcome.BEGUN;
        }
        // removing a template takes this lock too, so that no template is copied in part
        if (accounts.lock(template.tenant().id()).isEmpty()) {
            return Outcome.TEMPLATE_GONE;
        }
        accountSeeder.replace(template.tenant(), state, point.seed(), point.name());
        return Outcome.BEGUN;
    }

    /**
     * Returns the template, which is made if there is none. It stays until {@link #leave}: if it
     * could go while somebody waits for it, more requests at a time than there are places would
     * remove one another's templates for ever.
     */
    private Shared enter(Wanted wanted, Baseline point) {
        var gone = new ArrayList<Shared>();
        Shared shared;
        lock.lock();
        try {
            var known = templates.get(wanted);
            if (known != null && isStale(wanted, known.task)) {
                unlist(wanted, known, gone);
                known = null;
            }
            if (known == null) {
                known = new Shared(new FutureTask<>(() -> make(point, end(wanted))));
                templates.put(wanted, known);
                // on its own thread, so that the template inherits nothing from the present request
                Thread.ofVirtual().name("template").start(known.task);
            }
            shared = known;
            shared.users++;
        } finally {
            lock.unlock();
        }
        gone.forEach(this::discard);
        return shared;
    }

    private Instant end(Wanted wanted) {
        return wanted.frozen() == null
                ? Instant.ofEpochMilli(clock.systemMillis())
                : wanted.frozen();
    }

    /** Ends a use; removes what is over the bound and not in use, the least recently used first. */
    private void leave(Shared shared) {
        var gone = new ArrayList<Shared>();
        lock.lock();
        try {
            shared.users--;
            if (!shared.listed && shared.users == 0) {
                gone.add(shared);
            }
            for (var entry : List.copyOf(templates.entrySet())) {
                if (templates.size() <= MOST) {
                    break;
                }
                if (entry.getValue().users == 0) {
                    unlist(entry.getKey(), entry.getValue(), gone);
                }
            }
        } finally {
            lock.unlock();
        }
        gone.forEach(this::discard);
    }

    /** Removes a template from the list, and adds it to those that go unless it is in use. */
    private void unlist(Wanted wanted, Shared shared, List<Shared> gone) {
        templates.remove(wanted, shared);
        shared.listed = false;
        if (shared.users == 0) {
            gone.add(shared);
        }
    }

    private boolean isStale(Wanted wanted, FutureTask<Template> known) {
        return wanted.frozen() == null
                && known.state() == Future.State.SUCCESS
                && known.resultNow().end().plus(FRESH).toEpochMilli() < clock.systemMillis();
    }

    private Template await(Wanted wanted, Shared shared) {
        try {
            var template = shared.task.get();
            uses.use(template.tenant().id());
            return template;
        } catch (ExecutionException e) {
            forget(wanted, shared);
            throw AccountTransactions.unchecked(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while a scenario was being played", e);
        }
    }

    /** Takes a template off the list that was not made or is not there any more. */
    private void forget(Wanted wanted, Shared shared) {
        lock.lock();
        try {
            templates.remove(wanted, shared);
            shared.listed = false;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the account of a template after it has been made. */
    private void discard(Shared shared) {
        Thread.ofVirtual()
                .name("template")
                .start(() -> {
                    try {
                        erase(shared.task.get().tenant());
                    } catch (ExecutionException e) {
                        LOG.debug("A template that nobody needs was not made", e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void erase(Tenant tenant) {
        CurrentAccount.bind(tenant)
                .run(() ->
                        accountTransactions.runIfPresent(locked -> {
                            accountEraser.erase(tenant.id());
                            return true;
                        }));
    }

    private Template make(Baseline point, Instant end) {
        var start = point.beginning(end);
        var key = PREFIX + Tokens.unique(NAME_LENGTH);
        var tenant = accounts.insertHidden(key, start);
        try {
            return CurrentAccount.bind(tenant)
                    .call(() ->
                            workers.run(
                                    AtLength.TEMPLATE,
                                    () -> {
                                        accountTransactions.runBeforeDueWork(locked -> {
                                            accountSeeder.reseed(
                                                    point.seed(), new ClockState(0, start), start);
                                            return true;
                                        });
                                        return new Template(tenant, end, point.play(end));
                                    }));
        } catch (RuntimeException | Error e) {
            erase(tenant);
            throw e;
        }
    }
}
