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
 * Knows when accounts were last used, and removes those that nobody has used for as long as {@code
 * PAYSTUB_ACCOUNTS_IDLE} says: never the default account. To know it costs one row written in some
 * minutes for each account and process.
 */
@Component
class IdleAccountReaper {

    private static final long SWEEP_MINUTES = 1;

    /** How exactly a use is known, unless accounts are removed sooner than that allows. */
    private static final Duration EXACTNESS = Duration.ofMinutes(5);

    /** How many times as long as that an account must be idle. */
    private static final int MARGIN = 4;

    /** A template that no process has used for so long was left by one that has gone. */
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

    /** Notes that an account is used; answers false when it has just been removed. */
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

    /** Removes what is idle; answers whether that is anything. */
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
                                        accountTransactions.takeIfThere(locked -> {
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
