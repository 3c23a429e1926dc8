package dev.paystub.http;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections that wait for the rest of a request, for its head or for its body. Each holds its
 * buffers and perhaps a thread, about 100 KB, for as long as its client likes to send nothing. So
 * there are at most so many: one more breaks the oldest off, which an honest client is not, since
 * what it sends arrives at once. Requests that are complete are not counted.
 */
public final class IncompleteRequests {

    private final int most;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Runnable> waiting = new ConcurrentSkipListMap<>();

    /**
     * @param most how many may wait at once, at least one
     */
    public IncompleteRequests(int most) {
        this.most = Math.max(1, most);
    }

    /** Returns a number for a request that begins; older requests have lower ones. */
    public long begin() {
        return numbers.incrementAndGet();
    }

    /**
     * Notes that a request waits. {@link #arrived} is to be called when it does so no more.
     *
     * @param breakOff ends the wait; called at most once, by any thread
     */
    public void awaits(long request, Runnable breakOff) {
        waiting.put(request, breakOff);
        // what another thread adds meanwhile, that thread removes
        if (waiting.size() > most) {
            var oldest = waiting.pollFirstEntry();
            if (oldest != null) {
                oldest.getValue().run();
            }
        }
    }

    /** Notes that a request no longer waits; does nothing for one that was broken off. */
    public void arrived(long request) {
        waiting.remove(request);
    }

    /** Returns how many wait. */
    int count() {
        return waiting.size();
    }
}
