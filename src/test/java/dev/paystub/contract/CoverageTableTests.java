package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.account.DatabaseKind;
import dev.paystub.contract.CoverageTable.Exercised;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CoverageTableTests {

    private static final long ACCOUNT = 7;
    private static final String ITEM = "operation getInvoice";
    private static final List<Exercised> ITEMS = List.of(new Exercised(ACCOUNT, ITEM));

    private final JdbcTemplate template =
            new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:mem:coverage;DB_CLOSE_DELAY=-1"));
    private final JdbcClient jdbc = JdbcClient.create(template);
    private final CoverageTable table =
            new CoverageTable(template, DatabaseKind.of("jdbc:h2:mem:coverage"));

    @BeforeEach
    void createTable() {
        jdbc.sql("drop table if exists coverage").update();
        jdbc.sql("drop table if exists accounts").update();
        jdbc.sql("create table accounts (id bigint)").update();
        jdbc.sql("insert into accounts values (7)").update();
        jdbc.sql("create table coverage (owner_id bigint, item varchar(200))").update();
    }

    @Test
    void whatWasSeenOfAnAccountIsNotNewAgain() {
        assertThat(table.isNew(ACCOUNT, ITEM)).isTrue();
        assertThat(table.isNew(ACCOUNT, ITEM)).isFalse();
        assertThat(table.isNew(ACCOUNT + 1, ITEM)).isTrue();
    }

    @Test
    void whatWasClearedIsNewAgain() {
        table.isNew(ACCOUNT, ITEM);
        table.note(ITEMS);
        table.removed(ACCOUNT);

        assertThat(items()).isEmpty();
        assertThat(table.isNew(ACCOUNT, ITEM)).isTrue();
    }

    @Test
    void whatCouldNotBeStoredIsNewAgain() {
        table.isNew(ACCOUNT, ITEM);
        table.forget(ACCOUNT, ITEM);

        assertThat(table.isNew(ACCOUNT, ITEM)).isTrue();
    }

    @Test
    void beforeOtherProcessesEverythingIsNew() {
        var shared = new CoverageTable(template, DatabaseKind.of("jdbc:h2:tcp://host/x"));
        shared.isNew(ACCOUNT, ITEM);

        assertThat(shared.isNew(ACCOUNT, ITEM)).isTrue(); // another process may have deleted it
    }

    @Test
    void whatIsThereIsNotInsertedAgain() {
        table.note(ITEMS);
        table.note(ITEMS);

        assertThat(items()).containsExactly(ITEM);
    }

    @Test
    void removedAccountGetsNoRow() {
        jdbc.sql("delete from accounts").update();

        table.note(ITEMS);

        assertThat(items()).isEmpty();
    }

    private List<String> items() {
        return jdbc.sql("select item from coverage where owner_id = 7").query(String.class).list();
    }
}
