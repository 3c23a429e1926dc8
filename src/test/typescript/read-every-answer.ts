/**
 * Calls every operation of a running server with the generated clients: each answer must parse to
 * exactly what the server said. Takes the server's URL. Runs beside the three clients, in
 * target/generated-typescript.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import * as cloudPlans from "./cloudplans/index.js";
import * as pureGpu from "./puregpu/index.js";
import * as sandbox from "./sandbox/index.js";

const server = process.argv[2];
assert.ok(server, "usage: node read-every-answer.js <server URL>");
const documentedInstant = "2024-06-09T15:23:43.444Z";

/** The last answer as it stood in the response. */
let answered: unknown;

const recordingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const isJson = response.headers.get("Content-Type")?.includes("json");
    answered = isJson ? await response.clone().json() : undefined;
    return response;
};

function freshKey(): string {
    return `t-${randomUUID()}`;
}

function pureGpuApi(key: string) {
    return watched(
        new pureGpu.DefaultApi(
            new pureGpu.Configuration({ basePath: server, apiKey: key, fetchApi: recordingFetch }),
        ),
    );
}

function cloudPlansApi(key: string) {
    return watched(
        new cloudPlans.DefaultApi(
            new cloudPlans.Configuration({
                basePath: server,
                accessToken: key,
                fetchApi: recordingFetch,
            }),
        ),
    );
}

function sandboxApi(key: string) {
    return watched(
        new sandbox.DefaultApi(
            new sandbox.Configuration({
                basePath: server,
                apiKey: key,
                // the operator's, where the server has one; the key says whose account it is
                accessToken: process.env.PAYSTUB_ADMIN_TOKEN,
                fetchApi: recordingFetch,
            }),
        ),
    );
}

async function frozenKey(): Promise<string> {
    const key = freshKey();
    await sandboxApi(key).api.setClock({ setClock: { frozenTime: documentedInstant } });
    return key;
}

type Parsed = (...parameters: unknown[]) => Promise<unknown>;

/** A client that compares all it parses with the answer, and knows which operations are left. */
function watched<T extends object>(client: T): { api: T; uncalled: Set<string> } {
    const uncalled = new Set(
        Object.getOwnPropertyNames(Object.getPrototypeOf(client)).filter(
            (name) => name !== "constructor" && !/(Raw|RequestOpts)$/.test(name),
        ),
    );
    assert.ok(uncalled.size > 0);
    const operations = new Set<string | symbol>(uncalled);
    const api = new Proxy(client, {
        get(target, name) {
            const member = Reflect.get(target, name);
            if (!operations.has(name)) {
                return member;
            }
            return async (...parameters: unknown[]) => {
                uncalled.delete(String(name));
                const parsed = await (member as Parsed).apply(target, parameters);
                assert.deepEqual(withoutUndefined(parsed), camelCased(answered));
                return parsed;
            };
        },
    });
    return { api, uncalled };
}

function withoutUndefined(value: unknown): unknown {
    return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function camelCased(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(camelCased);
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
            // a word that JavaScript keeps for itself
            name === "case"
                ? "_case"
                : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
            camelCased(inner),
        ]),
    );
}

/** The body of an answer that the client must throw, with this status. */
async function refusal(status: number, call: Promise<unknown>): Promise<unknown> {
    const error = await call.then(
        () => assert.fail(`answered, instead of ${status}`),
        (reason: unknown) => reason,
    );
    assert.ok(
        error instanceof pureGpu.ResponseError ||
            error instanceof cloudPlans.ResponseError ||
            error instanceof sandbox.ResponseError,
        String(error),
    );
    assert.equal(error.response.status, status);
    return error.response.json();
}

test("PureGPU: every answer", async () => {
    const key = await frozenKey();
    const { api, uncalled } = pureGpuApi(key);

    const cards = await api.listCards();
    assert.equal(cards.result, pureGpu.CardListResultEnum.Success);
    assert.equal(cards.paymentMethods?.[0]?.id, 15);
    assert.equal(cards.paymentMethods?.[0]?.cardLastFour, "4242");
    const card = { stripePaymentMethodId: "pm_card_mastercard" };
    assert.equal((await api.addCard({ addCard: card })).result, "success");
    const added = (await api.listCards()).paymentMethods?.[1];
    assert.ok(added);
    assert.equal((await api.setDefaultCard({ cardId: added.id })).result, "success");
    assert.equal((await api.deleteCard({ cardId: 15 })).result, "success");

    assert.ok((await api.listCurrencies()).currencies?.includes("btc"));
    const payment = { invoiceId: 34, currency: "BTC", _case: pureGpu.CreatePaymentCaseEnum.Success };
    const begun = (await api.createPayment({ createPayment: payment })).payment;
    assert.equal(begun?.id, "4465327355");
    assert.equal(begun?.status, pureGpu.NewPaymentStatusEnum.Waiting);
    assert.equal(begun?.payAmount, 0.0006047);
    assert.equal(begun?.payinExtraId, null);
    await sandboxApi(key).api.advanceClock({ advance: { by: "PT15S" } });
    const finished = (await api.getPayment({ paymentId: 34 })).payment;
    assert.equal(finished?.id, 4465327355);
    assert.equal(finished?.status, pureGpu.PaymentEntryStatusEnum.Finished);

    assert.equal((await api.getBalance()).balance, 125);
    assert.equal((await api.addFundsInvoice({ addFunds: { amount: 10 } })).invoiceId, 72);
    assert.equal((await api.listInvoices()).invoices?.[0]?.status, "Unpaid");
    const invoice = (await api.getInvoice({ invoiceId: 41 })).invoice;
    assert.equal(invoice?.items[0]?.type, "AddFunds");
    assert.equal(invoice?.balance, "10.00");

    assert.ok(Number((await api.listProducts()).products?.length) > 8);
    const product = (await api.getProduct({ productId: 1 })).product;
    assert.equal(product?.meta.gpuName, "RTX 4090");
    assert.equal(product?.pricing.hourly, 0.5);
    const order = { pid: 1, billingcycle: "hourly", hostname: "gpu-1", os: "", sshkeys: "" };
    assert.equal((await api.addOrder({ addOrder: order })).result, "success");
    assert.equal((await api.listServices()).services?.length, 3);
    const service = (await api.getService({ serviceId: 12 })).service;
    assert.equal(service?.status, pureGpu.ServiceDetailStatusEnum.Active);
    assert.equal(service?.billingamount, "400.00");

    assert.deepEqual([...uncalled], []);
});

test("PureGPU: a user error is read in the same answer, a refused key is thrown", async () => {
    const { api } = pureGpuApi(freshKey());

    const unknown = await api.getInvoice({ invoiceId: 99 });
    assert.equal(unknown.result, pureGpu.InvoiceFoundResultEnum.Error);
    assert.equal(unknown.message, "Invoice ID Not Found");
    assert.equal(unknown.invoice, undefined);
    const unauthorized = await refusal(401, pureGpuApi("invalid").api.getBalance());
    assert.equal(pureGpu.ErrorResultFromJSON(unauthorized).result, "error");
});

test("Cloud Plans: every answer", async () => {
    const { api, uncalled } = cloudPlansApi(await frozenKey());
    const subscription = async () =>
        (await api.describeBilling({ orgId: "1001" })).response.subscription;
    const action = cloudPlans.UpdateBillingOperationActionEnum;

    const listed = await api.listOrganizations({ action: "list" });
    assert.equal(listed.data.organizations[0]?.orgName, "Acme Cloud");
    const inBody = await api.createOrganization({
        action: "create",
        ofName: { orgName: "Rocket Labs" },
    });
    assert.equal(inBody.response.id, "1003");
    const inQuery = await api.createOrganization({ orgName: "Named in the query" });
    assert.equal(inQuery.response.id, "1004");

    assert.equal((await subscription()).plan, "resource-based");
    const free = await api.describeBilling({ orgId: "1002", action: "getorganization" });
    assert.equal(free.response.subscription.plan, "free");
    assert.equal(free.response.organization.resources, 2);
    const history = await api.billingHistory({ orgId: "1001", action: "list_billing" });
    assert.ok(history.billingHistory.some((bill) => bill.status === "unpaid"));

    const payment = await api.updateBilling({
        action: action.Getpaymentlink,
        updateBillingRequest: { orgId: "1002", quantity: 10 },
    });
    assert.ok(payment.response?.startsWith(`${server}/checkout/cs_`));
    const card = await api.updateBilling({
        action: action.Getupdatecardlink,
        updateBillingRequest: { orgId: "1001" },
    });
    assert.ok(card.response?.startsWith(`${server}/portal/bps_`));
    const changed = await api.updateBilling({
        action: action.Updatesubscription,
        updateBillingRequest: { orgId: "1001", quantity: 100 },
    });
    assert.equal(changed.response, undefined);
    assert.equal((await subscription()).quantity, "100");
    await api.updateBilling({ action: action.Updatesubscription, orgId: "1001", quantity: 20 });
    assert.equal((await subscription()).quantity, "20");
    await api.updateBilling({
        action: action.Cancelsubscription,
        updateBillingRequest: { orgId: "1001" },
    });
    assert.equal((await subscription()).quantity, "0");

    assert.deepEqual([...uncalled], []);
});

test("Cloud Plans: every error is thrown with its status and body", async () => {
    const key = await frozenKey();
    const { api } = cloudPlansApi(key);
    const change = (quantity: number) =>
        api.updateBilling({
            action: "updatesubscription",
            updateBillingRequest: { orgId: "1001", quantity },
        });
    const reason = async (status: number, call: Promise<unknown>) => {
        const error = cloudPlans.ErrorBodyFromJSON(await refusal(status, call));
        assert.equal(error.status, status);
        return error.response;
    };

    assert.match(await reason(400, change(0)), /whole number from 1 to 10,000/);
    await reason(401, cloudPlansApi("invalid").api.listOrganizations());
    const viewer = cloudPlansApi(`${key}.viewer`).api;
    await reason(403, viewer.updateBilling({ action: "cancelsubscription", orgId: "1001" }));
    assert.equal(await reason(404, api.describeBilling({ orgId: "99" })), "Organization not found");
    assert.match(await reason(409, change(5)), /uses 7 resources/);
});

async function webhooks(api: sandbox.DefaultApi) {
    const webhookRequest = {
        url: "http://localhost:1/hooks",
        events: ["invoice.*"],
        style: sandbox.WebhookRequestStyleEnum.Nowpayments,
        misbehave: { delay: "PT30S" },
    };
    await assert.rejects(api.createWebhook({ webhookRequest }));
    const made = await api.createWebhook({ webhookRequest: { ...webhookRequest, style: "standard" } });
    const id = String(made.id);
    assert.deepEqual(await api.getWebhook({ id }), made);
    assert.equal((await api.listWebhooks()).webhooks.length, 1);
    const sent = await api.triggerWebhook({ id, trigger: { type: "invoice.paid", data: { amount: 1 } } });
    const delivery = String(sent.delivery.id);
    assert.deepEqual((await api.listDeliveries({ id, status: "waiting" })).deliveries, [sent.delivery]);
    assert.deepEqual(await api.getDelivery({ id, delivery }), sent);
    const all = await api.updateWebhook({ id, webhookRequest: { events: ["*"] } });
    assert.deepEqual(all.events, ["*"]);
    assert.equal((await api.retryDelivery({ id, delivery })).body, sent.body);
    assert.equal((await api.resendDelivery({ id, delivery })).body, sent.body);
    await api.deleteWebhook({ id });
}

test("Sandbox: every answer", async () => {
    const key = freshKey();
    const { api, uncalled } = sandboxApi(key);

    const frozen = await api.setClock({ setClock: { frozenTime: documentedInstant } });
    assert.equal(frozen.now, documentedInstant);
    const payment = { invoiceId: 34, currency: "btc" };
    await pureGpuApi(key).api.createPayment({ createPayment: payment });
    const advanced = await api.advanceClock({ advance: { by: "PT15S" } });
    assert.ok(advanced.effects.some((effect) => effect.what === "invoice.paid"));
    const later = "2024-06-10T00:00:00.000Z";
    assert.equal((await api.advanceClock({ advance: { to: later } })).frozenTime, later);
    assert.equal((await api.readClock()).now, later);
    const use = await api.setResources({ orgId: "1001", setResources: { resources: 8 } });
    assert.equal(use.limit, 10);
    const byDeposits = pureGpu.CreatePaymentCaseEnum.Common;
    const waiting = { invoiceId: 41, currency: "btc", _case: byDeposits };
    await pureGpuApi(key).api.createPayment({ createPayment: waiting });
    const deposit = { id: "latest", depositCoins: { amount: 0.0001 } };
    const received = await api.depositCoins(deposit);
    assert.equal(received.payment.status, sandbox.CryptoPaymentEntryStatusEnum.Confirming);
    assert.equal(received.child, undefined);
    await api.advanceClock({ advance: { by: "PT8S" } });
    const child = (await api.depositCoins(deposit)).child;
    assert.equal(child?.parentPaymentId, received.payment.id);
    assert.equal((await api.getCryptoPayment({ id: String(child?.id) })).actuallyPaid, 0.0001);
    assert.equal((await api.listCryptoPayments()).payments.length, 3);
    const open = async () => {
        const link = { action: "getpaymentlink", orgId: "1002", quantity: 10 } as const;
        await cloudPlansApi(key).api.updateBilling(link);
        return (await api.getCheckout({ id: "latest" })).id;
    };
    const declined = await api.declineCheckout({ id: await open() });
    assert.equal(declined.lastError?.declineCode, "generic_decline");
    assert.equal((await api.abandonCheckout({ id: declined.id })).status, "open");
    assert.equal((await api.expireCheckout({ id: declined.id })).status, "expired");
    const payWith = { card: "pm_card_amex", expMonth: 1, expYear: 2031 };
    assert.equal((await api.completeCheckout({ id: await open(), payWith })).status, "complete");
    assert.equal((await api.listCheckouts()).checkouts.length, 2);
    const { events } = await api.listEvents({ type: "invoice.paid", wait: "1s", limit: 10 });
    assert.equal(events.length, 1);
    await timeAndExplanations(api);
    const kept = await api.takeSnapshot({ name: "before" });
    assert.deepEqual(await api.restoreSnapshot({ name: "before" }), kept);
    assert.deepEqual((await api.listSnapshots()).snapshots, [kept]);
    await api.deleteSnapshot({ name: "before" });
    const copy = `${key}-copy`;
    assert.deepEqual((await api.fork({ fork: { keys: [copy] } })).keys, [copy]);
    const made = await api.createAccount({ createAccount: { key: `${key}-made` } });
    assert.ok((await api.listAccounts()).accounts.some((account) => account.key === copy));
    await api.deleteAccount({ key: made.key });
    await webhooks(api);
    await faultsAndKnowing(api, key);
    assert.equal((await api.setClock({ setClock: { frozenTime: null } })).frozenTime, null);
    assert.equal((await api.reset()).frozenTime, null);
    const afresh = await api.reset({ reset: { frozenTime: documentedInstant } });
    assert.equal(afresh.frozenTime, documentedInstant);
    await startsAndDifferences(api);

    assert.deepEqual([...uncalled], []);
});

async function startsAndDifferences(api: sandbox.DefaultApi): Promise<void> {
    const names = (await api.listScenarios()).scenarios.map((scenario) => scenario.name);
    assert.ok(names.includes("low-balance"));
    await api.reset({ scenario: "low-balance", reset: { frozenTime: documentedInstant } });
    await api.takeSnapshot({ name: "then" });
    await api.setResources({ orgId: "1001", setResources: { resources: 3 } });
    const changes = await api.diff({ against: "then" });
    assert.equal(changes[0]?.path, "/organizations/1001/resources");
    assert.ok((await api.listProviderStates()).states.some((state) => state.params.length > 0));
    await api.setProviderState({ stateChange: { state: "the account has no card" } });
}

async function timeAndExplanations(api: sandbox.DefaultApi) {
    const rehearsed = await api.advanceClock({ advance: { by: "P1M" }, dryRun: true, effects: 3 });
    assert.equal(rehearsed.effects.length, 3);
    assert.ok(rehearsed.effectsTotal > 3);
    await api.streamEvents({ after: "0", limit: 1 });
    await api.streamRequests({ after: 0, limit: 1 });
    assert.equal((await api.quiesce({ timeout: "5s" })).quiet, true);
    assert.equal((await api.audit()).ok, true);
    assert.ok((await api.auditAccounts()).accounts > 0);
    assert.equal((await api.explainBalance({ limit: 2 })).steps.length, 2);
    assert.equal((await api.explainInvoice({ id: "34" })).complete, true);
    assert.ok((await api.explainCryptoPayment({ id: "4465327355" })).steps.length > 0);
    assert.match((await api.explainSubscription({ orgId: "1001" })).sentence, /1001/);
}

async function faultsAndKnowing(api: sandbox.DefaultApi, key: string) {
    const rule = await api.addFault({ addFault: { path: "/billing/orders", status: 503, times: 2 } });
    assert.equal(rule.left, 2);
    assert.deepEqual((await api.listFaults()).faults, [rule]);
    await api.removeFault({ id: rule.id });
    await api.clearFaults();
    await pureGpuApi(key).api.getBalance();
    const asked = { operation: "getBalance" };
    assert.equal((await api.listRequests(asked)).requests.length, 1);
    const found = (await api.findRequests({ requestMatcher: asked })).requests;
    assert.ok(found.every((request) => !request.committed));
    assert.equal((await api.countRequests({ requestMatcher: asked })).count, 1);
    await api.clearRequests();
    assert.ok((await api.readCoverage({ min: 1 })).percent > 1);
    assert.ok((await api.readState({ limit: 5 })).invoices.entries.length <= 5);
    await api.clearCoverage();
}

test("Sandbox: every error is thrown with its status and body", async () => {
    const { api } = sandboxApi(await frozenKey());
    const problem = async (status: number, call: Promise<unknown>) => {
        const read = sandbox.ProblemFromJSON(await refusal(status, call));
        assert.deepEqual(withoutUndefined(read), answered);
        return read;
    };

    const soon = await problem(400, api.advanceClock({ advance: { by: "soon" } }));
    assert.match(soon.detail, /ISO-8601 duration/);
    await problem(401, sandboxApi("invalid").api.readClock());
    await problem(404, api.setResources({ orgId: "99", setResources: { resources: 1 } }));
    const over = await problem(409, api.setResources({ orgId: "1001", setResources: { resources: 11 } }));
    assert.equal(over.title, "Conflict");
});
