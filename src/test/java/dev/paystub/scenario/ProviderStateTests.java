package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** State changes in the forms that contract verifiers send. */
@ServerTest
@Tag("postgres-full")
class ProviderStateTests {

    private static final String STATES = "/sandbox/provider-states";

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Reply change(String body) {
        return caller.post(STATES, body);
    }

    private Reply setUp(String state) {
        return change(
                "{\"consumer\": \"c\", \"state\": \"%s\", \"action\": \"setup\"}".formatted(state));
    }

    private List<Object> invoices() {
        return caller.get("/billing/invoices").at("$.invoices");
    }

    @Test
    void everyListedStateCanBeSetUpAndTellsItsValues() {
        var states = caller.get(STATES).expect(200).<List<Map<String, Object>>>at("$.states");
        assertThat(states).hasSizeGreaterThan(30);
        assertThat(states).extracting(state -> state.get("state")).doesNotHaveDuplicates();
        for (var state : states) {
            var values = setUp(state.get("state").toString()).expect(200);
            Books.of(dataSource, caller).areSound();
            assertThat(values.<Map<String, Object>>at("$").values())
                    .as("%s", state)
                    .allMatch(value -> value instanceof String || value instanceof Number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "an unpaid invoice exists,          /billing/invoices/{invoice_id},        "
                + " $.invoice.status,      Unpaid",
        "a paid invoice exists,             /billing/invoices/{invoice_id},        "
                + " $.invoice.status,      Paid",
        "an overdue invoice exists,         /billing/invoices/{invoice_id},        "
                + " $.invoice.status,      Unpaid",
        "the balance is {amount},           /billing/balance,                       $.balance,     "
                + "        100.0",
        "the balance is $7.25,              /billing/balance,                       $.balance,     "
                + "        7.25",
        "a payment is waiting,              /billing/crypto/payments/{payment_id}, "
                + " $.payment.status,      waiting",
        "a payment is finished,             /billing/crypto/payments/{payment_id}, "
                + " $.payment.status,      finished",
        "a payment is underpaid,            /billing/crypto/payments/{payment_id}, "
                + " $.payment.status,      partially_paid",
        "a payment has expired,             /billing/crypto/payments/{payment_id}, "
                + " $.payment.status,      expired",
        "a service is running,              /services/{service_id},                "
                + " $.service.status,      Active",
        "a service is suspended,            /services/{service_id},                "
                + " $.service.status,      Suspended",
        "the organization has a subscription, /v1/organizations/billing/describe?org_id={org_id},"
                + " $.response.subscription.quantity, 10",
        "the subscription is cancelled,     /v1/organizations/billing/describe?org_id={org_id},"
                + " $.response.subscription.plan, free",
    })
    void stateIsWhatItsNameSays(String state, String path, String field, String expected) {
        var values = setUp(state).expect(200).<Map<String, Object>>at("$");
        var url = path;
        for (var value : values.entrySet()) {
            url = url.replace("{" + value.getKey() + "}", value.getValue().toString());
        }
        assertThat(caller.get(url).expect(200).<Object>at(field).toString()).isEqualTo(expected);
    }

    @Test
    void setupIsRepeatableAndTeardownResets() {
        for (var round = 0; round < 2; round++) {
            assertThat(setUp("an unpaid invoice exists").<Integer>at("$.invoice_id")).isEqualTo(72);
            assertThat(invoices()).hasSize(1);
            caller.post("/billing/invoices/funds", "{\"amount\": 9}").succeeds();
        }
        change("{\"state\": \"an unpaid invoice exists\", \"action\": \"teardown\"}")
                .expect(200)
                .isExactly("{}");
        assertThat(invoices()).hasSize(4);
    }

    @Test
    void severalStatesAndParameters() {
        var values =
                change(
                                """
                                {"states": ["an unpaid invoice exists",
                                            {"name": "the account has a card",
                                             "params": {"stripe_payment_method_id": "pm_card_amex"}}],
                                 "params": {"amount": 12.5, "frozen_time": "2021-01-01T00:00:00Z"}}
                                """)
                        .expect(200);
        assertThat(values.<Integer>at("$.invoice_id")).isEqualTo(72);
        assertThat(values.<Integer>at("$.payment_method_id")).isEqualTo(16);
        assertThat(caller.get("/billing/invoices/72").<String>at("$.invoice.total"))
                .isEqualTo("12.50");
        assertThat(caller.get("/sandbox/clock").<String>at("$.frozen_time"))
                .isEqualTo("2021-01-01T00:00:00.000Z");
    }

    @Test
    void keepAddsToWhatThereIs() {
        setUp("an unpaid invoice exists").expect(200);
        var more =
                change("{\"state\": \"a paid invoice exists\", \"params\": {\"keep\": true}}")
                        .expect(200);
        assertThat(more.<Integer>at("$.invoice_id")).isEqualTo(73);
        assertThat(invoices()).hasSize(2);
        assertThat(caller.get("/billing/invoices/73").<String>at("$.invoice.status"))
                .isEqualTo("Paid");
        // A scenario cannot go backwards in time, and adds to the existing state.
        change("{\"state\": \"low-balance\", \"params\": {\"keep\": \"true\"}}").expect(200);
        Books.of(dataSource, caller).areSound();
    }

    @Test
    void queryWithoutABodyWillDo() {
        caller.post(STATES + "?state=the%20balance%20is%20%7Bamount%7D&amount=17&action=setup")
                .expect(200);
        assertThat(caller.get("/billing/balance").<Object>at("$.balance").toString())
                .isEqualTo("17.0");
        caller.post(STATES + "?state=the%20balance&action=teardown").expect(200);
        assertThat(invoices()).hasSize(4);
    }

    @Test
    void noStateIsTheDocumentedOne() {
        caller.post("/billing/invoices/funds", "{\"amount\": 9}").succeeds();
        setUp("").expect(200).isExactly("{}");
        assertThat(invoices()).hasSize(4);
    }

    @Test
    void unknownStateSaysWhichAreNear() {
        caller.post("/billing/invoices/funds", "{\"amount\": 9}").succeeds();
        var refusal = setUp("an invoice is overdue").expect(400);
        assertThat(refusal.<String>at("$.detail"))
                .contains("'an overdue invoice exists'")
                .contains("GET /sandbox/provider-states");
        assertThat(invoices()).as("nothing happened").hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\": \"the balance is {amount}\", \"params\": {\"amount\": -5}}",
                "{\"state\": \"the balance is {amount}\", \"params\": {\"amount\": \"much\"}}",
                "{\"state\": \"the balance is {amount}\", \"params\": {\"amount\": {}}}",
                "{\"states\": [7]}",
                "{\"states\": [{\"params\": {}}]}",
                "{\"state\": \"overdue\", \"action\": \"undo\"}",
                "{\"state\": \"overdue\", \"params\": {\"frozen_time\": \"now\"}}",
                "{\"states\": \"overdue\"}",
                "[]",
                "{"
            })
    void whatCannotBeIsRefusedAndChangesNothing(String body) {
        caller.post("/billing/invoices/funds", "{\"amount\": 9}").succeeds();
        change(body).expect(400);
        assertThat(invoices()).hasSize(5);
    }

    @Test
    void roleMayNotChangeStates() {
        new Caller(port, caller.key() + ".admin").post(STATES, "{}").expect(403);
    }

    @Test
    void anotherSitesPageChangesNothing() {
        var form =
                caller.request(STATES + "?state=empty")
                        .header("Origin", "https://elsewhere.example")
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build();
        Caller.send(form).expect(403);
    }
}
