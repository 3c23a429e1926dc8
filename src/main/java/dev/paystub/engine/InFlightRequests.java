package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The requests of each account that this process is working on. */
@Component
public class InFlightRequests {

    private static final ScopedValue<Entry> OWN = ScopedValue.newInstance();

    /** Of all accounts: requests of one account that come at once wait for no common lock. */
    private final Set<Entry> underway = ConcurrentHashMap.newKeySet();

    /** One request; equal only to itself. */
    private static final class Entry {
        private final long account;
        private volatile String name = "a request";
        private volatile boolean present = true;

        Entry(long account) {
            this.account = account;
        }
    }

    /** Names the request that is being worked on. */
    public static void name(String name) {
        if (OWN.isBound()) {
            OWN.get().name = name;
        }
    }

    /** The request that is being worked on only watches: nobody needs to wait for it. */
    public static void standAside() {
        if (OWN.isBound()) {
            OWN.get().present = false;
        }
    }

    /** Whether a request of that account, other than one that only watches, is worked on here. */
    public boolean isWorkedOn(long account) {
        return underway.stream().anyMatch(entry -> entry.account == account && entry.present);
    }

    void during(AccountDirectory.Work work) throws Exception {
        var entry = new Entry(CurrentAccount.tenant().id());
        underway.add(entry);
        try {
            ScopedValue.where(OWN, entry)
                    .call(() -> {
                        work.run();
                        return true;
                    });
        } finally {
            entry.present = false;
            underway.remove(entry);
        }
    }

    /** Those that have begun. */
    public record Others(List<Entry> entries) {

        /** The names of those that are still being worked on. */
        public List<String> underway() {
            return entries.stream()
                    .filter(entry -> entry.present)
                    .map(entry -> entry.name)
                    .sorted()
                    .toList();
        }
    }

    /** The current account's requests of this moment. */
    public Others others() {
        var account = CurrentAccount.tenant().id();
        return new Others(underway.stream().filter(entry -> entry.account == account).toList());
    }
}
