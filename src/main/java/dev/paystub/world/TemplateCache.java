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
 * most {@code MOST}.
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
    private final LinkedHashMap<Wanted, FutureTask<Template>> templates =
            new LinkedHashMap<>(MOST, 0.75f, true);

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
            obtain(point, frozen);
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
        while (true) {
            var template = point.isSeedOnly() ? null : obtain(point, frozen);
            var outcome =
                    accountTransactions.replaceAll(locked ->
                            condition.test(locked)
                                    ? begin(point, new ClockState(0, frozen), template)
                                    : Outcome.NOT_WANTED);
            switch (outcome) {
                case NOT_WANTED -> {
                    return Optional.empty();
                }
                case BEGUN -> {
                    return Optional.of(template == null ? Map.of() : template.values());
                }
                case TEMPLATE_GONE -> forget(new Wanted(point.id(), frozen));
            }
        }
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

    private Template obtain(Baseline point, @Nullable Instant frozen) {
        var wanted = new Wanted(point.id(), frozen);
        var task =
                new FutureTask<>(() ->
                        make(
                                point,
                                frozen == null
                                        ? Instant.ofEpochMilli(clock.systemMillis())
                                        : frozen));
        var begun = know(wanted, task);
        if (begun.equals(task)) {
            // on its own thread, so that the template inherits nothing from the present request
            Thread.ofVirtual().name("template").start(task);
        }
        var template = await(wanted, begun);
        uses.use(template.tenant().id());
        return template;
    }

    /**
     * Returns the task that is known for this template; registers the given task when there is
     * none.
     */
    private FutureTask<Template> know(Wanted wanted, FutureTask<Template> task) {
        var gone = new ArrayList<FutureTask<Template>>();
        lock.lock();
        try {
            var known = templates.get(wanted);
            if (known != null && !isStale(wanted, known)) {
                return known;
            }
            if (known != null) {
                gone.add(known);
            }
            templates.put(wanted, task);
            if (templates.size() > MOST) {
                gone.add(templates.pollFirstEntry().getValue());
            }
        } finally {
            lock.unlock();
        }
        gone.forEach(this::discard);
        return task;
    }

    private boolean isStale(Wanted wanted, FutureTask<Template> known) {
        return wanted.frozen() == null
                && known.state() == Future.State.SUCCESS
                && known.resultNow().end().plus(FRESH).toEpochMilli() < clock.systemMillis();
    }

    private Template await(Wanted wanted, FutureTask<Template> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            forget(wanted, task);
            throw AccountTransactions.unchecked(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while a scenario was being played", e);
        }
    }

    private void forget(Wanted wanted) {
        lock.lock();
        try {
            templates.remove(wanted);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Wanted wanted, FutureTask<Template> failed) {
        lock.lock();
        try {
            templates.remove(wanted, failed);
        } finally {
            lock.unlock();
        }
    }

    /** Removes a template after it has been made and while no copy is in progress. */
    private void discard(FutureTask<Template> task) {
        Thread.ofVirtual()
                .name("template")
                .start(() -> {
                    try {
                        erase(task.get().tenant());
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
                        accountTransactions.takeIfThere(locked -> {
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
                                        accountTransactions.takeRegardless(locked -> {
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
