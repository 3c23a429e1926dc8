package dev.paystub.controlplane;

import dev.paystub.account.CurrentAccount;
import dev.paystub.engine.EventsProperties;
import dev.paystub.kernel.DomainException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Limits the requests that wait: event streams, long polls and waits for quiescence. Each polls the
 * database, so their number is limited, and each account may use only a share of it.
 */
@Component
public class Watchers {

    /** One account may use at most a quarter of the places. */
    private static final int SHARES = 4;

    private final int most;
    private final int share;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<Long, Integer> byAccount = new ConcurrentHashMap<>();

    Watchers(EventsProperties properties) {
        this.most = properties.maxWatchers();
        this.share = Math.max(1, most / SHARES);
    }

    /** A place for a waiting request, given back when it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place.
     *
     * @throws DomainException.Full when all places, or all of this account's share, are taken
     */
    public Place take() {
        var account = CurrentAccount.tenant().id();
        Place place = () -> leave(account);
        var own = byAccount.merge(account, 1, Integer::sum);
        if (all.incrementAndGet() > most || own > share) {
            place.close();
            throw new DomainException.Full(
                    "%d requests of this sandbox may wait for events at a time, %d of one account; end one first, or raise PAYSTUB_EVENTS_MAX_WATCHERS"
                            .formatted(most, share));
        }
        return place;
    }

    private void leave(long account) {
        all.decrementAndGet();
        byAccount.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1);
    }
}
