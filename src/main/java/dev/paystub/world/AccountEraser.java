package dev.paystub.world;

import dev.paystub.account.AccountListener;
import dev.paystub.account.Accounts;
import dev.paystub.account.TenantTables;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deletes accounts with their rows and their snapshots. */
@Component
class AccountEraser {

    private final Accounts accounts;
    private final Snapshots snapshots;
    private final TenantTables tables;
    private final List<AccountListener> listeners;

    AccountEraser(
            Accounts accounts,
            Snapshots snapshots,
            TenantTables tables,
            List<AccountListener> listeners) {
        this.accounts = accounts;
        this.snapshots = snapshots;
        this.tables = tables;
        this.listeners = listeners;
    }

    /** Deletes an account and its snapshots. The caller must hold the account's lock. */
    void remove(long account) {
        snapshots.of(account).forEach(kept -> erase(kept.keptIn()));
        erase(account);
    }

    /** Deletes the rows first, in an order that their foreign keys allow. */
    void erase(long account) {
        tables.clear(account);
        listeners.forEach(listener -> listener.removed(account));
        accounts.delete(account);
    }
}
