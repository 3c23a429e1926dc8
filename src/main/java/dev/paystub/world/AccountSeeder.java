package dev.paystub.world;

import dev.paystub.account.AccountSeeded;
import dev.paystub.account.Accounts;
import dev.paystub.account.AccountsProperties;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tenant;
import dev.paystub.account.TenantTables;
import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.Change;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives accounts their first rows. Each seed file is inserted once, through the modules, into a
 * template account that no key can open; every other account begins as a set-wise copy of a
 * template.
 */
@Component
class AccountSeeder implements SmartLifecycle {

    /** The seed of every account for which no other is requested. */
    static final String DOCUMENTED = "documented";

    /** All seeds; each is read from the file of that name. */
    static final List<String> SEEDS = List.of(DOCUMENTED, "empty");

    /** Prefix of the keys of hidden accounts; no API key can begin with it. */
    private static final String HIDDEN = "~";

    /** Runs before the web server accepts requests. */
    private static final int BEFORE_THE_WEB_SERVER = 0;

    private final Accounts accounts;
    private final TenantTables tables;
    private final Links links;
    private final Numbering numbering;
    private final AccountTransactions transactions;
    private final ObjectProvider<SeedContributor> contributors;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final Map<String, SeedFile> files = readFiles();
    private final Map<String, Tenant> templates = new ConcurrentHashMap<>();
    private volatile boolean filled;

    AccountSeeder(
            Accounts accounts,
            TenantTables tables,
            Links links,
            Numbering numbering,
            ObjectProvider<SeedContributor> contributors,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactionManager,
            AccountTransactions transactions,
            VirtualClock clock,
            AccountsProperties properties) {
        this.accounts = accounts;
        this.tables = tables;
        this.links = links;
        this.numbering = numbering;
        this.transactions = transactions;
        this.contributors = contributors;
        this.events = events;
        this.transaction = new TransactionTemplate(transactionManager);
        this.clock = clock;
        this.properties = properties;
    }

    private static Map<String, SeedFile> readFiles() {
        return SEEDS.stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                seed ->
                                        SeedFile.read(
                                                new ClassPathResource("seed/" + seed + ".yaml"))));
    }

    @Override
    public void start() {
        for (var seed : SEEDS) {
            var template = insertIfMissing(HIDDEN + seed);
            fill(HIDDEN + seed, template);
            templates.put(seed, template);
        }
        fill(properties.defaultKey(), insertIfMissing(properties.defaultKey()));
        filled = true;
    }

    /**
     * Returns the account of a key, with its rows. Makes the account when it does not exist;
     * returns empty when there are {@code max} accounts already.
     */
    Optional<Accounts.Found> create(String key, long max) {
        if (!insertWithin(key, max)) {
            return Optional.empty();
        }
        fill(key, accounts.byKey(key).orElseThrow().tenant());
        return accounts.byKey(key);
    }

    /** Inserts accounts one at a time, across all processes, so that the limit holds. */
    private boolean insertWithin(String key, long max) {
        return Boolean.TRUE.equals(
                transaction.execute(status -> {
                    lockAccountCount();
                    if (accounts.byKey(key).isPresent()) {
                        return true;
                    }
                    var room = countAccounts() < max;
                    if (room) {
                        accounts.insert(key, Tokens.newPublicId(), Tokens.newSecret());
                    }
                    return room;
                }));
    }

    /** Keeps every process from making an account until the present transaction ends. */
    void lockAccountCount() {
        accounts.lock(template(DOCUMENTED).id());
    }

    private Tenant insertIfMissing(String key) {
        var found = accounts.byKey(key);
        if (found.isEmpty()) {
            try {
                accounts.insert(key, Tokens.newPublicId(), Tokens.newSecret());
            } catch (DuplicateKeyException e) {
                // another first request, or another replica, has made it in the meantime
                return accounts.byKey(key).orElseThrow().tenant();
            }
            found = accounts.byKey(key);
        }
        return found.orElseThrow().tenant();
    }

    /**
     * Gives an account its rows if it has none yet. The account is bound before the transaction
     * begins, since a Hibernate session belongs to one account; of two concurrent calls the second
     * finds the rows.
     */
    private void fill(String key, Tenant tenant) {
        CurrentAccount.bind(tenant)
                .run(() ->
                        transaction.executeWithoutResult(status -> {
                            var locked = accounts.lock(tenant.id()).orElseThrow();
                            fill(key, tenant, locked);
                        }));
    }

    private void fill(String key, Tenant tenant, Accounts.Locked locked) {
        if (key.startsWith(HIDDEN)) {
            var file = file(key.substring(HIDDEN.length()));
            if (!locked.seed().equals(file.fingerprint())) {
                tables.clear(tenant.id());
                accounts.begin(
                        tenant.id(),
                        new Accounts.Beginning(
                                new ClockState(0, Instant.EPOCH),
                                false,
                                file.fingerprint(),
                                DOCUMENTED,
                                0L));
                transactions.seed(Change.requested(Instant.EPOCH), () -> contributeAll(file));
            }
        } else if (locked.seed().isEmpty()) {
            seed(DOCUMENTED, locked.clock(), locked.clock().at(clock.systemMillis()));
        }
    }

    private SeedFile file(String seed) {
        return Optional.ofNullable(files.get(seed)).orElseThrow();
    }

    private void contributeAll(SeedFile file) {
        file.numbers("numbering").forEach(numbering::startAfter);
        contributors.orderedStream().forEach(contributor -> contributor.contribute(file));
    }

    long countAccounts() {
        return accounts.count();
    }

    /**
     * Replaces the current account's rows by those of a seed. The caller must hold the account's
     * lock. When the clock shows a time before the seed's {@code as-of} date, all dates of the seed
     * move back by whole years.
     */
    void reseed(String seed, ClockState state, Instant at) {
        tables.clear(CurrentAccount.tenant().id());
        seed(seed, state, at);
    }

    /** Gives the current account, which has no rows, those of a seed. */
    private void seed(String seed, ClockState state, Instant at) {
        var years = file(seed).yearsAfter(at);
        if (years == 0) {
            copy(template(seed), state, seed, seed);
        } else {
            recordBeginning(state, seed, seed);
            transactions.seed(
                    Change.ofSandbox(Instant.EPOCH),
                    () -> contributeAll(file(seed).earlier(years)));
        }
        announce(at);
    }

    /**
     * Replaces the current account's rows by a copy of another account's, and marks the account as
     * never written to.
     *
     * @param seed the seed with which the other account began
     */
    void replace(Tenant origin, ClockState state, String seed, @Nullable String scenario) {
        tables.clear(CurrentAccount.tenant().id());
        copy(origin, state, seed, scenario);
    }

    private void copy(Tenant origin, ClockState state, String seed, @Nullable String scenario) {
        var tenant = CurrentAccount.tenant();
        links.renew(origin, tenant, tables.copy(origin, tenant));
        recordBeginning(state, seed, scenario);
    }

    private void recordBeginning(ClockState state, String seed, @Nullable String scenario) {
        accounts.begin(
                CurrentAccount.tenant().id(),
                new Accounts.Beginning(state, false, file(seed).fingerprint(), scenario, 0L));
    }

    private void announce(Instant at) {
        transactions.seed(Change.requested(at), () -> events.publishEvent(new AccountSeeded(at)));
    }

    private Tenant template(String seed) {
        return Optional.ofNullable(templates.get(seed)).orElseThrow();
    }

    @Override
    public void stop() {
        filled = false;
    }

    @Override
    public boolean isRunning() {
        return filled;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_WEB_SERVER;
    }
}
