package dev.paystub.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Many concurrent clients: changes of an account are serial, and no request fails with a 500. */
@ServerTest
@Tag("postgres")
class ConcurrencyTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";
    private static final String BILLING = "/v1/organizations/billing";
    private static final Duration SLOW = Duration.ofSeconds(10);

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;

    private Books books(Caller caller) {
        return Books.of(dataSource, caller);
    }

    private static BigDecimal balance(Caller caller) {
        return new BigDecimal(
                caller.get("/billing/balance").succeeds().<Object>at("$.balance").toString());
    }

    private static Reply order(Caller caller, int pid, String cycle, String hostname) {
        return caller.post(
                "/billing/orders",
                """
                {"pid": %d, "billingcycle": "%s", "hostname": "%s", "os": "", "sshkeys": ""}
                """
                        .formatted(pid, cycle, hostname));
    }

    private static Reply addFunds(Caller caller, String amount) {
        return caller.post("/billing/invoices/funds", "{\"amount\": %s}".formatted(amount));
    }

    private static Reply payInCrypto(Caller caller, long invoice) {
        return caller.post(
                "/billing/crypto/payments",
                "{\"invoice_id\": %d, \"currency\": \"btc\"}".formatted(invoice));
    }

    private static Reply addCard(Caller caller, String id) {
        return caller.post(
                "/billing/stripe/cards", "{\"stripe_payment_method_id\": \"%s\"}".formatted(id));
    }

    private static Reply update(Caller caller, String query) {
        return caller.post(BILLING + "/update?action=" + query);
    }

    private static boolean isSuccess(Reply reply) {
        return reply.expect(200).<String>at("$.result").equals("success");
    }

    private static long successes(Collection<Reply> replies) {
        return replies.stream().filter(ConcurrencyTests::isSuccess).count();
    }

    @Test
    void firstRequestsAtOnceMakeOneAccount() {
        for (var round = 0; round < 5; round++) {
            var caller = Caller.fresh(port);
            var paths =
                    List.of(
                            "/billing/stripe/cards",
                            "/services",
                            BILLING + "/history?org_id=1001",
                            "/sandbox/clock");
            var replies = AtOnce.run(32, client -> caller.get(paths.get(client % paths.size())));
            assertThat(replies).allSatisfy(reply -> reply.expect(200));
            for (var path = 0; path < paths.size() - 1; path++) {
                var kind = path;
                assertThat(
                                IntStream.range(0, 32)
                                        .filter(client -> client % paths.size() == kind)
                                        .mapToObj(client -> replies.get(client).body())
                                        .distinct())
                        .as("all see the same seed")
                        .hasSize(1);
            }
            assertThat(Books.accountsOf(dataSource, caller.key())).isEqualTo(1);
            books(caller).areSound();
        }
    }

    @Test
    void firstRequestsThatWriteAllCount() {
        var caller = Caller.fresh(port);
        var replies = AtOnce.run(24, client -> addFunds(caller, "7"));
        assertThat(numbersOf(replies)).isEqualTo(consecutive(72, 24));
        assertThat(Books.accountsOf(dataSource, caller.key())).isEqualTo(1);
        books(caller).areSound();
    }

    @Test
    void manyNewKeysAtOnceGetAnAccountEach() {
        var callers = IntStream.range(0, 16).mapToObj(i -> Caller.fresh(port)).toList();
        var replies = AtOnce.run(64, client -> addFunds(callers.get(client % 16), "7"));
        for (var i = 0; i < 16; i++) {
            var caller = i;
            var mine =
                    IntStream.range(0, 64)
                            .filter(client -> client % 16 == caller)
                            .mapToObj(replies::get)
                            .toList();
            assertThat(numbersOf(mine)).isEqualTo(consecutive(72, 4));
            books(callers.get(i)).areSound();
        }
    }

    @Test
    void freezingANewAccountAtOnceWithItsFirstRequestsLosesNothing() {
        // The order does not matter: an account without changes is seeded as of that instant, and
        // one with changes advances to it.
        var tomorrow = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
        var caller = Caller.fresh(port);
        var freeze = "{\"frozen_time\": \"%s\"}".formatted(tomorrow);
        var replies =
                AtOnce.run(
                        20,
                        client ->
                                client % 2 == 0
                                        ? caller.put("/sandbox/clock", freeze).expect(200)
                                        : addFunds(caller, "7"));
        var funds = IntStream.range(0, 20).filter(i -> i % 2 == 1).mapToObj(replies::get).toList();
        assertThat(numbersOf(funds)).isEqualTo(consecutive(72, 10));
        assertThat(caller.get("/billing/invoices").<List<Object>>at("$.invoices")).hasSize(14);
        assertThat(Instant.parse(caller.get("/sandbox/clock").at("$.now"))).isEqualTo(tomorrow);
        books(caller).areSound();
    }

    private static List<Long> numbersOf(Collection<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.succeeds().<Number>at("$.invoice_id").longValue())
                .sorted()
                .toList();
    }

    private static List<Long> consecutive(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    @Test
    void fundsAddedAtOnceGetConsecutiveNumbers() {
        var caller = Caller.frozenAt(port, NOW);
        var replies = AtOnce.run(64, client -> addFunds(caller, (client + 1) + ".25"));
        assertThat(numbersOf(replies)).isEqualTo(consecutive(72, 64));
        for (var client = 0; client < 64; client++) {
            var number = replies.get(client).<Integer>at("$.invoice_id");
            assertThat(caller.get("/billing/invoices/" + number).<String>at("$.invoice.total"))
                    .isEqualTo((client + 1) + ".25");
        }
        books(caller).areSound();
    }

    @Test
    void hourlyOrdersAtOnceNeverOverdrawTheBalance() {
        var caller = Caller.frozenAt(port, NOW);
        var price = new BigDecimal("21.50");
        var replies = AtOnce.run(32, client -> order(caller, 12, "hourly", "h" + client));

        assertThat(successes(replies)).as("100.00 pays four").isEqualTo(4);
        assertThat(balance(caller))
                .isEqualByComparingTo(
                        new BigDecimal("100").subtract(price.multiply(BigDecimal.valueOf(4))));
        var services =
                caller.get("/services").<List<Map<String, Object>>>at("$.services[?(@.id > 12)]");
        assertThat(services)
                .hasSize(4)
                .allSatisfy(service -> {
                    assertThat(service).containsEntry("status", "Active");
                    var client = Integer.parseInt(service.get("domain").toString().substring(1));
                    assertThat(isSuccess(replies.get(client))).isTrue();
                });
        books(caller).areSound();
    }

    @Test
    void hourlyOrdersOfManyPricesSpendNoMoreThanThereIs() {
        var caller = Caller.frozenAt(port, NOW);
        var prices = Map.of(3, "2.00", 4, "3.95", 9, "2.10", 10, "6.40", 11, "2.75");
        var pids = List.copyOf(prices.keySet());
        var replies =
                AtOnce.run(
                        64, client -> order(caller, pids.get(client % pids.size()), "hourly", "h"));

        var spent =
                IntStream.range(0, 64)
                        .filter(client -> isSuccess(replies.get(client)))
                        .mapToObj(client ->
                                new BigDecimal(prices.get(pids.get(client % pids.size()))))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(balance(caller)).isEqualByComparingTo(new BigDecimal("100").subtract(spent));
        assertThat(caller.get("/services").<List<Object>>at("$.services[?(@.id > 12)]"))
                .hasSize((int) successes(replies));
        assertThat(balance(caller))
                .as("too little for the dearest")
                .isLessThan(new BigDecimal("6.40"));
        books(caller).areSound();
    }

    @Test
    void monthlyOrdersAtOnceShareTheCreditAndChargeTheCardOnceEach() {
        var caller = Caller.frozenAt(port, NOW);
        var replies = AtOnce.run(16, client -> order(caller, 5, "monthly", "m" + client));
        assertThat(successes(replies)).isEqualTo(16);
        assertThat(balance(caller)).isZero();
        var books = books(caller).areSound();
        assertThat(books.rows("invoices").stream().filter(row -> row.number("number") > 71))
                .hasSize(16)
                .allSatisfy(row -> assertThat(row.text("status")).isEqualTo("PAID"));
        assertThat(
                        books.rows("transactions").stream()
                                .map(row -> row.money("amount"))
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("16 x 180.00 less 100.00 of credit")
                .isEqualByComparingTo("2780.00");
    }

    @Test
    void aPaymentFinishingWhileOthersPollAndOrderPaysOnce() {
        var caller = Caller.frozenAt(port, NOW);
        addFunds(caller, "60").succeeds();
        var path = "/billing/crypto/payments/" + payInCrypto(caller, 72).<String>at("$.payment.id");
        var work = new ArrayList<Callable<Reply>>();
        for (var i = 0; i < 12; i++) {
            work.add(() -> caller.get(path).succeeds());
            work.add(() -> caller.get("/billing/invoices/72").succeeds());
            work.add(() -> caller.get("/billing/balance").succeeds());
        }
        for (var i = 0; i < 8; i++) {
            work.add(() -> order(caller, 12, "hourly", "h").expect(200));
            work.add(() -> addFunds(caller, "5").succeeds());
        }
        work.add(() -> caller.advance("PT11S"));
        AtOnce.run(work);

        assertThat(caller.get(path).<String>at("$.payment.status")).isEqualTo("finished");
        assertThat(caller.get("/billing/invoices/72").<String>at("$.invoice.status"))
                .isEqualTo("Paid");
        var orders = caller.get("/services").<List<Object>>at("$.services[?(@.id > 12)]").size();
        assertThat(orders).as("orders the balance paid").isBetween(4, 7);
        assertThat(balance(caller))
                .as("100.00 and the 60.00 once, less the orders")
                .isEqualByComparingTo(
                        new BigDecimal("160")
                                .subtract(
                                        new BigDecimal("21.50")
                                                .multiply(BigDecimal.valueOf(orders))));
        assertThat(books(caller).areSound().rows("transactions")).hasSize(1);
    }

    @Test
    void pollersOfARunningClockSettleAPaymentOnce() {
        var caller = Caller.frozenAt(port, NOW);
        addFunds(caller, "60").succeeds();
        var path = "/billing/crypto/payments/" + payInCrypto(caller, 72).<String>at("$.payment.id");
        caller.advance("PT10.100S");
        var walk = List.of("sending", "finished");
        AtOnce.run(
                        24,
                        client -> {
                            if (client == 0) {
                                caller.put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
                            }
                            var seen = 0;
                            var deadline = Instant.now().plus(SLOW);
                            while (seen < walk.size() - 1) {
                                var status =
                                        walk.indexOf(
                                                caller.get(path)
                                                        .succeeds()
                                                        .<String>at("$.payment.status"));
                                assertThat(status)
                                        .as("a status never goes back")
                                        .isGreaterThanOrEqualTo(seen);
                                assertThat(Instant.now()).isBefore(deadline);
                                seen = status;
                            }
                            assertThat(
                                            caller.get("/billing/invoices/72")
                                                    .<String>at("$.invoice.status"))
                                    .isEqualTo("Paid");
                            return balance(caller);
                        })
                .forEach(balance -> assertThat(balance).isEqualByComparingTo("160"));
        assertThat(books(caller).areSound().rows("transactions")).hasSize(1);
    }

    @Test
    void manyPaymentsOfOneInvoicePayItOnceAndCreditTheRest() {
        var caller = Caller.frozenAt(port, NOW);
        addFunds(caller, "60").succeeds();
        var payments = AtOnce.run(8, client -> payInCrypto(caller, 72).succeeds());
        assertThat(
                        payments.stream()
                                .map(reply -> Long.parseLong(reply.at("$.payment.id")))
                                .sorted())
                .isEqualTo(consecutive(4465327355L, 8));
        AtOnce.run(
                16,
                client ->
                        client % 2 == 0
                                ? caller.advance("PT3S")
                                : caller.get("/billing/invoices").succeeds());
        assertThat(caller.get("/billing/invoices/72").<String>at("$.invoice.status"))
                .isEqualTo("Paid");
        assertThat(balance(caller)).as("100 + 60 + 7 x 60").isEqualByComparingTo("580");
        assertThat(books(caller).areSound().rows("transactions")).hasSize(8);
    }

    @Test
    void theSameCardAddedAtOnceIsAddedOnce() {
        var caller = Caller.frozenAt(port, NOW);
        var replies = AtOnce.run(32, client -> addCard(caller, "pm_1ConcurrentCard"));
        assertThat(successes(replies)).isEqualTo(1);
        assertThat(replies.stream().filter(reply -> !isSuccess(reply)))
                .allSatisfy(reply -> reply.isUserError("already attached"));
        assertThat(caller.get("/billing/stripe/cards").<List<Integer>>at("$.payment_methods[*].id"))
                .containsExactly(15, 16);
        books(caller).areSound();
    }

    @Test
    void virtualIdAddedAtOnceIsACardOfItsOwnEachTime() {
        var caller = Caller.frozenAt(port, NOW);
        var replies = AtOnce.run(8, client -> addCard(caller, "pm_card_mastercard"));
        assertThat(successes(replies)).isEqualTo(8);
        assertThat(
                        caller.get("/billing/stripe/cards")
                                .<List<String>>at("$.payment_methods[*].remote_token"))
                .hasSize(9)
                .doesNotHaveDuplicates();
        books(caller).areSound();
    }

    @Test
    void cardsAddedDeletedAndPreferredAtOnceLeaveOneDefault() {
        var caller = Caller.frozenAt(port, NOW);
        for (var i = 0; i < 9; i++) {
            addCard(caller, "pm_number" + i).succeeds();
        }
        var replies =
                AtOnce.run(
                        40,
                        client ->
                                client % 2 == 0
                                        ? caller.put(
                                                "/billing/stripe/cards/"
                                                        + (15 + client / 4)
                                                        + "/default")
                                        : caller.delete(
                                                "/billing/stripe/cards/" + (15 + client / 8)));
        assertThat(
                        IntStream.range(0, 40)
                                .filter(client -> client % 2 == 1)
                                .mapToObj(replies::get)
                                .filter(ConcurrencyTests::isSuccess))
                .as("each of five cards is deleted once")
                .hasSize(5);
        assertThat(caller.get("/billing/stripe/cards").<List<Integer>>at("$.payment_methods[*].id"))
                .containsExactlyInAnyOrder(20, 21, 22, 23, 24);
        books(caller).areSound();
    }

    @Test
    void eightClientsAdvancingAtOnceMoveTheClockByTheirSum() {
        var caller = Caller.frozenAt(port, NOW);
        addFunds(caller, "60").succeeds();
        payInCrypto(caller, 72).succeeds();
        payInCrypto(caller, 34).succeeds();
        order(caller, 12, "hourly", "h").succeeds();
        caller.advance(
                "PT59M30S"); // The payments have ended, and the next hour is 30 seconds away.
        payInCrypto(caller, 41).succeeds();
        var before = books(caller).rows("events").size();

        var replies = AtOnce.run(8, client -> caller.advance("PT15S"));

        assertThat(caller.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T16:25:13.444Z");
        eachEffectIsListedOnce(caller, before, replies);
        assertThat(replies.stream().<String>flatMap(reply -> listed(reply, "what")))
                .contains(
                        "crypto_payment.confirming",
                        "crypto_payment.confirmed",
                        "crypto_payment.sending",
                        "crypto_payment.finished",
                        "invoice.paid")
                .filteredOn("balance.changed"::equals)
                .as("the payment, and an hour of the service")
                .hasSize(2);
        books(caller).areSound();
    }

    @Test
    void advancesByDaysAtOnceRunEachPieceOfWorkOnce() {
        var caller = withWorkForFortyDays();
        var before = books(caller).rows("events").size();
        var work = new ArrayList<Callable<Reply>>();
        for (var i = 0; i < 8; i++) {
            work.add(() -> caller.advance("P5DT1H"));
            work.add(() -> caller.get("/billing/invoices").succeeds());
        }
        var advances =
                AtOnce.run(work).stream()
                        .filter(reply -> reply.body().contains("effects"))
                        .toList();

        assertThat(caller.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-07-19T23:23:43.444Z");
        eachEffectIsListedOnce(caller, before, advances);
        var alone = withWorkForFortyDays();
        alone.advance("P40DT8H");
        for (var path :
                List.of(
                        "/billing/balance",
                        "/billing/invoices",
                        "/services",
                        BILLING + "/history?org_id=1001")) {
            assertThat(caller.get(path).body())
                    .as("as if one client had advanced: %s", path)
                    .isEqualTo(alone.get(path).body());
        }
        books(caller).areSound();
    }

    private Caller withWorkForFortyDays() {
        var caller = Caller.frozenAt(port, NOW);
        addFunds(caller, "60").succeeds();
        payInCrypto(caller, 72).succeeds();
        order(caller, 4, "hourly", "h").succeeds();
        order(caller, 5, "monthly", "m").succeeds();
        return caller;
    }

    private void eachEffectIsListedOnce(Caller caller, int eventsBefore, List<Reply> replies) {
        var happened =
                books(caller).rows("events").stream()
                        .skip(eventsBefore)
                        .filter(row -> row.text("due").equals("true"))
                        .map(row ->
                                Instant.ofEpochMilli(row.number("at_millis"))
                                        + " "
                                        + row.text("type")
                                        + " "
                                        + row.text("subject"))
                        .sorted()
                        .toList();
        var listed =
                replies.stream()
                        .flatMap(reply -> reply.<List<Map<String, String>>>at("$.effects").stream())
                        .map(effect ->
                                Instant.parse(effect.get("at"))
                                        + " "
                                        + effect.get("what")
                                        + " "
                                        + effect.get("subject"))
                        .sorted()
                        .toList();
        assertThat(happened).isNotEmpty();
        assertThat(listed).isEqualTo(happened);
    }

    private static Stream<String> listed(Reply reply, String field) {
        return reply.<List<String>>at("$.effects[*]." + field).stream();
    }

    private static String link(Reply reply) {
        return reply.expect(200).<String>at("$.response").replaceFirst("https?://[^/]+", "");
    }

    private Reply submit(Caller caller, String path) {
        return Caller.send(
                caller.request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "number=4242424242424242&expiry=12%20/%2040&cvc=123"))
                        .build());
    }

    @Test
    void aCheckoutPageSubmittedAtOnceSubscribesOnce() {
        var caller = Caller.frozenAt(port, NOW);
        var path = link(update(caller, "getpaymentlink&org_id=1002&quantity=20"));
        var replies = AtOnce.run(24, client -> submit(caller, path));
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .allSatisfy(reply -> reply.expect(409));
        onlyOneSubscriptionOf1002(caller);
    }

    @Test
    void linksAskedForAndPaidAtOnceSubscribeOnce() {
        var caller = Caller.frozenAt(port, NOW);
        var replies =
                AtOnce.run(
                        16,
                        client -> {
                            var asked = update(caller, "getpaymentlink&org_id=1002&quantity=20");
                            return asked.status() == 200 ? submit(caller, link(asked)) : asked;
                        });
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .allSatisfy(reply -> reply.expect(409));
        onlyOneSubscriptionOf1002(caller);
    }

    private void onlyOneSubscriptionOf1002(Caller caller) {
        assertThat(
                        caller.get(BILLING + "/describe?org_id=1002")
                                .<String>at("$.response.subscription.quantity"))
                .isEqualTo("20");
        var books = books(caller).areSound();
        assertThat(books.rows("subscriptions")).hasSize(2);
        assertThat(books.rows("payment_methods")).hasSize(1);
        caller.advance("P1M");
        assertThat(
                        caller.get(BILLING + "/history?org_id=1002")
                                .<List<String>>at("$.billing_history[*].amount"))
                .as("one month is billed, once: 20 x 5.99")
                .containsExactly("119.80");
    }

    @Test
    void updatesAtOnceBillTheDaysUsedOnce() {
        var caller = Caller.frozenAt(port, NOW);
        caller.advance("P9D");
        var replies =
                AtOnce.run(
                        24,
                        client ->
                                update(
                                        caller,
                                        "updatesubscription&org_id=1001&quantity="
                                                + (20 + client)));
        assertThat(replies).allSatisfy(reply -> reply.expect(200));
        assertThat(newHistory(caller)).as("10 x 5.99 x 10 / 30").containsExactly("19.97");
        books(caller).areSound();
    }

    @Test
    void cancelAndUpdateAtOnceCancelOnceAndBillTheDaysUsedOnce() {
        for (var round = 0; round < 4; round++) {
            var caller = Caller.frozenAt(port, NOW);
            caller.advance("P9D");
            var replies =
                    AtOnce.run(
                            24,
                            client ->
                                    client % 3 == 0
                                            ? update(caller, "cancelsubscription&org_id=1001")
                                            : update(
                                                    caller,
                                                    "updatesubscription&org_id=1001&quantity="
                                                            + (20 + client)));
            assertThat(
                            IntStream.range(0, 24)
                                    .filter(client -> client % 3 == 0)
                                    .mapToObj(client -> replies.get(client).status())
                                    .sorted())
                    .as("one cancels")
                    .containsExactly(200, 409, 409, 409, 409, 409, 409, 409);
            assertThat(replies).extracting(Reply::status).containsOnly(200, 409);
            assertThat(
                            caller.get(BILLING + "/describe?org_id=1001")
                                    .<String>at("$.response.subscription.plan"))
                    .isEqualTo("free");
            assertThat(newHistory(caller)).containsExactly("19.97");
            caller.advance("P40D");
            assertThat(newHistory(caller)).as("nothing more is billed").hasSize(1);
            books(caller).areSound();
        }
    }

    /** Returns the amounts that the seeded history of organization 1001 does not have. */
    private static List<String> newHistory(Caller caller) {
        return caller.get(BILLING + "/history?org_id=1001")
                .at("$.billing_history[?(@.amount != '59.90')].amount");
    }

    @Test
    void resourcesAndDowngradesAtOnceNeverExceedTheQuantity() {
        for (var round = 0; round < 4; round++) {
            var caller = Caller.frozenAt(port, NOW);
            var replies =
                    AtOnce.run(
                            16,
                            client ->
                                    client % 2 == 0
                                            ? update(
                                                    caller,
                                                    "updatesubscription&org_id=1001&quantity=7")
                                            : caller.put(
                                                    "/sandbox/organizations/1001/resources",
                                                    "{\"resources\": 10}"));
            assertThat(replies).extracting(Reply::status).containsOnly(200, 409);
            var described = caller.get(BILLING + "/describe?org_id=1001");
            assertThat(described.<Integer>at("$.response.organization.resources"))
                    .isLessThanOrEqualTo(
                            Integer.parseInt(described.at("$.response.subscription.quantity")));
        }
    }

    @Test
    void resetDuringLoadLeavesTheSeed() {
        var caller = Caller.frozenAt(port, NOW);
        var reset = "{\"frozen_time\": \"%s\"}".formatted(NOW);
        var work = new ArrayList<Callable<List<Reply>>>();
        for (var client = 0; client < 12; client++) {
            var random = new Random(client);
            work.add(() -> repeat(40, () -> anything(caller, random)));
        }
        work.add(() -> repeat(10, () -> caller.post("/sandbox/reset", reset).expect(200)));
        AtOnce.run(work).forEach(replies -> replies.forEach(ConcurrencyTests::isNoServerError));
        books(caller).areSound();

        caller.post("/sandbox/reset", reset).expect(200);
        var fresh = Caller.frozenAt(port, NOW);
        for (var path :
                List.of(
                        "/billing/balance",
                        "/billing/invoices",
                        "/billing/stripe/cards",
                        "/services",
                        "/v1/organizations/list",
                        BILLING + "/describe?org_id=1001",
                        BILLING + "/history?org_id=1001",
                        "/sandbox/clock")) {
            assertThat(caller.get(path).expect(200).body()).isEqualTo(fresh.get(path).body());
        }
        assertThat(books(caller).schedule()).isEqualTo(books(fresh).schedule());
        assertThat(books(caller).areSound().rows("events")).isEmpty();
        addFunds(caller, "5").isExactly("{\"result\": \"success\", \"invoice_id\": 72}");
    }

    private static List<Reply> repeat(int times, Callable<Reply> call) throws Exception {
        var replies = new ArrayList<Reply>();
        for (var i = 0; i < times; i++) {
            replies.add(call.call());
        }
        return replies;
    }

    private static void isNoServerError(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isLessThan(500);
    }

    @Test
    void mixedLoadOverManyAccountsKeepsEachSound() {
        var seed = new Random().nextLong();
        var callers = IntStream.range(0, 8).mapToObj(i -> Caller.frozenAt(port, NOW)).toList();
        var work = new ArrayList<Callable<List<Duration>>>();
        for (var client = 0; client < 32; client++) {
            var random = new Random(seed + client);
            var caller = callers.get(client % callers.size());
            work.add(() -> {
                var took = new ArrayList<Duration>();
                for (var i = 0; i < 30; i++) {
                    took.add(timed(() -> isNoServerError(anything(caller, random))));
                }
                return took;
            });
        }
        var took = AtOnce.run(work);
        assertThat(took.stream().flatMap(List::stream))
                .as("seed %d", seed)
                .allMatch(time -> time.compareTo(SLOW) < 0);
        callers.forEach(caller -> {
            var books = books(caller).areSound();
            assertThat(balance(caller)).isEqualByComparingTo(books.balance());
        });
    }

    @Test
    void oneAccountsPastDelaysNoOtherAccount() {
        var busy = Caller.frozenAt(port, NOW);
        addFunds(busy, "100000").succeeds();
        payInCrypto(busy, 72).succeeds();
        busy.advance("PT11S");
        order(busy, 5, "hourly", "h").succeeds();
        var other = Caller.frozenAt(port, NOW);
        other.get("/billing/balance").succeeds();

        var advanced = new AtomicBoolean();
        var work = new ArrayList<Callable<Integer>>();
        work.add(() -> {
            busy.advance("P40D");
            advanced.set(true);
            return 0;
        });
        for (var i = 0; i < 6; i++) {
            work.add(() -> {
                addFunds(busy, "5").succeeds();
                return 0;
            });
        }
        work.add(() -> {
            var meanwhile = 0;
            do {
                other.get("/billing/balance").succeeds();
                addFunds(other, "5").succeeds();
                meanwhile += advanced.get() ? 0 : 1;
            } while (!advanced.get());
            return meanwhile;
        });
        assertThat(AtOnce.run(work).getLast())
                .as("reads and changes of the other account, beside the advance")
                .isGreaterThan(1);
        books(busy).areSound();
        books(other).areSound();
    }

    private static Duration timed(Runnable work) {
        var begun = Instant.now();
        work.run();
        return Duration.between(begun, Instant.now());
    }

    /** Sends a random request, valid or not. */
    private static Reply anything(Caller caller, Random random) {
        var pids = List.of(4, 9, 11, 12, 99);
        return switch (random.nextInt(22)) {
            case 0, 1 ->
                    addFunds(
                            caller,
                            List.of("10", "55.5", "0", "-3", "1e400").get(random.nextInt(5)));
            case 2, 3 ->
                    payInCrypto(
                            caller,
                            random.nextBoolean() ? 34 + random.nextInt(9) : 72 + random.nextInt(8));
            case 4, 5 -> order(caller, pids.get(random.nextInt(5)), "hourly", "h");
            case 6 -> order(caller, pids.get(random.nextInt(5)), "monthly", "m");
            case 7 ->
                    addCard(
                            caller,
                            "pm_card_"
                                    + List.of(
                                                    "visa",
                                                    "amex",
                                                    "chargeCustomerFail",
                                                    "visa_chargeDeclined",
                                                    "none")
                                            .get(random.nextInt(5)));
            case 8 -> caller.delete("/billing/stripe/cards/" + (15 + random.nextInt(4)));
            case 9 -> caller.put("/billing/stripe/cards/" + (15 + random.nextInt(4)) + "/default");
            case 10 ->
                    caller.post(
                            "/sandbox/clock/advance",
                            "{\"by\": \"%s\"}"
                                    .formatted(
                                            List.of("PT2S", "PT11S", "PT1H", "P1D", "-P1D")
                                                    .get(random.nextInt(5))));
            case 11 ->
                    update(caller, "updatesubscription&org_id=1001&quantity=" + random.nextInt(40));
            case 12 -> update(caller, "cancelsubscription&org_id=" + (1001 + random.nextInt(3)));
            case 13 ->
                    update(
                            caller,
                            "getpaymentlink&quantity=8&org_id=" + (1001 + random.nextInt(2)));
            case 14 ->
                    caller.put(
                            "/sandbox/organizations/1001/resources",
                            "{\"resources\": %d}".formatted(random.nextInt(30)));
            case 15 -> caller.get("/billing/crypto/payments/" + (4465327355L + random.nextInt(5)));
            case 16 -> caller.get("/billing/invoices/" + (70 + random.nextInt(9)));
            case 17 -> caller.get("/billing/invoices");
            case 18 -> caller.get("/services");
            case 19 -> caller.get("/billing/stripe/cards");
            case 20 -> caller.get(BILLING + "/history?org_id=1001");
            default -> caller.get("/sandbox/clock");
        };
    }
}
