package dev.paystub.testing;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.threeten.extra.PeriodDuration;

/** A fresh account with a frozen clock, in which tests call a module's services directly. */
public final class InAccount {

    private final AccountDirectory directory;
    private final TestClock testClock;
    private final AccountTransactions accountTransactions;
    private final String key = "m-" + UUID.randomUUID();

    public InAccount(
            AccountDirectory directory,
            TestClock testClock,
            AccountTransactions accountTransactions,
            String frozenTime) {
        this.directory = directory;
        this.testClock = testClock;
        this.accountTransactions = accountTransactions;
        call(() -> testClock.freeze(Instant.parse(frozenTime)));
    }

    public <T> T call(Callable<T> work) {
        var result = new AtomicReference<T>();
        try {
            directory.as(key, () -> result.set(work.call()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return result.get();
    }

    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs code that no service offers, such as a gateway's event, as one unit of work of the
     * account.
     */
    public void inTurn(Runnable work) {
        run(() ->
                accountTransactions.run(() -> {
                    work.run();
                    return true;
                }));
    }

    public void advance(String by) {
        run(() -> testClock.advanceBy(PeriodDuration.parse(by)));
    }
}
