package dev.paystub.account;

import org.springframework.stereotype.Component;

/** Takes accounts away, with their rows and what was kept of them. */
@Component
class AccountEraser {

    private final Accounts accounts;
    private final Snapshots snapshots;
    private final TenantTables tables;
    private final JournalTable journal;
    private final CoverageTable coverage;

    AccountEraser(
            Accounts accounts,
            Snapshots snapshots,
            TenantTables tables,
            JournalTable journal,
            CoverageTable coverage) {
        this.accounts = accounts;
        this.snapshots = snapshots;
        this.tables = tables;
        this.journal = journal;
        this.coverage = coverage;
    }

    /** To be called alone on the account. */
    void remove(long account) {
        snapshots.of(account).forEach(kept -> erase(kept.keptIn()));
        erase(account);
    }

    /** Rows first, in an order that their foreign keys allow. */
    void erase(long account) {
        tables.clear(account);
        journal.clear(account);
        coverage.clear(account);
        accounts.delete(account);
    }
}
