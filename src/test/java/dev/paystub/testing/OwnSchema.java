package dev.paystub.testing;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A schema of the run's PostgreSQL for servers that share it with no other test; dropped at last.
 */
public final class OwnSchema implements AutoCloseable {

    private final String name;
    private final Map<String, String> settings = new TreeMap<>();

    public OwnSchema(String name) {
        this.name = name;
        for (var setting : PostgresDatabase.shared().settings()) {
            var parts = setting.split("=", 2);
            settings.put(parts[0].substring(parts[0].lastIndexOf('.') + 1), parts[1]);
        }
    }

    private String url() {
        var url = settings.get("url");
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }

    /** How a server is told to use it; Flyway makes the schema. */
    public Map<String, Object> environment() {
        return Map.of(
                "PAYSTUB_DATASOURCE_URL",
                url(),
                "PAYSTUB_DATASOURCE_USERNAME",
                settings.get("username"),
                "PAYSTUB_DATASOURCE_PASSWORD",
                settings.get("password"));
    }

    @Override
    public void close() {
        JdbcClient.create(
                        new DriverManagerDataSource(
                                url(), settings.get("username"), settings.get("password")))
                .sql("drop schema if exists " + name + " cascade")
                .update();
    }
}
