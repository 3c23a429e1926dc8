package dev.paystub.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.CountedServerTest;
import dev.paystub.testing.Statements;
import dev.paystub.testing.Statements.Statement;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the everyday requests ask the database is found by indexes, so that it takes no longer in a
 * database of many accounts or in an account of many rows.
 */
@CountedServerTest
class HotQueryTests {

    /** The comment after a table in a plan of H2: the index, and the condition that it serves. */
    private static final Pattern ACCESS =
            Pattern.compile("/\\* PUBLIC\\.([^ :*]+)(?::\\s*([^*]*?))?\\s*\\*/");

    private static final Pattern PAGE =
            Pattern.compile("(?i)order by [^()]* fetch first ([0-9]+) rows?");

    /** Longer ones are of lists that have no pages. */
    private static final int LARGEST_PAGE = 200;

    @LocalServerPort private int port;
    @Autowired private Statements statements;
    @Autowired private JdbcTemplate jdbc;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /billing/invoices/41",
                "GET /billing/balance",
                "GET /billing/stripe/cards",
                "GET /services/12",
                "GET /billing/crypto/payments/34",
                "GET /v1/organizations/billing/describe?org_id=1001",
                "GET /sandbox/requests?limit=50",
                "GET /sandbox/events?limit=50",
                "GET /sandbox/clock",
                "POST /billing/invoices/funds {\"amount\": 10}",
                "POST /billing/crypto/payments {\"invoice_id\": 71, \"currency\": \"btc\"}",
                "POST /sandbox/clock/advance {\"by\": \"PT1H\"}",
            })
    void scanNoTable(String request) {
        var caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        var parts = request.split(" ", 3);

        var sent =
                statements.during(() -> {
                    if (parts[0].equals("GET")) {
                        caller.get(parts[1]).expect(200);
                    } else {
                        caller.post(parts[1], parts[2]).expect(200);
                    }
                });

        assertThat(sent).isNotEmpty();
        for (var statement : sent) {
            if (statement.sql().matches("(?i)(select|update|delete) .*")) {
                assertIsFoundByIndex(statement);
            }
        }
    }

    private void assertIsFoundByIndex(Statement statement) {
        var plan = plan(statement);
        assertThat(ACCESS.matcher(plan).results())
                .as("%s%n%s", statement.sql(), plan)
                .allSatisfy(access -> {
                    assertThat(access.group(1)).doesNotContain("tableScan");
                    assertThat(access.group(2))
                            .containsPattern(
                                    "\\b(ID|ACCOUNT_ID|OWNER_ID|API_KEY|INVOICE_ROW_ID) = ");
                });
        assertIsInOrderOfTheIndex(statement, plan);
    }

    /**
     * The newest rows must not be sorted out of all rows of an account. An invoice's or an
     * organization's own rows are few.
     */
    private static void assertIsInOrderOfTheIndex(Statement statement, String plan) {
        if (statement.sql().matches("(?i).*\\b(invoice|organization)_number = .*")) {
            return;
        }
        var page = PAGE.matcher(statement.sql());
        while (page.find()) {
            if (Integer.parseInt(page.group(1)) <= LARGEST_PAGE) {
                assertThat(plan).as(statement.sql()).contains("/* index sorted */");
            }
        }
    }

    private String plan(Statement statement) {
        return String.join(
                "\n",
                jdbc.queryForList(
                        "explain " + statement.sql(),
                        String.class,
                        statement.parameters().getFirst().toArray()));
    }
}
