package dev.paystub.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Advancing in any number of steps equals advancing once, byte for byte: every response of every
 * route, the effects in order, and the report of a dry run.
 */
class SplitAdvancePropertyTests {

    private static final int TRIES = 3;
    private static final int MANY_TRIES = 15;
    private static final long LONGEST = 70L * 24 * 3600 * 1000;
    private static final String START = "2024-06-09T15:23:43.444Z";

    private static RunningServer server;

    @BeforeContainer
    static void startServer() {
        server = RunningServer.shared();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void stepsAreOneAdvance(@ForAll("splits") List<Long> split) {
        isOneAdvance(split);
    }

    @Property(tries = MANY_TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    @Tag("slow")
    void soTheyAreHoweverSplit(@ForAll("splits") List<Long> split) {
        isOneAdvance(split);
    }

    private void isOneAdvance(List<Long> split) {
        var often = busy();
        var once = busy();
        var sum = split.stream().mapToLong(Long::longValue).sum();

        var effects = new ArrayList<Map<String, Object>>();
        for (var part : split) {
            effects.addAll(advance(often, "", part).at("$.effects"));
        }
        var rehearsed = advance(once, "?dry_run=true", sum);
        var whole = advance(once, "", sum);

        assertThat(whole.<List<Map<String, Object>>>at("$.effects")).isEqualTo(effects);
        assertThat(rehearsed.body()).isEqualTo(whole.body());
        assertThat(everything(often)).isEqualTo(everything(once));
        for (var caller : List.of(often, once)) {
            Books.of(server.dataSource(), caller).areSound();
        }
    }

    @Provide
    Arbitrary<List<Long>> splits() {
        var marks = Arbitraries.of(0L, 1L, 10_245L, 3_600_000L, 86_400_000L, 14 * 86_400_000L);
        var any = Arbitraries.longs().between(1, LONGEST);
        return Arbitraries.oneOf(marks, any).list().ofMinSize(2).ofMaxSize(4);
    }

    private static Reply advance(Caller caller, String query, long millis) {
        return caller.post(
                        "/sandbox/clock/advance" + query,
                        "{\"by\": \"PT%d.%03dS\"}".formatted(millis / 1000, millis % 1000))
                .expect(200);
    }

    /**
     * Returns an account with hourly and monthly services, subscriptions, and crypto payments of
     * all kinds.
     */
    private static Caller busy() {
        var caller = Caller.frozenAt(server.port(), START);
        caller.post("/billing/invoices/funds", "{\"amount\": 730.75}").succeeds();
        pay(caller, 72, "success");
        caller.advance("PT11S");
        order(caller, "hourly");
        order(caller, "monthly");
        pay(caller, 34, "partially_paid");
        pay(caller, 41, "common");
        pay(caller, 71, "success");
        String payment = caller.get("/sandbox/crypto/payments").at("$.payments[1].id").toString();
        caller.post("/sandbox/crypto/payments/" + payment + "/deposits", "{\"amount\": 0.0001}")
                .expect(200);
        caller.post(
                        "/billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_card_chargeCustomerFail\"}")
                .succeeds();
        caller.put("/billing/stripe/cards/16/default").succeeds();
        for (var card : List.of("4242424242424242", "4000000000000341")) {
            caller.post("/v1/organizations/create?action=create", "{\"org_name\": \"Split\"}")
                    .expect(200);
            List<String> organizations =
                    caller.get("/v1/organizations/list").at("$.data.organizations[*].org_id");
            caller.post(
                            "/v1/organizations/billing/update?action=getpaymentlink&quantity=20&org_id="
                                    + organizations.getLast())
                    .expect(200);
            caller.post("/sandbox/checkouts/latest/complete", "{\"card\": \"%s\"}".formatted(card))
                    .expect(200);
        }
        return caller;
    }

    private static void pay(Caller caller, int invoice, String walk) {
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": %d, \"currency\": \"btc\", \"case\": \"%s\"}"
                                .formatted(invoice, walk))
                .succeeds();
    }

    private static void order(Caller caller, String cycle) {
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 1, "billingcycle": "%s", "hostname": "h", "os": "", "sshkeys": ""}
                        """
                                .formatted(cycle))
                .succeeds();
    }

    private static final String PAGE_LINK =
            "\"page_url\":\"[^\"]*\"|\"url\":\"[^\"]*\"|\"id\":\"cs_[^\"]*\"";
    private static final String REQUEST_ID = "\"request_id\":\"[^\"]*\"";

    /** Returns every response without each account's own values: links and request ids. */
    private static Map<String, String> everything(Caller caller) {
        var pages = new LinkedHashMap<String, String>();
        for (var path :
                List.of(
                        "/billing/stripe/cards",
                        "/billing/balance",
                        "/billing/invoices",
                        "/services",
                        "/v1/organizations/list",
                        "/sandbox/clock",
                        "/sandbox/events",
                        "/sandbox/events?type=balance.changed",
                        "/sandbox/crypto/payments",
                        "/sandbox/checkouts",
                        "/sandbox/snapshots",
                        "/sandbox/audit",
                        "/sandbox/explain/balance")) {
            read(pages, caller, path);
        }
        List<Integer> invoices = caller.get("/billing/invoices").at("$.invoices[*].id");
        for (var invoice : invoices) {
            read(pages, caller, "/billing/invoices/" + invoice);
            read(pages, caller, "/billing/crypto/payments/" + invoice);
            read(pages, caller, "/sandbox/explain/invoices/" + invoice);
        }
        List<Number> payments = caller.get("/sandbox/crypto/payments").at("$.payments[*].id");
        for (var payment : payments) {
            read(pages, caller, "/billing/crypto/payments/" + payment);
            read(pages, caller, "/sandbox/explain/crypto/payments/" + payment);
        }
        List<Integer> services = caller.get("/services").at("$.services[*].id");
        services.forEach(service -> read(pages, caller, "/services/" + service));
        List<String> organizations =
                caller.get("/v1/organizations/list").at("$.data.organizations[*].org_id");
        for (var organization : organizations) {
            read(pages, caller, "/v1/organizations/billing/describe?org_id=" + organization);
            read(pages, caller, "/v1/organizations/billing/history?org_id=" + organization);
            read(pages, caller, "/sandbox/explain/subscriptions/" + organization);
        }
        return pages;
    }

    private static void read(Map<String, String> pages, Caller caller, String path) {
        pages.put(
                path,
                caller.get(path)
                        .expect(200)
                        .body()
                        .replaceAll(PAGE_LINK, "")
                        .replaceAll(REQUEST_ID, ""));
    }
}
