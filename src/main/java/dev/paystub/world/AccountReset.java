package dev.paystub.world;

import dev.paystub.account.AccountListener;
import dev.paystub.account.AccountProvisioner;
import dev.paystub.account.Accounts;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Replaces all state of the current account by a {@link Baseline}. */
@Service
public class AccountReset implements AccountProvisioner {

    private final AccountSeeder accountSeeder;
    private final AccountTransactions accountTransactions;
    private final IdleAccountReaper idle;
    private final TemplateCache templateCache;
    private final List<AccountListener> listeners;

    AccountReset(
            AccountSeeder accountSeeder,
            AccountTransactions accountTransactions,
            IdleAccountReaper idle,
            TemplateCache templateCache,
            List<AccountListener> listeners) {
        this.accountSeeder = accountSeeder;
        this.accountTransactions = accountTransactions;
        this.idle = idle;
        this.templateCache = templateCache;
        this.listeners = listeners;
    }

    /**
     * Replaces the account's state by the baseline's, and empties its journal. The baseline ends
     * now, on real time, or at {@code frozen}, at which the clock then stops. Returns the values
     * that the baseline declares.
     *
     * @throws DomainException.Invalid when no clock can show {@code frozen}
     */
    public Map<String, Object> reset(Baseline baseline, @Nullable Instant frozen) {
        var at =
                frozen == null
                        ? null
                        : TestClock.require("frozen_time", frozen).truncatedTo(ChronoUnit.MILLIS);
        var values = templateCache.begin(baseline, at);
        listeners.forEach(AccountListener::reset);
        return values;
    }

    /**
     * Makes the baseline's template in advance, so that accounts that begin with it need not wait.
     */
    public void prepare(Baseline baseline) {
        templateCache.prepare(baseline, null);
    }

    @Override
    public Optional<Accounts.Found> provision(String key, long max) {
        return accountSeeder
                .create(key, max)
                .or(() -> idle.remove() ? accountSeeder.create(key, max) : Optional.empty());
    }

    @Override
    public boolean use(long account) {
        return idle.use(account);
    }

    @Override
    public boolean beginAsOf(Instant instant) {
        var begunAs = accountTransactions.runBeforeDueWork(AccountReset::repeatable);
        return begunAs.flatMap(name ->
                        templateCache.begin(
                                templateCache.find(name),
                                instant,
                                locked -> repeatable(locked).equals(begunAs)))
                .isPresent();
    }

    /**
     * The baseline from which the account may begin again; empty once a client has written to it.
     */
    private static Optional<String> repeatable(Accounts.Locked locked) {
        return locked.written() ? Optional.empty() : Optional.ofNullable(locked.scenario());
    }
}
