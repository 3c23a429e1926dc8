package dev.paystub.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.account.AccountProvisioner;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Statements;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** A key that is seen for the first time gets its account and rows by plain JDBC. */
@ServerTest
@Import(Statements.class)
@TestPropertySource(
        properties = {
            // not shared with classes whose requests make entities
            "test.server=first-sight",
            "spring.jpa.properties.hibernate.generate_statistics=true",
            // nothing in the background comes between
            "paystub.clock.tick=1h",
            "paystub.jobs.poll=1h",
            "paystub.audit.every=1h"
        })
@Tag("postgres")
class FirstSightTests {

    /** Two transactions: the account within the limit of accounts, then its rows. */
    private static final int BUDGET = 28;

    @Autowired private EntityManagerFactory entities;
    @Autowired private AccountProvisioner provisioner;
    @Autowired private Statements statements;
    @Autowired private JdbcClient jdbc;
    private Statistics statistics;

    @BeforeEach
    void statisticsOfHibernate() {
        statistics = entities.unwrap(SessionFactory.class).getStatistics();
    }

    /** What starts later opens sessions, too, for as long as it takes on a busy machine. */
    @Test
    void takesNoEntityManager() {
        await().until(
                        () -> {
                            var before = statistics.getSessionOpenCount();
                            assertThat(provisioner.provision(newKey(), Long.MAX_VALUE)).isPresent();
                            return statistics.getSessionOpenCount() - before;
                        },
                        opened -> opened == 0);
    }

    @Test
    void templatesWereMadeOfNoEntity() {
        assertThat(statistics.getEntityInsertCount()).isZero();
    }

    @Test
    void takesFewStatements() {
        provisioner.provision(newKey(), Long.MAX_VALUE);

        var sent = statements.during(() -> provisioner.provision(newKey(), Long.MAX_VALUE));

        assertThat(sent).hasSizeLessThanOrEqualTo(BUDGET);
    }

    /** Every database has the tables that are cleared and copied, with the same columns. */
    @Test
    void allTablesOfAccountsAreKnown() throws IOException {
        var known =
                new ClassPathResource("db/prepared/tables.txt")
                        .getContentAsString(StandardCharsets.UTF_8)
                        .lines()
                        .flatMap(line ->
                                Arrays.stream(line.split(" "))
                                        .skip(1)
                                        .map(column -> line.split(" ")[0] + "." + column))
                        .toList();
        var columns =
                jdbc.sql(
                                """
                                select lower(table_name) || '.' || lower(column_name)
                                from information_schema.columns
                                where table_schema = current_schema and table_name in (
                                    select table_name from information_schema.columns
                                    where lower(column_name) = 'account_id'
                                      and table_schema = current_schema)
                                """)
                        .query(String.class)
                        .list();

        assertThat(known).containsExactlyInAnyOrderElementsOf(columns);
    }

    private static String newKey() {
        return "first-" + UUID.randomUUID();
    }
}
