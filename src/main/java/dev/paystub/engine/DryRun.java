package dev.paystub.engine;

import dev.paystub.account.Accounts;
import dev.paystub.account.ConsistentRead;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tenant;
import dev.paystub.account.TenantTables;
import dev.paystub.account.Tokens;
import dev.paystub.engine.Workers.AtLength;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Runs work on a copy of the current account that is visible nowhere else: copy and work are one
 * transaction, which is rolled back. The account itself is neither changed nor locked meanwhile.
 */
@Component
class DryRun {

    private static final int KEY_LENGTH = 24;

    private final Accounts accounts;
    private final TenantTables tables;
    private final ConsistentRead view;
    private final Workers workers;

    DryRun(Accounts accounts, TenantTables tables, ConsistentRead view, Workers workers) {
        this.workers = workers;
        this.accounts = accounts;
        this.tables = tables;
        this.view = view;
    }

    <T> T of(Supplier<T> work) {
        var origin = CurrentAccount.tenant();
        var copy =
                new Tenant(
                        accounts.unusedId(),
                        Tokens.newPublicId(),
                        Tokens.newSecret(),
                        origin.clock());
        var key = "~dry-run/" + Tokens.unique(KEY_LENGTH);
        // bound before the transaction begins, since a Hibernate session belongs to one account;
        // with a RequestOutcome of its own, since the request does not commit what is rolled back
        return workers.run(
                AtLength.DRY_RUN,
                () ->
                        CurrentAccount.bind(copy)
                                .call(() ->
                                        new RequestOutcome()
                                                .bind()
                                                .call(() ->
                                                        view.look(() -> {
                                                            accounts.insertCopy(origin, copy, key);
                                                            tables.copy(origin, copy);
                                                            return work.get();
                                                        }))));
    }
}
