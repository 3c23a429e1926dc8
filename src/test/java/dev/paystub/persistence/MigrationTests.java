package dev.paystub.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.TestDatabase;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of an earlier version keeps its rows. */
@Tag("postgres")
class MigrationTests {

    @Test
    void renamedTablesKeepTheirRows(@TempDir Path folder) {
        try (var own = OwnDatabase.thatStays("migration", folder)) {
            var database = dataSource(own, folder);
            Flyway.configure().dataSource(database).target("25").load().migrate();
            var client = JdbcClient.create(database);
            for (var row :
                    new String[] {
                        "accounts (id, api_key, public_id, secret) values (7, 'k', 'p', 's')",
                        "invoices (id, account_id, number, version, status, date, due_date,"
                                + " subtotal, credit, amount_paid, usage_statement, cause)"
                                + " values (8, 7, 34, 0, 'UNPAID', '2024-06-09', '2024-06-23',"
                                + " 25, 0, 0, false, 'sandbox')",
                        "agenda values (7, 'invoice.capture', 34, 1719100800000, 'It failed')",
                        "errands values (7, 'webhook', 1, 'claimed', 5)",
                        "captures values (9, 7, 34, 0, 2)"
                    }) {
                client.sql("insert into " + row).update();
            }

            Flyway.configure().dataSource(database).load().migrate();

            assertThat(client.sql("select * from scheduled_tasks").query().singleRow().values())
                    .containsExactly(7L, "invoice.capture", 34L, 1719100800000L, "It failed");
            assertThat(client.sql("select * from jobs").query().singleRow().values())
                    .containsExactly(7L, "webhook", 1L, "claimed", 5L);
            assertThat(client.sql("select * from dunning_attempts").query().singleRow().values())
                    .containsExactly(9L, 7L, 34L, 0, 2);
            client.sql("delete from dunning_attempts").update();
            client.sql("delete from accounts").update();
            assertThat(client.sql("select count(*) from jobs").query(Long.class).single())
                    .as("the keys refer to the renamed tables")
                    .isZero();
        }
    }

    private static DataSource dataSource(OwnDatabase own, Path folder) {
        var settings = own.environment();
        return TestDatabase.isPostgres()
                ? new DriverManagerDataSource(
                        String.valueOf(settings.get("PAYSTUB_DATASOURCE_URL")),
                        String.valueOf(settings.get("PAYSTUB_DATASOURCE_USERNAME")),
                        String.valueOf(settings.get("PAYSTUB_DATASOURCE_PASSWORD")))
                : new DriverManagerDataSource("jdbc:h2:" + folder.resolve("earlier"));
    }
}
