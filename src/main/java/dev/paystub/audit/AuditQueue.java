package dev.paystub.audit;

import dev.paystub.engine.UnitOfWorkListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Accounts that this process has changed and nobody has audited since; forgotten with it. */
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

    /** Some of them, at most so many. */
    List<Long> some(int most) {
        return accounts.stream().limit(most).toList();
    }
}
