// Money: the balance and how it came about, invoices, services and cards.
import {html, useMemo, useRef, useState} from './html.js';
import {useStore} from './store.js';
import {call, explain, read} from './api.js';
import {change} from './account.js';
import {useKeys} from './keys.js';
import {toast} from './toast.js';
import {undoable} from './undo.js';
import {dateTime, money, plainDay, shortDay} from './format.js';
import {Act, Amount, Empty, focusDetail, focusList, Form, go, href, List, Pill, Problem, requestLink, Split, subjectLink, Tabs, Time, useLoad} from './ui.js';

export const invoicePill = invoice => invoice.status === 'Paid' ? html`<${Pill} tone="ok">Paid<//>` : invoice.overdue ? html`<${Pill} tone="bad">Overdue<//>` : html`<${Pill} tone="warn">${invoice.status}<//>`;
const serviceTone = {Active: 'ok', Suspended: 'bad', Pending: 'warn', Cancelled: 'off'};
const linkOf = ({rel, href: target}) => {
    const id = target.split('/').pop();
    return {invoice: href('money', ['invoices', id]), balance: href('money', ['ledger']), 'crypto-payment': href('payments', [id]), crypto_payment: href('payments', [id]), subscription: href('plans', [id])}[rel] ?? null;
};

/** An explanation of the server's: sentences, each with its cause and the request that did it. */
export function Story({what}) {
    const {data, error} = useLoad(() => explain(what), [what]);
    if (error) return html`<${Problem} error=${error} />`;
    if (!data) return html`<p class="dim">Loading…</p>`;
    return html`<p><strong>${data.sentence}</strong></p>
        <ul class="story">${data.steps.map((step, index) => html`<li key=${index}><span>${step.sentence}</span><span>${step.amount === null ? '' : html`<${Amount} value=${step.amount} />`}</span>
            <span class="why"><${Time} at=${step.at} /> · ${step.why} ${step.request_id ? html`<a href=${requestLink(step.request_id)}>the request</a>` : ''}${step.links.filter(linkOf).map(link => html` · <a href=${linkOf(link)}>${link.rel.replace(/[-_]/g, ' ')}</a>`)}</span></li>`)}</ul>`;
}

function Ledger({account}) {
    const [chosen, setChosen] = useState(null);
    const rows = account.ledger.entries;
    const entry = rows.find(row => String(row.id) === String(chosen));
    const detail = entry && html`<article class="detail"><header><h2>${money(entry.amount, true)}</h2><p>${entry.description}</p></header>
        <dl class="facts"><dt>When</dt><dd><${Time} at=${entry.at} /></dd><dt>Kind</dt><dd>${entry.kind}</dd><dt>Balance after</dt><dd class="mono">${money(entry.balance_after)}</dd>
            <dt>Caused by</dt><dd class="mono">${entry.cause || 'unknown'} ${entry.request_id ? html`<a href=${requestLink(entry.request_id)}>show the request</a>` : ''}</dd>
            ${entry.invoice_id !== null && html`<dt>Invoice</dt><dd><a href=${subjectLink('invoice', String(entry.invoice_id))}>invoice ${entry.invoice_id}</a></dd>`}</dl>
        ${entry.invoice_id !== null && html`<h3>How the invoice came about</h3><${Story} what=${`invoices/${entry.invoice_id}`} />`}</article>`;
    return html`<${Split} detail=${detail} label="The change of the balance" onClose=${() => setChosen(null)}>
        <div class="filter"><p class="row"><span>Balance <strong class="mono">${money(account.balance)}</strong></span><span class="dim small">the sum of ${account.ledger.total} changes, newest first</span></p>
            <${Form} label="Make an invoice" check=${({amount}) => /^\d+(\.\d{1,2})?$/.test(amount.trim()) ? null : 'Write an amount in dollars, such as 25 or 25.50.'}
                submit=${async ({amount}) => { const {invoice_id: id} = await change('POST', '/billing/invoices/funds', {amount: Number(amount)}); toast(`Invoice ${id} of ${money(amount)} was made`); go(href('money', ['invoices', String(id)])); }}>
                <label class="field inline short"><span>Add funds, USD</span><input name="amount" defaultValue="10" inputmode="decimal" autocomplete="off" /></label><//></div>
        ${rows.length ? html`<${List} items=${rows} id=${row => row.id} label="Changes of the balance" selected=${chosen} onSelect=${id => setChosen(id)} onOpen=${focusDetail}
            row=${row => html`<div class="cells ledger"><span class="dim"><${Time} at=${row.at} show=${shortDay} /></span><span>${row.description}</span><${Amount} value=${row.amount} sign /><span class="amount dim">${money(row.balance_after)}</span></div>`} />`
            : html`<${Empty} title="Nothing has moved the balance yet" request=${{method: 'POST', path: '/billing/invoices/funds', body: {amount: 25}}}>Make an invoice that adds funds, then pay it in a coin.<//>`}
    <//>`;
}

const chips = {unpaid: ({status}) => status === 'Unpaid', overdue: ({overdue}) => overdue, paid: ({status}) => status === 'Paid'};
const coins = ['BTC', 'ETH', 'USDTTRC20', 'LTC', 'XMR'];
const cases = [['success', 'pays all of it'], ['partially_paid', 'pays a part'], ['failed', 'fails'], ['expired', 'lets it expire'], ['common', 'waits for coins by hand']];

function Pay({invoice}) {
    const currencies = useLoad(() => read('/billing/crypto/currencies'), []);
    const list = currencies.data?.currencies?.map(currency => typeof currency === 'string' ? currency : currency.code ?? currency.ticker).filter(Boolean) ?? coins;
    return html`<h3>Pay by coin</h3>
        <${Form} label="Pay" submit=${async ({currency, walk}) => {
            const {payment} = await change('POST', '/billing/crypto/payments', {invoice_id: invoice.id, currency, case: walk});
            toast(`Payment ${payment.id} begun; it moves with the account's clock`, {label: 'Show', run: () => go(href('payments', [String(payment.id)]))});
        }}>
            <label class="field"><span>Coin</span><select name="currency">${list.map(code => html`<option key=${code} value=${code}>${code.toUpperCase()}</option>`)}</select></label>
            <label class="field"><span>The payer</span><select name="walk">${cases.map(([id, words]) => html`<option value=${id}>${words}</option>`)}</select></label><//>`;
}

function Invoice({invoice}) {
    const {data} = useLoad(() => read(`/billing/invoices/${invoice.id}`), [invoice.id]);
    const items = data?.invoice.items ?? [];
    return html`<article class="detail"><header><h2>Invoice ${invoice.id}</h2><p class="row">${invoicePill(invoice)} <strong class="mono">${money(invoice.total)}</strong>${Number(invoice.balance) > 0 ? html`<span>${money(invoice.balance)} left to pay</span>` : ''}</p></header>
        <dl class="facts"><dt>Made</dt><dd>${plainDay(invoice.date)}</dd><dt>Due</dt><dd>${plainDay(invoice.duedate)}</dd>${invoice.paid_at && html`<dt>Paid</dt><dd>${invoice.paid_at.includes('T') ? html`<${Time} at=${invoice.paid_at} />` : invoice.paid_at}</dd>`}
            ${invoice.attempts > 0 && html`<dt>Failed charges</dt><dd>${invoice.attempts}</dd>`}
            ${invoice.next_charge && html`<dt>Next charge</dt><dd>${dateTime(invoice.next_charge)}</dd>`}
            ${Number(invoice.credit) > 0 && html`<dt>Paid by balance</dt><dd class="mono">${money(invoice.credit)}</dd>`}</dl>
        ${items.length > 0 && html`<h3>Items</h3><table><tbody>${items.map(item => html`<tr key=${item.id}><td>${item.description}</td><td class="amount">${money(item.amount)}</td></tr>`)}</tbody></table>`}
        ${invoice.status === 'Unpaid' && html`<${Pay} invoice=${invoice} />`}
        <h3>Why</h3><${Story} what=${`invoices/${invoice.id}`} />
    </article>`;
}

function Invoices({account, route}) {
    const search = useRef();
    const chip = route.query.get('show');
    const text = route.query.get('q') ?? '';
    const chosen = route.path[1] ?? null;
    const {entries: all, total, unpaid, overdue} = account.invoices;
    const found = useMemo(() => all.filter(chips[chip] ?? (() => true)).filter(invoice => `${invoice.id} ${invoice.total} ${invoice.date} ${invoice.duedate} ${plainDay(invoice.duedate)} ${invoice.cause}`.toLowerCase().includes(text.toLowerCase())), [all, chip, text]);
    const query = (show, q) => Object.fromEntries(Object.entries({show, q}).filter(([, value]) => value));
    const to = (id, show = chip, q = text) => go(href('money', id ? ['invoices', String(id)] : ['invoices'], query(show, q)), true);
    const invoice = all.find(({id}) => String(id) === chosen);
    useKeys({'/': () => search.current?.focus()}, []);
    const counts = {unpaid, overdue, paid: total - unpaid};
    return html`<${Split} detail=${invoice && html`<${Invoice} key=${invoice.id} invoice=${invoice} />`} label="The invoice" onClose=${() => to(null)}>
        <div class="filter"><div class="quick">${Object.keys(chips).map(name => html`<button key=${name} class="chip-toggle" aria-pressed=${chip === name} onClick=${() => to(chosen, chip === name ? null : name)}>${name[0].toUpperCase() + name.slice(1)} ${counts[name]}</button>`)}
            <label class="filter-box grow"><input ref=${search} type="search" aria-label="Search invoices" placeholder="Number, amount or date" value=${text} onInput=${event => to(chosen, chip, event.currentTarget.value)}
                onKeyDown=${event => { if (event.key === 'Escape' || event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); focusList(); } }} /></label>
            <span class="dim small">${found.length}${total > all.length ? ` of the newest ${all.length}` : ''}</span></div></div>
        ${found.length ? html`<${List} items=${found} id=${row => row.id} label="Invoices" selected=${chosen} onSelect=${id => to(id)} onOpen=${focusDetail}
            row=${row => html`<div class="cells invoices"><span class="mono">${row.id}</span><span>due ${plainDay(row.duedate)}</span>${invoicePill(row)}<${Amount} value=${row.total} /></div>`} />`
            : all.length ? html`<div class="empty"><h3>No invoice matches</h3><p><button onClick=${() => to(null, null, null)}>Show all</button></p></div>`
            : html`<${Empty} title="No invoices yet" request=${{method: 'POST', path: '/billing/invoices/funds', body: {amount: 25}}}>An order makes one, and so does adding funds.<//>`}
    <//>`;
}

function Services({account}) {
    const products = useLoad(() => read('/billing/products'), []);
    const {entries} = account.services;
    return html`<div class="panel"><section class="section"><h2>Order a server</h2>
        <${Form} label="Order" submit=${async ({pid, cycle, hostname}) => { await change('POST', '/billing/orders', {pid: Number(pid), billingcycle: cycle, hostname, os: '', sshkeys: ''}); toast('Ordered'); }}
            check=${({hostname}) => hostname.trim() ? null : 'Give the server a hostname.'}>
            <label class="field"><span>Product</span><select name="pid">${(products.data?.products ?? []).map(product => html`<option key=${product.pid} value=${product.pid}>${product.name}: $${product.pricing.hourly}/h, $${product.pricing.monthly}/month</option>`)}</select></label>
            <label class="field"><span>Billed</span><select name="cycle"><option>hourly</option><option>monthly</option></select></label>
            <label class="field"><span>Hostname</span><input name="hostname" defaultValue="trainer-1" autocomplete="off" /></label><//></section>
        <section class="section"><h2>Services</h2>
        ${entries.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Services"><table><thead><tr><th scope="col">Id</th><th scope="col">Server</th><th scope="col">Status</th><th scope="col">Billed</th><th scope="col" class="amount">Amount</th><th scope="col">Next</th></tr></thead>
            <tbody>${entries.map(service => html`<tr key=${service.id}><td class="mono">${service.id}</td><td>${service.domain}<div class="dim small">${service.name}</div></td><td><${Pill} tone=${serviceTone[service.status]}>${service.status}<//>${service.suspensionreason && html`<div class="dim small">${service.suspensionreason}</div>`}</td><td>${service.billingcycle.toLowerCase()}</td><td class="amount">${money(service.billingamount)}</td><td><${Time} at=${service.next_due} /></td></tr>`)}</tbody></table></div>`
            : html`<p class="dim">No services yet: order one above. The first month is an invoice; the first hour comes from the balance.</p>`}</section></div>`;
}

const testCards = [['pm_card_visa', 'Visa, works'], ['pm_card_mastercard', 'Mastercard, works'], ['pm_card_amex', 'American Express, works'], ['pm_card_chargeDeclined', 'declined at once'], ['pm_card_chargeCustomerFail', 'attaches, then every charge is declined']];

function Cards({account}) {
    const {entries} = account.cards;
    return html`<div class="panel"><section class="section"><h2>Add a card</h2>
        <${Form} label="Add" check=${({pm}) => pm.trim() ? null : 'Choose a test card, or write the id of a payment method.'} submit=${async ({pm}) => { await change('POST', '/billing/stripe/cards', {stripe_payment_method_id: pm.trim()}); toast('Card added'); }}>
            <label class="field grow"><span>Payment method</span><input class="mono" name="pm" list="test-cards" defaultValue="pm_card_mastercard" autocomplete="off" /></label>
            <datalist id="test-cards">${testCards.map(([id, words]) => html`<option value=${id}>${words}</option>`)}</datalist><//></section>
        <section class="section"><h2>Cards</h2>
        ${entries.length ? html`<div class="cards">${entries.map(card => html`<div key=${card.id} class="card"><h3>${card.brand.toUpperCase()} •••• ${card.card_last_four}</h3><p class="dim">until ${card.expiry_date} · <span class="mono">${card.id}</span></p>
            <p class="row">${card.is_default ? html`<${Pill} tone="info">default<//>` : html`<${Act} aria-label=${`Make default: card ${card.card_last_four}`} run=${() => change('PUT', `/billing/stripe/cards/${card.id}/default`).then(() => toast(`Card ${card.card_last_four} is the default`))}>Make default<//>`}
                <${Act} kind="danger" aria-label=${`Delete card ${card.card_last_four}`} run=${() => undoable(`card ${card.card_last_four} deleted`, () => call('DELETE', `/billing/stripe/cards/${card.id}`))}>Delete<//></p></div>`)}</div>`
            : html`<p class="dim">No card: invoices wait until they are paid by coin, and a service whose renewal is not paid is suspended.</p>`}</section></div>`;
}

export function Money() {
    const account = useStore(s => s.account);
    const route = useStore(s => s.route);
    const tab = ['ledger', 'invoices', 'services', 'cards'].includes(route.path[0]) ? route.path[0] : 'invoices';
    return html`<div class="panel-tabs"><${Tabs} label="Money" current=${tab} items=${[
            {id: 'invoices', title: 'Invoices', to: href('money', ['invoices']), count: account.invoices.total},
            {id: 'ledger', title: 'Balance', to: href('money', ['ledger']), count: account.ledger.total},
            {id: 'services', title: 'Services', to: href('money', ['services']), count: account.services.total},
            {id: 'cards', title: 'Cards', to: href('money', ['cards']), count: account.cards.total}]} /></div>
        ${tab === 'ledger' && html`<${Ledger} account=${account} />`}
        ${tab === 'invoices' && html`<${Invoices} account=${account} route=${route} />`}
        ${tab === 'services' && html`<${Services} account=${account} />`}
        ${tab === 'cards' && html`<${Cards} account=${account} />`}`;
}
