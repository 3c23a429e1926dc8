package dev.paystub.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.spy;

import dev.paystub.client.cloudplans.model.Created;
import dev.paystub.client.cloudplans.model.DescribedSubscription.PlanEnum;
import dev.paystub.client.cloudplans.model.ErrorBody;
import dev.paystub.client.cloudplans.model.HistoryEntry;
import dev.paystub.client.cloudplans.model.OfName;
import dev.paystub.client.cloudplans.model.OfQuantity;
import dev.paystub.client.cloudplans.model.OnlyOrganization;
import dev.paystub.client.cloudplans.model.UpdateBillingRequest;
import dev.paystub.client.puregpu.model.AddCard;
import dev.paystub.client.puregpu.model.AddFunds;
import dev.paystub.client.puregpu.model.AddOrder;
import dev.paystub.client.puregpu.model.Balance;
import dev.paystub.client.puregpu.model.CreatePayment;
import dev.paystub.client.puregpu.model.CreatePayment.CaseEnum;
import dev.paystub.client.puregpu.model.ErrorResult;
import dev.paystub.client.puregpu.model.InvoiceDetail;
import dev.paystub.client.puregpu.model.InvoiceEntry;
import dev.paystub.client.puregpu.model.InvoiceFound;
import dev.paystub.client.puregpu.model.NewPayment;
import dev.paystub.client.puregpu.model.PaymentEntry;
import dev.paystub.client.puregpu.model.ServiceDetail;
import dev.paystub.client.puregpu.model.ServiceEntry;
import dev.paystub.client.puregpu.model.Success;
import dev.paystub.client.sandbox.model.AccountEntry;
import dev.paystub.client.sandbox.model.AddFault;
import dev.paystub.client.sandbox.model.Advance;
import dev.paystub.client.sandbox.model.CheckoutEntry;
import dev.paystub.client.sandbox.model.CreateAccount;
import dev.paystub.client.sandbox.model.CryptoPaymentEntry;
import dev.paystub.client.sandbox.model.DepositCoins;
import dev.paystub.client.sandbox.model.EffectEntry;
import dev.paystub.client.sandbox.model.Fork;
import dev.paystub.client.sandbox.model.MisbehaveEntry;
import dev.paystub.client.sandbox.model.PayWith;
import dev.paystub.client.sandbox.model.Problem;
import dev.paystub.client.sandbox.model.RequestEntry;
import dev.paystub.client.sandbox.model.RequestMatcher;
import dev.paystub.client.sandbox.model.Reset;
import dev.paystub.client.sandbox.model.ScenarioEntry;
import dev.paystub.client.sandbox.model.SetClock;
import dev.paystub.client.sandbox.model.SetResources;
import dev.paystub.client.sandbox.model.StateChange;
import dev.paystub.client.sandbox.model.StateEntry;
import dev.paystub.client.sandbox.model.StateParameter;
import dev.paystub.client.sandbox.model.Trigger;
import dev.paystub.client.sandbox.model.WebhookEntry;
import dev.paystub.client.sandbox.model.WebhookRequest;
import dev.paystub.testing.Caller;
import dev.paystub.testing.FewAccountsServerTest;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Java clients that openapi-generator generated from {@code openapi/*.yaml} call every operation
 * and parse every response without loss: serializing the parsed response gives the response.
 */
@FewAccountsServerTest
class GeneratedJavaClientTests {

    @LocalServerPort private int port;

    @Test
    void pureGpuClientReadsEveryAnswer() throws Exception {
        var caller = Caller.frozenAt(port, Example.DOCUMENTED_INSTANT);
        var api = spy(pureGpu(caller.key()));

        var card = api.listCards().getPaymentMethods().getFirst();
        assertThat(card.getId()).isEqualTo(15);
        assertThat(card.getContactId()).isEqualTo(2);
        assertThat(card.getLastUpdated()).isEqualTo("04/18/2024 13:49");
        assertThat(api.addCard(new AddCard().stripePaymentMethodId("pm_card_mastercard")))
                .isEqualTo(success());
        var added = api.listCards().getPaymentMethods().getLast();
        assertThat(added.getCardLastFour()).isEqualTo("4444");
        assertThat(api.setDefaultCard(added.getId())).isEqualTo(success());
        assertThat(api.deleteCard(15L)).isEqualTo(success());
        assertThat(api.listCards().getPaymentMethods()).hasSize(1);

        assertThat(api.listCurrencies().getCurrencies()).contains("btc");
        var created = api.createPayment(new CreatePayment().invoiceId(34L).currency("BTC"));
        var begun = created.getPayment();
        assertThat(begun.getId()).isEqualTo("4465327355");
        assertThat(begun.getStatus()).isEqualTo(NewPayment.StatusEnum.WAITING);
        assertThat(begun.getPayAmount()).isEqualTo(new BigDecimal("0.0006047"));
        assertThat(begun.getPayinExtraId()).isNull();
        assertThat(begun.getValidUntil()).isEqualTo("2024-06-16T15:23:43.443Z");
        caller.advance("PT15S");
        var finished = api.getPayment(34L).getPayment();
        assertThat(finished.getId()).isEqualTo(4465327355L);
        assertThat(finished.getStatus()).isEqualTo(PaymentEntry.StatusEnum.FINISHED);

        assertThat(api.getBalance().getBalance()).isEqualByComparingTo("125");
        var funds = new AddFunds().amount(BigDecimal.TEN);
        assertThat(api.addFundsInvoice(funds).getInvoiceId()).isEqualTo(72);
        assertThat(api.listInvoices().getInvoices())
                .extracting(InvoiceEntry::getStatus)
                .contains(InvoiceEntry.StatusEnum.PAID, InvoiceEntry.StatusEnum.UNPAID);
        var invoice = api.getInvoice(41L).getInvoice();
        assertThat(invoice.getStatus()).isEqualTo(InvoiceDetail.StatusEnum.UNPAID);
        assertThat(invoice.getItems().getFirst().getId()).isEqualTo(77);

        assertThat(api.listProducts().getProducts()).hasSizeGreaterThan(8);
        var product = api.getProduct(1L).getProduct();
        assertThat(product.getMeta().getGpuName()).isEqualTo("RTX 4090");
        assertThat(product.getPricing().getHourly()).isEqualByComparingTo("0.5");
        assertThat(api.addOrder(order("gpu-1"))).isEqualTo(success());
        var services = api.listServices().getServices();
        assertThat(services)
                .extracting(ServiceEntry::getStatus)
                .containsExactlyInAnyOrder(
                        ServiceEntry.StatusEnum.CANCELLED,
                        ServiceEntry.StatusEnum.ACTIVE,
                        ServiceEntry.StatusEnum.ACTIVE);
        var service = api.getService(12L).getService();
        assertThat(service.getStatus()).isEqualTo(ServiceDetail.StatusEnum.ACTIVE);
        assertThat(service.getMeta().getDiskType()).isEqualTo("NVME");

        everyOperationWasCalled(api);
    }

    @Test
    void pureGpuClientSendsEveryCase() throws Exception {
        for (var walk : CaseEnum.values()) {
            var api = pureGpu(Caller.frozenAt(port, Example.DOCUMENTED_INSTANT).key());
            var payment = new CreatePayment().invoiceId(34L).currency("ltc")._case(walk);
            assertThat(api.createPayment(payment).getPayment().getNetwork()).isEqualTo("ltc");
        }
    }

    @Test
    void pureGpuClientReadsUserErrorsInTheSameAnswer() throws Exception {
        var api = pureGpu(Caller.fresh(port).key());

        var unknown = api.getInvoice(99L);
        assertThat(unknown.getResult()).isEqualTo(InvoiceFound.ResultEnum.ERROR);
        assertThat(unknown.getMessage()).isEqualTo("Invoice ID Not Found");
        assertThat(unknown.getInvoice()).isNull();
        assertThat(api.getProduct(99L).getMessage()).isEqualTo("Product ID Not Found");
        assertThat(api.getService(99L).getMessage()).isEqualTo("Service ID Not Found");
        assertThat(api.getPayment(99L).getMessage()).isEqualTo("Payment ID Not Found");
        var paid = new CreatePayment().invoiceId(70L).currency("BTC");
        assertThat(api.createPayment(paid).getMessage()).contains("Unpaid");
        assertThat(api.addFundsInvoice(new AddFunds().amount(BigDecimal.ZERO)).getMessage())
                .isNotBlank();
        assertThat(api.addOrder(order("-")).getResult()).isEqualTo(Success.ResultEnum.ERROR);
        assertThat(api.deleteCard(99L).getResult()).isEqualTo(Success.ResultEnum.ERROR);
        assertThat(api.getBalance().getResult()).isEqualTo(Balance.ResultEnum.SUCCESS);
    }

    @Test
    void pureGpuClientReadsARefusedKey() {
        var failure =
                catchThrowableOfType(
                        dev.paystub.client.puregpu.ApiException.class,
                        pureGpu("invalid")::getBalance);
        assertThat(failure.getCode()).isEqualTo(401);
        var error =
                exact().readValue(failure.getResponseBody(), new TypeReference<ErrorResult>() {});
        assertThat(error.getResult()).isEqualTo(ErrorResult.ResultEnum.ERROR);
    }

    @Test
    void cloudPlansClientReadsEveryAnswer() throws Exception {
        var api = spy(cloudPlans(Caller.frozenAt(port, Example.DOCUMENTED_INSTANT).key()));

        var organizations = api.listOrganizations("list").getData().getOrganizations();
        assertThat(organizations.getFirst().getOrgId()).isEqualTo("1001");
        assertThat(organizations.getFirst().getResources()).isEqualTo(7);
        assertThat(id(api.createOrganization("create", null, new OfName().orgName("Rocket Labs"))))
                .isEqualTo("1003");
        assertThat(id(api.createOrganization(null, "Named in the query", null))).isEqualTo("1004");

        var subscribed = api.describeBilling("1001", "getorganization").getResponse();
        assertThat(subscribed.getOrganization().getName()).isEqualTo("Acme Cloud");
        assertThat(subscribed.getSubscription().getPlan()).isEqualTo(PlanEnum.RESOURCE_BASED);
        assertThat(subscribed.getSubscription().getPaymentExp()).isEqualTo("12/2034");
        var free = api.describeBilling("1002", null).getResponse();
        assertThat(free.getSubscription().getPlan()).isEqualTo(PlanEnum.FREE);
        assertThat(api.billingHistory("1001", "list_billing").getBillingHistory())
                .extracting(HistoryEntry::getStatus)
                .contains(HistoryEntry.StatusEnum.PAID, HistoryEntry.StatusEnum.UNPAID);
        assertThat(api.billingHistory("1002", null).getBillingHistory()).isEmpty();

        var payment = api.updateBilling("getpaymentlink", null, null, ofQuantity("1002", 10));
        assertThat(payment.getResponse()).startsWith("http://localhost:" + port + "/checkout/cs_");
        var card = api.updateBilling("getupdatecardlink", null, null, of("1001"));
        assertThat(card.getResponse()).startsWith("http://localhost:" + port + "/portal/bps_");
        var changed = api.updateBilling("updatesubscription", null, null, ofQuantity("1001", 100));
        assertThat(changed.getStatus()).isEqualTo(200);
        assertThat(changed.getResponse()).isNull();
        assertThat(quantity(api)).isEqualTo("100");
        api.updateBilling("updatesubscription", "1001", 20, null);
        assertThat(quantity(api)).isEqualTo("20");
        api.updateBilling("cancelsubscription", null, null, of("1001"));
        assertThat(quantity(api)).isEqualTo("0");

        everyOperationWasCalled(api);
    }

    private static String quantity(dev.paystub.client.cloudplans.api.DefaultApi api)
            throws dev.paystub.client.cloudplans.ApiException {
        return api.describeBilling("1001", null).getResponse().getSubscription().getQuantity();
    }

    @Test
    void cloudPlansClientReadsEveryErrorsCodeAndBody() {
        var key = Caller.fresh(port).key();
        var owner = cloudPlans(key);

        assertThat(
                        errorOf(() ->
                                owner.updateBilling(
                                        "updatesubscription", null, null, ofQuantity("1001", 0))))
                .isEqualTo(error(400, "quantity must be a whole number from 1 to 10,000"));
        assertThat(errorOf(() -> cloudPlans("invalid").listOrganizations(null)).getStatus())
                .isEqualTo(401);
        assertThat(
                        errorOf(() ->
                                        cloudPlans(key + ".viewer")
                                                .updateBilling(
                                                        "cancelsubscription",
                                                        null,
                                                        null,
                                                        of("1001")))
                                .getStatus())
                .isEqualTo(403);
        assertThat(errorOf(() -> owner.describeBilling("99", null)))
                .isEqualTo(error(404, "Organization not found"));
        assertThat(
                        errorOf(() ->
                                        owner.updateBilling(
                                                "updatesubscription",
                                                null,
                                                null,
                                                ofQuantity("1001", 5)))
                                .getResponse())
                .contains("uses 7 resources");
    }

    @Test
    void sandboxClientReadsEveryAnswer() throws Exception {
        var caller = Caller.fresh(port);
        var api = spy(sandbox(caller.key()));

        var frozen = api.setClock(new SetClock().frozenTime(Example.DOCUMENTED_INSTANT), null);
        assertThat(frozen.getNow()).isEqualTo(Example.DOCUMENTED_INSTANT);
        assertThat(frozen.getEffects()).isEmpty();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"BTC\"}")
                .succeeds();
        var effects = api.advanceClock(new Advance().by("PT15S"), null, null).getEffects();
        assertThat(effects)
                .extracting(EffectEntry::getWhat)
                .contains("crypto_payment.finished", "invoice.paid");
        var later = api.advanceClock(new Advance().to("2024-06-10T00:00:00.000Z"), null, null);
        assertThat(later.getFrozenTime()).isEqualTo("2024-06-10T00:00:00.000Z");
        assertThat(api.readClock().getNow()).isEqualTo("2024-06-10T00:00:00.000Z");
        var use = api.setResources("1001", new SetResources().resources(8));
        assertThat(use.getOrgId()).isEqualTo("1001");
        assertThat(use.getLimit()).isEqualTo(10);
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": 41, \"currency\": \"BTC\", \"case\": \"common\"}")
                .succeeds();
        var part = new DepositCoins().amount(new BigDecimal("0.0001"));
        var received = api.depositCoins("latest", part);
        assertThat(received.getPayment().getStatus())
                .isEqualTo(CryptoPaymentEntry.StatusEnum.CONFIRMING);
        assertThat(received.getChild()).isNull();
        api.advanceClock(new Advance().by("PT8S"), null, null);
        var late = api.depositCoins("latest", part).getChild();
        assertThat(late.getParentPaymentId()).isEqualTo(received.getPayment().getId());
        assertThat(api.getCryptoPayment(String.valueOf(late.getId()))).isEqualTo(late);
        assertThat(api.listCryptoPayments().getPayments()).hasSize(3).startsWith(late);
        assertThat(api.declineCheckout(open(caller), null).getLastError().getDeclineCode())
                .isEqualTo("generic_decline");
        assertThat(api.abandonCheckout("latest").getStatus())
                .isEqualTo(CheckoutEntry.StatusEnum.OPEN);
        assertThat(api.expireCheckout("latest").getStatus())
                .isEqualTo(CheckoutEntry.StatusEnum.EXPIRED);
        var paid =
                api.completeCheckout(
                        open(caller),
                        new PayWith().card("4242 4242 4242 4242").expMonth(1).expYear(2031));
        assertThat(api.getCheckout(paid.getId())).isEqualTo(paid);
        assertThat(api.listCheckouts().getCheckouts()).hasSize(2).contains(paid);
        var events = api.listEvents("0", "invoice.paid", "1s", 10);
        assertThat(events.getEvents()).hasSize(1);
        timeAndExplanationsAreRead(api);
        var kept = api.takeSnapshot("before");
        assertThat(api.restoreSnapshot("before")).isEqualTo(kept);
        assertThat(api.listSnapshots().getSnapshots()).containsExactly(kept);
        api.deleteSnapshot("before");
        var copies = new Fork().addKeysItem(caller.key() + "-copy");
        assertThat(api.fork(copies)).isEqualTo(copies);
        var made = api.createAccount(new CreateAccount().key(caller.key() + "-made"));
        assertThat(api.listAccounts().getAccounts())
                .extracting(AccountEntry::getKey)
                .contains(made.getKey());
        api.deleteAccount(made.getKey());
        webhooks(api);
        faultsAndKnowing(api);
        assertThat(api.setClock(new SetClock().frozenTime(null), null).getFrozenTime()).isNull();
        startsAndDifferences(api);

        everyOperationWasCalled(api);
    }

    private static void webhooks(dev.paystub.client.sandbox.api.DefaultApi api) throws Exception {
        var made =
                api.createWebhook(
                        new WebhookRequest()
                                .url("http://localhost:1/hooks")
                                .events(List.of("invoice.*"))
                                .style(WebhookRequest.StyleEnum.STRIPE)
                                .misbehave(new MisbehaveEntry().delay("PT30S")));
        var id = String.valueOf(made.getId());
        assertThat(made.getSecret()).startsWith("whsec_");
        assertThat(api.getWebhook(id)).isEqualTo(made);
        assertThat(api.listWebhooks().getWebhooks()).hasSize(1);
        var sent =
                api.triggerWebhook(
                        id, new Trigger().type("invoice.paid").data(Map.of("amount", 1)));
        var number = String.valueOf(sent.getDelivery().getId());
        assertThat(api.listDeliveries(id, "waiting", "invoice.paid", 10).getDeliveries())
                .containsExactly(sent.getDelivery());
        assertThat(api.getDelivery(id, number)).isEqualTo(sent);
        changes(api, made);
        assertThat(api.retryDelivery(id, number).getBody()).isEqualTo(sent.getBody());
        assertThat(api.resendDelivery(id, number).getBody()).isEqualTo(sent.getBody());
        api.deleteWebhook(id);
    }

    /**
     * Changes one field at a time: fields that a request leaves out, or sets to null, stay
     * unchanged.
     */
    private static void changes(
            dev.paystub.client.sandbox.api.DefaultApi api, WebhookEntry registered)
            throws Exception {
        var id = String.valueOf(registered.getId());
        var all = api.updateWebhook(id, new WebhookRequest().events(List.of("*")));
        assertThat(all).isEqualTo(registered.events(List.of("*")));
        var versioned = api.updateWebhook(id, new WebhookRequest().apiVersion("2024-06-20"));
        assertThat(versioned).isEqualTo(all.apiVersion("2024-06-20"));
        var secret = api.updateWebhook(id, new WebhookRequest().secret("whsec_other"));
        assertThat(secret).isEqualTo(versioned.secret("whsec_other"));
        var disabled = api.updateWebhook(id, new WebhookRequest().enabled(false));
        assertThat(disabled.getDisabledReason()).isNotBlank();
        assertThat(api.updateWebhook(id, new WebhookRequest().enabled(true))).isEqualTo(secret);
        assertThat(
                        api.updateWebhook(
                                        id,
                                        new WebhookRequest()
                                                .misbehave(new MisbehaveEntry().dropFirst(1)))
                                .getMisbehave()
                                .getDelay())
                .isEqualTo("PT0S");
        assertThat(api.updateWebhook(id, new WebhookRequest().misbehave(registered.getMisbehave())))
                .isEqualTo(secret);
    }

    private static void startsAndDifferences(dev.paystub.client.sandbox.api.DefaultApi api)
            throws Exception {
        assertThat(api.reset(null, null).getFrozenTime()).isNull();
        var documented = new Reset().frozenTime(Example.DOCUMENTED_INSTANT);
        assertThat(api.listScenarios().getScenarios())
                .extracting(ScenarioEntry::getName)
                .contains("documented", "low-balance");
        assertThat(api.reset("low-balance", documented).getFrozenTime())
                .isEqualTo(Example.DOCUMENTED_INSTANT);
        api.takeSnapshot("then");
        api.setResources("1001", new SetResources().resources(3));
        var change = api.diff("then");
        assertThat(change).hasSize(1);
        assertThat(change.getFirst().getPath()).isEqualTo("/organizations/1001/resources");
        assertThat(change.getFirst().getValue()).isEqualTo(3);
        assertThat(api.listProviderStates().getStates())
                .flatExtracting(StateEntry::getParams)
                .extracting(StateParameter::getName)
                .contains("amount");
        var values =
                api.setProviderState(
                        new StateChange()
                                .state("an unpaid invoice exists")
                                .params(Map.of("amount", 31)));
        assertThat(values).containsEntry("invoice_id", 72);
    }

    private static void timeAndExplanationsAreRead(dev.paystub.client.sandbox.api.DefaultApi api)
            throws Exception {
        var rehearsed = api.advanceClock(new Advance().by("P1M"), true, 3);
        assertThat(rehearsed.getEffects()).hasSize(3);
        assertThat(rehearsed.getEffectsTotal()).isGreaterThan(3L);
        api.streamEvents("0", null, 1, null);
        assertThat(api.quiesce("5s").getQuiet()).isTrue();
        assertThat(api.audit().getOk()).isTrue();
        assertThat(api.auditAccounts().getAccounts()).isPositive();
        assertThat(api.explainBalance(2).getSteps()).hasSize(2);
        assertThat(api.explainInvoice("34").getComplete()).isTrue();
        assertThat(api.explainCryptoPayment("4465327355").getSteps()).isNotEmpty();
        assertThat(api.explainSubscription("1001").getSentence()).contains("1001");
    }

    private static void faultsAndKnowing(dev.paystub.client.sandbox.api.DefaultApi api)
            throws Exception {
        var rule = api.addFault(new AddFault().path("/billing/orders").status(503).times(2));
        assertThat(rule.getLeft()).isEqualTo(2);
        assertThat(api.listFaults().getFaults()).containsExactly(rule);
        api.removeFault(rule.getId());
        api.clearFaults();
        var created = new RequestMatcher().operation("createPayment");
        var found = api.findRequests(created, null, null, null).getRequests();
        assertThat(
                        api.listRequests(
                                        "createPayment",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)
                                .getRequests())
                .isEqualTo(found);
        assertThat(api.readState(5).getInvoices().getEntries()).hasSizeLessThanOrEqualTo(5);
        api.streamRequests(null, null, null, null, 0L, 1, null);
        assertThat(found).hasSize(2).allMatch(RequestEntry::getCommitted);
        assertThat(api.countRequests(created).getCount()).isEqualTo(2);
        api.clearRequests();
        assertThat(api.readCoverage(1).getPercent()).isPositive();
        api.clearCoverage();
    }

    private static String open(Caller caller) {
        caller.post("/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=3")
                .expect(200);
        return "latest";
    }

    @Test
    void sandboxClientReadsEveryErrorsCodeAndBody() {
        var caller = Caller.frozenAt(port, Example.DOCUMENTED_INSTANT);
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        var api = sandbox(caller.key());

        assertThat(
                        problemOf(() -> api.advanceClock(new Advance().by("soon"), null, null))
                                .getDetail())
                .contains("ISO-8601 duration");
        assertThat(problemOf(() -> sandbox("invalid").readClock()).getStatus()).isEqualTo(401);
        assertThat(
                        problemOf(() -> api.setResources("99", new SetResources().resources(1)))
                                .getStatus())
                .isEqualTo(404);
        var backwards =
                problemOf(() ->
                        api.setClock(new SetClock().frozenTime("2024-06-01T00:00:00Z"), null));
        assertThat(backwards.getStatus()).isEqualTo(409);
        assertThat(backwards.getTitle()).isEqualTo("Conflict");
    }

    private static Success success() {
        return new Success().result(Success.ResultEnum.SUCCESS);
    }

    private static AddOrder order(String hostname) {
        return new AddOrder().pid(1L).billingcycle("hourly").hostname(hostname).os("").sshkeys("");
    }

    private static String id(Created created) {
        return created.getResponse().getId();
    }

    private static UpdateBillingRequest of(String organization) {
        return new UpdateBillingRequest(new OnlyOrganization().orgId(organization));
    }

    private static UpdateBillingRequest ofQuantity(String organization, int quantity) {
        return new UpdateBillingRequest(new OfQuantity().orgId(organization).quantity(quantity));
    }

    private static ErrorBody error(int status, String response) {
        return new ErrorBody().status(status).response(response);
    }

    private interface Call {
        void run() throws Exception;
    }

    private static ErrorBody errorOf(Call call) {
        var failure =
                catchThrowableOfType(dev.paystub.client.cloudplans.ApiException.class, call::run);
        var error = exact().readValue(failure.getResponseBody(), new TypeReference<ErrorBody>() {});
        assertThat(error.getStatus()).isEqualTo(failure.getCode());
        return error;
    }

    private static Problem problemOf(Call call) {
        var failure =
                catchThrowableOfType(dev.paystub.client.sandbox.ApiException.class, call::run);
        var problem = exact().readValue(failure.getResponseBody(), new TypeReference<Problem>() {});
        assertThat(problem.getStatus()).isEqualTo(failure.getCode());
        return problem;
    }

    private static void everyOperationWasCalled(Object api) {
        List<String> operations =
                Arrays.stream(
                                mockingDetails(api)
                                        .getMockCreationSettings()
                                        .getTypeToMock()
                                        .getMethods())
                        .map(Method::getName)
                        .filter(name -> name.endsWith("WithHttpInfo"))
                        .distinct()
                        .toList();
        assertThat(operations).isNotEmpty();
        assertThat(mockingDetails(api).getInvocations())
                .extracting(call -> call.getMethod().getName())
                .containsAll(operations);
    }

    private dev.paystub.client.puregpu.api.DefaultApi pureGpu(String key) {
        var client = new dev.paystub.client.puregpu.ApiClient();
        client.updateBaseUri(server());
        client.setObjectMapper(exact(client.getObjectMapper()));
        client.setRequestInterceptor(request -> request.header("X-API-Key", key));
        return new dev.paystub.client.puregpu.api.DefaultApi(client);
    }

    private dev.paystub.client.cloudplans.api.DefaultApi cloudPlans(String key) {
        var client = new dev.paystub.client.cloudplans.ApiClient();
        client.updateBaseUri(server());
        client.setObjectMapper(exact(client.getObjectMapper()));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
        return new dev.paystub.client.cloudplans.api.DefaultApi(client);
    }

    private dev.paystub.client.sandbox.api.DefaultApi sandbox(String key) {
        var client = new dev.paystub.client.sandbox.ApiClient();
        client.updateBaseUri(server());
        client.setObjectMapper(exact(client.getObjectMapper()));
        client.setRequestInterceptor(request -> request.header("X-API-Key", key));
        return new dev.paystub.client.sandbox.api.DefaultApi(client);
    }

    private String server() {
        return "http://localhost:" + port;
    }

    private static ObjectMapper exact() {
        return exact(dev.paystub.client.puregpu.ApiClient.createDefaultObjectMapper());
    }

    /** Returns a copy of a client's mapper that fails on unknown or lost fields. */
    private static ObjectMapper exact(ObjectMapper clients) {
        return new JsonMapper(((JsonMapper) clients).rebuild()) {
            @Override
            public <T> T readValue(String json, TypeReference<T> type) {
                T read = super.readValue(json, type);
                assertThat(readTree(writeValueAsString(read))).isEqualTo(readTree(json));
                return read;
            }
        };
    }
}
