package dev.paystub.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** No count of requests is lost, or written twice, when the database fails. */
class RequestCountsTests {

    private JdbcTemplate jdbc;
    private RequestCounts counts;

    @BeforeEach
    void openDatabase() {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(database);
        jdbc.execute(
                """
                create table account_uses (owner_id bigint primary key, requests bigint,
                    requested_millis bigint)
                """);
        jdbc.execute("insert into account_uses values (1, 0, null), (2, 0, null)");
        counts = new RequestCounts(jdbc, new JdbcTransactionManager(database), new RealTime());
    }

    private long requests(long account) {
        var sql = "select requests from account_uses where owner_id = ?";
        var requests = jdbc.queryForObject(sql, Long.class, account);
        return requests == null ? 0 : requests;
    }

    @Test
    void countsOfAFailedBatchAreWrittenByTheNext() {
        jdbc.execute(
                "alter table account_uses add constraint broken check (owner_id = 1 or requests ="
                        + " 0)");
        counts.count(1);
        counts.count(2);
        counts.count(2);

        assertThatThrownBy(counts::write).isInstanceOf(DataAccessException.class);
        counts.count(2);
        jdbc.execute("alter table account_uses drop constraint broken");
        counts.write();

        assertThat(requests(1)).isEqualTo(1);
        assertThat(requests(2)).isEqualTo(3);
    }

    @Test
    void writtenCountsAreNotWrittenAgain() {
        counts.count(1);
        counts.write();
        counts.write();

        assertThat(requests(1)).isEqualTo(1);
    }
}
