package dev.paystub.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.account.Accounts;
import dev.paystub.testing.MainClasses;
import dev.paystub.testing.ServerTest;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An index leads each statement of a read, and those at the beginning of each request and change,
 * to its rows, however many accounts there are. H2 only: PostgreSQL scans small tables on purpose.
 */
@ServerTest
class AccountQueryPlanTests {

    @Autowired private JdbcTemplate jdbc;

    @Test
    void noStatementScansATable() throws Exception {
        var statements = statements();

        assertThat(statements).hasSizeGreaterThan(12);
        assertThat(statements)
                // sorted by a part of an index: it reads all rows of the account for the first one
                .allSatisfy((name, sql) ->
                        assertThat(plan(sql)).doesNotContain("tableScan", "of 2 columns"));
    }

    /** Only the accounts are read in full; of the schedule, as many rows as tasks are due. */
    @Test
    void indexLeadsToTheDueWorkOfEachAccount() throws Exception {
        var plan = plan((String) value(Accounts.class.getDeclaredField("WITH_DUE_WORK")));

        assertThat(plan)
                .contains("SCHEDULED_TASKS_OF_ACCOUNT:", "ACCOUNT_ID = A.ID", "DUE_MILLIS <= (?1")
                .doesNotContain("SCHEDULED_TASKS.tableScan");
    }

    private String plan(String sql) {
        var parameters = Collections.nCopies((int) sql.chars().filter(c -> c == '?').count(), 1L);
        return String.valueOf(
                jdbc.queryForObject("explain " + sql, String.class, parameters.toArray()));
    }

    private static Map<String, String> statements() throws Exception {
        var statements = new TreeMap<String, String>();
        for (var field : MainClasses.constantsOf(AccountQuery.class)) {
            statements.put(name(field), ((AccountQuery<?>) value(field)).sql());
        }
        for (var field :
                List.of(
                        Accounts.class.getDeclaredField("BY_KEY"),
                        Accounts.class.getDeclaredField("BY_PUBLIC_ID"),
                        Accounts.class.getDeclaredField("BY_ID"),
                        UnitOfWorkStore.class.getDeclaredField("STATE"))) {
            statements.put(name(field), (String) value(field));
        }
        return statements;
    }

    private static String name(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    private static Object value(Field field) throws IllegalAccessException {
        field.setAccessible(true);
        return field.get(null);
    }
}
