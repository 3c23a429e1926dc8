package dev.paystub.world;

import dev.paystub.account.Accounts;
import dev.paystub.account.AccountsProperties;
import dev.paystub.account.CurrentAccount;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.VirtualClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Records when accounts were last used, and removes accounts that have been idle for {@code
 * PAYSTUB_ACCOUNTS_IDLE}. The default account is never removed. To keep this cheap, each process
 * writes at most one row per account every few minutes.
 */
@Component
class IdleAccountReaper {

    private static final long SWEEP_MINUTES = 1;

    /**
     * How precisely the last use is recorded; finer when accounts are removed after a short time.
     */
    private static final Duration EXACTNESS = Duration.ofMinutes(5);

    /** The idle time must be at least this many times the precision. */
    private static final int MARGIN = 4;

    /** A template unused for this long belonged to a process that has gone. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Accounts accounts;
    private final AccountEraser accountEraser;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final long exactness;
    private final Map<Long, Long> noted = new ConcurrentHashMap<>();

    IdleAccountReaper(
            Accounts accounts,
            AccountEraser accountEraser,
            AccountTransactions accountTransactions,
            VirtualClock clock,
            AccountsProperties properties) {
        this.accounts = accounts;
        this.accountEraser = accountEraser;
        this.accountTransactions = accountTransactions;
        this.clock = clock;
        this.properties = properties;
        var idle = properties.idle();
        this.exactness =
                idle == null
                        ? EXACTNESS.toMillis()
                        : Math.min(EXACTNESS.toMillis(), idle.toMillis() / MARGIN);
    }

    /** Records that an account is used now; returns false when it has just been removed. */
    boolean use(long account) {
        var now = clock.systemMillis();
        var last = noted.get(account);
        if (last != null && now - last < exactness) {
            return true;
        }
        var there = accounts.use(account);
        if (there) {
            noted.put(account, now);
        }
        return there;
    }

    /** Removes idle accounts; returns whether any was removed. */
    boolean remove() {
        var idle = properties.idle();
        if (idle == null) {
            return false;
        }
        var since = clock.systemMillis() - idle.toMillis();
        var removed = 0;
        for (var account : accounts.unusedSince(since, false, "~%")) {
            if (isRemovable(account) && remove(account, since)) {
                removed++;
            }
        }
        return removed > 0;
    }

    private boolean isRemovable(long account) {
        return !accounts.keyOf(account).equals(properties.defaultKey());
    }

    private boolean remove(long account, long since) {
        return accounts.byId(account)
                .flatMap(found ->
                        CurrentAccount.bind(found.tenant())
                                .call(() ->
                                        accountTransactions.runIfPresent(locked -> {
                                            var idle = accounts.isUnusedSince(account, since);
                                            if (idle) {
                                                accountEraser.remove(account);
                                            }
                                            return idle;
                                        })))
                .orElse(false);
    }

    @Scheduled(fixedDelay = SWEEP_MINUTES, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        remove();
        var now = clock.systemMillis();
        var since = now - LEFT_BEHIND.toMillis();
        accounts.unusedSince(since, true, TemplateCache.PREFIX + "%")
                .forEach(template -> remove(template, since));
        noted.values().removeIf(last -> now - last >= exactness);
    }
}
