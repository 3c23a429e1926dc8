package dev.paystub.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The requests of each account that this process is working on. */
@Component
public class InFlightRequests {

    private static final ScopedValue<Entry> OWN = ScopedValue.newInstance();

    private final Map<Long, Set<Entry>> byAccount = new ConcurrentHashMap<>();

    /** One request; equal only to itself. */
    private static final class Entry {
        private volatile String name = "a request";
        private volatile boolean present = true;
    }

    /** Names the request that is being worked on. */
    public static void name(String name) {
        if (OWN.isBound()) {
            OWN.get().name = name;
        }
    }

    /** The request that is being worked on only watches: nobody needs to wait for it. */
    static void standAside() {
        if (OWN.isBound()) {
            OWN.get().present = false;
        }
    }

    /** Whether a request of that account, other than one that only watches, is worked on here. */
    boolean isWorkedOn(long account) {
        return byAccount.getOrDefault(account, Set.of()).stream().anyMatch(entry -> entry.present);
    }

    void during(AccountDirectory.Work work) throws Exception {
        var account = CurrentAccount.tenant().id();
        var entry = new Entry();
        byAccount.compute(
                account,
                (id, entries) -> {
                    var all = entries == null ? ConcurrentHashMap.<Entry>newKeySet() : entries;
                    all.add(entry);
                    return all;
                });
        try {
            ScopedValue.where(OWN, entry)
                    .call(() -> {
                        work.run();
                        return true;
                    });
        } finally {
            entry.present = false;
            byAccount.computeIfPresent(
                    account,
                    (id, entries) -> {
                        entries.remove(entry);
                        return entries.isEmpty() ? null : entries;
                    });
        }
    }

    /** Those that have begun. */
    record Others(List<Entry> entries) {

        /** The names of those that are still being worked on. */
        List<String> underway() {
            return entries.stream()
                    .filter(entry -> entry.present)
                    .map(entry -> entry.name)
                    .sorted()
                    .toList();
        }
    }

    /** The current account's requests of this moment. */
    Others others() {
        return new Others(
                List.copyOf(byAccount.getOrDefault(CurrentAccount.tenant().id(), Set.of())));
    }
}
