package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A customer of both APIs, over HTTP, with their own account. */
final class Customer {

    private final Caller caller;

    private Customer(Caller caller) {
        this.caller = caller;
    }

    static Customer of(Caller caller) {
        return new Customer(caller);
    }

    /** Returns a customer whose clock is frozen. */
    static Customer frozenAt(int port, String instant) {
        return new Customer(Caller.frozenAt(port, instant));
    }

    Caller api() {
        return caller;
    }

    // Time

    Customer advance(String by) {
        caller.advance(by);
        return this;
    }

    Customer advanceTo(String to) {
        caller.advanceTo(to);
        return this;
    }

    /**
     * Advances to an instant. Returns the effects: {@code at what subject from to}, one line each.
     */
    List<String> effectsUntil(String to) {
        return effects(caller.advanceTo(to));
    }

    static List<String> effects(Reply advanced) {
        return advanced.<List<Map<String, Object>>>at("$.effects").stream()
                .map(effect ->
                        Stream.of("at", "what", "subject", "from", "to")
                                .map(part -> String.valueOf(effect.get(part)))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    // PureGPU: money

    /** Returns the balance as on the wire, such as {@code 100.0}. */
    String balance() {
        return caller.get("/billing/balance").succeeds().at("$.balance").toString();
    }

    Reply addFunds(String amount) {
        return caller.post("/billing/invoices/funds", "{\"amount\": %s}".formatted(amount));
    }

    /** Creates an unpaid invoice that adds funds. Returns its number. */
    int fundsInvoice(String amount) {
        return addFunds(amount).succeeds().at("$.invoice_id");
    }

    Reply pay(int invoice, String currency) {
        return caller.post(
                "/billing/crypto/payments",
                "{\"invoice_id\": %d, \"currency\": \"%s\"}".formatted(invoice, currency));
    }

    /** Starts a payment with a simulated case. Returns its id. */
    String pay(int invoice, String currency, String walk) {
        return caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": %d, \"currency\": \"%s\", \"case\": \"%s\"}"
                                .formatted(invoice, currency, walk))
                .succeeds()
                .at("$.payment.id");
    }

    /** Pays an invoice in full and waits until the payment has arrived. */
    void settle(int invoice) {
        pay(invoice, "btc", "success");
        advance("PT11S");
    }

    /** Sends coins to the address of a payment. */
    void deposit(String payment, String coins) {
        caller.post(
                        "/sandbox/crypto/payments/%s/deposits".formatted(payment),
                        "{\"amount\": %s}".formatted(coins))
                .expect(200);
    }

    String paymentStatus(String id) {
        return caller.get("/billing/crypto/payments/" + id).succeeds().at("$.payment.status");
    }

    /** Returns an invoice as {@code status subtotal credit total balance}. */
    String invoice(int number) {
        var reply = caller.get("/billing/invoices/" + number).succeeds();
        return List.of("status", "subtotal", "credit", "total", "balance").stream()
                .map(field -> reply.<String>at("$.invoice." + field))
                .collect(Collectors.joining(" "));
    }

    <T> T invoice(int number, String field) {
        return caller.get("/billing/invoices/" + number).succeeds().at("$.invoice." + field);
    }

    /** Returns the numbers of all invoices, newest first. */
    List<Integer> invoices() {
        return caller.get("/billing/invoices").succeeds().at("$.invoices[*].id");
    }

    // PureGPU: cards and services

    void addCard(String paymentMethod) {
        caller.post(
                        "/billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"%s\"}".formatted(paymentMethod))
                .succeeds();
    }

    void removeCard(int number) {
        caller.delete("/billing/stripe/cards/" + number).succeeds();
    }

    /** Makes this the only card of a seeded account. */
    void replaceSeededCard(String paymentMethod) {
        removeCard(15);
        addCard(paymentMethod);
    }

    Reply order(int product, String cycle, String hostname) {
        return caller.post(
                "/billing/orders",
                """
                {"pid": %d, "billingcycle": "%s", "hostname": "%s", "os": "", "sshkeys": ""}
                """
                        .formatted(product, cycle, hostname));
    }

    List<Integer> services() {
        return caller.get("/services").succeeds().at("$.services[*].id");
    }

    String serviceStatus(int number) {
        return caller.get("/services/" + number).succeeds().at("$.service.status");
    }

    String suspensionReason(int number) {
        return caller.get("/services/" + number).succeeds().at("$.service.suspensionreason");
    }

    // Cloud Plans

    String createOrganization(String name) {
        return caller.post(
                        "/v1/organizations/create?action=create",
                        "{\"org_name\": \"%s\"}".formatted(name))
                .expect(200)
                .at("$.response.id");
    }

    Reply update(String action, String body) {
        return caller.post("/v1/organizations/billing/update?action=" + action, body);
    }

    Reply requestPaymentLink(String organization, int quantity) {
        return update(
                "getpaymentlink",
                "{\"org_id\": \"%s\", \"quantity\": %d}".formatted(organization, quantity));
    }

    String paymentLink(String organization, int quantity) {
        return requestPaymentLink(organization, quantity).expect(200).at("$.response");
    }

    String updateCardLink(String organization) {
        return update("getupdatecardlink", "{\"org_id\": \"%s\"}".formatted(organization))
                .expect(200)
                .at("$.response");
    }

    Reply changeQuantity(String organization, int quantity) {
        return update(
                "updatesubscription",
                "{\"org_id\": \"%s\", \"quantity\": %d}".formatted(organization, quantity));
    }

    Reply cancel(String organization) {
        return update("cancelsubscription", "{\"org_id\": \"%s\"}".formatted(organization));
    }

    /** Creates an organization that has subscribed with a card. Returns its id. */
    String subscribed(int quantity, String card) {
        var organization = createOrganization("Story");
        submit(paymentLink(organization, quantity), card).expect(200);
        return organization;
    }

    Reply describe(String organization) {
        return caller.get("/v1/organizations/billing/describe?org_id=" + organization).expect(200);
    }

    /** Returns a subscription as {@code plan quantity payment_exp}. */
    String subscription(String organization) {
        var reply = describe(organization);
        return List.of("plan", "quantity", "payment_exp").stream()
                .map(field -> reply.<String>at("$.response.subscription." + field))
                .collect(Collectors.joining(" "))
                .strip();
    }

    int resources(String organization) {
        return describe(organization).at("$.response.organization.resources");
    }

    Reply useResources(String organization, int resources) {
        return caller.put(
                "/sandbox/organizations/%s/resources".formatted(organization),
                "{\"resources\": %d}".formatted(resources));
    }

    /** Returns the history, newest first, each bill as {@code status date due_date amount}. */
    List<String> history(String organization) {
        var reply =
                caller.get("/v1/organizations/billing/history?org_id=" + organization).expect(200);
        return reply.<List<Map<String, String>>>at("$.billing_history").stream()
                .map(row ->
                        "%s %s %s %s"
                                .formatted(
                                        row.get("status"),
                                        row.get("date"),
                                        row.get("due_date"),
                                        row.get("amount")))
                .toList();
    }

    // Hosted pages, which need only their link

    Reply open(String link) {
        return Caller.send(caller.request(URI.create(link).getPath()).GET().build());
    }

    Reply submit(String link, String cardNumber) {
        return submitForm(link, Map.of("number", cardNumber, "expiry", "12 / 34", "cvc", "123"));
    }

    /** Answers the challenge of the card's bank on the page that the card was submitted to. */
    Reply answerChallenge(Reply challenge, String outcome) {
        return submitForm(
                attribute(challenge, "action=\"").replaceFirst("^(\\.\\./)+", "/"),
                Map.of(
                        "paymentMethod",
                        attribute(challenge, "name=\"paymentMethod\" value=\""),
                        "outcome",
                        outcome));
    }

    private static String attribute(Reply page, String beginning) {
        assertThat(page.body()).contains(beginning);
        var start = page.body().indexOf(beginning) + beginning.length();
        return page.body().substring(start, page.body().indexOf('"', start));
    }

    Reply submitForm(String link, Map<String, String> fields) {
        var form =
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return Caller.send(
                caller.request(URI.create(link).getPath())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    // Everything

    /** Returns all that both APIs show of the account, by path. */
    Map<String, String> everything() {
        var pages = new LinkedHashMap<String, String>();
        for (var path :
                List.of(
                        "/billing/stripe/cards",
                        "/billing/crypto/currencies",
                        "/billing/products",
                        "/billing/balance",
                        "/billing/invoices",
                        "/services",
                        "/v1/organizations/list",
                        "/sandbox/clock")) {
            pages.put(path, caller.get(path).expect(200).body());
        }
        for (var invoice : invoices()) {
            read(pages, "/billing/invoices/" + invoice);
            // the invoice's latest payment, or an error without one
            read(pages, "/billing/crypto/payments/" + invoice);
        }
        services().forEach(service -> read(pages, "/services/" + service));
        List<String> organizations =
                caller.get("/v1/organizations/list").at("$.data.organizations[*].org_id");
        for (var organization : organizations) {
            read(pages, "/v1/organizations/billing/describe?org_id=" + organization);
            read(pages, "/v1/organizations/billing/history?org_id=" + organization);
        }
        return pages;
    }

    private void read(Map<String, String> pages, String path) {
        pages.put(path, caller.get(path).expect(200).body());
    }
}
