package dev.paystub.world;

import dev.paystub.account.Accounts;
import dev.paystub.account.Accounts.Locked;
import dev.paystub.account.AccountsProperties;
import dev.paystub.account.ApiKey;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
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
 * Accounts as wholes: listed, made, deleted, kept under a name and brought back, copied under other
 * keys. Each is a set-wise copy of rows, done while nobody else can change the account.
 */
@Service
@EnableConfigurationProperties(CopiesProperties.class)
public class AccountSnapshots {

    /** How many copies of one account may be kept. */
    private static final int MOST_SNAPSHOTS = 100;

    /** How many copies one call may make. */
    private static final int MOST_FORKS = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Accounts accounts;
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
     * @param scenario as what it began; null when that has no name
     */
    public record World(
            String key,
            Instant now,
            @Nullable Instant frozen,
            boolean written,
            @Nullable String scenario) {}

    /** A copy of the current account, and what the clock showed when it was taken. */
    public record Kept(String name, Instant taken) {}

    /** Whether new keys may have accounts. */
    public boolean isOpen() {
        return properties.open();
    }

    /** Every account, in the order of keys. */
    public List<World> all() {
        return accounts.all().stream().map(this::world).toList();
    }

    private World world(Accounts.Listed row) {
        return new World(
                row.key(),
                row.clock().at(clock.systemMillis()),
                row.clock().frozen(),
                row.written(),
                row.scenario());
    }

    /**
     * Makes an account before its key is first used, as it is after a starting point.
     *
     * @throws Refusal.Invalid when no key can be like that
     * @throws Refusal.Conflict when there is one already, or as many as there may be
     */
    public World create(String key, Baseline point) {
        requireKey(key);
        requireNew(key);
        templateCache.prepare(point, null);
        var made = accountReset.provision(key, properties.max()).orElseThrow(this::full);
        CurrentAccount.bind(made.tenant()).run(() -> templateCache.begin(point, null));
        return accounts.listed(key).map(this::world).orElseThrow();
    }

    /**
     * Deletes an account with all its rows and snapshots; its key makes a fresh one when it is used
     * again.
     *
     * @throws Refusal.NotFound when there is no such account
     * @throws Refusal.Conflict when it is the default account
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

    /** The copies that are kept of the current account, in the order of names. */
    public List<Kept> snapshots() {
        return snapshots.of(CurrentAccount.tenant().id()).stream()
                .map(snapshot -> new Kept(snapshot.name(), snapshot.taken()))
                .toList();
    }

    /**
     * Keeps everything of the current account under a name, in place of what was kept under it.
     *
     * @throws Refusal.Invalid when the name cannot be one
     * @throws Refusal.Conflict when as many are kept of the account as may be
     * @throws Refusal.Full when as much is kept of all accounts as may be
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
            accountSeeder.holdTheCount();
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
            accounts.setCopiedRows(holder.id(), rows);
            accounts.setSeed(holder.id(), locked.seed());
            accounts.setScenario(holder.id(), locked.scenario());
            return new Kept(name, taken);
        });
    }

    /**
     * Brings back everything of the current account as it was kept, the clock's time included.
     *
     * @throws Refusal.NotFound when nothing is kept under that name
     */
    public Kept restore(String name) {
        var owner = CurrentAccount.tenant();
        return accountTransactions.replaceAll(locked -> {
            var kept = find(owner, name);
            tables.clear(owner.id());
            tables.copy(accounts.byId(kept.keptIn()).orElseThrow().tenant(), owner);
            var holder = accounts.lock(kept.keptIn()).orElseThrow();
            accounts.setSeed(owner.id(), holder.seed());
            accounts.setScenario(owner.id(), holder.scenario());
            var frozen = new ClockState(0, kept.taken());
            accounts.setClock(
                    owner.id(), kept.running() ? frozen.running(clock.systemMillis()) : frozen);
            accounts.setWritten(owner.id(), kept.written());
            return new Kept(name, kept.taken());
        });
    }

    /** What is done as a snapshot, told when that was taken and whether the clock ran. */
    @FunctionalInterface
    public interface Look {
        void at(Kept kept, boolean running) throws Exception;
    }

    /**
     * Does the work as the account of a snapshot, in which nothing ever falls due; to be read only.
     * Answers false when nothing is kept under that name.
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
     * Forgets a snapshot.
     *
     * @throws Refusal.NotFound when nothing is kept under that name
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
     * @throws Refusal.Invalid when the keys are too many, none, or cannot be keys
     * @throws Refusal.Conflict when one of them has an account already, or there is no room
     * @throws Refusal.Full when as much is kept of copies as may be
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

    /** Answers false, and makes none, when they would be too many. */
    private boolean forkWithin(List<String> keys) {
        var origin = CurrentAccount.tenant();
        return accountTransactions.replaceAll(locked -> {
            keys.forEach(this::requireNew);
            accountSeeder.holdTheCount();
            var room = accountSeeder.countAccounts() + keys.size() <= properties.max();
            if (room) {
                var rows = requireRoom(origin, keys.size());
                keys.forEach(key -> copy(origin, locked, key, rows));
            }
            return room;
        });
    }

    /** How many rows the account has, of which there is to be room for some copies more. */
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
        tables.copy(origin, copy);
        links.renew(origin, copy);
        accounts.setCopiedRows(copy.id(), rows);
        accounts.setClock(copy.id(), locked.clock());
        accounts.setWritten(copy.id(), locked.written());
        accounts.setSeed(copy.id(), locked.seed());
        accounts.setScenario(copy.id(), locked.scenario());
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
