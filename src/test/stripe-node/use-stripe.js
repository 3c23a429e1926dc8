/**
 * Calls Paystub as integrations call Stripe first: node use-stripe.js <port> <key>.
 * The client takes a host, a port and a protocol, and no path.
 */
import assert from 'node:assert/strict';
import Stripe from 'stripe';

const [port, key] = process.argv.slice(2);
const options = {host: 'localhost', port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false};
const stripe = new Stripe(`sk_test_${key}`, options);
const OWN = 'cus_Pil9K60xftjZ88';

/** The error with which a call fails. */
async function failure(call) {
    try {
        await call();
    } catch (error) {
        return error;
    }
    throw new Error(`No error: ${call}`);
}

async function customers() {
    const ann = await stripe.customers.create({
        name: 'Ann Lee', email: 'ann@example.com', metadata: {plan: 'gold'},
        address: {line1: '1 Main St', postal_code: '10001', country: 'US'},
        payment_method: 'pm_card_visa', invoice_settings: {default_payment_method: 'pm_card_visa'},
    });
    assert.match(ann.id, /^cus_[A-Za-z0-9]{14}$/);
    assert.equal(ann.object, 'customer');
    const found = await stripe.customers.retrieve(ann.id, {expand: ['invoice_settings.default_payment_method']});
    assert.equal(found.email, 'ann@example.com');
    assert.equal(found.metadata.plan, 'gold');
    assert.equal(found.address.postal_code, '10001');
    assert.equal(found.invoice_settings.default_payment_method.card.last4, '4242');
    assert.equal(found.invoice_settings.default_payment_method.customer, ann.id);

    for (const name of ['Bob', 'Cleo', 'Dan']) {
        await stripe.customers.create({name});
    }
    const names = [];
    for await (const customer of stripe.customers.list({limit: 2})) {
        names.push(customer.name);
    }
    assert.deepEqual(names, ['Dan', 'Cleo', 'Bob', 'Ann Lee', null]);
    const byEmail = await stripe.customers.list({email: 'ann@example.com', created: {gte: ann.created}});
    assert.deepEqual(byEmail.data.map(({id}) => id), [ann.id]);

    const missing = await failure(() => stripe.customers.retrieve('cus_x'));
    assert.equal(missing.code, 'resource_missing');
    assert.equal(missing.statusCode, 404);
    return ann;
}

async function paymentMethods(ann) {
    const amex = await stripe.paymentMethods.attach('pm_card_amex', {customer: ann.id});
    const cards = await stripe.customers.listPaymentMethods(ann.id, {type: 'card', expand: ['data.customer']});
    assert.deepEqual(cards.data.map(({card}) => card.brand), ['amex', 'visa']);
    assert.equal(cards.data[0].customer.name, 'Ann Lee');
    assert.equal(cards.url, `/v1/customers/${ann.id}/payment_methods`);
    const one = await stripe.customers.retrievePaymentMethod(ann.id, amex.id);
    assert.equal(one.id, amex.id);
    const others = await failure(() => stripe.customers.retrievePaymentMethod(OWN, amex.id));
    assert.equal(others.code, 'resource_missing');
    return amex;
}

async function intents(ann, amex) {
    const wanting = {amount: 2000, currency: 'usd', customer: ann.id, automatic_payment_methods: {enabled: true, allow_redirects: 'never'}};
    const intent = await stripe.paymentIntents.create(wanting);
    assert.equal(intent.automatic_payment_methods.allow_redirects, 'never');
    const updated = await stripe.paymentIntents.update(intent.id, {amount: 2500, metadata: {order: '6'}, receipt_email: 'ann@example.com'});
    assert.equal(updated.amount, 2500);
    assert.equal(updated.metadata.order, '6');
    const paid = await stripe.paymentIntents.confirm(intent.id, {payment_method: amex.id, expand: ['latest_charge.customer', 'payment_method']});
    assert.equal(paid.status, 'succeeded');
    assert.equal(paid.latest_charge.object, 'charge');
    assert.equal(paid.latest_charge.amount, 2500);
    assert.equal(paid.latest_charge.customer.id, ann.id);
    assert.equal(paid.latest_charge.payment_method_details.card.brand, 'amex');
    assert.equal(paid.payment_method.id, amex.id);

    const redirecting = await failure(() => stripe.paymentIntents.create({
        ...wanting, automatic_payment_methods: {enabled: true}, payment_method: amex.id, confirm: true,
    }));
    assert.match(redirecting.message, /you must provide a `return_url`/);

    const setup = await stripe.setupIntents.create({customer: ann.id});
    await stripe.setupIntents.update(setup.id, {description: 'A card for later'});
    assert.equal((await stripe.setupIntents.cancel(setup.id)).status, 'canceled');
    assert.deepEqual((await stripe.setupIntents.list({customer: ann.id})).data.map(({id}) => id), [setup.id]);

    const second = await stripe.paymentIntents.create(wanting);
    const page = await stripe.paymentIntents.list({limit: 1, customer: ann.id, expand: ['data.latest_charge']});
    assert.deepEqual(page.data.map(({id}) => id), [second.id]);
    assert.equal(page.has_more, true);
    const next = await stripe.paymentIntents.list({limit: 1, customer: ann.id, starting_after: second.id, expand: ['data.latest_charge']});
    assert.equal(next.data[0].latest_charge.id, paid.latest_charge.id);
    assert.equal(next.has_more, false);
    assert.equal((await stripe.paymentIntents.cancel(second.id)).status, 'canceled');
    const late = await failure(() => stripe.paymentIntents.update(paid.id, {amount: 9900}));
    assert.equal(late.code, 'payment_intent_unexpected_state');
    assert.equal(late.type, 'StripeInvalidRequestError');
}

async function errors() {
    const declined = await failure(() => stripe.paymentIntents.create({
        amount: 2000, currency: 'usd', payment_method: 'pm_card_chargeDeclinedInsufficientFunds', confirm: true,
    }));
    assert.equal(declined.type, 'StripeCardError');
    assert.equal(declined.decline_code, 'insufficient_funds');
    for (const call of [
        () => stripe.subscriptions.create({customer: OWN, items: [{price: 'price_x'}]}),
        () => stripe.prices.list(),
        () => stripe.refunds.create({payment_intent: 'pi_x'}),
        () => stripe.charges.retrieve('ch_x'),
        () => stripe.customers.del(OWN),
    ]) {
        const error = await failure(call);
        assert.equal(error.type, 'StripeInvalidRequestError');
        assert.equal(error.statusCode, 404);
        assert.match(error.message, /^Unrecognized request URL/);
    }
    const unknown = await failure(() => stripe.paymentIntents.list({expand: ['latest_charge']}));
    assert.match(unknown.message, /data\.latest_charge/);

    const publishable = new Stripe(`pk_test_${key}`, options);
    const refused = await failure(() => publishable.customers.list());
    assert.equal(refused.statusCode, 401);
    assert.equal(refused.code, 'secret_key_required');

    const request = {amount: 700, currency: 'usd'};
    const first = await stripe.paymentIntents.create(request, {idempotencyKey: 'order-1'});
    const again = await stripe.paymentIntents.create(request, {idempotencyKey: 'order-1'});
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
}

const ann = await customers();
const amex = await paymentMethods(ann);
await intents(ann, amex);
await errors();
console.log('ok');
