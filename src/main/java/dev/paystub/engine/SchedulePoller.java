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
 * Lets happen what falls due on running clocks while nobody asks. Any number of replicas may tick:
 * each piece of due work runs in its account's turn, so it runs once.
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
                    return; // what is due stays due, for the next start
                }
                // some of each, so that nobody waits for all of another's
                accounts.byId(account)
                        .filter(found -> settleSome(found.tenant()))
                        .ifPresent(found -> more.add(account));
            }
            due = more;
        }
    }

    /** Answers whether more may be due. */
    private boolean settleSome(Tenant tenant) {
        try {
            return CurrentAccount.bind(tenant).call(accountTransactions::settleSome);
        } catch (DomainException.Stopping stopping) {
            return false;
        } catch (RuntimeException e) {
            // one account's trouble must not keep the others from their time
            LOG.error("Due work of account {} failed; it is tried again", tenant.id(), e);
            return false;
        }
    }
}
