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
import org.springframework.util.ConcurrentLruCache;

/**
 * Opens the account a request belongs to, after running the scheduled tasks that are due on it. An
 * unknown well-formed key creates its account on first use; two simultaneous first requests create
 * one account.
 */
@Component
@EnableConfigurationProperties(AccountsProperties.class)
public class AccountDirectory {

    private static final int REMEMBERED_MARKS = 1000;

    /** The digests of the keys that were used last. */
    private final ConcurrentLruCache<String, String> marks =
            new ConcurrentLruCache<>(REMEMBERED_MARKS, Tokens::mark);

    private final Accounts accounts;
    private final AccountProvisioner accountProvisioner;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final AccountsProperties properties;
    private final ApiKey.Placeholder placeholder;
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
        this.placeholder =
                new ApiKey.Placeholder(properties.placeholder(), properties.defaultKey());
        this.inFlightRequests = inFlightRequests;
    }

    /**
     * Thrown when the sandbox holds its maximum number of accounts. The message is meant for
     * callers.
     */
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

    /** Work to run on behalf of an account. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Returns whether an unknown key opens an account of its own. */
    public boolean isOpen() {
        return properties.open();
    }

    /**
     * Parses a credential as it was sent.
     *
     * @throws ApiKey.Rejected when it opens no account
     */
    public ApiKey read(@Nullable String credential) throws ApiKey.Rejected {
        return ApiKey.parse(credential, placeholder);
    }

    /**
     * Runs the work as the account which the credential opens.
     *
     * @throws ApiKey.Rejected when the credential opens none
     * @throws Full when a new account would exceed the maximum number of accounts
     */
    public void as(@Nullable String credential, Work work) throws Exception {
        as(read(credential), work);
    }

    /**
     * Runs the work as the account of a key, after all scheduled tasks that are due.
     *
     * @throws ApiKey.Rejected when the sandbox opens no account for the key
     * @throws Full when a new account would exceed the maximum number of accounts
     */
    public void as(ApiKey key, Work work) throws Exception {
        var found = open(key);
        as(found, key.role(), () -> settleAnd(found, work));
    }

    /**
     * Runs the work without first running the scheduled tasks that are due. For work that replaces
     * all state of the account: it must neither wait for tasks that it discards nor fail because of
     * them.
     */
    public void asItStands(ApiKey key, Work work) throws Exception {
        as(open(key), key.role(), work);
    }

    /**
     * Runs the work after at most one transaction of the scheduled tasks that are due. For work
     * that reports progress: a long advance must be visible while it runs.
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
     * Returns the identifier of a key's account in the log: the beginning of its SHA-256 digest, so
     * that no key appears in a log.
     */
    public String mark(ApiKey key) {
        return marks.get(key.account());
    }

    /**
     * Runs the work as the account of a hosted link; returns false when there is no such account.
     */
    public boolean asOwnerOfLink(String link, Work work) throws Exception {
        var owner = ownerOf(link).filter(found -> accountProvisioner.use(found.tenant().id()));
        if (owner.isPresent()) {
            var found = owner.get();
            as(found, Role.OWNER, () -> settleAnd(found, work));
        }
        return owner.isPresent();
    }

    /**
     * Runs the work as the account of exactly this key. Returns false when there is none, and does
     * not create it.
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
     * Runs the work as the current account, read again, after all scheduled tasks that are due: in
     * the state in which the next request would find it.
     *
     * @throws DomainException.NotFound when the account has been deleted
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
            // the account was removed for idleness in the meantime: the next pass creates another
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

    /**
     * Binds the account without changing the {@link RequestOutcome}, which keeps the account that
     * the request opened first.
     */
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
