package dev.paystub.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
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

    private static final List<String> KINDS = List.of("jdbc:postgresql:", "jdbc:h2:");

    @ConfigurationProperties("paystub.database")
    record Settings(String url, String username, String password, String dataDir) {

        Settings {
            if (!url.isBlank() && KINDS.stream().noneMatch(url::startsWith)) {
                throw new IllegalArgumentException(
                        "PAYSTUB_DATASOURCE_URL is '%s', but must begin with jdbc:postgresql: or jdbc:h2:"
                                .formatted(withoutSecrets(url)));
            }
            if (url.isBlank() && !dataDir.isBlank()) {
                requireWritable(dataDir);
            }
        }

        private static String withoutSecrets(String url) {
            return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
        }

        private static void requireWritable(String folder) {
            try {
                var path = Files.createDirectories(Path.of(folder));
                Files.delete(Files.createTempFile(path, "paystub", ".try"));
            } catch (IOException | InvalidPathException e) {
                throw new IllegalArgumentException(
                        "PAYSTUB_DATA_DIR is '%s', but no files can be written there (%s)"
                                .formatted(folder, reason(e)));
            }
        }

        private static String reason(Exception refused) {
            return switch (refused) {
                case AccessDeniedException denied -> "permission denied";
                case FileAlreadyExistsException exists -> "it is a file";
                default -> String.valueOf(refused.getMessage());
            };
        }

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
