package dev.paystub.testing;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The database that the servers of this test run use: H2 in memory, or PostgreSQL where the system
 * property {@value #PROPERTY} is {@code postgresql}, as in Surefire's second execution.
 */
public final class TestDatabase {

    private static final String PROPERTY = "paystub.test.database";

    private TestDatabase() {}

    /**
     * Returns whether this run uses PostgreSQL.
     *
     * @throws IllegalStateException when the property names neither database
     */
    public static boolean isPostgres() {
        return switch (System.getProperty(PROPERTY, "h2")) {
            case "h2" -> false;
            case "postgresql" -> true;
            case String other ->
                    throw new IllegalStateException(
                            "%s is '%s', but must be h2 or postgresql".formatted(PROPERTY, other));
        };
    }

    /** Returns the product's name, as the server's own information has it. */
    public static String kind() {
        return isPostgres() ? "PostgreSQL" : "H2";
    }

    /** Points a test's server at this run's database. */
    public static final class Initializer
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            if (isPostgres()) {
                TestPropertyValues.of(PostgresDatabase.shared().settings()).applyTo(context);
            }
        }
    }
}
