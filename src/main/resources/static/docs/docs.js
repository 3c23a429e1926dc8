/*
 * Shows openapi/*.yaml by Swagger UI, ready to try: one key for all documents, filled in, and whatever an example names is there
 * when it is sent.
 */
(function () {
    'use strict';

    const STORED = 'paystub.docs.key';
    const SCHEMES = ['apiKey', 'bearer'];
    const DOCUMENTS = [
        { name: 'PureGPU billing', url: 'openapi/puregpu.yaml' },
        { name: 'Cloud Plans billing', url: 'openapi/cloudplans.yaml' },
        { name: 'Paystub control plane', url: 'openapi/sandbox.yaml' },
    ];

    const key = () => localStorage.getItem(STORED) || 'sandbox';

    /** The key that a person enters for one scheme is that of every scheme and document. */
    const oneKey = {
        statePlugins: {
            auth: {
                wrapActions: {
                    authorize: (original) => (payload) => {
                        const entered = SCHEMES.map((scheme) => payload[scheme]?.value).find((value) => typeof value === 'string');
                        if (!entered) {
                            return original(payload);
                        }
                        localStorage.setItem(STORED, entered);
                        return original(withKey(payload, entered));
                    },
                },
            },
        },
    };

    function withKey(payload, entered) {
        const declared = window.ui.specSelectors.specJson().getIn(['components', 'securitySchemes']);
        const all = { ...payload };
        for (const name of SCHEMES) {
            if (declared && declared.has(name)) {
                all[name] = { name, schema: declared.get(name), value: entered };
            }
        }
        return all;
    }

    const observing = { 'Paystub-Observer': 'console' };
    const json = { 'Content-Type': 'application/json' };

    async function request(method, path, headers, body) {
        const response = await fetch(path, {
            method,
            headers: { 'X-API-Key': key(), Authorization: `Bearer ${key()}`, ...headers },
            body: body && JSON.stringify(body),
        });
        const answer = await response.json();
        // the newest of something may not be there
        if ((!response.ok && response.status !== 404) || answer.result === 'error') {
            throw new Error(`${method} ${path}: ${answer.detail || answer.message || response.status}`);
        }
        return answer;
    }

    /** What is there; neither counted nor recorded. */
    const read = (path) => request('GET', path, observing);
    const post = (path, body) => request('POST', path, json, body);

    /** What was made for the latest request. */
    let made = [];

    const fundsInvoice = async () => (await post('/billing/invoices/funds', { amount: 10 })).invoice_id;

    /**
     * What examples name and an account may lack: `list` returns the names of those that are there,
     * `make` makes one by the request that a person would send.
     */
    const THINGS = {
        account: {
            list: async () => (await read('/sandbox/accounts')).accounts.map((account) => account.key).filter((each) => each === 'ci-1'),
            make: () => post('/sandbox/accounts', { key: 'ci-1' }),
        },
        card: {
            list: async () => (await read('/billing/stripe/cards')).payment_methods.map(({ id }) => id),
            make: () => post('/billing/stripe/cards', { stripe_payment_method_id: 'pm_card_visa' }),
        },
        checkout: {
            list: async () => (await read('/sandbox/checkouts')).checkouts.map(() => 'latest'),
            make: () => THINGS.openCheckout.make(),
        },
        openCheckout: {
            list: async () => ((await read('/sandbox/checkouts/latest')).status === 'open' ? ['latest'] : []),
            make: async () => {
                const organization = (await post('/v1/organizations/create', { org_name: 'Acme' })).response.id;
                await post('/v1/organizations/billing/update?action=getpaymentlink', { org_id: organization, quantity: 10 });
            },
        },
        delivery: {
            list: async () => {
                const webhook = await nameOf('webhook', '1');
                return (await read(`/sandbox/webhooks/${webhook}/deliveries`)).deliveries.map(({ id }) => id);
            },
            make: async () => post(`/sandbox/webhooks/${await nameOf('webhook', '1')}/trigger`, { type: 'invoice.paid' }),
        },
        event: {
            list: async () => (await read('/sandbox/events?limit=1')).events.map(({ cursor }) => cursor),
            make: fundsInvoice,
        },
        fault: {
            list: async () => (await read('/sandbox/faults')).faults.map(({ id }) => id),
            make: () => post('/sandbox/faults', { path: '/billing/orders', status: 503, times: 1 }),
        },
        invoice: {
            list: async () => (await read('/billing/invoices')).invoices.map(({ id }) => id),
            make: fundsInvoice,
        },
        organization: {
            list: async () => (await read('/v1/organizations/list')).data.organizations.map((each) => each.org_id),
            make: () => post('/v1/organizations/create', { org_name: 'Acme' }),
        },
        payment: {
            list: async () => (await read('/sandbox/crypto/payments')).payments.map(({ id }) => id),
            make: () => THINGS.waitingPayment.make(),
        },
        waitingPayment: {
            list: async () => (await read('/sandbox/crypto/payments')).payments
                .filter((payment) => payment.case === 'common' && payment.status === 'waiting').map(({ id }) => id),
            make: async () => post('/billing/crypto/payments', { invoice_id: await fundsInvoice(), currency: 'btc', case: 'common' }),
        },
        request: {
            list: async () => (await read('/sandbox/requests?limit=1')).requests.map(({ id }) => id),
            make: () => request('GET', '/billing/balance'),
        },
        service: {
            list: async () => (await read('/services')).services.map(({ id }) => id),
            make: () => post('/billing/orders', { pid: 1, billingcycle: 'hourly', hostname: 'test', os: '', sshkeys: '' }),
        },
        snapshot: {
            list: async () => (await read('/sandbox/snapshots')).snapshots.map(({ name }) => name).filter((name) => name === 'before'),
            make: () => post('/sandbox/snapshots/before'),
        },
        webhook: {
            list: async () => (await read('/sandbox/webhooks')).webhooks.map(({ id }) => id),
            make: () => post('/sandbox/webhooks', { url: 'https://shop.example/hooks', events: ['invoice.*'] }),
        },
    };

    /**
     * The name of a thing that is there: the wanted one, or another. One is made where there is none, and the page says so.
     */
    async function nameOf(thing, wanted) {
        const listed = async () => (await THINGS[thing].list()).map(String);
        let names = await listed();
        if (names.length === 0) {
            await THINGS[thing].make();
            names = await listed();
            made.push(`${thing.replace(/[A-Z].*/, (word) => ` ${word.toLowerCase()}`)} ${names[0]}`);
        }
        return names.includes(wanted) ? wanted : names[0];
    }

    /** The thing that each parameter of an operation names; a stream waits for the first of what it sends. */
    const NAMED = {
        abandonCheckout: { id: 'openCheckout' },
        completeCheckout: { id: 'openCheckout' },
        declineCheckout: { id: 'openCheckout' },
        billingHistory: { org_id: 'organization' },
        deleteAccount: { key: 'account' },
        deleteCard: { cardId: 'card' },
        deleteSnapshot: { name: 'snapshot' },
        deleteWebhook: { id: 'webhook' },
        depositCoins: { id: 'waitingPayment' },
        describeBilling: { org_id: 'organization' },
        diff: { against: 'snapshot' },
        expireCheckout: { id: 'openCheckout' },
        explainCryptoPayment: { id: 'payment' },
        explainInvoice: { id: 'invoice' },
        explainSubscription: { orgId: 'organization' },
        getCheckout: { id: 'checkout' },
        getCryptoPayment: { id: 'payment' },
        getDelivery: { delivery: 'delivery', id: 'webhook' },
        getInvoice: { invoiceId: 'invoice' },
        getService: { serviceId: 'service' },
        getWebhook: { id: 'webhook' },
        listDeliveries: { id: 'webhook' },
        removeFault: { id: 'fault' },
        resendDelivery: { delivery: 'delivery', id: 'webhook' },
        restoreSnapshot: { name: 'snapshot' },
        retryDelivery: { delivery: 'delivery', id: 'webhook' },
        setDefaultCard: { cardId: 'card' },
        setResources: { orgId: 'organization' },
        streamEvents: { limit: 'event' },
        streamRequests: { limit: 'request' },
        triggerWebhook: { id: 'webhook' },
        updateWebhook: { id: 'webhook' },
    };

    /** Makes what a request names by the document's example, and names another where that one cannot be had. */
    async function prepare({ pathName, method, operation, parameters }) {
        made = [];
        for (const [name, thing] of Object.entries(NAMED[operation.get('operationId')] ?? {})) {
            const field = operation.get('parameters').find((parameter) => parameter.get('name') === name);
            const example = String(field.get('example'));
            const sent = Object.keys(parameters).find((each) => each.startsWith(`${field.get('in')}.${name}`));
            if (String(parameters[sent]) !== example) {
                continue;
            }
            const found = await nameOf(thing, example);
            if (found && name !== 'limit') {
                parameters[sent] = found;
                window.ui.specActions.changeParamByIdentity([pathName, method], field, found);
            }
        }
    }

    const say = (text) => { document.getElementById('made').textContent = text; };

    const prepared = {
        statePlugins: {
            spec: {
                wrapActions: {
                    executeRequest: (original) => async (sent) => {
                        try {
                            await prepare(sent);
                            say(made.length > 0 ? `Made first, since the example names it: ${made.join(', ')}` : '');
                        } catch (problem) {
                            say(`What the example names could not be made: ${problem.message}`);
                        }
                        return original(sent);
                    },
                },
            },
        },
    };

    window.ui = SwaggerUIBundle({
        dom_id: '#swagger-ui',
        urls: DOCUMENTS,
        'urls.primaryName': DOCUMENTS[0].name,
        presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
        plugins: [oneKey, prepared],
        layout: 'StandaloneLayout',
        deepLinking: true,
        tryItOutEnabled: true,
        displayRequestDuration: true,
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        syntaxHighlight: { theme: 'agate' },
        onComplete: () => window.ui.authActions.authorize(withKey({}, key())),
    });
}());
