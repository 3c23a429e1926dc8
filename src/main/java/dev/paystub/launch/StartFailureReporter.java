package dev.paystub.launch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports why the server did not start: one sentence on standard error instead of Spring Boot's
 * report.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {

    private static final Logger LOG = LoggerFactory.getLogger(StartFailureReporter.class);

    private final @Nullable ConfigurableApplicationContext context;

    /**
     * Called by Spring Boot.
     *
     * @param context null when the failure came before the context existed
     */
    StartFailureReporter(@Nullable ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    @SuppressWarnings("SystemOut") // must reach the operator whatever the configuration of logging
    public boolean reportException(Throwable failure) {
        var environment = context == null ? null : context.getEnvironment();
        LOG.debug("The server did not start", failure);
        System.err.println(StartFailure.of(failure, environment).sentence());
        return true;
    }
}
