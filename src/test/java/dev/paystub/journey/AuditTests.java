package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.audit.Audits;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code GET /sandbox/audit}: rows that were corrupted in the database are found and named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("postgres-full")
class AuditTests {

    private final OwnDatabase database = OwnDatabase.named("audit");

    /** A separate server, because a corrupted account makes it unready. */
    private final RunningServer server = RunningServer.start(environment());

    private Caller caller;

    private Map<String, Object> environment() {
        var environment = new HashMap<>(database.environment());
        environment.put("PAYSTUB_AUDIT_EVERY", "1s");
        return environment;
    }

    @AfterAll
    void stop() {
        server.close();
        database.close();
    }

    /** An account with data for every rule; each test corrupts a fork of it. */
    private final Caller busy = busyAccount();

    private Caller busyAccount() {
        var caller = Caller.frozenAt(server.port(), "2024-06-09T15:23:43.444Z");
        var customer = Customer.of(caller);
        customer.settle(customer.fundsInvoice("30.75")); // 72
        customer.order(1, "hourly", "by-the-hour").succeeds(); // service 13, invoice 73
        customer.order(1, "monthly", "by-the-month").succeeds(); // service 14, invoice 74
        customer.advance("PT5H");
        var waiting = customer.pay(34, "btc", "common");
        customer.deposit(waiting, "0.0009");
        customer.pay(41, "btc", "common");
        customer.advance("PT8S");
        customer.deposit(waiting, "0.0001");
        customer.advance("PT8S");
        customer.cancel(customer.subscribed(10, "4242424242424242")).expect(200);
        customer.advance("P2M");
        return caller;
    }

    @BeforeEach
    void fork() {
        caller = new Caller(server.port(), "fork-" + UUID.randomUUID());
        busy.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(caller.key())).expect(201);
    }

    @AfterEach
    void nothingStaysBroken() {
        caller.post("/sandbox/reset").expect(200);
        caller.get("/sandbox/audit").expect(200);
        assertThat(server.bean(Audits.class).brokenAccounts()).isEmpty();
    }

    private Reply audit() {
        return caller.get("/sandbox/audit").expect(200);
    }

    private List<String> violated() {
        return audit().at("$.rules[?(@.violated > 0)].name");
    }

    @Test
    void soundAccountKeepsAllRules() {
        var audit = audit();

        assertThat(audit.<Boolean>at("$.ok")).as(audit.body()).isTrue();
        assertThat(audit.<List<String>>at("$.rules[*].name")).isSorted().hasSizeGreaterThan(20);
        assertThat(audit.<List<String>>at("$.rules[?(@.checked == 0)].name"))
                .as("rules that were held against nothing")
                .isEmpty();
        assertThat(audit.<List<?>>at("$.rules[*].violations[*]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger-equals-balance|ledger entry is lost|delete from ledger_entries where number"
                        + " = 1",
                "running-balance|balance after an entry|update ledger_entries set balance_after ="
                        + " balance_after + 0.01 where number = 1",
                "invoice-total|item grew|update invoice_items set amount = amount + 5 where type ="
                        + " 'AddFunds' and number = 64",
                "paid-exactly-when-settled|paid without money|update invoices set status = 'PAID'"
                        + " where number = 71",
                "paid-exactly-when-settled|settled, yet unpaid|update invoices set status ="
                        + " 'UNPAID' where number = 72",
                "credit-equals-draws|credit from nowhere|update invoices set credit = credit + 1,"
                        + " amount_paid = 0 where number = 72",
                "funds-added-once|funds added twice|update ledger_entries set amount = amount * 2"
                        + " where reason = 'FUNDS' and invoice_number = 72",
                "payments-equal-invoice|more applied than came|update invoices set amount_paid ="
                        + " amount_paid - 1 where number = 72",
                "overpayment-credited|excess kept|update ledger_entries set amount = amount - 1"
                        + " where reason = 'OVERPAYMENT'",
                "money-comes-once|booked twice|update transactions set transid = (select"
                        + " max(t.transid) from transactions t where t.gateway = 'nowpayments' and"
                        + " t.account_id = transactions.account_id) where gateway = 'nowpayments'",
                "crypto-credited-once|finished for nothing|update crypto_payments set status ="
                        + " 'FINISHED' where invoice_number = 41",
                "crypto-credited-once|paid, yet expired|update crypto_payments set status ="
                        + " 'EXPIRED' where invoice_number = 72",
                "one-default-card|no default|update cards set preferred = false",
                "service-billed-at-its-price|another price|update invoice_items set amount = amount"
                        + " + 0.13 where type = 'Hosting' and relid = 14",
                "usage-equals-hours|an hour for nothing|update hostings set usage_hours ="
                        + " usage_hours + 1 where billing_cycle = 'HOURLY' and usage_invoice is not"
                        + " null",
                "hours-drawn-once|two hours at once|update ledger_entries set at = (select"
                    + " min(l.at) from ledger_entries l where l.reason = 'USAGE' and l.account_id ="
                    + " ledger_entries.account_id) where reason = 'USAGE'",
                "one-order-per-service|ordered twice|update orders set hosting_number = 13",
                "one-invoice-per-period|a month twice|update invoice_items set description = 'the"
                        + " same' where type = 'Hosting' and relid = 12",
                "no-orphan|entry of no invoice|update ledger_entries set invoice_number = 999 where"
                        + " invoice_number = 72",
                "no-orphan|child of nobody|update crypto_payments set parent_number = 1 where"
                        + " parent_number is not null",
                "no-orphan|money for no payment|update transactions set transid = '1' where gateway"
                        + " = 'nowpayments' and invoice_number = 72",
                "no-orphan|item of no service|update invoice_items set relid = 999 where type ="
                        + " 'Hosting' and relid = 14",
                "no-orphan|service of no product|update hostings set pid = 999 where number = 13",
                "no-orphan|bill of no subscription|update billing_records set subscription_number ="
                        + " 999 where number = (select max(b.number) from billing_records b where"
                        + " b.account_id = billing_records.account_id)",
                "no-orphan|payment that no chain knows|delete from simulated_payments where number"
                        + " = 4465327355",
                "cancelled-subscription-bills-nothing|bill after the end|update billing_records set"
                        + " date = date '2024-12-31' where subscription_number = 2",
                "cancelled-subscription-bills-nothing|bill due after the end|update subscriptions"
                        + " set status = 'CANCELED' where status <> 'CANCELED'",
                "one-running-subscription|two run|update subscriptions set status = 'ACTIVE',"
                        + " organization_number = 1001",
                "bill-priced-by-use|another amount|update billing_records set amount = amount + 1"
                        + " where number = 1",
                "use-within-quantity|more than paid for|update organizations set resources = 11"
                        + " where number = 1001",
                "deposits-credited-at-their-worth|less than came|update crypto_deposits set amount"
                        + " = amount * 2",
                "events-consecutive|event lost|delete from events where number = 3",
                "events-consecutive|last event lost|delete from events where number = (select"
                        + " max(e.number) from events e where e.account_id = events.account_id)",
            })
    void brokenRowIsCaughtByName(String rule, String what, String sql) {
        assertThat(violated()).isEmpty();

        broken(sql);

        var audit = audit();
        assertThat(audit.<Boolean>at("$.ok")).isFalse();
        assertThat(audit.<List<String>>at("$.rules[?(@.violated > 0)].name"))
                .as(what)
                .contains(rule);
        assertThat(audit.<List<String>>at("$.rules[?(@.violated > 0)].violations[*].sentence"))
                .allSatisfy(sentence -> assertThat(sentence).matches("(?s)[A-Z0-9'].{10,}"));
        assertThat(busy.get("/sandbox/audit").expect(200).<Boolean>at("$.ok"))
                .as("an account whose rows are sound")
                .isTrue();
    }

    /** Runs a statement on the account's rows in the database. */
    private void broken(String sql) {
        var mine = "account_id = (select id from accounts where api_key = :key)";
        var complete = sql + (sql.contains(" where ") ? " and " : " where ") + mine;
        assertThat(
                        JdbcClient.create(server.dataSource())
                                .sql(complete)
                                .param("key", caller.key())
                                .update())
                .as(complete)
                .isPositive();
    }

    @Test
    void violationTurnsReadinessRedUntilAnAuditFindsNothing() {
        var other = Caller.fresh(server.port());
        other.get("/billing/balance").succeeds();
        assertThat(server.readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        broken("update invoices set status = 'PAID' where number = 71");

        assertThat(other.get("/sandbox/audit").expect(200).<Boolean>at("$.ok")).isTrue();
        assertThat(audit().<Boolean>at("$.ok")).isFalse();

        assertThat(server.readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
        assertThat(caller.get("/readyz").expect(503).<String>at("$.reason"))
                .contains("/sandbox/accounts/audit");
        assertThat(server.bean(Audits.class).brokenAccounts()).containsExactly(caller.key());
        caller.post("/sandbox/snapshots/broken").expect(200);
        caller.delete("/sandbox/snapshots/broken").expect(204);
        assertThat(other.get("/sandbox/audit").expect(200).<Boolean>at("$.ok")).isTrue();
        assertThat(server.readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
        broken("update invoices set status = 'UNPAID' where number = 71");
        assertThat(audit().<Boolean>at("$.ok")).isTrue();
        assertThat(server.readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void dueWorkThatFailsIsSetAsideAndTriedAgainByAnAdvance() {
        Customer.of(caller).settle(Customer.of(caller).fundsInvoice("30"));
        Customer.of(caller).order(1, "hourly", "goes-on").succeeds();
        var sql = JdbcClient.create(server.dataSource());
        sql.sql(
                        """
                        insert into scheduled_tasks (account_id, kind, subject, due_millis)
                        select id, 'nobody.knows', 7, :due from accounts where api_key = :key
                        """)
                .param("due", Instant.parse("2024-08-10T00:00:00Z").toEpochMilli())
                .param("key", caller.key())
                .update();

        // work that is due every hour before and after it
        var advanced = Customer.of(caller).effectsUntil("2024-08-10T02:00:00Z");

        assertThat(advanced)
                .anyMatch(effect -> effect.matches("2024-08-10T01:.* balance.changed .*"));
        caller.get("/billing/balance").succeeds();
        Customer.of(caller).fundsInvoice("10");
        assertThat(caller.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-08-10T02:00:00.000Z");
        assertThat(violated()).containsExactly("due-work-done");
        assertThat(
                        audit().<List<String>>at(
                                        "$.rules[?(@.name =="
                                                + " 'due-work-done')].violations[*].sentence"))
                .singleElement()
                .asString()
                .startsWith("It fell due at 2024-08-10T00:00:00Z, failed, and is set aside")
                .contains("Nobody runs due work of kind nobody.knows");
        assertThat(server.readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);

        // a dry run tries it too, on its copy
        caller.post("/sandbox/clock/advance?dry_run=true", "{\"by\": \"P1D\"}").expect(200);
        caller.advance("PT1H");
        assertThat(violated()).containsExactly("due-work-done");

        // The next advance of a server that knows the kind runs it.
        broken(
                "update scheduled_tasks set kind = 'invoice.capture', subject = 71 where subject ="
                        + " 7");
        assertThat(violated()).containsExactly("due-work-done");
        caller.advance("PT0S");
        assertThat(violated()).isEmpty();
        assertThat(server.readiness()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void accountsThatWereWrittenToAreAuditedInTheBackground() {
        broken("update invoices set status = 'PAID' where number = 71");
        Customer.of(caller).fundsInvoice("10");

        var audits = server.bean(Audits.class);
        for (var until = Instant.now().plusSeconds(30);
                audits.brokenAccounts().isEmpty() && Instant.now().isBefore(until); ) {
            caller.get(
                    "/sandbox/events?wait=1s&after=" + caller.get("/sandbox/events").at("$.next"));
        }
        assertThat(audits.brokenAccounts()).containsExactly(caller.key());
    }

    @Test
    void operatorAuditsAllAccounts() {
        var all = caller.get("/sandbox/accounts/audit").expect(200);
        assertThat(all.<Boolean>at("$.ok")).as(all.body()).isTrue();
        assertThat(all.<Integer>at("$.accounts")).isGreaterThanOrEqualTo(2);
        broken("update invoices set status = 'PAID' where number = 71");

        var broken = caller.get("/sandbox/accounts/audit").expect(200);

        assertThat(broken.<List<String>>at("$.broken[*].key")).containsExactly(caller.key());
        assertThat(broken.<List<String>>at("$.broken[0].rules[*].name"))
                .containsExactly("funds-added-once", "paid-exactly-when-settled");
        assertThat(broken.<List<String>>at("$.broken[0].rules[1].violations[*].sentence"))
                .containsExactly("It is Paid with 10.00 left to pay, and has no date of payment");
        assertThat(server.readiness()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
    }
}
