package dev.paystub.testing;

import dev.paystub.PaystubApplication;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A separate server on a free port, started with environment variables and stopped by closing. */
public final class RunningServer implements AutoCloseable {

    /** Logging belongs to the whole process, so servers set it up one after the other. */
    private static final Semaphore LOGGING = new Semaphore(1);

    /** Started on first use. */
    private static final class Shared {
        private static final RunningServer SERVER = start(Map.of());
    }

    private final ConfigurableApplicationContext context;

    private RunningServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Returns the one server of this process for tests that set nothing, and that Spring does not
     * run. It ends with the process.
     */
    public static RunningServer shared() {
        return Shared.SERVER;
    }

    /** Starts a server as if these variables were set in its environment. */
    public static RunningServer start(Map<String, Object> environment) {
        LOGGING.acquireUninterruptibly();
        // The source's name makes Spring map names like PAYSTUB_ACCOUNTS_MAX as environment
        // variables.
        var source = new SystemEnvironmentPropertySource("test-systemEnvironment", environment);
        return new RunningServer(
                new SpringApplicationBuilder(PaystubApplication.class)
                        .initializers(context -> {
                            LOGGING.release();
                            context.getEnvironment().getPropertySources().addFirst(source);
                        })
                        .run("--server.port=0"));
    }

    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public DataSource dataSource() {
        return context.getBean(DataSource.class);
    }

    /** Returns a bean, for state that no request shows. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns the server's readiness state. */
    public ReadinessState readiness() {
        return bean(ApplicationAvailability.class).getReadinessState();
    }

    @Override
    public void close() {
        context.close();
    }
}
