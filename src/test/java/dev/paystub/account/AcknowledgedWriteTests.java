package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.OwnDatabase;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes must leave every change in the database that it reported
 * as committed. The writing process is minimal, because a whole server takes many seconds to start;
 * it uses the server's JDBC URL. {@code KilledServerTests} kills a server.
 */
@Tag("postgres")
class AcknowledgedWriteTests {

    private static final Pattern WRITTEN = Pattern.compile("written ([0-9]+)\\.");
    private static final int WRITERS = 8;

    /**
     * Only what the writing process uses: with the class path of the tests, it would open two
     * hundred files before its first write.
     */
    private static final String CLASS_PATH =
            Stream.of(Writer.class, org.h2.Driver.class, org.postgresql.Driver.class)
                    .map(AcknowledgedWriteTests::location)
                    .distinct()
                    .collect(Collectors.joining(File.pathSeparator));

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @TempDir private Path folder;

    @Test
    void fiveKillsLoseNothing() throws Exception {
        try (var database = OwnDatabase.thatStays("acknowledged", folder)) {
            kills(5, database);
        }
    }

    @Test
    @Tag("slow")
    void fiftyKillsLoseNothingInAFile() throws Exception {
        try (var database = OwnDatabase.inFolder(folder)) {
            kills(50, database);
        }
    }

    @Test
    @Tag("slow")
    void fiftyKillsLoseNothingOnPostgres() throws Exception {
        try (var database = OwnDatabase.schema("acknowledged")) {
            kills(50, database);
        }
    }

    private static void kills(int kills, OwnDatabase database) throws Exception {
        var settings = settings(database);
        var random = new Random(20240609);
        var acknowledged = new HashSet<Long>();
        for (var kill = 0; kill < kills; kill++) {
            acknowledged.addAll(killed(settings, kill, 50 + random.nextInt(250)));
            assertThat(written(settings))
                    .as("rows after kill %d", kill + 1)
                    .containsAll(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(50 * kills);
    }

    private static DatabaseLocation.Settings settings(OwnDatabase database) {
        var environment = database.environment();
        return new DatabaseLocation.Settings(
                environment.getOrDefault("PAYSTUB_DATASOURCE_URL", "").toString(),
                environment.getOrDefault("PAYSTUB_DATASOURCE_USERNAME", "").toString(),
                environment.getOrDefault("PAYSTUB_DATASOURCE_PASSWORD", "").toString(),
                environment.getOrDefault("PAYSTUB_DATA_DIR", "").toString());
    }

    /** Kills a process after a number of acknowledged writes. Returns all acknowledged writes. */
    private static Set<Long> killed(DatabaseLocation.Settings settings, int run, int after)
            throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                CLASS_PATH,
                                Writer.class.getName(),
                                settings.jdbcUrl(),
                                settings.username(),
                                settings.password(),
                                String.valueOf(run))
                        .redirectError(new File("/dev/null"))
                        .start();
        var acknowledged = new HashSet<Long>();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var written = WRITTEN.matcher(line);
                if (!written.matches()) {
                    continue; // a line of the log, or cut off by the kill
                }
                acknowledged.add(Long.parseLong(written.group(1)));
                if (acknowledged.size() == after) {
                    // not through Process, which would close the output that is still to be read
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).as("acknowledged writes").hasSizeGreaterThanOrEqualTo(after);
        return acknowledged;
    }

    private static Set<Long> written(DatabaseLocation.Settings settings) throws SQLException {
        try (var connection =
                        connect(settings.jdbcUrl(), settings.username(), settings.password());
                var rows = connection.createStatement().executeQuery("select id from writes")) {
            var written = new HashSet<Long>();
            while (rows.next()) {
                written.add(rows.getLong(1));
            }
            return written;
        }
    }

    private static Connection connect(String url, String username, String password)
            throws SQLException {
        return username.isEmpty()
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, username, password);
    }

    /** Commits rows, and prints each on standard output after its commit. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            var first = Long.parseLong(arguments[3]) << 32;
            try (var connection = connect(arguments[0], arguments[1], arguments[2]);
                    var statement = connection.createStatement();
                    var executor = Executors.newFixedThreadPool(WRITERS)) {
                for (var table : tables(arguments[0])) {
                    statement.execute(table);
                }
                for (var writer = 0; writer < WRITERS; writer++) {
                    var from = first + ((long) writer << 24);
                    executor.submit(() -> write(arguments, from));
                }
            }
        }

        private static List<String> tables(String url) {
            var table =
                    "create table if not exists writes (id bigint primary key, text varchar(2000))";
            return url.startsWith("jdbc:postgresql:")
                    ? List.of("create schema if not exists acknowledged", table)
                    : List.of(table);
        }

        private static Void write(String[] arguments, long from) throws SQLException {
            try (var connection = connect(arguments[0], arguments[1], arguments[2]);
                    var insert = connection.prepareStatement("insert into writes values (?, ?)")) {
                connection.setAutoCommit(false);
                for (var id = from; ; id++) {
                    insert.setLong(1, id);
                    insert.setString(2, "x".repeat(1000));
                    insert.executeUpdate();
                    connection.commit();
                    synchronized (Writer.class) {
                        System.out.println("written " + id + ".");
                    }
                }
            }
        }
    }

    @Test
    void urlOfAUserIsAsDurable() {
        assertThat(url("jdbc:h2:file:/data/x"))
                .isEqualTo(
                        "jdbc:h2:file:/data/x;OPTIMIZE_REUSE_RESULTS=FALSE;RETENTION_TIME=10000;WRITE_DELAY=0");
        assertThat(url("jdbc:h2:/data/x;write_delay=100"))
                .isEqualTo(
                        "jdbc:h2:/data/x;write_delay=100;OPTIMIZE_REUSE_RESULTS=FALSE;RETENTION_TIME=10000");
        assertThat(url("jdbc:h2:mem:x")).isEqualTo("jdbc:h2:mem:x;OPTIMIZE_REUSE_RESULTS=FALSE");
        assertThat(url("jdbc:h2:tcp://db/x;optimize_reuse_results=true"))
                .isEqualTo("jdbc:h2:tcp://db/x;optimize_reuse_results=true");
        assertThat(url("jdbc:postgresql://db/x")).isEqualTo("jdbc:postgresql://db/x");
    }

    private static String url(String given) {
        return new DatabaseLocation.Settings(given, "", "", "").jdbcUrl();
    }
}
