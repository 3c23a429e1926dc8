package dev.paystub.account;

import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives accounts their first rows. The seed file is planted once, through the modules, into a
 * template account that nobody can open; every account is a set-wise copy of its rows.
 */
@Component
class Seeding implements SmartLifecycle {

    /** No API key can begin like this. */
    private static final String TEMPLATE = "~documented";

    /** Before the web server accepts requests. */
    private static final int BEFORE_THE_WEB_SERVER = 0;

    private final Accounts accounts;
    private final TenantTables tables;
    private final Numbering numbering;
    private final ObjectProvider<SeedSection> sections;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final SeedFile file = SeedFile.read(new ClassPathResource("seed/documented.yaml"));
    private volatile boolean filled;

    Seeding(
            Accounts accounts,
            TenantTables tables,
            Numbering numbering,
            ObjectProvider<SeedSection> sections,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            VirtualClock clock,
            AccountsProperties properties) {
        this.accounts = accounts;
        this.tables = tables;
        this.numbering = numbering;
        this.sections = sections;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void start() {
        fill(insertIfMissing(TEMPLATE));
        fill(insertIfMissing(properties.defaultKey()));
        filled = true;
    }

    /**
     * The account of a key, with its rows; made when it does not exist, unless there are {@code
     * max} accounts already.
     */
    Optional<Accounts.Found> create(String key, long max) {
        if (!insertWithin(key, max)) {
            return Optional.empty();
        }
        fill(accounts.byKey(key).orElseThrow().tenant());
        return accounts.byKey(key);
    }

    /** Inserts one at a time, in whatever process, so that the count holds. */
    private boolean insertWithin(String key, long max) {
        return Boolean.TRUE.equals(
                transaction.execute(status -> {
                    accounts.lock(template().id());
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

    private Tenant insertIfMissing(String key) {
        var found = accounts.byKey(key);
        if (found.isEmpty()) {
            try {
                accounts.insert(key, Tokens.newPublicId(), Tokens.newSecret());
            } catch (DuplicateKeyException e) {
                // another first request, or another replica, made it meanwhile: as good
                return accounts.byKey(key).orElseThrow().tenant();
            }
            found = accounts.byKey(key);
        }
        return found.orElseThrow().tenant();
    }

    /**
     * Gives an account that has none its rows. The account is bound before the transaction begins,
     * since a Hibernate session belongs to one account; who comes second finds it done.
     */
    void fill(Tenant tenant) {
        CurrentAccount.bind(tenant)
                .run(() ->
                        transaction.executeWithoutResult(status -> {
                            var locked = accounts.lock(tenant.id()).orElseThrow();
                            fill(tenant, locked);
                        }));
    }

    private void fill(Tenant tenant, Accounts.Locked locked) {
        var key = accounts.keyOf(tenant.id());
        if (key.equals(TEMPLATE)) {
            if (!locked.seed().equals(file.fingerprint())) {
                tables.clear(tenant.id());
                accounts.setClock(tenant.id(), new ClockState(0, Instant.EPOCH));
                Turn.asked(Instant.EPOCH).bind().run(this::plantSections);
                accounts.setSeed(tenant.id(), file.fingerprint());
            }
        } else if (locked.seed().isEmpty()) {
            reseed(locked.clock(), locked.clock().at(clock.systemMillis()));
        }
    }

    private void plantSections() {
        file.numbers("numbering").forEach(numbering::startAfter);
        sections.orderedStream().forEach(section -> section.plant(file));
    }

    long countAccounts() {
        return accounts.count();
    }

    /** Gives the current account its first rows again; to be called alone on the account. */
    void reseed(ClockState state, Instant at) {
        var tenant = CurrentAccount.tenant();
        var id = tenant.id();
        tables.clear(id);
        tables.copy(template(), tenant);
        accounts.setClock(id, state);
        accounts.setWritten(id, false);
        accounts.setSeed(id, file.fingerprint());
        announce(at);
    }

    private void announce(Instant at) {
        Turn.asked(at).bind().run(() -> events.publishEvent(new AccountSeeded(at)));
    }

    private Tenant template() {
        return accounts.byKey(TEMPLATE).orElseThrow().tenant();
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
