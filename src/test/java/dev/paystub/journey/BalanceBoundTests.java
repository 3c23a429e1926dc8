package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The balance has a maximum. Payments under way are credited in full; new operations that would
 * exceed it are refused.
 */
@ServerTest
@Tag("postgres")
class BalanceBoundTests {

    private static final String REFUSED = "holds at most 9999999999.99";

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;

    private Customer customer;
    private int invoice;
    private int bill;
    private String walking;
    private String waiting;

    /**
     * An account 5.00 below the maximum, with one payment under way and one that waits for coins.
     */
    @BeforeEach
    void nearlyFullBalance() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
        invoice = customer.fundsInvoice("10");
        walking = customer.pay(invoice, "btc", "success");
        waiting = customer.pay(customer.fundsInvoice("10"), "usdttrc20", "common");
        customer.removeCard(15); // its invoice would consume the rest
        customer.order(1, "monthly", "m").succeeds();
        bill = customer.invoices().getFirst();
        var raised =
                JdbcClient.create(dataSource)
                        .sql(
                                """
                                update ledger_entries set balance_after = 9999999994.99
                                where account_id = (select id from accounts where api_key = :key)
                                """)
                        .param("key", customer.api().key())
                        .update();
        assertThat(raised).isPositive();
        assertThat(customer.balance()).isEqualTo("9.99999999499E9");
    }

    /**
     * A balance that no entries add up to makes an audit refuse readiness, for the tests that
     * follow.
     */
    @AfterEach
    void nothingStaysBroken() {
        customer.api().post("/sandbox/reset").expect(200);
        customer.api().isAudited();
    }

    @Test
    void paymentThatHasBegunIsCreditedInFull() {
        customer.advance("PT1M");

        assertThat(customer.paymentStatus(walking)).isEqualTo("finished");
        assertThat(customer.balance()).isEqualTo("1.000000000499E10");
        customer.order(1, "hourly", "still-served").succeeds();
        assertThat(customer.balance()).isEqualTo("1.000000000449E10");
    }

    @Test
    void nothingMoreIsBegun() {
        var other = customer.fundsInvoice("5");

        isRefused(customer.addFunds("5.01"));
        isRefused(customer.pay(invoice, "btc"));
        isRefused(deposit("10"));
        assertThat(deposit("4").status()).isEqualTo(200);

        customer.pay(other, "btc").succeeds();
        assertThat(customer.balance()).isEqualTo("9.99999999499E9");
        assertThat(customer.paymentStatus(walking)).isEqualTo("waiting");
    }

    private Reply deposit(String dollars) {
        return customer.api()
                .post(
                        "/sandbox/crypto/payments/%s/deposits".formatted(waiting),
                        "{\"amount\": %s}".formatted(dollars));
    }

    private static void isRefused(Reply reply) {
        assertThat(reply.body()).contains(REFUSED, "there is no room for");
    }

    @Test
    void invoiceThatAsksForMoneyIsPaidAllTheSame() {
        customer.pay(bill, "btc", "success");
        customer.advance("PT1M");

        assertThat(customer.balance()).isEqualTo("1.000000000499E10"); // by the other payment
    }
}
