package dev.paystub.audit;

import dev.paystub.account.Accounts;
import dev.paystub.account.ConsistentRead;
import dev.paystub.account.CurrentAccount;
import dev.paystub.audit.AuditResult.Violation;
import dev.paystub.engine.Workers;
import dev.paystub.engine.Workers.AtLength;
import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Checks accounts against the rules of all modules. An account with violations is recorded as
 * broken for all replicas until an audit finds none. While any account is broken, the application
 * reports that it refuses traffic. Accounts that have been changed are audited in the background.
 */
@Service
public class Audits {

    /** The reason that {@code GET /readyz} gives. */
    private static final String BROKEN =
            "an account's rows contradict each other: GET /sandbox/accounts/audit says which";

    private static final Logger LOG = LoggerFactory.getLogger(Audits.class);

    /**
     * The maximum number of accounts in one background run; {@link #TIME_AT_ONCE} limits its time.
     */
    private static final int AT_ONCE = 20;

    private static final Duration TIME_AT_ONCE = Duration.ofSeconds(2);

    private final ObjectProvider<AuditRule> rules;
    private final ConsistentRead view;
    private final Accounts accounts;
    private final AuditFindings findings;
    private final AuditQueue auditQueue;
    private final Workers workers;
    private final JdbcClient jdbc;
    private final ApplicationContext application;
    private final Map<Long, ReentrantLock> auditing = new ConcurrentReferenceHashMap<>();
    private boolean refusing;
    private boolean closing;

    Audits(
            ObjectProvider<AuditRule> rules,
            ConsistentRead view,
            Accounts accounts,
            AuditFindings findings,
            AuditQueue auditQueue,
            Workers workers,
            JdbcClient jdbc,
            ApplicationContext application) {
        this.workers = workers;
        this.jdbc = jdbc;
        this.rules = rules;
        this.view = view;
        this.accounts = accounts;
        this.findings = findings;
        this.auditQueue = auditQueue;
        this.application = application;
    }

    /**
     * The result of one rule.
     *
     * @param checked the number of things checked
     * @param violated the number of violations
     * @param violations the first violations
     */
    public record Checked(String name, long checked, long violated, List<Violation> violations) {

        public boolean holds() {
            return violated == 0;
        }

        private Checked with(AuditResult more) {
            return new Checked(
                    name,
                    checked + more.checked(),
                    violated + more.violated(),
                    Stream.concat(violations.stream(), more.violations().stream()).toList());
        }
    }

    /**
     * The results of all rules for one account, in the order of their names.
     *
     * @param account the account's key
     */
    public record Audit(String account, List<Checked> rules) {

        public boolean ok() {
            return rules.stream().allMatch(Checked::holds);
        }
    }

    /** Audits the current account. */
    public Audit audit() {
        var account = CurrentAccount.tenant().id();
        // one audit at a time, so that an older result never overwrites a newer one
        var lock = auditing.computeIfAbsent(account, id -> new ReentrantLock());
        lock.lock();
        try {
            return workers.run(AtLength.AUDIT, () -> audit(account));
        } finally {
            lock.unlock();
        }
    }

    private Audit audit(long account) {
        auditQueue.remove(account); // before the check: a change during it queues the account again
        var audit = view.look(() -> new Audit(accounts.keyOf(account), check()));
        if (audit.ok()) {
            findings.clear(account);
        } else {
            var broken = audit.rules().stream().filter(rule -> !rule.holds());
            findings.keep(account, broken.map(Checked::name).toList());
        }
        tellReadiness();
        return audit;
    }

    private List<Checked> check() {
        var byName = new TreeMap<String, Checked>();
        var counted = new HashMap<String, Long>();
        rules.stream()
                .forEach(rule -> {
                    var found = new AuditResult(jdbc, counted);
                    workers.giveWay();
                    rule.check(found);
                    byName.merge(
                            rule.name(),
                            new Checked(rule.name(), 0, 0, List.of()).with(found),
                            (earlier, later) -> earlier.with(found));
                });
        return List.copyOf(byName.values());
    }

    /** Audits all accounts that have been seeded, except hidden accounts such as snapshots. */
    public List<Audit> auditAll() {
        var audits = new ArrayList<Audit>();
        for (var listed : accounts.all()) {
            accounts.byKey(listed.key())
                    .filter(Accounts.Found::seeded)
                    .ifPresent(found ->
                            audits.add(CurrentAccount.bind(found.tenant()).call(this::audit)));
        }
        return audits;
    }

    /**
     * Returns the keys of the accounts whose latest audit found violations, in alphabetical order.
     */
    public List<String> brokenAccounts() {
        return findings.keys();
    }

    @Scheduled(
            fixedDelayString = "${paystub.audit.every}",
            initialDelayString = "${paystub.audit.every}")
    void auditInTheBackground() {
        var deadline = System.nanoTime() + TIME_AT_ONCE.toNanos();
        var some =
                Stream.concat(findings.accounts().stream(), auditQueue.some(AT_ONCE).stream())
                        .distinct()
                        .limit(AT_ONCE)
                        .toList();
        for (var account : some) {
            if (System.nanoTime() > deadline) {
                break;
            }
            auditInTheBackground(account);
        }
        tellReadiness();
    }

    private void auditInTheBackground(long account) {
        auditQueue.remove(account);
        var found = accounts.byId(account).filter(Accounts.Found::seeded);
        if (found.isEmpty()) {
            return;
        }
        try {
            var audit = CurrentAccount.bind(found.get().tenant()).call(this::audit);
            if (!audit.ok()) {
                LOG.error(
                        "Account {} is broken: {}; GET /sandbox/audit says how",
                        account,
                        audit.rules().stream().filter(rule -> !rule.holds()).toList());
            }
        } catch (DomainException.Stopping stopping) {
            auditQueue.add(account); // it has not been audited
        } catch (RuntimeException e) {
            // a failure in one account must not stop the audits of the others
            LOG.error("The audit of account {} failed", account, e);
        }
    }

    private synchronized void tellReadiness() {
        if (closing) {
            return;
        }
        var broken = !brokenAccounts().isEmpty();
        if (broken != refusing) {
            refusing = broken;
            AvailabilityChangeEvent.publish(
                    application,
                    broken ? BROKEN : application,
                    broken ? ReadinessState.REFUSING_TRAFFIC : ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    /**
     * Refuses traffic again when another component publishes that traffic is accepted, since it
     * does not know of broken accounts.
     */
    @EventListener
    synchronized void contradict(AvailabilityChangeEvent<ReadinessState> change) {
        if (change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            refusing = false;
            tellReadiness();
        }
    }

    @EventListener
    synchronized void close(ContextClosedEvent closed) {
        closing = true;
    }
}
