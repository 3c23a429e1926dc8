package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.CountedServerTest;
import dev.paystub.testing.Statements;
import dev.paystub.testing.Statements.Statement;
import dev.paystub.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many statements a request may send to the database while its caller waits. A request that
 * needs more is slower on every machine, which a measurement of time on a busy one does not show.
 */
@CountedServerTest
@Tag("postgres")
class StatementBudgetTests {

    private static final int READ = 2;
    private static final int JOURNAL_OF_A_READ = 3;
    private static final int FUNDS_INVOICE = 8;
    private static final int FIRST_FUNDS_INVOICE = 9;
    private static final int MONTHLY_ORDER_PAID_BY_CARD = 20;
    private static final int MONTHLY_ORDER_PAID_BY_CREDIT = 15;
    private static final int HOURLY_ORDER = 16;

    /** Of 240 tasks in one transaction. */
    private static final int HOURS = 50;

    /** Of 20 tasks, each with an invoice or a payment. */
    private static final int RENEWALS_AND_CAPTURES = 82;

    @LocalServerPort private int port;
    @Autowired private Statements statements;
    @Autowired private EntityManagerFactory entityManagerFactory;
    @Autowired private JdbcClient jdbc;
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
                "/billing/stripe/cards",
                "/services",
                "/services/12",
                "/v1/organizations/list",
                "/sandbox/clock",
            })
    void read(String path) {
        assertReadWithin(READ, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/billing/crypto/currencies", "/billing/products"})
    void readOfWhatIsTheSameForAll(String path) {
        assertReadWithin(READ - 1, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/organizations/billing/describe?org_id=1002",
                "/v1/organizations/billing/history?org_id=1002",
            })
    void readOfTwoTables(String path) {
        assertReadWithin(READ + 1, path);
    }

    @Test
    void readOfACryptoPayment() {
        customer.pay(34, "btc").succeeds();

        assertReadWithin(READ, "/billing/crypto/payments/4465327355");
        assertReadWithin(READ + 1, "/billing/crypto/payments/34");
    }

    @Test
    void longListIsCompleteAndReadOnceMore() {
        customer.fundsInvoice("10");
        var account =
                jdbc.sql("select id from accounts where api_key = :key")
                        .param("key", customer.api().key())
                        .query(Long.class)
                        .single();
        for (var copies = 1; copies <= 8; copies++) {
            // doubles the invoices, whose ids hold the account's in their upper bits
            jdbc.sql(
                            """
                            insert into invoices (id, account_id, number, version, status, date,
                                due_date, subtotal, credit, amount_paid, usage_statement)
                            select id + :more, account_id, number + :more, version, status, date,
                                   due_date, subtotal, credit, amount_paid, usage_statement
                            from invoices where account_id = :account
                            """)
                    .param("more", 1000L << copies)
                    .param("account", account)
                    .update();
        }
        var numbers =
                jdbc.sql(
                                """
                                select number from invoices where account_id = :account
                                order by date desc, number desc
                                """)
                        .param("account", account)
                        .query(Integer.class)
                        .list();

        List<Integer> shown;
        try {
            assertReadWithin(READ + 1, "/billing/invoices");
            shown = customer.api().get("/billing/invoices").at("$.invoices[*].id");
        } finally {
            // they have no items, which an audit of all accounts would find
            jdbc.sql("delete from invoices where account_id = :account and number > 1000")
                    .param("account", account)
                    .update();
        }
        assertThat(numbers).hasSizeGreaterThan(1000);
        assertThat(shown).isEqualTo(numbers);
    }

    /** A read also opens no Hibernate session: it could be served before Hibernate is up. */
    private void assertReadWithin(int budget, String path) {
        var statistics = entityManagerFactory.unwrap(SessionFactory.class).getStatistics();
        var opened = statistics.getSessionOpenCount();

        var sent = statements.during(() -> customer.api().get(path).expect(200));

        assertThat(sent).hasSizeLessThanOrEqualTo(budget).allMatch(Statement::isRead);
        assertNothingIsAskedTwice(sent);
        assertThat(statistics.getSessionOpenCount()).isEqualTo(opened);
    }

    /**
     * In memory the journal and known coverage take no statement at all, in a database that others
     * share one transaction of three for all requests of a moment.
     */
    @Test
    void journalAndCoverageOfARead() {
        Runnable read = () -> customer.api().get("/billing/invoices/41").succeeds();
        read.run();
        // the first writes what was new; the second, that the first was
        customer.api().get("/sandbox/coverage").expect(200);
        customer.api().get("/sandbox/coverage").expect(200);

        var sent = statements.ofJournalDuring(read);

        assertThat(sent)
                .hasSizeLessThanOrEqualTo(TestDatabase.isPostgres() ? JOURNAL_OF_A_READ : 0);
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

        assertThat(sent).hasSizeLessThanOrEqualTo(FIRST_FUNDS_INVOICE);
        assertNothingIsAskedTwice(sent);
    }

    private void invoiceFunds() {
        customer.fundsInvoice("10");
    }

    @Test
    void monthlyOrderPaidByCard() {
        var sent = statements.during(() -> customer.order(1, "monthly", "test").succeeds());

        assertThat(customer.<String>invoice(72, "balance")).isEqualTo("0.00");
        assertThat(sent).hasSizeLessThanOrEqualTo(MONTHLY_ORDER_PAID_BY_CARD);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void monthlyOrderPaidByCredit() {
        customer.settle(customer.fundsInvoice("5000"));

        var sent = statements.during(() -> customer.order(1, "monthly", "test").succeeds());

        assertThat(sent).hasSizeLessThanOrEqualTo(MONTHLY_ORDER_PAID_BY_CREDIT);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void hourlyOrder() {
        invoiceFunds();

        var sent = statements.during(() -> customer.order(1, "hourly", "test").succeeds());

        assertThat(sent).hasSizeLessThanOrEqualTo(HOURLY_ORDER);
        assertNothingIsAskedTwice(sent);
    }

    @Test
    void hoursOfServices() {
        customer.settle(customer.fundsInvoice("90000"));
        for (var service = 0; service < 10; service++) {
            customer.order(1, "hourly", "test").succeeds();
        }
        assertAdvanceIsWithin(HOURS, "PT24H");
    }

    @Test
    void renewalsAndCaptures() {
        for (var service = 0; service < 10; service++) {
            customer.order(1, "monthly", "test").succeeds();
        }
        assertAdvanceIsWithin(RENEWALS_AND_CAPTURES, "P35D");
    }

    /** A batch that fails is rolled back and done again one by one, which a dry run cannot do. */
    @Test
    void noBatchOfABusyAccountFails() {
        customer.api().post("/sandbox/reset?scenario=busy").expect(200);
        var refused =
                statements.failedDuring(() -> {
                    customer.api()
                            .post("/sandbox/clock/advance?dry_run=true", "{\"by\": \"P10M\"}")
                            .expect(200);
                    customer.advance("P10M");
                });

        assertThat(refused).isEmpty();
    }

    private void assertAdvanceIsWithin(int budget, String advance) {
        var sent = statements.during(() -> customer.advance(advance));

        assertThat(sent).hasSizeLessThanOrEqualTo(budget);
    }

    private static void assertNothingIsAskedTwice(List<Statement> sent) {
        assertThat(Statements.repeated(sent)).isEmpty();
    }
}
