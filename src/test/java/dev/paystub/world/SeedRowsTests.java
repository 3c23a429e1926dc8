package dev.paystub.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import dev.paystub.testing.InAccount;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Seeded rows are altered in sets. */
@ServerTest
@Tag("postgres")
class SeedRowsTests {

    @Autowired private SeedRows rows;
    @Autowired private AccountDirectory directory;
    @Autowired private TestClock testClock;
    @Autowired private AccountTransactions accountTransactions;

    private List<Long> move(String from, String to) {
        return rows.update("hostings", "number", Map.of("status", from), Map.of("status", to));
    }

    @Test
    void updateReturnsTheRowsThatItHasChanged() {
        new InAccount(directory, testClock, accountTransactions, "2026-01-28T00:00:00Z")
                .inTurn(() -> {
                    var moved = move("ACTIVE", "SUSPENDED");

                    assertThat(moved).isNotEmpty().isSorted();
                    assertThat(move("ACTIVE", "SUSPENDED")).isEmpty();
                    assertThat(move("SUSPENDED", "ACTIVE")).containsAll(moved);
                });
    }
}
