package dev.paystub.engine;

import dev.paystub.account.AccountProvisioner;
import dev.paystub.account.Accounts;
import dev.paystub.account.AccountsProperties;
import dev.paystub.account.ApiKey;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.account.Tokens;
import dev.paystub.kernel.DomainException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Opens the account a request belongs to, with everything done that has fallen due on it. An
 * unknown well-formed key gets its account on first sight; two first requests at once make one
 * account.
 */
@Component
@EnableConfigurationProperties(AccountsProperties.class)
public class AccountDirectory {

    private final Accounts accounts;
    private final AccountProvisioner accountProvisioner;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final InFlightRequests inFlightRequests;
    private final Workers workers;

    AccountDirectory(
            Accounts accounts,
            AccountProvisioner accountProvisioner,
            AccountTransactions accountTransactions,
            VirtualClock clock,
            AccountsProperties properties,
            InFlightRequests inFlightRequests,
            Workers workers) {
        this.workers = workers;
        this.accounts = accounts;
        this.accountProvisioner = accountProvisioner;
        this.accountTransactions = accountTransactions;
        this.clock = clock;
        this.properties = properties;
        this.inFlightRequests = inFlightRequests;
    }

    /** The sandbox holds as many accounts as it may; the text is made to be shown. */
    public static final class Full extends Exception {
        Full(int max) {
            super(
                    "This sandbox already has its %d accounts; raise PAYSTUB_ACCOUNTS_MAX or use a known key"
                            .formatted(max),
                    null,
                    false,
                    false);
        }
    }

    /** What to do as an account. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Reads a credential as it was sent.
     *
     * @throws ApiKey.Rejected when it opens no account
     */
    public ApiKey read(@Nullable String credential) throws ApiKey.Rejected {
        var placeholder = new ApiKey.Placeholder(properties.placeholder(), properties.defaultKey());
        return ApiKey.parse(credential, placeholder);
    }

    /**
     * Does the work as the account which the credential opens.
     *
     * @throws ApiKey.Rejected when the credential opens none
     * @throws Full when it would take one account too many
     */
    public void as(@Nullable String credential, Work work) throws Exception {
        as(read(credential), work);
    }

    /**
     * Does the work as the account of a key, once everything has happened that has fallen due.
     *
     * @throws ApiKey.Rejected when the sandbox opens no account for the key
     * @throws Full when it would take one account too many
     */
    public void as(ApiKey key, Work work) throws Exception {
        var found = open(key);
        as(found, key.role(), () -> settleAnd(found, work));
    }

    /**
     * Does the work without letting happen what has fallen due, for work that replaces all the
     * account's state: it must not wait for what it does away with, nor fail with it.
     */
    public void asItStands(ApiKey key, Work work) throws Exception {
        as(open(key), key.role(), work);
    }

    /**
     * Does the work without waiting until all has happened that has fallen due, for work that tells
     * what happens: a year of it is to be seen while it goes on.
     */
    public void asWatcher(ApiKey key, Work work) throws Exception {
        var found = open(key);
        as(
                found,
                key.role(),
                () -> {
                    if (isAnythingDue(found)) {
                        accountTransactions.settleSome();
                    }
                    work.run();
                });
    }

    /**
     * What the log calls the account of a key: the beginning of its SHA-256, so that no key stands
     * in a log.
     */
    public String mark(ApiKey key) {
        return Tokens.mark(key.account());
    }

    /** Does the work as the account of a hosted link; answers false when there is none. */
    public boolean asOwnerOfLink(String link, Work work) throws Exception {
        var owner = ownerOf(link).filter(found -> accountProvisioner.use(found.tenant().id()));
        if (owner.isPresent()) {
            var found = owner.get();
            as(found, Role.OWNER, () -> settleAnd(found, work));
        }
        return owner.isPresent();
    }

    /**
     * Does the work as the account of exactly that key, and answers false when there is none: it is
     * not made.
     */
    public boolean asKnown(String key, Work work) throws Exception {
        var known = Accounts.isHidden(key) ? Optional.<Accounts.Found>empty() : accounts.byKey(key);
        if (known.isPresent()) {
            var found = known.get();
            within(found, Role.OWNER, () -> settleAnd(found, work));
        }
        return known.isPresent();
    }

    /**
     * Does the work as the current account as it stands by now, with everything done that has
     * fallen due: as the next request would find it.
     */
    public void again(Work work) throws Exception {
        workers.giveWay();
        var tenant = CurrentAccount.tenant();
        var found =
                accounts.byId(tenant.id())
                        .orElseThrow(() ->
                                new DomainException.NotFound("The account has just been deleted"));
        within(found, tenant.role(), () -> settleAnd(found, work));
    }

    private Accounts.Found open(ApiKey key) throws ApiKey.Rejected, Full {
        while (true) {
            var found = accounts.byKey(key.account());
            if (found.isEmpty()) {
                requireOpenFor(key.account());
            }
            var ready = found.filter(Accounts.Found::seeded);
            var account = ready.isPresent() ? ready.get() : create(key.account());
            if (accountProvisioner.use(account.tenant().id())) {
                return account;
            }
            // it was idle for so long that it has just been removed: its key makes another
        }
    }

    private Optional<Accounts.Found> ownerOf(String link) {
        return link.length() < Tokens.PUBLIC_ID_LENGTH
                ? Optional.empty()
                : accounts.byPublicId(link.substring(0, Tokens.PUBLIC_ID_LENGTH));
    }

    private void as(Accounts.Found found, Role role, Work work) throws Exception {
        var tenant = found.tenant();
        RequestOutcome.current()
                .ifPresent(recording -> {
                    var real = clock.systemMillis();
                    recording.opened(tenant, tenant.clock().at(real), Instant.ofEpochMilli(real));
                });
        within(found, role, work);
    }

    /** The same in the course of a request that stays the first account's. */
    private void within(Accounts.Found found, Role role, Work work) throws Exception {
        CurrentAccount.bind(found.tenant().as(role))
                .call(() -> {
                    inFlightRequests.during(work);
                    return true;
                });
    }

    private void settleAnd(Accounts.Found found, Work work) throws Exception {
        if (isAnythingDue(found)) {
            accountTransactions.settle();
        }
        work.run();
    }

    private boolean isAnythingDue(Accounts.Found found) {
        var due = found.nextDue();
        return due != null && !due.isAfter(clock.instant());
    }

    private void requireOpenFor(String key) throws ApiKey.Rejected {
        if (!properties.open() && !key.equals(properties.defaultKey())) {
            throw new ApiKey.Rejected("the API key is unknown, and this sandbox opens no accounts");
        }
    }

    private Accounts.Found create(String key) throws Full {
        var max = key.equals(properties.defaultKey()) ? Long.MAX_VALUE : properties.max();
        return accountProvisioner.provision(key, max).orElseThrow(() -> new Full(properties.max()));
    }
}
