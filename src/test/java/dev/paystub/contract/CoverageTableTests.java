package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CoverageTableTests {

    private static final long ACCOUNT = 7;
    private static final List<String> ITEMS = List.of("operation getInvoice");

    private final JdbcClient jdbc =
            JdbcClient.create(
                    new DriverManagerDataSource("jdbc:h2:mem:coverage;DB_CLOSE_DELAY=-1"));
    private final CoverageTable table = new CoverageTable(jdbc, false);

    @BeforeEach
    void createTable() {
        jdbc.sql("drop table if exists coverage").update();
        jdbc.sql("drop table if exists accounts").update();
        jdbc.sql("create table accounts (id bigint)").update();
        jdbc.sql("insert into accounts values (7)").update();
        jdbc.sql("create table coverage (owner_id bigint, item varchar(200))").update();
    }

    @Test
    void whatIsNotedIsAskedForNoMore() {
        table.note(ACCOUNT, ITEMS);
        jdbc.sql("delete from coverage").update(); // so that a second look would write it again

        table.note(ACCOUNT, ITEMS);

        assertThat(items()).isEmpty();
    }

    @Test
    void whatWasClearedIsNotedAgain() {
        table.note(ACCOUNT, ITEMS);
        table.removed(ACCOUNT);

        table.note(ACCOUNT, ITEMS);

        assertThat(items()).isEqualTo(ITEMS);
    }

    @Test
    void beforeOtherProcessesNothingIsRemembered() {
        var shared = new CoverageTable(jdbc, true);
        shared.note(ACCOUNT, ITEMS);
        jdbc.sql("delete from coverage").update(); // as another process does

        shared.note(ACCOUNT, ITEMS);

        assertThat(items()).isEqualTo(ITEMS);
    }

    @Test
    void removedAccountGetsNoRow() {
        jdbc.sql("delete from accounts").update();

        table.note(ACCOUNT, ITEMS);

        assertThat(items()).isEmpty();
    }

    private List<String> items() {
        return jdbc.sql("select item from coverage where owner_id = 7").query(String.class).list();
    }
}
