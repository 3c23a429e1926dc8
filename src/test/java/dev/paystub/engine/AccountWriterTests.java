package dev.paystub.engine;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tenant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows are added within a change only, which holds the account's lock. */
class AccountWriterTests {

    private static final AccountInsert INTO = new AccountInsert("cards", "brand");

    private final JdbcTemplate jdbc = mock(JdbcTemplate.class);
    private final AccountWriter writer = new AccountWriter(jdbc);

    @Test
    void rowOutsideOfAChangeIsRefused() {
        CurrentAccount.bind(mock(Tenant.class))
                .run(() -> {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> writer.insert(INTO, 1, "visa"));
                    assertThatIllegalStateException()
                            .isThrownBy(() -> writer.insertAtEnd(INTO, 1, "visa"));
                });

        verifyNoInteractions(jdbc);
    }
}
