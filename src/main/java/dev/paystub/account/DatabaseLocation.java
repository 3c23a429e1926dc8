package dev.paystub.account;

import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the state lives: in memory unless a folder is given, which survives restarts, or the URL of
 * a PostgreSQL, which any number of processes can share.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseLocation.Settings.class)
class DatabaseLocation {

    /** How long a change waits for its turn before the database gives up. */
    private static final String H2_OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000";

    @ConfigurationProperties("paystub.database")
    record Settings(String url, String username, String password, String dataDir) {

        String jdbcUrl() {
            if (!url.isBlank()) {
                return url;
            }
            return dataDir.isBlank()
                    ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + H2_OPTIONS
                    : "jdbc:h2:file:" + Path.of(dataDir, "paystub").toAbsolutePath() + H2_OPTIONS;
        }
    }

    @Bean
    JdbcConnectionDetails connectionDetails(Settings settings) {
        var url = settings.jdbcUrl();
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return url;
            }

            @Override
            public @Nullable String getUsername() {
                return settings.username().isBlank() ? null : settings.username();
            }

            @Override
            public @Nullable String getPassword() {
                return settings.password().isBlank() ? null : settings.password();
            }
        };
    }
}
