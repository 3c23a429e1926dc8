package dev.paystub.entity;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Runs a task on the first thread that asks for its result; others wait for that thread. Spring,
 * which asks at the end of the start without using the result, gets null.
 */
final class OnDemand implements AsyncTaskExecutor {

    /** How many callers are looked at. */
    private static final int AROUND = 6;

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return new FutureTask<>(task) {
            @Override
            public @Nullable T get() throws InterruptedException, ExecutionException {
                if (!isDone() && isAskedAtTheEndOfTheStart()) {
                    return null;
                }
                run();
                return super.get();
            }
        };
    }

    /** Spring's factory bean waits for Hibernate when all beans have been created. */
    private static boolean isAskedAtTheEndOfTheStart() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.limit(AROUND)
                                .anyMatch(frame ->
                                        frame.getMethodName()
                                                .equals("afterSingletonsInstantiated")));
    }

    @Override
    public Future<?> submit(Runnable task) {
        return submit(() -> {
            task.run();
            return task;
        });
    }

    /** Runs the task at once, since nobody can ask for its result. */
    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
