package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Statements;
import dev.paystub.testing.Statements.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * How many statements a request may send to the database while its caller waits. A request that
 * needs more is slower on every machine, which a measurement of time on a busy one does not show.
 */
@ServerTest
@Import(Statements.class)
@TestPropertySource(
        properties = {
            // nothing in the background comes between
            "paystub.clock.tick=1h",
            "paystub.errands.poll=1h",
            "paystub.audit.every=1h"
        })
@Tag("postgres")
class StatementBudgetTests {

    private static final int READ = 2;
    private static final int FUNDS_INVOICE = 8;
    private static final int MONTHLY_ORDER = 28;
    private static final int SCHEDULED_TASK = 4;

    @LocalServerPort private int port;
    @Autowired private Statements statements;
    private Customer customer;

    @BeforeEach
    void accountThatIsInUse() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
        customer.balance();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/invoices/41",
                "/billing/balance",
                "/billing/invoices",
            })
    void read(String path) {
        var sent = statements.during(() -> customer.api().get(path).succeeds());

        assertThat(sent).hasSizeLessThanOrEqualTo(READ).allMatch(Statement::isRead);
        assertNothingIsAskedTwice(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/stripe/cards",
                "/billing/crypto/currencies",
                "/billing/products",
                "/services",
                "/services/12",
                "/v1/organizations/list",
                "/v1/organizations/billing/describe?org_id=1002",
                "/sandbox/clock",
            })
    void otherReadWritesNothingAndAsksNothingTwice(String path) {
        var sent = statements.during(() -> customer.api().get(path).expect(200));

        assertThat(sent).allMatch(Statement::isRead);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void otherChangesAskNothingTwice() {
        var invoice = customer.fundsInvoice("25");

        assertNothingIsAskedTwice(statements.during(() -> customer.pay(invoice, "btc").succeeds()));
        assertNothingIsAskedTwice(statements.during(() -> customer.addCard("pm_card_visa")));
        assertNothingIsAskedTwice(
                statements.during(() -> customer.order(1, "hourly", "test").succeeds()));
    }

    @Test
    void fundsInvoice() {
        invoiceFunds();

        var sent = statements.during(this::invoiceFunds);

        assertThat(sent).hasSizeLessThanOrEqualTo(FUNDS_INVOICE);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void firstChangeOfAnAccount() {
        var sent = statements.during(this::invoiceFunds);

        assertThat(sent).hasSizeLessThanOrEqualTo(FUNDS_INVOICE);
        assertNothingIsAskedTwice(sent);
    }

    private void invoiceFunds() {
        customer.fundsInvoice("10");
    }

    @Test
    void monthlyOrderPaidByCard() {
        var sent = statements.during(() -> customer.order(1, "monthly", "test").succeeds());

        assertThat(customer.<String>invoice(72, "balance")).isEqualTo("0.00");
        assertThat(sent).hasSizeLessThanOrEqualTo(MONTHLY_ORDER);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void monthlyOrderPaidByCredit() {
        customer.settle(customer.fundsInvoice("5000"));

        var sent = statements.during(() -> customer.order(1, "monthly", "test").succeeds());

        assertThat(sent).hasSizeLessThanOrEqualTo(MONTHLY_ORDER);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void hoursOfServices() {
        customer.settle(customer.fundsInvoice("90000"));
        for (var service = 0; service < 10; service++) {
            customer.order(1, "hourly", "test").succeeds();
        }
        assertTasksAreWithinTheBudget("PT24H", 24 * 10);
    }

    @Test
    void renewalsAndCaptures() {
        for (var service = 0; service < 10; service++) {
            customer.order(1, "monthly", "test").succeeds();
        }
        assertTasksAreWithinTheBudget("P35D", 10 * 2);
    }

    private void assertTasksAreWithinTheBudget(String advance, int tasks) {
        var sent = statements.during(() -> customer.advance(advance));

        assertThat(sent).hasSizeLessThanOrEqualTo(SCHEDULED_TASK * tasks);
    }

    private static void assertNothingIsAskedTwice(List<Statement> sent) {
        assertThat(Statements.repeated(sent)).isEmpty();
    }
}
