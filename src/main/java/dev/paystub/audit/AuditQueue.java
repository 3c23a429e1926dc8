package dev.paystub.audit;

import dev.paystub.engine.UnitOfWorkListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The accounts that this process has changed since their last audit. Kept in memory only. */
@Component
class AuditQueue implements UnitOfWorkListener {

    private final Set<Long> accounts = ConcurrentHashMap.newKeySet();

    @Override
    public void afterCommit(Committed work) {
        add(work.account());
    }

    void add(long account) {
        accounts.add(account);
    }

    void remove(long account) {
        accounts.remove(account);
    }

    /** Returns at most {@code most} of the accounts, in no particular order. */
    List<Long> some(int most) {
        return accounts.stream().limit(most).toList();
    }
}
