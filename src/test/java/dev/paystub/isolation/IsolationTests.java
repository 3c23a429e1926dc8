package dev.paystub.isolation;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * No route and no id lets one account see or change another. Alice calls; Bob's data must never
 * appear.
 */
@ServerTest
@Tag("postgres")
class IsolationTests {

    private static final String BILLING = "/v1/organizations/billing";

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private Caller alice;
    private Caller bob;
    private String bobsCheckout;
    private String bobsPortal;
    private String bobsCryptoPage;

    @BeforeEach
    void twoAccounts() {
        alice = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        bob = Caller.frozenAt(port, "2031-03-15T09:00:00Z");
        fillBobsAccount();
    }

    /** Gives Bob rows of every kind, under numbers that Alice does not have. */
    private void fillBobsAccount() {
        bob.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_BobsOwnCard\"}")
                .succeeds();
        bob.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        bob.put("/billing/stripe/cards/16/default").succeeds();
        for (var i = 0; i < 3; i++) {
            bob.post("/billing/invoices/funds", "{\"amount\": 987.65}").succeeds();
        }
        bob.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        bob.post("/billing/crypto/payments", "{\"invoice_id\": 73, \"currency\": \"xrp\"}")
                .succeeds();
        bob.advance("PT11S");
        bob.post("/billing/crypto/payments", "{\"invoice_id\": 74, \"currency\": \"eth\"}")
                .succeeds();
        bob.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": 74, \"currency\": \"ltc\", \"case\": \"common\"}")
                .succeeds();
        bobsCryptoPage = cryptoPage(bob);
        order(bob, 12, "hourly", "bobs-hourly").succeeds();
        order(bob, 12, "monthly", "bobs-monthly").succeeds();
        bob.post("/v1/organizations/create?action=create", "{\"org_name\": \"Bobs Firm\"}")
                .expect(200);
        pay(link(bob, "getpaymentlink", "1003&quantity=77"), "4242424242424242").expect(200);
        bob.put("/sandbox/organizations/1003/resources", "{\"resources\": 55}").expect(200);
        bob.post("/sandbox/faults", "{\"path\": \"/bobs/**\", \"status\": 500}").expect(201);
        bobsPortal = link(bob, "getupdatecardlink", "1003");
        bob.post("/v1/organizations/create?action=create", "{\"org_name\": \"Bobs Club\"}")
                .expect(200);
        bobsCheckout = link(bob, "getpaymentlink", "1004&quantity=66");
        bob.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"http://bobs.example\", \"misbehave\": {\"delay\": \"P1D\"}}")
                .expect(201);
        bob.post(
                        "/sandbox/webhooks/1/trigger",
                        "{\"type\": \"invoice.paid\", \"data\": {\"of\": \"bobs.event\"}}")
                .expect(201);
    }

    private static Reply order(Caller caller, int pid, String cycle, String hostname) {
        return caller.post(
                "/billing/orders",
                """
                {"pid": %d, "billingcycle": "%s", "hostname": "%s", "os": "", "sshkeys": ""}
                """
                        .formatted(pid, cycle, hostname));
    }

    private static String link(Caller caller, String action, String organization) {
        String link =
                caller.post(BILLING + "/update?action=" + action + "&org_id=" + organization)
                        .expect(200)
                        .at("$.response");
        return link.replaceFirst("https?://[^/]+", "");
    }

    /** Returns the link of the latest payment's page. */
    private static String cryptoPage(Caller caller) {
        String link = caller.get("/sandbox/crypto/payments/latest").expect(200).at("$.page_url");
        return link.replaceFirst("https?://[^/]+", "");
    }

    private Reply pay(String path, String cardNumber) {
        return Caller.send(form(path, "number=" + cardNumber + "&expiry=12%20/%2040&cvc=123"));
    }

    private HttpRequest form(String path, String fields) {
        return alice.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields))
                .build();
    }

    /**
     * Text that only Bob's account has, in any notation. It cannot appear by chance in random or
     * measured values: a token is letters and digits, and a duration may be any number.
     */
    private static final Pattern BOBS =
            Pattern.compile(
                    "(?i)bobs(own|[-/."
                        + " ])|(?<!\"duration\":)987\\.65|2031-|/2031|pm_card_amex|\"quantity\":\"(77|66)\"|\"resources\":55");

    private static void showsNothingOfBob(Reply reply) {
        assertThat(BOBS.matcher(reply.body()).results().map(MatchResult::group))
                .as(reply.body())
                .isEmpty();
    }

    /** A request of Alice's with its route. */
    private record Attempt(String route, String method, String path, String json) {

        static Attempt of(String route, String path, String json) {
            return new Attempt(route, route.substring(0, route.indexOf(' ')), path, json);
        }

        static Attempt of(String route, Object id, String json) {
            var path = route.substring(route.indexOf(' ') + 1);
            return of(route, path.replaceFirst("\\{\\w+}", String.valueOf(id)), json);
        }
    }

    private static final List<Integer> BOBS_CARDS = List.of(16, 17);
    private static final List<Integer> BOBS_INVOICES = List.of(72, 73, 74, 75, 76);
    private static final List<Integer> BOBS_SERVICES = List.of(13, 14);
    private static final List<Long> BOBS_PAYMENTS =
            List.of(4465327355L, 4465327356L, 4465327357L, 4465327358L);
    private static final List<Integer> BOBS_ORGANIZATIONS = List.of(1003, 1004);

    /** Returns every route with every id of Bob's that fits; each must find nothing. */
    private List<Attempt> attemptsOnBobsIds() {
        var attempts = new ArrayList<Attempt>();
        for (var card : BOBS_CARDS) {
            attempts.add(Attempt.of("DELETE /billing/stripe/cards/{cardId}", card, null));
            attempts.add(Attempt.of("PUT /billing/stripe/cards/{cardId}/default", card, null));
        }
        for (var invoice : BOBS_INVOICES) {
            attempts.add(Attempt.of("GET /billing/invoices/{invoiceId}", invoice, null));
            attempts.add(Attempt.of("GET /billing/crypto/payments/{paymentId}", invoice, null));
            attempts.add(
                    Attempt.of(
                            "POST /billing/crypto/payments",
                            "/billing/crypto/payments",
                            "{\"invoice_id\": %d, \"currency\": \"btc\"}".formatted(invoice)));
        }
        for (var payment : BOBS_PAYMENTS) {
            attempts.add(Attempt.of("GET /billing/crypto/payments/{paymentId}", payment, null));
            attempts.add(Attempt.of("GET /billing/invoices/{invoiceId}", payment, null));
            attempts.add(Attempt.of("GET /sandbox/crypto/payments/{id}", payment, null));
            attempts.add(
                    Attempt.of(
                            "POST /sandbox/crypto/payments/{id}/deposits",
                            payment,
                            "{\"amount\": 0.001}"));
        }
        attempts.addAll(attemptsToExplain());
        for (var service : BOBS_SERVICES) {
            attempts.add(Attempt.of("GET /services/{serviceId}", service, null));
        }
        attempts.add(Attempt.of("DELETE /sandbox/faults/{id}", 1, null));
        for (var organization : BOBS_ORGANIZATIONS) {
            var inBody = "{\"org_id\": \"%d\", \"quantity\": 90}".formatted(organization);
            for (var action : UPDATES) {
                var route = "POST " + BILLING + "/update";
                var path = BILLING + "/update?action=" + action;
                var inQuery = path + "&quantity=90&org_id=" + organization;
                attempts.add(Attempt.of(route, inQuery, null));
                attempts.add(Attempt.of(route, path, inBody));
            }
            for (var operation : List.of("/describe", "/history")) {
                var route = "GET " + BILLING + operation;
                attempts.add(
                        Attempt.of(route, BILLING + operation + "?org_id=" + organization, null));
                attempts.add(Attempt.of(route, BILLING + operation, inBody));
            }
            attempts.add(
                    Attempt.of(
                            "PUT /sandbox/organizations/{orgId}/resources",
                            organization,
                            "{\"resources\": 1}"));
        }
        attempts.addAll(attemptsOnBobsPages());
        attempts.addAll(attemptsOnBobsWebhook());
        return attempts;
    }

    private static List<Attempt> attemptsOnBobsWebhook() {
        var webhook = "/sandbox/webhooks/{id}";
        var delivery = webhook + "/deliveries/{delivery}";
        return Stream.of(
                        Attempt.of("GET " + webhook, 1, null),
                        Attempt.of("PATCH " + webhook, 1, "{\"enabled\": false}"),
                        Attempt.of("DELETE " + webhook, 1, null),
                        Attempt.of("GET " + webhook + "/deliveries", 1, null),
                        Attempt.of("POST " + webhook + "/trigger", 1, "{\"type\": \"a.b\"}"),
                        Attempt.of("GET " + delivery, 1, null),
                        Attempt.of("POST " + delivery + "/retry", 1, null),
                        Attempt.of("POST " + delivery + "/resend", 1, null))
                .map(attempt ->
                        Attempt.of(
                                attempt.route(),
                                attempt.path().replace("{delivery}", "1"),
                                attempt.json()))
                .toList();
    }

    private static List<Attempt> attemptsToExplain() {
        var attempts = new ArrayList<Attempt>();
        BOBS_INVOICES.forEach(invoice ->
                attempts.add(Attempt.of("GET /sandbox/explain/invoices/{id}", invoice, null)));
        BOBS_PAYMENTS.forEach(payment ->
                attempts.add(
                        Attempt.of("GET /sandbox/explain/crypto/payments/{id}", payment, null)));
        BOBS_ORGANIZATIONS.forEach(organization ->
                attempts.add(
                        Attempt.of(
                                "GET /sandbox/explain/subscriptions/{orgId}", organization, null)));
        return attempts;
    }

    private static final List<String> UPDATES =
            List.of(
                    "getpaymentlink",
                    "getupdatecardlink",
                    "updatesubscription",
                    "cancelsubscription");

    /** Returns Bob's hosted pages, by the ids in their links. */
    private List<Attempt> attemptsOnBobsPages() {
        return Stream.of(bobsCheckout, bobsPortal)
                .map(link -> link.substring(link.lastIndexOf('/') + 1))
                .flatMap(id ->
                        Stream.of(
                                        "GET /sandbox/checkouts/{id}",
                                        "POST /sandbox/checkouts/{id}/complete",
                                        "POST /sandbox/checkouts/{id}/decline",
                                        "POST /sandbox/checkouts/{id}/abandon",
                                        "POST /sandbox/checkouts/{id}/expire")
                                .map(route -> Attempt.of(route, (Object) id, null)))
                .toList();
    }

    /** Returns the routes without an id of an account's object. */
    private static List<Attempt> attemptsWithoutIds() {
        return List.of(
                own("GET /billing/balance", null),
                own("GET /billing/invoices", null),
                own("GET /billing/stripe/cards", null),
                own("GET /billing/crypto/currencies", null),
                own("GET /billing/products", null),
                Attempt.of("GET /billing/products/{productId}", 12, null),
                own("GET /services", null),
                own("GET /v1/organizations/list", null),
                own("GET /sandbox/clock", null),
                own("GET /sandbox/state", null),
                own("GET /sandbox/crypto/payments", null),
                own("GET /sandbox/checkouts", null),
                own("GET /sandbox/snapshots", null),
                own("GET /sandbox/events", null),
                own("GET /sandbox/webhooks", null),
                own(
                        "POST /sandbox/webhooks",
                        "{\"url\": \"http://alices.example\", \"events\":"
                                + " [\"hosting.suspended\"]}"),
                own("GET /sandbox/scenarios", null),
                own("GET /sandbox/provider-states", null),
                own("POST /sandbox/quiesce", null),
                own("GET /sandbox/explain/balance", null),
                own("GET /sandbox/audit", null),
                own("GET /sandbox/faults", null),
                own("GET /sandbox/requests", null),
                own("POST /sandbox/requests/find", "{}"),
                own("POST /sandbox/requests/count", "{}"),
                own("GET /sandbox/coverage", null),
                own("POST /sandbox/faults", "{\"path\": \"/none\", \"status\": 500}"),
                own("DELETE /sandbox/faults", null),
                own("DELETE /sandbox/requests", null),
                own("DELETE /sandbox/coverage", null),
                Attempt.of("POST /sandbox/snapshots/{name}", (Object) "mine", null),
                Attempt.of("GET /sandbox/diff", "/sandbox/diff?against=mine", null),
                Attempt.of("POST /sandbox/snapshots/{name}/restore", (Object) "mine", null),
                Attempt.of("DELETE /sandbox/snapshots/{name}", (Object) "mine", null),
                own("POST /sandbox/fork", "{\"keys\": [\"t-%s\"]}".formatted(UUID.randomUUID())),
                own("POST /billing/invoices/funds", "{\"amount\": 5}"),
                Attempt.of("GET /sandbox/events/stream", "/sandbox/events/stream?limit=1", null),
                Attempt.of(
                        "GET /sandbox/requests/stream",
                        "/sandbox/requests/stream?after=0&limit=1",
                        null),
                own(
                        "POST /billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_BobsOwnCard\"}"),
                own(
                        "POST /billing/orders",
                        """
                        {"pid": 1, "billingcycle": "hourly", "hostname": "a", "os": "", "sshkeys": ""}
                        """),
                own("POST /v1/organizations/create", "{\"org_name\": \"Alices Firm\"}"),
                own("POST /sandbox/clock/advance", "{\"by\": \"P40D\"}"),
                own("PUT /sandbox/clock", "{\"frozen_time\": null}"),
                own("POST /sandbox/provider-states", "{\"state\": \"a service is running\"}"),
                own("POST /sandbox/reset", "{\"frozen_time\": \"2024-06-09T15:23:43.444Z\"}"));
    }

    private static Attempt own(String route, String json) {
        return Attempt.of(route, route.substring(route.indexOf(' ') + 1), json);
    }

    private Reply send(Caller caller, Attempt attempt) {
        return caller.send(attempt.method(), attempt.path(), attempt.json());
    }

    /**
     * Returns the server's routes of both billing APIs, the sandbox without the operator's routes,
     * and the hosted pages.
     */
    private Set<String> servedRoutes() {
        return routes.getHandlerMethods().keySet().stream()
                .flatMap(route ->
                        route.getMethodsCondition().getMethods().stream()
                                .flatMap(method ->
                                        route.getPatternValues().stream()
                                                .map(path -> method + " " + path)))
                .filter(route ->
                        route.matches(
                                "\\w+ /(billing|services|v1/organizations|sandbox(?!/accounts)|checkout|portal|crypto)\\b.*"))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void everyRouteIsTried() {
        var tried = new TreeSet<String>();
        attemptsOnBobsIds().forEach(attempt -> tried.add(attempt.route()));
        attemptsWithoutIds().forEach(attempt -> tried.add(attempt.route()));
        for (var page : List.of("/checkout/{id:cs_test_.*}", "/portal/{id:bps_.*}")) {
            // covered by linksLeadToTheirOwnAccountOnly and the tests after it
            tried.addAll(List.of("GET " + page, "POST " + page, "GET " + page + "/confirmation"));
            tried.addAll(
                    List.of("GET " + page + "/authentication", "POST " + page + "/authentication"));
        }
        // covered by cryptoPagesLeadToTheirOwnAccountOnly
        tried.addAll(List.of("GET /crypto/{id}", "POST /crypto/{id}", "GET /crypto/{id}/status"));
        assertThat(tried).containsExactlyElementsOf(servedRoutes());
    }

    @Test
    void idsOfAnotherAccountAreNotFound() {
        var bobsRows = Books.of(dataSource, bob).dump();
        for (var attempt : attemptsOnBobsIds()) {
            var reply = send(alice, attempt);
            showsNothingOfBob(reply);
            if (attempt.path().startsWith("/billing") || attempt.path().startsWith("/services")) {
                reply.isUserError("");
                assertThat(reply.<String>at("$.message"))
                        .as(attempt.toString())
                        .containsAnyOf("Not Found", "Invalid Pay Method ID");
            } else {
                assertThat(reply.status()).as(attempt + " " + reply.body()).isEqualTo(404);
            }
        }
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    @Test
    void anotherAccountsIdsAnswerAsIdsThatNobodyHas() {
        for (var attempt : attemptsOnBobsIds()) {
            var theirs = send(alice, attempt);
            var nobodys = send(Caller.fresh(port), attempt);
            assertThat(theirs.status() + theirs.body())
                    .as(attempt.toString())
                    .isEqualTo(nobodys.status() + nobodys.body());
        }
    }

    @Test
    void routesWithoutIdsShowTheirOwnAccountOnly() {
        var bobsRows = Books.of(dataSource, bob).dump();
        for (var attempt : attemptsWithoutIds()) {
            var reply = send(alice, attempt);
            assertThat(reply.status()).as(attempt + " " + reply.body()).isBetween(200, 299);
            if (!attempt.route().equals("POST /billing/stripe/cards")) {
                showsNothingOfBob(reply);
            }
        }
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    @Test
    void idsThatBothHaveLeadEachToItsOwn() {
        alice.post("/billing/invoices/funds", "{\"amount\": 11.11}").succeeds();
        alice.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"ltc\"}")
                .succeeds();
        order(alice, 1, "hourly", "alices").succeeds();
        alice.post("/v1/organizations/create", "{\"org_name\": \"Alices Firm\"}").expect(200);
        alice.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_jcb\"}")
                .succeeds();
        var bobsRows = Books.of(dataSource, bob).dump();

        assertThat(alice.get("/billing/invoices/72").<String>at("$.invoice.total"))
                .isEqualTo("11.11");
        assertThat(bob.get("/billing/invoices/72").<String>at("$.invoice.total"))
                .isEqualTo("987.65");
        var payment = "/billing/crypto/payments/4465327355";
        assertThat(alice.get(payment).<String>at("$.payment.pay_currency")).isEqualTo("ltc");
        assertThat(bob.get(payment).<String>at("$.payment.pay_currency")).isEqualTo("btc");
        assertThat(alice.get("/services/13").<String>at("$.service.domain")).isEqualTo("alices");
        assertThat(bob.get("/services/13").<String>at("$.service.domain")).isEqualTo("bobs-hourly");
        assertThat(describe(alice, "1003").<String>at("$.response.organization.name"))
                .isEqualTo("Alices Firm");
        assertThat(describe(bob, "1003").<String>at("$.response.organization.name"))
                .isEqualTo("Bobs Firm");

        alice.delete("/billing/stripe/cards/16").succeeds();
        alice.delete("/billing/stripe/cards/15").succeeds();
        alice.post(BILLING + "/update?action=cancelsubscription&org_id=1001").expect(200);
        alice.advance("P2M");
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    private static Reply describe(Caller caller, String organization) {
        return caller.get(BILLING + "/describe?org_id=" + organization);
    }

    @Test
    void theSameCardIsEachAccountsOwn() {
        var card = "{\"stripe_payment_method_id\": \"pm_BobsOwnCard\"}";
        alice.post("/billing/stripe/cards", card).succeeds();
        alice.post("/billing/stripe/cards", card).isUserError("already attached");
        alice.delete("/billing/stripe/cards/16").succeeds();
        assertThat(bob.get("/billing/stripe/cards").<String>at("$.payment_methods[0].remote_token"))
                .contains("pm_BobsOwnCard");
    }

    @Test
    void clocksAreEachAccountsOwn() {
        alice.advance("P10D");
        assertThat(alice.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-19T15:23:43.444Z");
        assertThat(bob.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2031-03-15T09:00:11.000Z");
    }

    @Test
    void resetEmptiesOneAccountOnly() {
        var bobsRows = Books.of(dataSource, bob).dump();
        alice.post("/sandbox/reset").expect(200);
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    @Test
    void linksLeadToTheirOwnAccountOnly() {
        alice.post("/v1/organizations/create", "{\"org_name\": \"Alices Firm\"}").expect(200);
        var checkout = link(alice, "getpaymentlink", "1003&quantity=9");
        var portal = link(alice, "getupdatecardlink", "1001");
        var bobsRows = Books.of(dataSource, bob).dump();

        var page = Caller.send(alice.request(checkout).build()).expect(200);
        assertThat(page.body()).contains("Alices Firm");
        showsNothingOfBob(page);
        var portalPage = Caller.send(alice.request(portal).build()).expect(200);
        showsNothingOfBob(portalPage);
        showsNothingOfBob(pay(checkout, "4000000000000002").expect(402));
        showsNothingOfBob(pay(checkout, "4242424242424242").expect(200));
        showsNothingOfBob(pay(portal, "5555555555554444").expect(200));

        assertThat(describe(alice, "1003").<String>at("$.response.subscription.quantity"))
                .isEqualTo("9");
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
        assertThat(Caller.send(alice.request(bobsCheckout).build()).expect(200).body())
                .contains("Bobs Club");
        assertThat(Caller.send(alice.request(bobsPortal).build()).expect(200).body())
                .contains("Bobs Firm");
    }

    @Test
    void aLinkOfPartsOfTwoAccountsLeadsNowhere() {
        var publicIdLength = 12;
        for (var links :
                List.of(
                        List.of(link(alice, "getpaymentlink", "1002&quantity=9"), bobsCheckout),
                        List.of(link(alice, "getupdatecardlink", "1001"), bobsPortal))) {
            // The token has no underscore and begins with its account's public id.
            var split = links.getFirst().lastIndexOf('_') + 1 + publicIdLength;
            for (var pair : List.of(links, links.reversed())) {
                var mixed = pair.getFirst().substring(0, split) + pair.getLast().substring(split);
                var bobsRows = Books.of(dataSource, bob).dump();
                var alicesRows = Books.of(dataSource, alice).dump();
                for (var page :
                        List.of(
                                mixed,
                                mixed + "/confirmation",
                                mixed + "/authentication?paymentMethod=pm_1")) {
                    showsNothingOfBob(Caller.send(alice.request(page).build()).expect(404));
                }
                var paid = pay(mixed, "4242424242424242");
                assertThat(paid.status()).isIn(404, 409);
                showsNothingOfBob(paid);
                var authenticated =
                        Caller.send(
                                form(
                                        mixed + "/authentication",
                                        "outcome=complete&paymentMethod=x"));
                assertThat(authenticated.status()).isIn(404, 409);
                showsNothingOfBob(authenticated);
                assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
                assertThat(Books.of(dataSource, alice).dump()).isEqualTo(alicesRows);
            }
        }
    }

    @Test
    void cryptoPagesLeadToTheirOwnAccountOnly() {
        alice.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        var page = cryptoPage(alice);
        var bobsRows = Books.of(dataSource, bob).dump();
        showsNothingOfBob(Caller.send(alice.request(page).build()).expect(200));
        showsNothingOfBob(Caller.send(alice.request(page + "/status").build()).expect(200));

        var alicesRows = Books.of(dataSource, alice).dump();
        // a number, a dash, the account's public id, and a random part
        var split = bobsCryptoPage.indexOf('-') + 1 + 12;
        var alicesSplit = page.indexOf('-') + 1 + 12;
        for (var mixed :
                List.of(
                        bobsCryptoPage.substring(0, split) + page.substring(alicesSplit),
                        page.substring(0, alicesSplit) + bobsCryptoPage.substring(split),
                        page.replace("4465327355-", "4465327358-"),
                        bobsCryptoPage.replace("4465327358-", "4465327355-"))) {
            showsNothingOfBob(Caller.send(alice.request(mixed).build()).expect(404));
            showsNothingOfBob(Caller.send(alice.request(mixed + "/status").build()).expect(404));
            showsNothingOfBob(Caller.send(form(mixed, "pay=exactly")).expect(404));
        }
        assertThat(Books.of(dataSource, alice).dump()).isEqualTo(alicesRows);
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
        Caller.send(form(bobsCryptoPage, "pay=exactly")).expect(200);
        assertThat(bob.get("/sandbox/crypto/payments/4465327358").<String>at("$.status"))
                .isEqualTo("confirming");
        assertThat(Books.of(dataSource, alice).dump()).isEqualTo(alicesRows);
    }

    @Test
    void anotherAccountsPaymentMethodAuthenticatesNothing() {
        var challenge = pay(bobsCheckout, "4000000000003220").expect(200).body();
        var matcher = Pattern.compile("value=\"(pm_\\w+)\"").matcher(challenge);
        assertThat(matcher.find()).as(challenge).isTrue();
        var bobsRows = Books.of(dataSource, bob).dump();

        var checkout = link(alice, "getpaymentlink", "1002&quantity=9");
        Caller.send(
                        form(
                                checkout + "/authentication",
                                "outcome=complete&paymentMethod="
                                        + URLEncoder.encode(
                                                matcher.group(1), StandardCharsets.UTF_8)))
                .expect(409);
        assertThat(describe(alice, "1002").<String>at("$.response.subscription.plan"))
                .isEqualTo("free");
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    @Test
    void idsStartFromTheSeedForEachAccount() {
        var first = script(Caller.frozenAt(port, "2027-02-03T04:05:06.789Z"));
        var second = script(Caller.frozenAt(port, "2027-02-03T04:05:06.789Z"));
        assertThat(second).isEqualTo(first);

        bob.post("/sandbox/reset", "{\"frozen_time\": \"2027-02-03T04:05:06.789Z\"}").expect(200);
        assertThat(script(bob)).isEqualTo(first);
        assertThat(first.toString())
                .contains("\"invoice_id\":72", "4465327355", "\"id\":\"1003\"", "\"id\":16");
    }

    /** Runs a mix of calls. Returns all bodies. */
    private static List<String> script(Caller caller) {
        var replies = new ArrayList<Reply>();
        replies.add(caller.post("/billing/invoices/funds", "{\"amount\": 30}"));
        replies.add(
                caller.post(
                        "/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}"));
        replies.add(
                caller.post(
                        "/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"eos\"}"));
        replies.add(
                caller.post(
                        "/billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_card_mastercard\"}"));
        replies.add(order(caller, 11, "hourly", "one"));
        replies.add(order(caller, 5, "monthly", "two"));
        replies.add(caller.advance("PT3H15M"));
        replies.add(caller.post("/v1/organizations/create", "{\"org_name\": \"Same\"}"));
        replies.add(
                caller.post(
                        BILLING + "/update?action=updatesubscription",
                        "{\"org_id\": 1001, \"quantity\": 12}"));
        replies.add(caller.advance("P33D"));
        for (var path :
                List.of(
                        "/billing/balance",
                        "/billing/invoices",
                        "/billing/invoices/72",
                        "/billing/invoices/73",
                        "/billing/stripe/cards",
                        "/billing/crypto/payments/4465327355",
                        "/billing/crypto/payments/4465327356",
                        "/services",
                        "/services/13",
                        "/v1/organizations/list",
                        BILLING + "/describe?org_id=1001",
                        BILLING + "/history?org_id=1001",
                        "/sandbox/clock")) {
            replies.add(caller.get(path));
        }
        replies.forEach(reply -> reply.expect(200));
        return replies.stream().map(Reply::body).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "admin, true, true, true",
        "billing, true, true, true",
        "planner, false, false, false",
        "viewer, true, false, false"
    })
    void aRoleSuffixActsInThatRoleOfTheSameAccount(
            String role, boolean mayGet, boolean mayEdit, boolean mayCancel) {
        var member = new Caller(port, alice.key() + "." + role);
        alice.post("/v1/organizations/create", "{\"org_name\": \"Alices Firm\"}").expect(200);

        var untouched = Books.of(dataSource, alice).dump();
        expectRight(mayGet, describe(member, "1003"));
        expectRight(mayGet, member.get(BILLING + "/history?org_id=1001"));
        if (mayGet) {
            assertThat(describe(member, "1003").<String>at("$.response.organization.name"))
                    .isEqualTo("Alices Firm");
        }
        assertThat(Books.of(dataSource, alice).dump()).isEqualTo(untouched);

        expectRight(mayEdit, update(member, "getpaymentlink&org_id=1002&quantity=9"));
        expectRight(mayEdit, update(member, "getupdatecardlink&org_id=1001"));
        expectRight(mayEdit, update(member, "updatesubscription&org_id=1001&quantity=12"));
        expectRight(mayCancel, update(member, "cancelsubscription&org_id=1001"));
        assertThat(Books.of(dataSource, alice).dump().equals(untouched)).isEqualTo(!mayEdit);
        assertThat(
                        describe(alice, "1001")
                                .<String>at("$.response.subscription.plan")
                                .equals("free"))
                .isEqualTo(mayCancel);
        assertThat(Books.accountsOf(dataSource, member.key())).isZero();
    }

    private static Reply update(Caller caller, String query) {
        return caller.post(BILLING + "/update?action=" + query);
    }

    private static void expectRight(boolean granted, Reply reply) {
        reply.expect(granted ? 200 : 403);
        assertThat(reply.<Integer>at("$.status")).isEqualTo(granted ? 200 : 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "billing", "planner", "viewer"})
    void aRoleOfOneAccountFindsNothingOfAnother(String role) {
        var member = new Caller(port, alice.key() + "." + role);
        var bobsRows = Books.of(dataSource, bob).dump();
        for (var attempt : attemptsOnBobsIds()) {
            if (attempt.path().startsWith("/v1")) {
                var reply = send(member, attempt);
                assertThat(reply.status()).as(attempt.toString()).isIn(403, 404);
                showsNothingOfBob(reply);
            }
        }
        assertThat(Books.of(dataSource, bob).dump()).isEqualTo(bobsRows);
    }

    @Test
    void aRoleMayBeTheFirstToUseAKey() {
        var key = Caller.fresh(port).key();
        describe(new Caller(port, key + ".viewer"), "1001").expect(200);
        new Caller(port, key).get("/billing/balance").succeeds();
        assertThat(Books.accountsOf(dataSource, key)).isEqualTo(1);
    }

    @Test
    void oneKeyOpensBothApisOnOneAccount() {
        var key = alice.key();
        Caller.send(
                        alice.request("/billing/invoices/funds")
                                .header("X-API-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"amount\": 1.25}"))
                                .build())
                .succeeds();
        Caller.send(
                        alice.request(BILLING + "/update?action=cancelsubscription&org_id=1001")
                                .header("Authorization", "Bearer " + key)
                                .POST(BodyPublishers.noBody())
                                .build())
                .expect(200);
        assertThat(Books.accountsOf(dataSource, key)).isEqualTo(1);
        var rows = Books.of(dataSource, alice);
        assertThat(rows.rows("invoices").getLast().number("number")).isEqualTo(72);
        assertThat(rows.rows("subscriptions").getFirst().text("status")).isEqualTo("CANCELED");
    }
}
