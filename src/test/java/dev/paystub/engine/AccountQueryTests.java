package dev.paystub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No statement for display can be written that reads another account's rows. */
class AccountQueryTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select number from invoices",
                "select number from invoices where number = ?",
                "select number from invoices where number = ? and account_id = ?",
                "select number from invoices where account_id = ? union all select number from"
                        + " cards",
                "select i.number from invoices v join invoice_items i on i.invoice_row_id = v.id"
                        + " where v.account_id = ?",
                "select (select count(*) from cards) from invoices where account_id = ?",
                "select 1",
                "select i.number from invoices i, cards c where i.account_id = ?",
                "select number from invoices, cards where account_id = ?",
                "select number from invoices i , lateral (select 1) where i.account_id = ?",
                "select number from invoices where account_id = ? or number = ?",
                "select number from invoices where account_id = ? OR account_id = ?",
                "select number from invoices where account_id = ? union all select number from"
                        + " \"cards\"",
                "SELECT number FROM invoices i JOIN cards c ON c.id = i.id WHERE account_id = ?",
            })
    void statementWithoutTheAccountOfEachTableIsRefused(String sql) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountQuery<>(sql, (row, index) -> 1))
                .withMessageContaining("other accounts");
    }

    @Test
    void statementWithTheAccountOfEachTableIsTaken() {
        var query =
                new AccountQuery<>(
                        """
                        select i.number from invoices v
                        join invoice_items i on i.account_id = v.account_id
                        where v.account_id = ? and v.number = ?
                        """,
                        (row, index) -> 1);

        assertThat(query.sql()).startsWith("select i.number from invoices v join");
        assertThat(query.sql(1001)).endsWith("fetch first 1001 rows only");
    }
}
