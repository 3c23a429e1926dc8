package dev.paystub.account;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses the database: H2 in memory by default; H2 in a file, which survives restarts, when a
 * folder is set; or the database of a URL. A PostgreSQL database can be shared by any number of
 * processes.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseLocation.Settings.class)
class DatabaseLocation {

    /**
     * LOCK_TIMEOUT is the time in milliseconds that a change waits for a lock. QUERY_CACHE_SIZE is
     * the number of statements that a connection keeps parsed: by default 8, fewer than a change
     * sends.
     */
    private static final String H2_OPTIONS =
            ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000;QUERY_CACHE_SIZE=100";

    /**
     * By default H2 returns the last result of a query again when it knows of no change; H2 2.4.240
     * misses changes of the same transaction below an EXISTS (h2database#4299).
     */
    private static final Map<String, String> H2_READ_OPTIONS =
            Map.of("OPTIMIZE_REUSE_RESULTS", "FALSE");

    /**
     * With a delay of 0, H2 writes each commit to its file before the commit returns; by default it
     * writes up to half a second later. A response therefore never reports a change that a killed
     * process would lose. By default H2 keeps unused chunks for 45 s, which amounts to hundreds of
     * megabytes with one chunk for each commit; here it reuses them after 10 s.
     */
    private static final Map<String, String> H2_FILE_OPTIONS =
            Map.of("RETENTION_TIME", "10000", "WRITE_DELAY", "0");

    /** H2 in memory, in a ZIP file, or in another process, which has options of its own. */
    private static final Pattern H2_ELSEWHERE = Pattern.compile("jdbc:h2:(mem|tcp|ssl|zip):.*");

    private static final List<String> KINDS =
            List.of(DatabaseKind.POSTGRES_URL, DatabaseKind.H2_URL);

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

        /** Returns whether the database is in memory, and empty at each start. */
        boolean isNewInMemory() {
            return url.isBlank() && dataDir.isBlank();
        }

        String jdbcUrl() {
            if (!url.isBlank()) {
                return url.startsWith(DatabaseKind.H2_URL) ? complete(url) : url;
            }
            return complete(
                    (isNewInMemory()
                                    ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"
                                    : "jdbc:h2:file:"
                                            + Path.of(dataDir, "paystub").toAbsolutePath())
                            + H2_OPTIONS);
        }

        /** Adds the options of reads, and those of files, that the URL does not set itself. */
        private static String complete(String url) {
            var options = new TreeMap<>(H2_READ_OPTIONS);
            if (!H2_ELSEWHERE.matcher(url).matches()) {
                options.putAll(H2_FILE_OPTIONS);
            }
            var set = url.toUpperCase(Locale.ROOT);
            return url
                    + options.entrySet().stream()
                            .filter(option -> !set.contains(";" + option.getKey() + "="))
                            .map(option -> ";" + option.getKey() + "=" + option.getValue())
                            .collect(Collectors.joining());
        }
    }

    @Bean
    DatabaseKind databaseKind(JdbcConnectionDetails database) {
        return DatabaseKind.of(database.getJdbcUrl());
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
