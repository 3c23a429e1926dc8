package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The options with which {@link DatabaseLocation} opens H2. */
class H2OptionsTests {

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        var url = new DatabaseLocation.Settings("", "", "", "").jdbcUrl();
        connection = DriverManager.getConnection(url);
        run("create table coins (id bigint primary key, amount int)");
        run("insert into coins values (1, 5)");
    }

    @AfterEach
    void endDatabase() throws SQLException {
        run("shutdown");
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean hasMoreThanFive() throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select case when exists (select 1 from coins c join coins d on d.id = c.id
                            where c.id = ? and d.amount > 5) then 1 else 0 end
                        """)) {
            query.setLong(1, 1);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getInt(1) == 1;
            }
        }
    }

    @Test
    void transactionSeesItsOwnChangesBelowExists() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(hasMoreThanFive()).isFalse();
        run("update coins set amount = 6");
        assertThat(hasMoreThanFive()).isTrue();
    }
}
