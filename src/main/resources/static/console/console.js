// The console calls only what a user could call with curl; all addresses are relative to where it is served.
const $ = id => document.getElementById(id);

async function call(method, path, body) {
    const key = $('key').value.trim();
    const response = await fetch('..' + path, {
        method,
        headers: {
            'X-API-Key': key,
            'Authorization': 'Bearer ' + key,
            ...(body === undefined ? {} : {'Content-Type': 'application/json'})
        },
        body: body === undefined ? undefined : JSON.stringify(body)
    });
    const answer = await response.json();
    const error = answer.result === 'error' ? answer.message : !response.ok ? answer.detail ?? answer.response ?? answer.message : null;
    if (error) throw new Error(error);
    return answer;
}

function say(text, isError = false) {
    $('message').textContent = text;
    $('message').className = isError ? 'error' : '';
}

/** Does something, says how it went, and shows the account as it is then. */
async function act(what, work) {
    try {
        await work();
        say(what);
    } catch (error) {
        say(error.message, true);
    }
    await show();
}

function cell(content) {
    const td = document.createElement('td');
    td.append(content);
    return td;
}

function button(label, action) {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    element.addEventListener('click', action);
    return element;
}

function fill(table, headings, rows) {
    const head = document.createElement('tr');
    head.append(...headings.map(text => Object.assign(document.createElement('th'), {textContent: text, scope: 'col'})));
    table.replaceChildren(head, ...rows.map(cells => {
        const row = document.createElement('tr');
        row.append(...cells.map(cell));
        return row;
    }));
}

async function showPureGpu() {
    const [{balance}, {invoices}, {services}, cards, {products}] = await Promise.all([
        call('GET', '/billing/balance'), call('GET', '/billing/invoices'), call('GET', '/services'),
        call('GET', '/billing/stripe/cards'), call('GET', '/billing/products')
    ]);
    $('balance').textContent = balance.toFixed(2) + ' USD';
    fill($('invoices'), ['Id', 'Due', 'Subtotal', 'Credit', 'Total', 'Status', ''], invoices.map(invoice => [
        invoice.id, invoice.duedate, invoice.subtotal, invoice.credit, invoice.total, invoice.status,
        invoice.status === 'Unpaid'
            ? button('Pay BTC', () => act(`Payment for invoice ${invoice.id} made; it finishes in ten seconds of the account's clock`,
                () => call('POST', '/billing/crypto/payments', {invoice_id: invoice.id, currency: 'btc'})))
            : ''
    ]));
    fill($('services'), ['Id', 'Product', 'Host', 'Cycle', 'Amount', 'Status'], services.map(service => [
        service.id, service.name, service.domain, service.billingcycle, service.billingamount,
        service.status + (service.suspensionreason ? `: ${service.suspensionreason}` : '')
    ]));
    fill($('cards'), ['Id', 'Card', 'Expires', ''], cards.payment_methods.map((card, index) => {
        const actions = document.createElement('span');
        actions.append(
            index === 0 ? 'default ' : button('Make default', () => act('Default card changed', () => call('PUT', `/billing/stripe/cards/${card.id}/default`))),
            ' ',
            button('Delete', () => act('Card deleted', () => call('DELETE', `/billing/stripe/cards/${card.id}`))));
        return [card.id, `${card.card_type} ${card.card_last_four}`, card.expiry_date, actions];
    }));
    if (!$('pid').options.length) {
        $('pid').append(...products.map(product => new Option(`${product.name} (${product.pricing.hourly}/h, ${product.pricing.monthly}/month)`, product.pid)));
    }
}

async function organization({org_id: id, org_name: name, resources}) {
    const billing = '/v1/organizations/billing';
    const [{response: {subscription}}, {billing_history: bills}] = await Promise.all([
        call('GET', `${billing}/describe?org_id=${id}`), call('GET', `${billing}/history?org_id=${id}`)
    ]);
    const box = document.createElement('div');
    const title = Object.assign(document.createElement('h3'), {textContent: `${name} (${id})`});
    const state = Object.assign(document.createElement('p'), {
        textContent: `${subscription.plan}, quantity ${subscription.quantity}, ${resources} in use` + (subscription.payment_exp ? `, card until ${subscription.payment_exp}` : '')
    });
    const update = (action, body) => call('POST', `${billing}/update?action=${action}`, {org_id: id, ...body});
    const link = async (action, body) => {
        const {response} = await update(action, body);
        window.open(response, '_blank', 'noopener');
    };
    const quantity = Object.assign(document.createElement('input'), {value: subscription.quantity === '0' ? 10 : subscription.quantity, inputMode: 'numeric', size: 5});
    quantity.setAttribute('aria-label', `Quantity for ${name}`);
    const actions = Object.assign(document.createElement('div'), {className: 'row'});
    actions.append(quantity, ...(subscription.plan === 'free'
        ? [button('Subscribe', () => act('The payment page is open in another tab', () => link('getpaymentlink', {quantity: Number(quantity.value)})))]
        : [
            button('Change quantity', () => act('Quantity changed', () => update('updatesubscription', {quantity: Number(quantity.value)}))),
            button('Change card', () => act('The card page is open in another tab', () => link('getupdatecardlink', {}))),
            button('Cancel', () => act('Subscription cancelled', () => update('cancelsubscription', {})))
        ]));
    const scroll = Object.assign(document.createElement('div'), {className: 'scroll'});
    const table = document.createElement('table');
    fill(table, ['Date', 'Amount', 'Status'], bills.map(bill => [bill.date, bill.amount, bill.status]));
    scroll.append(table);
    box.append(title, state, actions, ...(bills.length ? [scroll] : []));
    return box;
}

async function showClock() {
    const clock = await call('GET', '/sandbox/clock');
    $('now').textContent = clock.now;
    $('mode').textContent = clock.frozen_time ? 'frozen' : 'running';
}

async function show() {
    try {
        await showClock(); // opens the account before the rest asks for it all at once
        const {data} = await call('GET', '/v1/organizations/list');
        const [organizations] = await Promise.all([Promise.all(data.organizations.map(organization)), showPureGpu()]);
        $('organizations').replaceChildren(...organizations);
    } catch (error) {
        say(error.message, true);
    }
}

function tell(effects) {
    $('effects').replaceChildren(...effects.map(effect => Object.assign(document.createElement('li'), {
        textContent: `${effect.at}  ${effect.subject}: ${effect.from ?? 'new'} → ${effect.to ?? 'gone'}`
    })));
}

function on(form, what, work) {
    $(form).addEventListener('submit', event => {
        event.preventDefault();
        act(what, work);
    });
}

on('account', 'Account opened', async () => {});
on('freeze', 'Clock frozen', async () => tell((await call('PUT', '/sandbox/clock', {frozen_time: $('frozen').value.trim()})).effects));
on('funds', 'Invoice made', () => call('POST', '/billing/invoices/funds', {amount: Number($('amount').value)}));
on('order', 'Ordered', () => call('POST', '/billing/orders', {
    pid: Number($('pid').value), billingcycle: $('cycle').value, hostname: 'console', os: '', sshkeys: ''
}));
on('card', 'Card added', () => call('POST', '/billing/stripe/cards', {stripe_payment_method_id: $('pm').value.trim()}));
$('run').addEventListener('click', () => act('The clock runs', () => call('PUT', '/sandbox/clock', {frozen_time: null})));
$('reset').addEventListener('click', () => act('Account reset', async () => { await call('POST', '/sandbox/reset'); tell([]); }));
for (const element of document.querySelectorAll('[data-advance]')) {
    element.addEventListener('click', () => act(`Advanced by ${element.dataset.advance}`,
        async () => tell((await call('POST', '/sandbox/clock/advance', {by: element.dataset.advance})).effects)));
}

await show();
