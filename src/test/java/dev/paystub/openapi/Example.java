package dev.paystub.openapi;

import dev.paystub.testing.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request shown in the OpenAPI documents, with its preparation. Each runs in its own account, on
 * a clock frozen at the instant of the document's sample.
 */
record Example(
        String group,
        String operation,
        String name,
        String method,
        String path,
        @Nullable String request,
        Consumer<Caller> before) {

    static final String DOCUMENTED_INSTANT = "2024-06-09T15:23:43.444Z";

    static List<Example> all() {
        var examples = new ArrayList<Example>();
        pureGpu(examples);
        cloudPlans(examples);
        sandbox(examples);
        pagesAndWorlds(examples);
        webhooks(examples);
        startsAndDifferences(examples);
        timeAndExplanations(examples);
        faultsAndKnowing(examples);
        return examples;
    }

    private static Example of(
            String group, String operation, String name, String request, String body) {
        return new Example(
                group,
                operation,
                name,
                request.split(" ")[0],
                request.split(" ")[1],
                body,
                caller -> {});
    }

    private Example after(Consumer<Caller> steps) {
        return new Example(group, operation, name, method, path, request, steps);
    }

    private static void pureGpu(List<Example> to) {
        var api = "puregpu";
        to.add(of(api, "listCards", "documented", "GET /billing/stripe/cards", null));
        to.add(
                of(
                        api,
                        "addCard",
                        "documented",
                        "POST /billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_1P6wzCFTTwwr4vA7vu6Rb5Iz\"}"));
        to.add(
                of(
                        api,
                        "addCard",
                        "declined",
                        "POST /billing/stripe/cards",
                        "{\"stripe_payment_method_id\":"
                                + " \"pm_card_visa_chargeDeclinedInsufficientFunds\"}"));
        to.add(of(api, "deleteCard", "documented", "DELETE /billing/stripe/cards/15", null));
        to.add(of(api, "deleteCard", "unknown", "DELETE /billing/stripe/cards/99", null));
        to.add(
                of(
                        api,
                        "setDefaultCard",
                        "documented",
                        "PUT /billing/stripe/cards/15/default",
                        null));
        to.add(of(api, "listCurrencies", "all", "GET /billing/crypto/currencies", null));
        var payInBitcoin = "{\"invoice_id\": 34, \"currency\": \"BTC\"}";
        to.add(
                of(
                        api,
                        "createPayment",
                        "documented",
                        "POST /billing/crypto/payments",
                        payInBitcoin));
        to.add(
                of(
                        api,
                        "createPayment",
                        "paid-already",
                        "POST /billing/crypto/payments",
                        "{\"invoice_id\": 70, \"currency\": \"BTC\"}"));
        to.add(
                of(api, "getPayment", "documented", "GET /billing/crypto/payments/34", null)
                        .after(caller -> {
                            caller.post("/billing/crypto/payments", payInBitcoin).succeeds();
                            caller.advance("PT15S");
                        }));
        to.add(of(api, "getPayment", "unknown", "GET /billing/crypto/payments/34", null));
        to.add(of(api, "listProducts", "all", "GET /billing/products", null));
        to.add(of(api, "getProduct", "documented", "GET /billing/products/1", null));
        to.add(of(api, "getProduct", "unknown", "GET /billing/products/99", null));
        to.add(
                of(
                        api,
                        "addOrder",
                        "documented",
                        "POST /billing/orders",
                        """
                        {"pid": 1, "billingcycle": "hourly", "hostname": "test", "os": "", "sshkeys": ""}\
                        """));
        to.add(
                of(
                        api,
                        "addOrder",
                        "bad-hostname",
                        "POST /billing/orders",
                        """
                        {"pid": 1, "billingcycle": "hourly", "hostname": "-", "os": "", "sshkeys": ""}\
                        """));
        to.add(
                of(
                        api,
                        "addFundsInvoice",
                        "documented",
                        "POST /billing/invoices/funds",
                        "{\"amount\": 10}"));
        to.add(of(api, "addFundsInvoice", "missing-amount", "POST /billing/invoices/funds", "{}"));
        to.add(of(api, "getBalance", "documented", "GET /billing/balance", null));
        to.add(of(api, "listInvoices", "documented", "GET /billing/invoices", null));
        to.add(of(api, "getInvoice", "documented", "GET /billing/invoices/41", null));
        to.add(of(api, "getInvoice", "unknown", "GET /billing/invoices/99", null));
        to.add(of(api, "listServices", "documented", "GET /services", null));
        to.add(of(api, "getService", "documented", "GET /services/12", null));
        to.add(of(api, "getService", "unknown", "GET /services/99", null));
    }

    private static void cloudPlans(List<Example> to) {
        var api = "cloudplans";
        var billing = "/v1/organizations/billing";
        var update = "POST " + billing + "/update?action=";
        to.add(
                of(
                        api,
                        "listOrganizations",
                        "seeded",
                        "GET /v1/organizations/list?action=list",
                        null));
        to.add(
                of(
                        api,
                        "createOrganization",
                        "new",
                        "POST /v1/organizations/create?action=create",
                        "{\"org_name\": \"Rocket Labs\"}"));
        to.add(
                of(
                        api,
                        "describeBilling",
                        "subscribed",
                        "GET " + billing + "/describe?action=getorganization&org_id=1001",
                        null));
        to.add(
                of(
                        api,
                        "describeBilling",
                        "free",
                        "GET " + billing + "/describe?action=getorganization&org_id=1002",
                        null));
        to.add(
                of(
                        api,
                        "describeBilling",
                        "unknown",
                        "GET " + billing + "/describe?action=getorganization&org_id=99",
                        null));
        to.add(
                of(
                        api,
                        "billingHistory",
                        "seeded",
                        "GET " + billing + "/history?action=list_billing&org_id=1001",
                        null));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "getpaymentlink",
                        update + "getpaymentlink",
                        "{\"org_id\": \"1002\", \"quantity\": 10}"));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "getupdatecardlink",
                        update + "getupdatecardlink",
                        "{\"org_id\": \"1001\"}"));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "updatesubscription",
                        update + "updatesubscription",
                        "{\"org_id\": \"1001\", \"quantity\": 100}"));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "cancelsubscription",
                        update + "cancelsubscription",
                        "{\"org_id\": \"1001\"}"));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "below-use",
                        update + "updatesubscription",
                        "{\"org_id\": \"1001\", \"quantity\": 5}"));
        to.add(
                of(
                        api,
                        "updateBilling",
                        "bad-quantity",
                        update + "updatesubscription",
                        "{\"org_id\": \"1001\", \"quantity\": 0}"));
    }

    private static void webhooks(List<Example> to) {
        var api = "sandbox";
        var registration =
                """
                {"url": "https://shop.example/hooks", "events": ["invoice.*"], "misbehave": {"delay": "PT30S"}}\
                """;
        Consumer<Caller> registered =
                caller -> {
                    caller.post("/sandbox/webhooks", registration).expect(201);
                    caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
                };
        to.add(of(api, "createWebhook", "standard", "POST /sandbox/webhooks", registration));
        to.add(
                of(
                        api,
                        "createWebhook",
                        "metadata",
                        "POST /sandbox/webhooks",
                        "{\"url\": \"http://169.254.169.254/latest/meta-data\"}"));
        to.add(of(api, "listWebhooks", "one", "GET /sandbox/webhooks", null).after(registered));
        to.add(of(api, "getWebhook", "one", "GET /sandbox/webhooks/1", null).after(registered));
        to.add(of(api, "getWebhook", "unknown", "GET /sandbox/webhooks/1", null));
        to.add(
                of(
                                api,
                                "updateWebhook",
                                "lose-one",
                                "PATCH /sandbox/webhooks/1",
                                "{\"misbehave\": {\"drop_first\": 1}}")
                        .after(registered));
        var deliveries = " /sandbox/webhooks/1/deliveries";
        to.add(of(api, "listDeliveries", "waiting", "GET" + deliveries, null).after(registered));
        to.add(
                of(api, "getDelivery", "waiting", "GET" + deliveries + "/1", null)
                        .after(registered));
        to.add(
                of(
                                api,
                                "triggerWebhook",
                                "paid",
                                "POST /sandbox/webhooks/1/trigger",
                                "{\"type\": \"invoice.paid\"}")
                        .after(registered));
    }

    private static void sandbox(List<Example> to) {
        var api = "sandbox";
        to.add(of(api, "readClock", "frozen", "GET /sandbox/clock", null));
        to.add(
                of(
                        api,
                        "setClock",
                        "freeze",
                        "PUT /sandbox/clock",
                        "{\"frozen_time\": \"2024-06-10T00:00:00.000Z\"}"));
        to.add(
                of(
                                api,
                                "setClock",
                                "backwards",
                                "PUT /sandbox/clock",
                                "{\"frozen_time\": \"2024-06-01T00:00:00.000Z\"}")
                        .after(caller ->
                                caller.post("/billing/invoices/funds", "{\"amount\": 10}")
                                        .succeeds()));
        to.add(
                of(
                                api,
                                "advanceClock",
                                "payment-finishes",
                                "POST /sandbox/clock/advance",
                                "{\"by\": \"PT15S\"}")
                        .after(caller ->
                                caller.post(
                                                "/billing/crypto/payments",
                                                "{\"invoice_id\": 34, \"currency\":" + " \"btc\"}")
                                        .succeeds()));
        to.add(
                of(
                        api,
                        "advanceClock",
                        "not-a-duration",
                        "POST /sandbox/clock/advance",
                        "{\"by\": \"soon\"}"));
        deposits(to);
        to.add(
                of(
                        api,
                        "reset",
                        "frozen",
                        "POST /sandbox/reset",
                        "{\"frozen_time\": \"2024-06-09T15:23:43.444Z\"}"));
        to.add(
                of(
                        api,
                        "setResources",
                        "within-the-limit",
                        "PUT /sandbox/organizations/1001/resources",
                        "{\"resources\": 3}"));
        to.add(
                of(
                        api,
                        "setResources",
                        "over-the-limit",
                        "PUT /sandbox/organizations/1001/resources",
                        "{\"resources\": 11}"));
    }

    private static void deposits(List<Example> to) {
        var api = "sandbox";
        var payments = "/sandbox/crypto/payments";
        var payment = payments + "/4465327355";
        var deposit = "{\"amount\": 0.0003}";
        Consumer<Caller> waiting =
                caller ->
                        caller.post(
                                        "/billing/crypto/payments",
                                        "{\"invoice_id\": 34, \"currency\": \"btc\", \"case\":"
                                                + " \"common\"}")
                                .succeeds();
        Consumer<Caller> partiallyPaid =
                waiting.andThen(caller -> {
                    caller.post(payment + "/deposits", deposit).expect(200);
                    caller.advance("PT8S");
                });
        to.add(
                of(api, "listCryptoPayments", "late-deposit", "GET " + payments, null)
                        .after(
                                partiallyPaid.andThen(caller ->
                                        caller.post(payment + "/deposits", deposit).expect(200))));
        to.add(of(api, "getCryptoPayment", "waiting", "GET " + payment, null).after(waiting));
        to.add(of(api, "getCryptoPayment", "unknown", "GET " + payment, null));
        var post = "POST " + payment + "/deposits";
        to.add(of(api, "depositCoins", "first", post, deposit).after(waiting));
        to.add(of(api, "depositCoins", "late", post, deposit).after(partiallyPaid));
        to.add(
                of(api, "depositCoins", "too-fine", post, "{\"amount\": 0.000000001}")
                        .after(waiting));
        to.add(
                of(api, "depositCoins", "plays-by-itself", post, deposit)
                        .after(caller ->
                                caller.post(
                                                "/billing/crypto/payments",
                                                "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                                        .succeeds()));
    }

    private static void pagesAndWorlds(List<Example> to) {
        var api = "sandbox";
        Consumer<Caller> opened =
                caller ->
                        caller.post(
                                        "/v1/organizations/billing/update?action=getpaymentlink",
                                        "{\"org_id\": \"1002\", \"quantity\": 10}")
                                .expect(200);
        var latest = " /sandbox/checkouts/latest";
        to.add(of(api, "listCheckouts", "open", "GET /sandbox/checkouts", null).after(opened));
        to.add(of(api, "getCheckout", "open", "GET" + latest, null).after(opened));
        to.add(of(api, "getCheckout", "none", "GET" + latest, null));
        to.add(
                of(
                                api,
                                "completeCheckout",
                                "mastercard",
                                "POST" + latest + "/complete",
                                "{\"card\": \"pm_card_mastercard\"}")
                        .after(opened));
        to.add(
                of(
                                api,
                                "completeCheckout",
                                "declined",
                                "POST" + latest + "/complete",
                                "{\"card\": \"4000000000009995\"}")
                        .after(opened));
        to.add(
                of(api, "declineCheckout", "generic", "POST" + latest + "/decline", "{}")
                        .after(opened));
        to.add(
                of(api, "abandonCheckout", "open", "POST" + latest + "/abandon", null)
                        .after(opened));
        Consumer<Caller> kept = caller -> caller.post("/sandbox/snapshots/before").expect(200);
        to.add(of(api, "listEvents", "page-opened", "GET /sandbox/events", null).after(opened));
        to.add(of(api, "takeSnapshot", "before", "POST /sandbox/snapshots/before", null));
        to.add(of(api, "listSnapshots", "one", "GET /sandbox/snapshots", null).after(kept));
        to.add(
                of(api, "restoreSnapshot", "before", "POST /sandbox/snapshots/before/restore", null)
                        .after(kept));
        to.add(
                of(
                        api,
                        "restoreSnapshot",
                        "unknown",
                        "POST /sandbox/snapshots/nothing/restore",
                        null));
        to.add(
                of(api, "expireCheckout", "expired", "POST" + latest + "/expire", null)
                        .after(opened));
    }

    private static void startsAndDifferences(List<Example> to) {
        var api = "sandbox";
        var frozen = "{\"frozen_time\": \"%s\"}".formatted(DOCUMENTED_INSTANT);
        to.add(of(api, "listScenarios", "all", "GET /sandbox/scenarios", null));
        to.add(of(api, "reset", "scenario", "POST /sandbox/reset?scenario=low-balance", frozen));
        to.add(of(api, "reset", "unknown", "POST /sandbox/reset?scenario=rich", frozen));
        var states = "POST /sandbox/provider-states";
        to.add(of(api, "listProviderStates", "all", "GET /sandbox/provider-states", null));
        to.add(
                of(
                        api,
                        "setProviderState",
                        "setup",
                        states,
                        """
                        {"consumer": "shop", "state": "an unpaid invoice exists",
                         "params": {"amount": 31}, "action": "setup"}
                        """));
        to.add(
                of(
                        api,
                        "setProviderState",
                        "several",
                        states,
                        """
                        {"states": ["a service is suspended",
                                    {"name": "an organization exists", "params": {"org_name": "Rocket Labs"}}],
                         "action": "setup"}
                        """));
        to.add(
                of(
                        api,
                        "setProviderState",
                        "unknown",
                        states,
                        "{\"state\": \"an invoice is overdue\", \"action\": \"setup\"}"));
        var diff = "GET /sandbox/diff?against=before";
        to.add(
                of(api, "diff", "paid", diff, null)
                        .after(caller -> {
                            caller.post("/sandbox/snapshots/before").expect(200);
                            caller.post(
                                            "/billing/crypto/payments",
                                            "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                                    .succeeds();
                            caller.advance("PT15S");
                        }));
        to.add(of(api, "diff", "unknown", diff, null));
    }

    private static void timeAndExplanations(List<Example> to) {
        var api = "sandbox";
        to.add(
                of(api, "readState", "being-paid", "GET /sandbox/state?limit=1", null)
                        .after(caller -> {
                            caller.post(
                                            "/billing/crypto/payments",
                                            "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                                    .succeeds();
                            caller.post(
                                            "/v1/organizations/billing/update?action=getpaymentlink",
                                            "{\"org_id\": \"1002\", \"quantity\": 12}")
                                    .expect(200);
                        }));
        Consumer<Caller> ordered =
                caller ->
                        caller.post(
                                        "/billing/orders",
                                        """
                                        {"pid": 1, "billingcycle": "monthly", "hostname": "test", "os": "", "sshkeys": ""}\
                                        """)
                                .succeeds();
        Consumer<Caller> paid =
                caller -> {
                    caller.post(
                                    "/billing/crypto/payments",
                                    "{\"invoice_id\": 34, \"currency\": \"btc\", \"case\":"
                                            + " \"partially_paid\"}")
                            .succeeds();
                    caller.advance("PT15S");
                };
        to.add(
                of(
                        api,
                        "advanceClock",
                        "rehearsed",
                        "POST /sandbox/clock/advance?dry_run=true&effects=2",
                        "{\"by\": \"P1M\"}"));
        to.add(of(api, "listEvents", "gone", "GET /sandbox/events?after=99", null));
        to.add(of(api, "quiesce", "quiet", "POST /sandbox/quiesce?timeout=5s", null));
        to.add(of(api, "audit", "sound", "GET /sandbox/audit", null));
        var explain = "GET /sandbox/explain/";
        to.add(of(api, "explainBalance", "ordered", explain + "balance", null).after(ordered));
        to.add(
                of(api, "explainInvoice", "paid-by-card", explain + "invoices/72", null)
                        .after(ordered));
        to.add(of(api, "explainInvoice", "unknown", explain + "invoices/99", null));
        to.add(
                of(
                                api,
                                "explainCryptoPayment",
                                "underpaid",
                                explain + "crypto/payments/4465327355",
                                null)
                        .after(paid));
        to.add(
                of(api, "explainSubscription", "seeded", explain + "subscriptions/1001", null)
                        .after(caller -> caller.advance("P40D")));
    }

    private static void faultsAndKnowing(List<Example> to) {
        var api = "sandbox";
        var rule =
                """
                {"method": "POST", "path": "/billing/orders", "times": 2, "skip": 1,
                 "fault": "AFTER_COMMIT", "expires": "PT1H"}
                """;
        Consumer<Caller> armed = caller -> caller.post("/sandbox/faults", rule).expect(201);
        to.add(of(api, "addFault", "lost-order", "POST /sandbox/faults", rule));
        to.add(
                of(
                        api,
                        "addFault",
                        "refused-card",
                        "POST /sandbox/faults",
                        "{\"path\": \"/billing/stripe/cards\", \"status\": 402}"));
        to.add(
                of(
                        api,
                        "addFault",
                        "no-consequence",
                        "POST /sandbox/faults",
                        "{\"path\": \"/billing/**\"}"));
        to.add(of(api, "listFaults", "one", "GET /sandbox/faults", null).after(armed));
        Consumer<Caller> asked =
                caller -> {
                    caller.delete("/sandbox/requests").expect(204);
                    caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
                };
        to.add(of(api, "listRequests", "one", "GET /sandbox/requests", null).after(asked));
        to.add(of(api, "listRequests", "order", "GET /sandbox/requests?order=newest", null));
        var matcher = "{\"path\": \"/billing/**\", \"body\": {\"amount\": 10}}";
        to.add(
                of(api, "findRequests", "by-body", "POST /sandbox/requests/find", matcher)
                        .after(asked));
        to.add(
                of(api, "countRequests", "by-body", "POST /sandbox/requests/count", matcher)
                        .after(asked));
    }

    /**
     * Returns whether the request conforms to the contract; otherwise the document shows its
     * response only.
     */
    boolean isValid() {
        return !Set.of("bad-quantity", "missing-amount", "not-a-duration").contains(name);
    }

    @Override
    public String toString() {
        return operation + " " + name;
    }
}
