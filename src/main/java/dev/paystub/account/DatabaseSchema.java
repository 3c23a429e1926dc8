package dev.paystub.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Makes the schema before anything else uses the database. Flyway migrates databases that outlive
 * this process or that others share. The database in memory, new with each start, gets the prepared
 * script of what the migrations and the seeds come to; Flyway's classes are then not even loaded.
 */
@Component
@Import(DatabaseInitializationDependencyConfigurer.class)
class DatabaseSchema implements InitializingBean {

    /** The script; {@code PreparedSchemaTests} writes it, and compares it with the migrations. */
    static final String PREPARED = "db/prepared/h2.sql";

    private static final String PUBLIC_ID = "{public-id}";
    private static final Pattern TOKEN = Pattern.compile("\\{(public-id|secret)}");

    private final DataSource database;
    private final DatabaseLocation.Settings location;

    DatabaseSchema(DataSource database, DatabaseLocation.Settings location) {
        this.database = database;
        this.location = location;
    }

    @Override
    public void afterPropertiesSet() throws IOException, SQLException {
        if (location.isNewInMemory()) {
            runPrepared();
        } else {
            Migrations.apply(database);
        }
    }

    private void runPrepared() throws IOException, SQLException {
        var script = new ClassPathResource(PREPARED).getContentAsString(StandardCharsets.UTF_8);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            // one by one, since H2 would read the whole rest of the script for each statement
            for (var sql : script.split(";\n", 0)) {
                statement.execute(withTokens(sql));
            }
        }
    }

    /** Replaces the places of an account's public id and secret, which no two databases share. */
    private static String withTokens(String sql) {
        return TOKEN.matcher(sql)
                .replaceAll(place ->
                        place.group().equals(PUBLIC_ID)
                                ? Tokens.newPublicId()
                                : Tokens.newSecret());
    }

    /** A class of its own, so that Flyway is loaded only if it is used. */
    private static final class Migrations {
        static void apply(DataSource database) {
            Flyway.configure().dataSource(database).load().migrate();
        }
    }

    /** Tells Spring Boot that beans which use the database must wait for the schema. */
    static final class Detector extends AbstractBeansOfTypeDatabaseInitializerDetector {
        @Override
        protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
            return Set.of(DatabaseSchema.class);
        }
    }
}
