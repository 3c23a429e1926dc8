package dev.paystub.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Many clients that start at one moment, each on its own virtual thread. */
public final class AtOnce {

    private static final long PATIENCE_SECONDS = 120;

    private AtOnce() {}

    /** Runs a piece of work for each client. Returns the results in the clients' order. */
    public static <T> List<T> run(int clients, IntFunction<T> work) {
        var all = new ArrayList<Callable<T>>();
        for (var client = 0; client < clients; client++) {
            var number = client;
            all.add(() -> work.apply(number));
        }
        return run(all);
    }

    /** Runs all pieces of work. Returns their results in the order of the pieces. */
    public static <T> List<T> run(List<Callable<T>> work) {
        var gate = new CountDownLatch(1);
        var ready = new CountDownLatch(work.size());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    work.stream()
                            .map(piece ->
                                    executor.submit(() -> {
                                        ready.countDown();
                                        gate.await();
                                        return piece.call();
                                    }))
                            .toList();
            ready.await();
            gate.countDown();
            return results(futures, Instant.now().plusSeconds(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> results(List<Future<T>> futures, Instant deadline)
            throws InterruptedException {
        var results = new ArrayList<T>();
        try {
            for (var future : futures) {
                var left = Duration.between(Instant.now(), deadline).toMillis();
                results.add(future.get(left, TimeUnit.MILLISECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("No answer within %d seconds".formatted(PATIENCE_SECONDS), e);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }
}
