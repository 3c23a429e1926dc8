// Payments: coins on their way, and the hosted pages of checkouts.
import {html, useState} from './html.js';
import {useStore} from './store.js';
import {call} from './api.js';
import {change} from './account.js';
import {advanceTo} from './clock.js';
import {toast} from './toast.js';
import {undoable} from './undo.js';
import {money} from './format.js';
import {Act, Empty, focusDetail, Form, go, href, List, Pill, Split, Time} from './ui.js';
import {Story} from './money.js';

const walk = ['waiting', 'confirming', 'confirmed', 'sending', 'finished'];
const cryptoTone = {finished: 'ok', failed: 'bad', expired: 'off', refunded: 'off', partially_paid: 'warn'};
const checkoutTone = {open: 'info', complete: 'ok', expired: 'off'};
const act = (path, body) => change('POST', path, body);
const coin = (number, code) => `${Number(number)} ${String(code).toUpperCase()}`;

function Progress({payment}) {
    const step = walk.indexOf(payment.status);
    const percent = payment.status === 'partially_paid' ? Math.min(95, payment.actually_paid / payment.pay_amount * 100) : step < 0 ? 100 : (step + 1) / walk.length * 100;
    return html`<span class=${`meter${['failed', 'expired'].includes(payment.status) ? ' bad' : ''}`} role="img" aria-label=${`${payment.status}, ${coin(payment.actually_paid, payment.pay_currency)} of ${coin(payment.pay_amount, payment.pay_currency)}`}><span style=${{width: `${percent}%`}}></span></span>`;
}

function Crypto({payment}) {
    const left = Number((payment.pay_amount - payment.actually_paid).toFixed(8));
    return html`<article class="detail"><header><h2>Crypto payment ${payment.id}</h2>
        <p class="row"><${Pill} tone=${cryptoTone[payment.status] ?? 'info'}>${payment.status.replace('_', ' ')}<//> <span class="mono">${money(payment.price_amount)} in ${payment.pay_currency.toUpperCase()}</span></p><${Progress} payment=${payment} />
        <p class="row"><a class="button" href=${payment.page_url} target="_blank" rel="noopener">Open its page ↗</a>
            ${payment.next_due && html`<${Act} run=${() => advanceTo(payment.next_due)}>To its next step<//>`}</p></header>
        ${payment.takes_deposits && html`<${Form} label="Send coins" renew check=${({amount}) => Number(amount) > 0 ? null : 'Write how many coins arrive, such as 0.0003.'} submit=${async ({amount}) => { await act(`/sandbox/crypto/payments/${payment.id}/deposits`, {amount: Number(amount)}); toast(`${coin(amount, payment.pay_currency)} sent`); }}>
            <label class="field"><span>Coins that arrive, ${payment.pay_currency.toUpperCase()}</span><input class="mono" name="amount" defaultValue=${left > 0 ? left : payment.pay_amount} inputmode="decimal" autocomplete="off" /></label><//>`}
        <dl class="facts"><dt>Invoice</dt><dd><a href=${href('money', ['invoices', String(payment.invoice_id)])}>invoice ${payment.invoice_id}</a></dd><dt>The payer</dt><dd>${payment.case.replace('_', ' ')}</dd>
            <dt>Arrived</dt><dd class="mono">${coin(payment.actually_paid, payment.pay_currency)} of ${coin(payment.pay_amount, payment.pay_currency)}</dd><dt>Address</dt><dd class="mono">${payment.pay_address}</dd>
            <dt>Begun</dt><dd><${Time} at=${payment.created_at} /></dd>${payment.next_due && html`<dt>Next step</dt><dd><${Time} at=${payment.next_due} /></dd>`}
            ${payment.parent_payment_id && html`<dt>Part of</dt><dd><a href=${href('payments', [String(payment.parent_payment_id)])}>payment ${payment.parent_payment_id}</a></dd>`}</dl>
        <h3>Why</h3><${Story} what=${`crypto/payments/${payment.id}`} /></article>`;
}

const cards = [['', 'Visa, works'], ['pm_card_amex', 'American Express, works'], ['pm_card_threeDSecure2Required', '3-D Secure, passed'], ['pm_card_chargeCustomerFail', 'works now, renewals are declined']];

function Checkout({page}) {
    const [card, setCard] = useState('');
    const path = `/sandbox/checkouts/${page.id}`;
    const with3ds = card === 'pm_card_threeDSecure2Required' ? {authentication: 'complete'} : {};
    return html`<article class="detail"><header><h2>${page.mode === 'setup' ? 'Change of card' : 'Checkout'} of ${page.org_name}</h2>
        <p class="row"><${Pill} tone=${checkoutTone[page.status]}>${page.status}<//>${page.monthly_estimate && html`<span class="mono">${money(page.monthly_estimate)} a month</span>`}</p></header>
        ${page.last_error && html`<div class="reason bad"><strong>${page.last_error.message}</strong><span class="mono">${page.last_error.decline_code ?? page.last_error.code}</span></div>`}
        ${page.status === 'open' && html`<p class="row"><a href=${page.url} target="_blank" rel="noopener">Open it as the payer sees it ↗</a></p>
            <p class="row"><label class="field"><span>Card</span><select value=${card} onChange=${event => setCard(event.currentTarget.value)}>${cards.map(([id, words]) => html`<option value=${id}>${words}</option>`)}</select></label></p>
            <p class="row"><${Act} kind="primary" run=${() => act(`${path}/complete`, card ? {card, ...with3ds} : undefined).then(() => toast('Completed'))}>Complete<//>
                <${Act} run=${() => act(`${path}/decline`).then(() => toast('The card was declined; the page is still open'))}>Decline<//>
                <${Act} kind="danger" run=${() => undoable('checkout expired', () => call('POST', `${path}/expire`))}>Expire<//></p>`}
        <dl class="facts"><dt>Organization</dt><dd><a href=${href('plans', [page.org_id])}>${page.org_name}</a></dd>${page.quantity !== null && page.quantity !== undefined && html`<dt>Quantity</dt><dd>${page.quantity} at ${money(page.unit_price)}</dd>`}<dt>Expires</dt><dd><${Time} at=${page.expires_at} /></dd><dt>Id</dt><dd class="mono">${page.id}</dd>${page.success_url && html`<dt>After success</dt><dd class="mono">${page.success_url}</dd>`}${page.payment_method && html`<dt>Paid with</dt><dd class="mono">${page.payment_method}</dd>`}</dl></article>`;
}

export function Payments() {
    const account = useStore(s => s.account);
    const route = useStore(s => s.route);
    const chosen = route.path[0] ?? null;
    const rows = [...account.crypto_payments.entries.map(payment => ({id: String(payment.id), payment})), ...account.checkouts.entries.map(page => ({id: page.id, page}))];
    rows.sort((one, other) => Number(other.payment ? !other.payment.ended : other.page.status === 'open') - Number(one.payment ? !one.payment.ended : one.page.status === 'open'));
    const row = rows.find(({id}) => id === chosen);
    const unpaid = account.invoices.entries.find(({status}) => status === 'Unpaid');
    const free = account.organizations.entries.find(({plan}) => plan === 'free');
    const detail = row && (row.payment ? html`<${Crypto} key=${row.id} payment=${row.payment} />` : html`<${Checkout} key=${row.id} page=${row.page} />`);
    return html`<${Split} detail=${detail} label="The payment" onClose=${() => go(href('payments'))}>
        ${rows.length ? html`<${List} items=${rows} id=${({id}) => id} label="Payments" selected=${chosen} onSelect=${id => go(href('payments', [id]), chosen !== null)} onOpen=${focusDetail}
            row=${({payment, page}) => payment ? html`<div class="cells payments"><span>${payment.pay_currency.toUpperCase()} <span class="dim">for invoice ${payment.invoice_id}</span></span><${Progress} payment=${payment} /><${Pill} tone=${cryptoTone[payment.status] ?? 'info'}>${payment.status.replace('_', ' ')}<//><span class="amount">${money(payment.price_amount)}</span></div>`
                : html`<div class="cells payments"><span>${page.mode === 'setup' ? 'Change of card' : 'Checkout'} <span class="dim">of ${page.org_name}</span></span><span></span><${Pill} tone=${checkoutTone[page.status]}>${page.status}<//><span class="amount">${money(page.monthly_estimate)}</span></div>`} />`
            : html`<${Empty} title="Nothing is being paid" request=${unpaid ? {method: 'POST', path: '/billing/crypto/payments', body: {invoice_id: unpaid.id, currency: 'BTC'}} : free ? {method: 'POST', path: '/v1/organizations/billing/update', query: 'action=getpaymentlink', body: {org_id: free.org_id, quantity: 10}} : null}>
                Pay an invoice in a coin, or ask for a payment link: it appears here, with a page that a person can pay on.<//>`}
    <//>`;
}
