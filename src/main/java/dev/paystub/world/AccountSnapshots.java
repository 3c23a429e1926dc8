package dev.paystub.world;

import dev.paystub.account.Accounts;
import dev.paystub.account.Accounts.Locked;
import dev.paystub.account.AccountsProperties;
import dev.paystub.account.ApiKey;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.RequestCounts;
import dev.paystub.account.Tenant;
import dev.paystub.account.TenantTables;
import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.VirtualClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.world.Snapshots.Snapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/**
 * Operations on accounts as wholes: list, create, delete, snapshot, restore and fork. Snapshots and
 * forks are set-wise copies of rows, made under the account's lock.
 */
@Service
@EnableConfigurationProperties(CopiesProperties.class)
public class AccountSnapshots {

    /** Largest number of snapshots of one account. */
    private static final int MOST_SNAPSHOTS = 100;

    /** Largest number of forks that one call may make. */
    private static final int MOST_FORKS = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Accounts accounts;
    private final RequestCounts requestCounts;
    private final Snapshots snapshots;
    private final TenantTables tables;
    private final Links links;
    private final AccountSeeder accountSeeder;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final CopiesProperties copies;
    private final TemplateCache templateCache;
    private final AccountEraser accountEraser;
    private final IdleAccountReaper idle;
    private final AccountReset accountReset;

    AccountSnapshots(
            Accounts accounts,
            RequestCounts requestCounts,
            Snapshots snapshots,
            TenantTables tables,
            Links links,
            AccountSeeder accountSeeder,
            AccountTransactions accountTransactions,
            VirtualClock clock,
            AccountsProperties properties,
            CopiesProperties copies,
            TemplateCache templateCache,
            AccountEraser accountEraser,
            IdleAccountReaper idle,
            AccountReset accountReset) {
        this.accounts = accounts;
        this.requestCounts = requestCounts;
        this.snapshots = snapshots;
        this.tables = tables;
        this.links = links;
        this.accountSeeder = accountSeeder;
        this.accountTransactions = accountTransactions;
        this.clock = clock;
        this.properties = properties;
        this.copies = copies;
        this.templateCache = templateCache;
        this.accountEraser = accountEraser;
        this.idle = idle;
        this.accountReset = accountReset;
    }

    /**
     * An account as an operator sees it.
     *
     * @param now time on the account's clock
     * @param frozen time at which the clock is frozen; null while it runs
     * @param written whether a client has written to the account
     * @param scenario name of the scenario it began with; null when that has none
     * @param requests the number of requests that have opened it
     * @param lastUsed when the latest of them came, in real time; null when there was none
     */
    public record AccountSummary(
            String key,
            Instant now,
            @Nullable Instant frozen,
            boolean written,
            @Nullable String scenario,
            long requests,
            @Nullable Instant lastUsed) {}

    /** A snapshot of the current account; {@code taken} is the time on the account's clock. */
    public record Kept(String name, Instant taken) {}

    /** Returns whether an unknown key opens an account of its own. */
    public boolean isOpen() {
        return properties.open();
    }

    /** Returns every account, ordered by key. */
    public List<AccountSummary> all() {
        requestCounts.write();
        return accounts.all().stream().map(this::summary).toList();
    }

    private AccountSummary summary(Accounts.Listed row) {
        return new AccountSummary(
                row.key(),
                row.clock().at(clock.systemMillis()),
                row.clock().frozen(),
                row.written(),
                row.scenario(),
                row.requests(),
                row.lastUsed());
    }

    /**
     * Makes an account with that baseline before its key is first used.
     *
     * @throws DomainException.Invalid when the key is not valid
     * @throws DomainException.Conflict when the key has an account already, or the limit of
     *     accounts is reached
     */
    public AccountSummary create(String key, Baseline point) {
        requireKey(key);
        requireNew(key);
        templateCache.prepare(point, null);
        var made = accountReset.provision(key, properties.max()).orElseThrow(this::full);
        CurrentAccount.bind(made.tenant()).run(() -> templateCache.begin(point, null));
        return accounts.listed(key).map(this::summary).orElseThrow();
    }

    /**
     * Deletes an account with all its rows and snapshots. A later use of its key makes a new
     * account.
     *
     * @throws DomainException.NotFound when there is no such account
     * @throws DomainException.Conflict when it is the default account
     */
    public void delete(String key) {
        var tenant =
                accounts.byKey(key)
                        .filter(found -> !Accounts.isHidden(key))
                        .orElseThrow(() -> noSuchAccount(key))
                        .tenant();
        if (key.equals(properties.defaultKey())) {
            throw new DomainException.Conflict("The account '%s' cannot be deleted".formatted(key));
        }
        CurrentAccount.bind(tenant)
                .run(() ->
                        accountTransactions.replaceAll(locked -> {
                            accountEraser.remove(tenant.id());
                            return true;
                        }));
    }

    /** Returns the snapshots of the current account, ordered by name. */
    public List<Kept> snapshots() {
        return snapshots.of(CurrentAccount.tenant().id()).stream()
                .map(snapshot -> new Kept(snapshot.name(), snapshot.taken()))
                .toList();
    }

    /**
     * Keeps a copy of all rows of the current account under a name; replaces an earlier snapshot of
     * that name.
     *
     * @throws DomainException.Invalid when the name is not valid
     * @throws DomainException.Conflict when the account has its largest number of snapshots
     * @throws DomainException.Full when the limit of all accounts together is reached
     */
    public Kept snapshot(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new DomainException.Invalid(
                    "A snapshot's name has letters, digits, dots, dashes and underscores, at most"
                            + " 100");
        }
        var owner = CurrentAccount.tenant();
        return accountTransactions.replaceAll(locked -> {
            snapshots.find(owner.id(), name).ifPresent(old -> accountEraser.erase(old.keptIn()));
            if (snapshots.of(owner.id()).size() >= MOST_SNAPSHOTS) {
                throw new DomainException.Conflict(
                        "%d snapshots of this account are kept already; delete one first"
                                .formatted(MOST_SNAPSHOTS));
            }
            accountSeeder.lockAccountCount();
            if (snapshots.count() >= copies.maxSnapshots()) {
                throw new DomainException.Full(
                        "This sandbox keeps its %d snapshots; delete some, or raise PAYSTUB_COPIES_MAX_SNAPSHOTS"
                                .formatted(copies.maxSnapshots()));
            }
            var rows = requireRoom(owner, 1);
            var taken = accountTransactions.now(locked);
            var holder =
                    accounts.insertHidden("~snapshot/%d/%s".formatted(owner.id(), name), taken);
            tables.copy(owner, holder);
            snapshots.insert(
                    owner.id(),
                    new Snapshot(
                            name,
                            holder.id(),
                            taken,
                            locked.clock().frozen() == null,
                            locked.written()));
            accounts.begin(
                    holder.id(),
                    new Accounts.Beginning(
                            holder.clock(), false, locked.seed(), locked.scenario(), rows));
            return new Kept(name, taken);
        });
    }

    /**
     * Restores all rows of the current account from a snapshot, and the time of its clock.
     *
     * @throws DomainException.NotFound when there is no snapshot of that name
     */
    public Kept restore(String name) {
        var owner = CurrentAccount.tenant();
        return accountTransactions.replaceAll(locked -> {
            var kept = find(owner, name);
            tables.clear(owner.id());
            tables.copy(accounts.byId(kept.keptIn()).orElseThrow().tenant(), owner);
            var holder = accounts.lock(kept.keptIn()).orElseThrow();
            var frozen = new ClockState(0, kept.taken());
            accounts.begin(
                    owner.id(),
                    new Accounts.Beginning(
                            kept.running() ? frozen.running(clock.systemMillis()) : frozen,
                            kept.written(),
                            holder.seed(),
                            holder.scenario(),
                            null));
            return new Kept(name, kept.taken());
        });
    }

    /** Work done on a snapshot, given the snapshot and whether its clock was running. */
    @FunctionalInterface
    public interface Look {
        void at(Kept kept, boolean running) throws Exception;
    }

    /**
     * Runs the work with the snapshot's hidden account as the current one. Nothing ever falls due
     * in it, and the work must only read. Returns false when there is no snapshot of that name.
     */
    public boolean asSnapshot(String name, Look look) throws Exception {
        var found = snapshots.find(CurrentAccount.tenant().id(), name);
        if (found.isPresent()) {
            var kept = found.get();
            var holder = accounts.byId(kept.keptIn()).orElseThrow().tenant();
            CurrentAccount.bind(holder)
                    .call(() -> {
                        look.at(new Kept(name, kept.taken()), kept.running());
                        return true;
                    });
        }
        return found.isPresent();
    }

    /**
     * Deletes a snapshot.
     *
     * @throws DomainException.NotFound when there is no snapshot of that name
     */
    public void forget(String name) {
        var owner = CurrentAccount.tenant();
        accountTransactions.replaceAll(locked -> {
            accountEraser.erase(find(owner, name).keptIn());
            return true;
        });
    }

    private Snapshot find(Tenant owner, String name) {
        return snapshots
                .find(owner.id(), name)
                .orElseThrow(() ->
                        new DomainException.NotFound("There is no snapshot '%s'".formatted(name)));
    }

    /**
     * Makes copies of the current account under new keys: all of them, or none.
     *
     * @throws DomainException.Invalid when there are no keys, too many, or keys that are not valid
     * @throws DomainException.Conflict when a key has an account already, or the limit of accounts
     *     would be exceeded
     * @throws DomainException.Full when the limit of copied rows would be exceeded
     */
    public void fork(List<String> keys) {
        if (keys.isEmpty() || keys.size() > MOST_FORKS) {
            throw new DomainException.Invalid(
                    "keys must name 1 to %d new accounts".formatted(MOST_FORKS));
        }
        if (new HashSet<>(keys).size() < keys.size()) {
            throw new DomainException.Invalid("keys must not name an account twice");
        }
        keys.forEach(AccountSnapshots::requireKey);
        if (!forkWithin(keys) && !(idle.remove() && forkWithin(keys))) {
            throw full();
        }
    }

    /** Returns false, and makes no copy, when the limit of accounts would be exceeded. */
    private boolean forkWithin(List<String> keys) {
        var origin = CurrentAccount.tenant();
        return accountTransactions.replaceAll(locked -> {
            keys.forEach(this::requireNew);
            accountSeeder.lockAccountCount();
            var room = accountSeeder.countAccounts() + keys.size() <= properties.max();
            if (room) {
                var rows = requireRoom(origin, keys.size());
                keys.forEach(key -> copy(origin, locked, key, rows));
            }
            return room;
        });
    }

    /**
     * Returns the number of the account's rows.
     *
     * @throws DomainException.Full when there is no room for {@code times} more copies of the rows
     */
    private long requireRoom(Tenant origin, int times) {
        var rows = tables.count(origin.id());
        if (accounts.copiedRows() + rows * times > copies.maxRows()) {
            throw new DomainException.Full(
                    "Snapshots and forks of this sandbox may begin with %d rows in all, and this account has %d; delete some, or raise PAYSTUB_COPIES_MAX_ROWS"
                            .formatted(copies.maxRows(), rows));
        }
        return rows;
    }

    private void copy(Tenant origin, Locked locked, String key, long rows) {
        try {
            accounts.insert(key, Tokens.newPublicId(), Tokens.newSecret());
        } catch (DuplicateKeyException madeMeanwhile) {
            throw exists(key);
        }
        var copy = accounts.byKey(key).orElseThrow().tenant();
        links.renew(origin, copy, tables.copy(origin, copy));
        accounts.begin(
                copy.id(),
                new Accounts.Beginning(
                        locked.clock(), locked.written(), locked.seed(), locked.scenario(), rows));
    }

    private static void requireKey(String key) {
        if (!ApiKey.isOwnKey(key)) {
            throw new DomainException.Invalid(
                    "'%s' cannot be the key of an account: a key begins with a letter or a digit, and has at most 128 letters, digits and characters of ._~+/=-; it neither begins with invalid or expired nor ends in a role, such as .viewer"
                            .formatted(key));
        }
    }

    private void requireNew(String key) {
        if (accounts.byKey(key).isPresent()) {
            throw exists(key);
        }
    }

    private static DomainException exists(String key) {
        return new DomainException.Conflict("The account '%s' exists already".formatted(key));
    }

    private static DomainException noSuchAccount(String key) {
        return new DomainException.NotFound("There is no account '%s'".formatted(key));
    }

    private DomainException full() {
        return new DomainException.Conflict(
                "This sandbox has its %d accounts; raise PAYSTUB_ACCOUNTS_MAX or delete some"
                        .formatted(properties.max()));
    }
}
