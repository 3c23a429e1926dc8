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
 * Holds accounts against the rules of all modules. An account of which an audit finds something
 * wrong is remembered as broken, by all replicas, until one finds nothing; while there is any, the
 * application refuses traffic. Accounts that have been written to are audited in the background.
 */
@Service
public class Audits {

    private static final Logger LOG = LoggerFactory.getLogger(Audits.class);

    /** How many accounts are audited at a time, and how long that may take, in the background. */
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
     * What became of one rule.
     *
     * @param checked how many things it was held against
     * @param violated how many of them do not keep it
     * @param violations the first of those
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

    /** What became of all rules, in the order of their names. */
    public record Audit(String account, List<Checked> rules) {

        public boolean ok() {
            return rules.stream().allMatch(Checked::holds);
        }
    }

    /** Audits the current account. */
    public Audit audit() {
        var account = CurrentAccount.tenant().id();
        // one after the other: what an earlier look has found must not be noted after a later one's
        var turn = auditing.computeIfAbsent(account, id -> new ReentrantLock());
        turn.lock();
        try {
            return workers.run(AtLength.AUDIT, () -> audit(account));
        } finally {
            turn.unlock();
        }
    }

    private Audit audit(long account) {
        auditQueue.remove(account); // before looking: what is written meanwhile comes again
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
        rules.stream()
                .forEach(rule -> {
                    var found = new AuditResult(jdbc);
                    workers.giveWay();
                    rule.check(found);
                    byName.merge(
                            rule.name(),
                            new Checked(rule.name(), 0, 0, List.of()).with(found),
                            (earlier, later) -> earlier.with(found));
                });
        return List.copyOf(byName.values());
    }

    /** Audits all accounts that keys can open. */
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

    /** The keys of the accounts that were broken when they were audited last, in order. */
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
                LOG.error("Account {} is broken: GET /sandbox/audit says how", account);
            }
        } catch (DomainException.Stopping stopping) {
            auditQueue.add(account); // it has not been looked at
        } catch (RuntimeException e) {
            // one account's trouble must not keep the others from being audited
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
                    broken ? ReadinessState.REFUSING_TRAFFIC : ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    /** Whoever else says that traffic is accepted does not know of broken accounts. */
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
