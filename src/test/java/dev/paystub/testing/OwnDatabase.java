package dev.paystub.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database for servers that share it with no other test: H2 of their own, or where the run uses
 * PostgreSQL a schema of it, which closing drops.
 */
public final class OwnDatabase implements AutoCloseable {

    private final Map<String, Object> environment;
    private final Runnable drop;

    private OwnDatabase(Map<String, Object> environment, Runnable drop) {
        this.environment = environment;
        this.drop = drop;
    }

    /** Returns a database that need not outlive its server. */
    public static OwnDatabase named(String name) {
        return TestDatabase.isPostgres() ? schema(name) : new OwnDatabase(Map.of(), () -> {});
    }

    /** Returns a database that outlives its server; H2 keeps it in the folder. */
    public static OwnDatabase thatStays(String name, Path folder) {
        return TestDatabase.isPostgres() ? schema(name) : inFolder(folder);
    }

    /** Returns H2 in files of the folder, whatever the run uses. */
    public static OwnDatabase inFolder(Path folder) {
        return new OwnDatabase(Map.of("PAYSTUB_DATA_DIR", folder.toString()), () -> {});
    }

    /** Returns a schema of PostgreSQL, whatever the run uses. */
    public static OwnDatabase schema(String name) {
        var settings = new TreeMap<String, String>();
        for (var setting : PostgresDatabase.shared().settings()) {
            var parts = setting.split("=", 2);
            settings.put(parts[0].substring(parts[0].lastIndexOf('.') + 1), parts[1]);
        }
        var shared = settings.get("url");
        var url = shared + (shared.contains("?") ? "&" : "?") + "currentSchema=" + name;
        var username = settings.get("username");
        var password = settings.get("password");
        return new OwnDatabase(
                Map.of(
                        "PAYSTUB_DATASOURCE_URL", url,
                        "PAYSTUB_DATASOURCE_USERNAME", username,
                        "PAYSTUB_DATASOURCE_PASSWORD", password),
                () ->
                        JdbcClient.create(new DriverManagerDataSource(url, username, password))
                                .sql("drop schema if exists " + name + " cascade")
                                .update());
    }

    /** Returns the environment variables by which a server uses it; Flyway makes the schema. */
    public Map<String, Object> environment() {
        return environment;
    }

    @Override
    public void close() {
        drop.run();
    }
}
