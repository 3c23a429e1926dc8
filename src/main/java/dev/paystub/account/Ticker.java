package dev.paystub.account;

import dev.paystub.kernel.Refusal;
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
class Ticker {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Accounts accounts;
    private final Turns turns;
    private final VirtualClock clock;
    private final Closing closing;

    Ticker(Accounts accounts, Turns turns, VirtualClock clock, Closing closing) {
        this.accounts = accounts;
        this.turns = turns;
        this.clock = clock;
        this.closing = closing;
    }

    @Scheduled(fixedDelayString = "${paystub.clock.tick}")
    void tick() {
        var due = accounts.withDueWork(clock.systemMillis());
        while (!due.isEmpty()) {
            var more = new ArrayList<Long>();
            for (var account : due) {
                if (closing.hasBegun()) {
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
            return CurrentAccount.bind(tenant).call(turns::settleSome);
        } catch (Refusal.Stopping stopping) {
            return false;
        } catch (RuntimeException e) {
            // one account's trouble must not keep the others from their time
            LOG.error("Due work of account {} failed; it is tried again", tenant.id(), e);
            return false;
        }
    }
}
