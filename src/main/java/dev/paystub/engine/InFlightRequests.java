package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The requests that this process is handling, by account. */
@Component
public class InFlightRequests {

    private static final ScopedValue<Entry> OWN = ScopedValue.newInstance();

    /** Of all accounts in one set: concurrent requests of one account share no lock. */
    private final Set<Entry> underway = ConcurrentHashMap.newKeySet();

    /** One request; equal only to itself. */
    private static final class Entry {
        private final long account;
        private volatile Supplier<String> name = () -> "a request";
        private volatile boolean present = true;

        Entry(long account) {
            this.account = account;
        }
    }

    /**
     * Names the current request.
     *
     * @param name called on other threads, and only if something waits for the request
     */
    public static void name(Supplier<String> name) {
        if (OWN.isBound()) {
            OWN.get().name = name;
        }
    }

    /** Marks the current request as one that only watches, so that nothing waits for its end. */
    public static void standAside() {
        if (OWN.isBound()) {
            OWN.get().present = false;
        }
    }

    /**
     * Returns whether this process is handling a request of that account, apart from those that
     * only watch.
     */
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

    /** A snapshot of the requests that had begun at one moment. */
    public record Others(List<Entry> entries) {

        /**
         * Returns the names of the requests in the snapshot that are still running, in alphabetical
         * order.
         */
        public List<String> underway() {
            return entries.stream()
                    .filter(entry -> entry.present)
                    .map(entry -> entry.name.get())
                    .sorted()
                    .toList();
        }
    }

    /** Returns the current account's requests at this moment. */
    public Others others() {
        var account = CurrentAccount.tenant().id();
        return new Others(underway.stream().filter(entry -> entry.account == account).toList());
    }
}
