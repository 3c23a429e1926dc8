package dev.paystub.http.connection;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the connections that wait for the rest of a request, its head or its body. Each holds its
 * buffers and perhaps a thread, about 100 KB, for as long as its client sends nothing. Beyond the
 * limit, the oldest waiting connection is closed. This does not hit an ordinary client, whose
 * requests arrive at once. Complete requests are not counted.
 */
public final class IncompleteRequests {

    private final int most;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Runnable> waiting = new ConcurrentSkipListMap<>();

    /**
     * Creates the limit.
     *
     * @param most the number of connections that may wait at once, at least one
     */
    public IncompleteRequests(int most) {
        this.most = Math.max(1, most);
    }

    /** Returns a number for a new request; older requests have lower numbers. */
    public long begin() {
        return numbers.incrementAndGet();
    }

    /**
     * Records that a request waits. The caller must call {@link #arrived} when the wait ends.
     *
     * @param breakOff ends the wait; called at most once, by any thread
     */
    public void awaits(long request, Runnable breakOff) {
        waiting.put(request, breakOff);
        // one removal is enough: a thread that adds another entry removes one itself
        if (waiting.size() > most) {
            var oldest = waiting.pollFirstEntry();
            if (oldest != null) {
                oldest.getValue().run();
            }
        }
    }

    /** Records that a request no longer waits. Has no effect if the request was broken off. */
    public void arrived(long request) {
        waiting.remove(request);
    }

    /** Returns the number of waiting requests. */
    int count() {
        return waiting.size();
    }
}
