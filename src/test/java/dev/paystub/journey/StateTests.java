package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.CountedServerTest;
import dev.paystub.testing.Reply;
import dev.paystub.testing.Statements;
import dev.paystub.testing.Statements.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code GET /sandbox/state}: what the APIs say of an account one by one, at one instant. */
@CountedServerTest
@Tag("postgres")
class StateTests {

    /** The account, an overview, one for each list, and two for organizations with their bills. */
    private static final int STATEMENTS = 11;

    @LocalServerPort private int port;
    @Autowired private Statements statements;
    private Customer customer;

    @BeforeEach
    void frozenAccount() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
    }

    private Reply state() {
        return customer.api().get("/sandbox/state").expect(200);
    }

    private void begin(String scenario) {
        customer.api().post("/sandbox/reset?scenario=" + scenario).expect(200);
    }

    @Test
    void itSaysWhatTheBillingApisSay() {
        customer.order(1, "hourly", "test").succeeds();
        customer.addCard("pm_card_mastercard");
        customer.fundsInvoice("12.50");

        var state = state();
        var api = customer.api();
        List<Map<String, Object>> invoices = api.get("/billing/invoices").at("$.invoices");
        List<Map<String, Object>> services = api.get("/services").at("$.services");
        List<Map<String, Object>> organizations =
                api.get("/v1/organizations/list").at("$.data.organizations");

        assertThat(state.<String>at("$.balance"))
                .isEqualTo("99.50")
                .isEqualTo(state.at("$.ledger.entries[0].balance_after"));
        assertEqual(
                invoices,
                state.at("$.invoices.entries"),
                List.of("id", "date", "duedate", "subtotal", "credit", "total", "status"));
        assertThat(state.<Integer>at("$.invoices.total")).isEqualTo(invoices.size());
        assertThat(state.<List<String>>at("$.invoices.entries[*].balance"))
                .containsExactlyElementsOf(
                        customer.invoices().stream()
                                .map(id -> customer.<String>invoice(id, "balance"))
                                .toList());
        assertEqual(
                services.reversed(),
                state.at("$.services.entries"),
                List.of(
                        "id",
                        "pid",
                        "regdate",
                        "name",
                        "domain",
                        "suspensionreason",
                        "status",
                        "billingcycle",
                        "billingamount"));
        assertEqual(
                organizations.reversed(),
                state.at("$.organizations.entries"),
                List.of("org_id", "org_name", "owner", "resources"));
        assertThat(state.<List<String>>at("$.cards.entries[*].brand"))
                .containsExactly("mastercard", "visa");
        assertThat(state.<List<Boolean>>at("$.cards.entries[*].is_default"))
                .containsExactly(false, true);
        assertThat(state.<List<Boolean>>at("$.invoices.entries[*].overdue")).containsOnly(false);
        assertThat(state.<String>at("$.scenario")).isEqualTo("documented");
    }

    private static void assertEqual(
            List<Map<String, Object>> expected,
            List<Map<String, Object>> found,
            List<String> fields) {
        assertThat(found).hasSameSizeAs(expected);
        for (var row = 0; row < expected.size(); row++) {
            for (var field : fields) {
                assertThat(found.get(row).get(field))
                        .as("%s of %s", field, found.get(row))
                        .isEqualTo(expected.get(row).get(field));
            }
        }
    }

    @Test
    void theLedgerNamesTheRequestThatMadeAnEntry() {
        var ordered = customer.order(1, "hourly", "test").succeeds();

        var state = state();

        assertThat(state.<String>at("$.ledger.entries[0].kind")).isEqualTo("usage");
        assertThat(state.<String>at("$.ledger.entries[0].amount")).isEqualTo("-0.50");
        assertThat(state.<String>at("$.ledger.entries[0].cause")).isEqualTo("POST /billing/orders");
        assertThat(state.<String>at("$.ledger.entries[0].request_id"))
                .isEqualTo(ordered.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void overdueInvoicesHaveTheirDunning() {
        begin("overdue");
        var state = state();

        assertThat(state.<Integer>at("$.invoices.overdue")).isEqualTo(2);
        assertThat(state.<List<Integer>>at("$.invoices.entries[*].attempts")).contains(4);

        customer.order(1, "monthly", "late").succeeds();
        assertThat(state().<String>at("$.invoices.entries[0].next_charge")).isNotNull();
    }

    @Test
    void aSubscriptionThatIsPastDueShowsItsBills() {
        begin("past-due-subscription");
        var state = state();

        assertThat(state.<Integer>at("$.organizations.past_due")).isEqualTo(1);
        var acme = "$.organizations.entries[?(@.org_id == '1001')]";
        assertThat(state.<List<String>>at(acme + ".subscription.status"))
                .containsExactly("past_due");
        assertThat(state.<List<Integer>>at(acme + ".unpaid_bills[*].attempts")).containsExactly(4);
        assertThat(state.<List<String>>at(acme + ".subscription.next_bill.amount"))
                .containsExactly("59.90");
    }

    @Test
    void theNextBillIsWhatIsBilled() {
        customer.subscribed(10, "4242424242424242");
        customer.advance("P3D");
        String organization = state().at("$.organizations.entries[0].org_id");
        customer.changeQuantity(organization, 20).expect(200);
        String at = state().at("$.organizations.entries[0].subscription.next_bill.at");
        String amount = state().at("$.organizations.entries[0].subscription.next_bill.amount");

        customer.advanceTo(at);

        assertThat(customer.history(organization).getFirst()).endsWith(amount);
    }

    @Test
    void cryptoPaymentsAndHostedPagesAreThoseOfTheControlPlane() {
        customer.pay(34, "btc", "partially_paid");
        customer.advance("PT15S");
        customer.pay(customer.fundsInvoice("20"), "eth", "common");
        customer.deposit("latest", "0.001");
        customer.requestPaymentLink("1002", 12).expect(200);
        customer.updateCardLink("1001");
        customer.api().post("/sandbox/checkouts/latest/decline").expect(200);

        var state = state();

        List<Map<String, Object>> payments =
                customer.api().get("/sandbox/crypto/payments").at("$.payments");
        assertEqual(
                payments,
                state.at("$.crypto_payments.entries"),
                List.of(
                        "id",
                        "status",
                        "case",
                        "invoice_id",
                        "pay_address",
                        "pay_amount",
                        "pay_currency",
                        "network",
                        "actually_paid",
                        "page_url"));
        assertThat(state.<Integer>at("$.crypto_payments.open")).isEqualTo(1);
        assertThat(state.<List<Boolean>>at("$.crypto_payments.entries[*].ended"))
                .containsExactly(false, true);
        List<Map<String, Object>> pages =
                customer.api().get("/sandbox/checkouts").at("$.checkouts");
        assertEqual(
                pages,
                state.at("$.checkouts.entries"),
                List.of("id", "url", "mode", "status", "org_id", "quantity", "expires_at"));
        assertThat(state.<String>at("$.checkouts.entries[0].last_error.code"))
                .isEqualTo("card_declined");
        assertThat(state.<Integer>at("$.checkouts.open")).isEqualTo(2);
    }

    @Test
    void whatIsArmedIsCounted() {
        var api = customer.api();
        api.post("/sandbox/faults", "{\"path\": \"/billing/balance\", \"status\": 500}")
                .expect(201);
        api.post("/sandbox/faults", "{\"path\": \"/services\", \"status\": 500}").expect(201);
        api.get("/billing/balance").expect(500);
        api.post("/sandbox/webhooks", "{\"url\": \"http://localhost:9/hook\"}").expect(201);
        api.post("/sandbox/snapshots/before").expect(200);

        var state = state();

        assertThat(state.<Integer>at("$.faults.rules")).isEqualTo(2);
        assertThat(state.<Integer>at("$.faults.armed")).isEqualTo(1);
        assertThat(state.<Integer>at("$.webhooks.endpoints")).isEqualTo(1);
        assertThat(state.<Integer>at("$.snapshots")).isEqualTo(1);
    }

    @Test
    void theClockAndTheCursorAreThoseOfTheAccount() {
        customer.order(1, "hourly", "test").succeeds();
        var state = state();

        assertThat(state.<String>at("$.clock.now")).isEqualTo("2024-06-09T15:23:43.444Z");
        assertThat(state.<String>at("$.clock.frozen_time")).isEqualTo(state.at("$.clock.now"));
        assertThat(state.<String>at("$.clock.next_due")).isEqualTo("2024-06-09T16:23:43.444Z");
        assertThat(state.<String>at("$.clock.next_due_kind")).isEqualTo("hosting.hour");
        String cursor = state.at("$.events");
        assertThat(
                        customer.api()
                                .get("/sandbox/events?after=" + cursor)
                                .expect(200)
                                .<List<?>>at("$.events"))
                .isEmpty();
    }

    @Test
    void listsAreBoundedAndCounted() {
        var state = customer.api().get("/sandbox/state?limit=1").expect(200);

        assertThat(state.<List<Integer>>at("$.invoices.entries[*].id")).containsExactly(71);
        assertThat(state.<Integer>at("$.invoices.total")).isEqualTo(4);
        assertThat(customer.api().get("/sandbox/state?limit=0").expect(400).body())
                .contains("limit must be a whole number from 1 to 1000");
    }

    @Test
    void aKeyForARoleIsRefused() {
        var viewer = new Caller(port, customer.api().key() + ".viewer");
        assertThat(viewer.get("/sandbox/state").expect(403).body())
                .contains("Only the account's own key may do this");
    }

    @Test
    void theNumberOfStatementsDependsOnNothing() {
        var few = statements.during(this::state);
        begin("busy");
        var many = statements.during(this::state);

        assertThat(few).hasSizeLessThanOrEqualTo(STATEMENTS).allMatch(Statement::isRead);
        assertThat(many).hasSameSizeAs(few).allMatch(Statement::isRead);
        assertThat(Statements.repeated(many)).isEmpty();
    }
}
