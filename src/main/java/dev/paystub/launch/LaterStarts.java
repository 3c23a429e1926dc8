package dev.paystub.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Starts each {@link StartedLater} on a thread of its own, once the server accepts requests. */
@Component
class LaterStarts {

    /** For tests of what is there before. */
    static final String AFTER = "later-start.after";

    /** Leaves the processor to the first requests, which are waiting for the server. */
    private static final Duration GRACE = Duration.ofMillis(300);

    private final ObjectProvider<StartedLater> parts;
    private final CountDownLatch closed = new CountDownLatch(1);

    LaterStarts(ObjectProvider<StartedLater> parts) {
        this.parts = parts;
    }

    @EventListener
    @Order // after those who tell that the server is ready
    void begin(ApplicationReadyEvent ready) {
        var context = ready.getApplicationContext();
        Thread.ofPlatform().name("later-start").start(() -> startAll(context));
    }

    @EventListener
    void end(ContextClosedEvent event) {
        closed.countDown();
    }

    private void startAll(ConfigurableApplicationContext context) {
        try {
            var grace = context.getEnvironment().getProperty(AFTER, Duration.class, GRACE);
            if (!closed.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                parts.orderedStream().forEach(StartedLater::startLater);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            // a context is active until its beans are destroyed, which may be what failed
            if (closed.getCount() > 0) {
                giveUp(context, failure);
            }
        }
    }

    private static void giveUp(ConfigurableApplicationContext context, Throwable failure) {
        new StartFailureReporter(context).reportException(failure);
        // no daemon, or the process would end with the status 0 when the context is closed
        var exitCode = StartFailure.of(failure, context.getEnvironment()).exitCode();
        SpringApplication.exit(context, () -> exitCode);
        System.exit(exitCode);
    }
}
