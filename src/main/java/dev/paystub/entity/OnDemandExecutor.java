package dev.paystub.entity;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Starts Hibernate on the first thread that needs it; others wait for that thread. Spring's factory
 * bean asks for the result twice without needing it, and then Hibernate is not started: at the end
 * of the start it gets null, and to close what was never used it gets a factory that does nothing.
 */
final class OnDemandExecutor implements AsyncTaskExecutor {

    /** The number of stack frames in which the caller is looked for. */
    private static final int AROUND = 8;

    private static final String SPRING = AbstractEntityManagerFactoryBean.class.getName();

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return new FutureTask<>(task) {
            @Override
            @SuppressWarnings("unchecked") // Spring's only task makes a factory
            public @Nullable T get() throws InterruptedException, ExecutionException {
                if (!isDone() && isAskedBy("afterSingletonsInstantiated")) {
                    return null;
                }
                if (!isDone() && isAskedBy("destroy")) {
                    return (T) notStarted();
                }
                run();
                return super.get();
            }
        };
    }

    /** Spring calls it by the interface that Hibernate's adapter names. */
    private static Object notStarted() {
        return Proxy.newProxyInstance(
                SessionFactory.class.getClassLoader(),
                new Class<?>[] {SessionFactory.class},
                (proxy, method, arguments) -> null);
    }

    private static boolean isAskedBy(String method) {
        return StackWalker.getInstance()
                .walk(frames -> frames.limit(AROUND).anyMatch(frame -> isOf(method, frame)));
    }

    private static boolean isOf(String method, StackFrame frame) {
        return frame.getMethodName().equals(method) && frame.getClassName().equals(SPRING);
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
