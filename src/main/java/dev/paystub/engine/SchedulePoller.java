package dev.paystub.engine;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
import dev.paystub.account.Tenant;
import dev.paystub.kernel.DomainException;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Runs scheduled tasks as they fall due on running clocks, without a request. Several replicas may
 * poll at once: each task runs under its account's lock, and therefore once.
 */
@Component
@EnableScheduling
class SchedulePoller {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulePoller.class);

    private final Accounts accounts;
    private final AccountTransactions accountTransactions;
    private final VirtualClock clock;
    private final ShutdownSignal shutdownSignal;

    SchedulePoller(
            Accounts accounts,
            AccountTransactions accountTransactions,
            VirtualClock clock,
            ShutdownSignal shutdownSignal) {
        this.accounts = accounts;
        this.accountTransactions = accountTransactions;
        this.clock = clock;
        this.shutdownSignal = shutdownSignal;
    }

    @Scheduled(fixedDelayString = "${paystub.clock.tick}")
    void tick() {
        var due = accounts.withDueWork(clock.systemMillis());
        while (!due.isEmpty()) {
            var more = new ArrayList<Long>();
            for (var account : due) {
                if (shutdownSignal.hasBegun()) {
                    return; // the remaining tasks stay due for the next start
                }
                // one transaction per account, so that no account waits for all tasks of another
                accounts.byId(account)
                        .filter(found -> settleSome(found.tenant()))
                        .ifPresent(found -> more.add(account));
            }
            due = more;
        }
    }

    /** Returns whether more may be due. */
    private boolean settleSome(Tenant tenant) {
        try {
            return CurrentAccount.bind(tenant).call(accountTransactions::settleSome);
        } catch (DomainException.Stopping stopping) {
            return false;
        } catch (RuntimeException e) {
            // a failure in one account must not stop the clocks of the others
            LOG.error("Due work of account {} failed; it is tried again", tenant.id(), e);
            return false;
        }
    }
}
