package dev.paystub.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Books.Row;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** An account and its model, taken through equal steps and compared after each. */
final class BillingWorld {

    static final String BILLING = "/v1/organizations/billing";

    private final Caller caller;
    private final DataSource dataSource;
    private final List<String> trace = new ArrayList<>();
    private final Map<Integer, String> links = new TreeMap<>();
    BillingModel model;

    BillingWorld(int port, DataSource dataSource, Instant start) {
        this.caller = Caller.frozenAt(port, start.toString());
        this.dataSource = dataSource;
        this.model = new BillingModel(start);
    }

    /** Returns the requests and responses so far, for a failing sequence. */
    List<String> trace() {
        return trace;
    }

    private Reply send(String method, String path, String json) {
        var reply = caller.send(method, path, json);
        trace.add("%s %s %s -> %d %s".formatted(method, path, json, reply.status(), reply.body()));
        return reply;
    }

    private Map<String, List<String>> rows() {
        return Books.of(dataSource, caller).dump();
    }

    /** Makes a call; an illegal one must be refused and change nothing. */
    private Reply call(Supplier<Reply> call, BooleanSupplier legal) {
        var before = rows();
        var reply = call.get();
        var accepted = accepted(reply);
        assertThat(accepted)
                .as("legal, as the model sees it: %s", reply.body())
                .isEqualTo(legal.getAsBoolean());
        if (!accepted) {
            var after = rows();
            if (reply.status() == DECLINED) {
                REMEMBERING_A_DECLINE.forEach(table -> {
                    before.remove(table);
                    after.remove(table);
                });
            }
            assertThat(after).as("nothing changed, though %s", reply.body()).isEqualTo(before);
        }
        return reply;
    }

    private static final int DECLINED = 402;

    /** The only refused calls that change something: a hosted page remembers a declined card. */
    private static final List<String> REMEMBERING_A_DECLINE =
            List.of("checkout_sessions", "payment_methods", "numberings", "events");

    private static boolean accepted(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isLessThan(500);
        return reply.status() == 200 && !reply.body().startsWith("{\"result\":\"error\"");
    }

    void addFunds(String amount, BooleanSupplier legal) {
        call(
                () -> send("POST", "/billing/invoices/funds", "{\"amount\": %s}".formatted(amount)),
                legal);
    }

    void payInvoice(long invoice, String currency, String walk) {
        var json =
                "{\"invoice_id\": %d, \"currency\": \"%s\"%s}"
                        .formatted(
                                invoice,
                                currency,
                                walk.isEmpty() ? "" : ", \"case\": \"%s\"".formatted(walk));
        call(
                () -> send("POST", "/billing/crypto/payments", json),
                () -> {
                    var belowMinimum = trace.getLast().contains("less than minimal");
                    var legal = model.canBePaid(invoice, currency, walk) && !belowMinimum;
                    if (legal) {
                        model.pay(invoice, walk);
                    }
                    return legal;
                });
    }

    void order(int pid, String cycle, String hostname) {
        var json =
                """
                {"pid": %d, "billingcycle": "%s", "hostname": "%s", "os": "", "sshkeys": ""}\
                """
                        .formatted(pid, cycle, hostname);
        call(() -> send("POST", "/billing/orders", json), () -> model.order(pid, cycle, hostname));
    }

    void addCard(String method) {
        var json = "{\"stripe_payment_method_id\": \"%s\"}".formatted(method);
        call(() -> send("POST", "/billing/stripe/cards", json), () -> model.addCard(method));
    }

    void deleteCard(long card) {
        call(
                () -> send("DELETE", "/billing/stripe/cards/" + card, null),
                () -> model.deleteCard(card));
    }

    void makeDefault(long card) {
        call(
                () -> send("PUT", "/billing/stripe/cards/" + card + "/default", null),
                () -> model.makeDefault(card));
    }

    void openLink(int organization, int quantity) {
        var reply =
                call(
                        () -> update("getpaymentlink", organization, "&quantity=" + quantity),
                        () -> model.openLink(organization, quantity));
        if (accepted(reply)) {
            links.put(organization, path(reply));
        }
    }

    private Reply update(String action, int organization, String more) {
        return send(
                "POST",
                BILLING + "/update?action=" + action + "&org_id=" + organization + more,
                null);
    }

    private static String path(Reply reply) {
        return reply.<String>at("$.response").replaceFirst("https?://[^/]+", "");
    }

    void payLink(int organization, String cardNumber) {
        var link = links.get(organization);
        if (link != null) {
            call(
                    () -> submit(link, cardNumber),
                    () -> model.payLink(organization, card(cardNumber), isRefused(cardNumber)));
        }
    }

    void changeCard(int organization, String cardNumber) {
        var asked = update("getupdatecardlink", organization, "");
        var subscribed =
                model.organizations.containsKey(organization)
                        && model.organizations.get(organization).isSubscribed();
        assertThat(accepted(asked)).as(asked.body()).isEqualTo(subscribed);
        if (subscribed) {
            call(
                    () -> submit(path(asked), cardNumber),
                    () -> model.changeCard(organization, card(cardNumber), isRefused(cardNumber)));
        }
    }

    private Reply submit(String link, String cardNumber) {
        var form = "number=%s&expiry=12/40&cvc=123".formatted(cardNumber);
        var reply =
                Caller.send(
                        caller.request(link)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build());
        trace.add("POST %s %s -> %d".formatted(link, form, reply.status()));
        return reply;
    }

    private static BillingModel.Card card(String number) {
        return new BillingModel.Card(number, number.endsWith("0341"), YearMonth.of(2040, 12));
    }

    private static boolean isRefused(String number) {
        return number.endsWith("0002");
    }

    void updateSubscription(int organization, int quantity) {
        call(
                () -> update("updatesubscription", organization, "&quantity=" + quantity),
                () -> model.update(organization, quantity));
    }

    void cancelSubscription(int organization) {
        call(
                () -> update("cancelsubscription", organization, ""),
                () -> model.cancelSubscription(organization));
    }

    void use(int organization, int resources) {
        call(
                () ->
                        send(
                                "PUT",
                                "/sandbox/organizations/" + organization + "/resources",
                                "{\"resources\": %d}".formatted(resources)),
                () -> model.use(organization, resources));
    }

    void advance(Duration by) {
        var from = model.now;
        var reply =
                call(
                        () ->
                                send(
                                        "POST",
                                        "/sandbox/clock/advance",
                                        "{\"by\": \"%s\"}".formatted(by)),
                        () -> {
                            if (!by.isNegative()) {
                                model.advance(by);
                            }
                            return !by.isNegative();
                        });
        if (accepted(reply)) {
            assertThat(reply.<List<String>>at("$.effects[*].at").stream().map(Instant::parse))
                    .as("effects in order, each after the advance began and by its end")
                    .isSorted()
                    .allMatch(at -> at.isAfter(from) && !at.isAfter(model.now));
        }
    }

    void reset() {
        model = model.reset();
        links.clear();
        send("POST", "/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(model.now))
                .expect(200);
    }

    /** Asserts that the account equals the model and is consistent. */
    void agrees() {
        model.settleNow();
        assertThat(balance()).as("balance").isEqualTo(BillingModel.money(model.balance));
        invoicesAgree();
        servicesAgree();
        cardsAgree();
        // The requests above have run the due work; from here on the database is read.
        var books = Books.of(dataSource, caller);
        assertThat(books.now()).isEqualTo(model.now);
        periodsAgree(books);
        chargesAgree(books);
        paymentsAgree(books);
        organizationsAgree(books);
    }

    private String balance() {
        var balance = caller.get("/billing/balance").<Object>at("$.balance").toString();
        return new BigDecimal(balance).setScale(2).toPlainString();
    }

    private void invoicesAgree() {
        var expected = new TreeMap<Long, String>();
        model.invoices.forEach((number, invoice) ->
                expected.put(
                        number,
                        "%s %s subtotal %s credit %s total %s %s"
                                .formatted(
                                        invoice.date,
                                        invoice.dueDate,
                                        BillingModel.money(invoice.subtotal),
                                        BillingModel.money(invoice.credit),
                                        BillingModel.money(invoice.total()),
                                        invoice.settled ? "Paid" : "Unpaid")));
        var actual = new TreeMap<Long, String>();
        for (var invoice :
                caller.get("/billing/invoices").<List<Map<String, Object>>>at("$.invoices")) {
            actual.put(
                    ((Number) invoice.get("id")).longValue(),
                    "%s %s subtotal %s credit %s total %s %s"
                            .formatted(
                                    invoice.get("date"),
                                    invoice.get("duedate"),
                                    invoice.get("subtotal"),
                                    invoice.get("credit"),
                                    invoice.get("total"),
                                    invoice.get("status")));
        }
        assertThat(actual).as("invoices").isEqualTo(expected);
        for (var row : Books.of(dataSource, caller).rows("invoices")) {
            assertThat(row.money("amount_paid"))
                    .as("paid of invoice %d", row.number("number"))
                    .isEqualByComparingTo(
                            BillingModel.money(model.invoices.get(row.number("number")).paid));
        }
    }

    private void servicesAgree() {
        var expected = new TreeMap<Long, String>();
        model.services.forEach((number, service) ->
                expected.put(
                        number,
                        "%s %s %s"
                                .formatted(
                                        service.status,
                                        service.hourly ? "hourly" : "Monthly",
                                        BillingModel.money(service.price))));
        var actual = new TreeMap<Long, String>();
        for (var service : caller.get("/services").<List<Map<String, Object>>>at("$.services")) {
            actual.put(
                    ((Number) service.get("id")).longValue(),
                    "%s %s %s"
                            .formatted(
                                    service.get("status"),
                                    service.get("billingcycle"),
                                    service.get("billingamount")));
        }
        assertThat(actual).as("services").isEqualTo(expected);
    }

    private void cardsAgree() {
        var expected = new ArrayList<>(model.cards.keySet());
        if (expected.remove(model.defaultCard)) {
            expected.addFirst(model.defaultCard);
        }
        assertThat(
                        caller
                                .get("/billing/stripe/cards")
                                .<List<Number>>at("$.payment_methods[*].id")
                                .stream()
                                .map(Number::longValue))
                .as("cards, the default first")
                .isEqualTo(expected);
    }

    /** Compares the ends of the paid periods of monthly services. */
    private void periodsAgree(Books books) {
        var expected = new TreeMap<Long, String>();
        model.services.forEach(
                (number, service) -> expected.put(number, service.anchor + " " + service.periods));
        var actual = new TreeMap<Long, String>();
        books.rows("hostings")
                .forEach(row ->
                        actual.put(
                                row.number("number"),
                                row.text("anchor") + " " + row.number("periods")));
        assertThat(actual).as("paid periods").isEqualTo(expected);
    }

    /** Compares the numbers of failed charges of overdue invoices, and of charges of bills. */
    private void chargesAgree(Books books) {
        var failures = new TreeMap<Long, Long>();
        model.invoices.forEach((number, invoice) -> {
            if (invoice.failures > 0) {
                failures.put(number, (long) invoice.failures);
            }
        });
        assertThat(attempts(books.rows("dunning_attempts")))
                .as("failed charges")
                .isEqualTo(failures);
        assertThat(attempts(books.rows("billing_records")).values())
                .as("charges of bills")
                .containsExactlyElementsOf(model.attemptsOfBills());
    }

    private static Map<Long, Long> attempts(List<Row> rows) {
        var attempts = new TreeMap<Long, Long>();
        rows.forEach(row -> attempts.put(row.number("number"), row.number("attempts")));
        return attempts;
    }

    private void paymentsAgree(Books books) {
        var rows = books.rows("crypto_payments");
        assertThat(rows).as("crypto payments").hasSize(model.payments.size());
        for (var row : rows) {
            var payment = model.payments.get(row.number("number"));
            assertThat(row.text("status").toLowerCase(Locale.ROOT))
                    .as("status of %s", row)
                    .isIn(payment.statuses());
            assertThat(row.money("price_amount"))
                    .as("price of %s", row)
                    .isEqualByComparingTo(BillingModel.money(payment.price));
        }
    }

    private void organizationsAgree(Books books) {
        var rows = books.rows("organizations");
        var subscriptions = books.rows("subscriptions");
        var bills = new ArrayList<>(books.rows("billing_records"));
        bills.sort(
                Comparator.comparing((Row bill) -> bill.text("date"))
                        .thenComparing(bill -> bill.number("number"))
                        .reversed());
        for (var row : rows) {
            var id = row.number("number");
            var organization = model.organizations.get((int) id);
            assertThat(row.number("resources"))
                    .as("resources of %d", id)
                    .isEqualTo(organization.resources);
            assertThat(
                            subscriptions.stream()
                                    .filter(subscription -> isOf(subscription, id))
                                    .filter(subscription ->
                                            !subscription.text("status").equals("CANCELED"))
                                    .map(subscription -> (int) subscription.number("quantity")))
                    .as("quantity of %d", id)
                    .isEqualTo(quantities(organization));
            assertThat(bills.stream().filter(bill -> isOf(bill, id)).map(BillingWorld::text))
                    .as("history of %d", id)
                    .isEqualTo(model.history((int) id));
        }
        assertThat(rows).hasSameSizeAs(model.organizations.keySet());
    }

    private static boolean isOf(Row row, long organization) {
        return row.number("organization_number") == organization;
    }

    private static List<Integer> quantities(BillingModel.Organization organization) {
        return organization.isSubscribed()
                ? List.of(organization.subscription.quantity)
                : List.of();
    }

    private static String text(Row bill) {
        return "%s %s %s"
                .formatted(
                        bill.text("date"),
                        bill.money("amount"),
                        bill.text("status").toLowerCase(Locale.ROOT));
    }

    /** Asserts that the routes which are not read after each step match as well. */
    void showsTheSame() {
        Books.of(dataSource, caller).areSound();
        assertThat(Instant.parse(caller.get("/sandbox/clock").at("$.now"))).isEqualTo(model.now);
        model.payments.forEach((number, payment) ->
                assertThat(
                                caller.get("/billing/crypto/payments/" + number)
                                        .<String>at("$.payment.status"))
                        .isIn(payment.statuses()));
        model.organizations.forEach((id, organization) -> {
            var described = caller.get(BILLING + "/describe?org_id=" + id).expect(200);
            assertThat(described.<Integer>at("$.response.organization.resources"))
                    .isEqualTo(organization.resources);
            assertThat(described.<String>at("$.response.subscription.quantity"))
                    .isEqualTo(
                            organization.isSubscribed()
                                    ? String.valueOf(organization.subscription.quantity)
                                    : "0");
            assertThat(
                            caller
                                    .get(BILLING + "/history?org_id=" + id)
                                    .expect(200)
                                    .<List<Map<String, String>>>at("$.billing_history")
                                    .stream()
                                    .map(bill ->
                                            "%s %s %s"
                                                    .formatted(
                                                            bill.get("date"),
                                                            bill.get("amount"),
                                                            bill.get("status"))))
                    .as("history of %d", id)
                    .isEqualTo(model.history(id));
        });
    }
}
