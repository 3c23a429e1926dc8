// Plans: organizations, their subscriptions, next bills and what is unpaid.
import {html} from './html.js';
import {useStore} from './store.js';
import {read} from './api.js';
import {change} from './account.js';
import {advanceTo} from './clock.js';
import {toast} from './toast.js';
import {undoable} from './undo.js';
import {money, plainDay} from './format.js';
import {Act, Empty, focusDetail, Form, go, href, List, Pill, Split, Time, useLoad} from './ui.js';
import {Story} from './money.js';

const update = (action, body) => change('POST', `/v1/organizations/billing/update?action=${action}`, body);
const status = organization => organization.plan === 'free' && organization.subscription?.status !== 'past_due' ? 'free' : organization.subscription?.status ?? 'free';
const tone = {active: 'ok', past_due: 'bad', canceled: 'off', free: 'info'};
const words = text => text.replace('_', ' ');
const whole = name => ({[name]: value}) => /^\d+$/.test(value.trim()) ? null : 'Write a whole number, such as 10.';

function Organization({organization}) {
    const {org_id: id, org_name: name, subscription, resources, limit, unpaid_bills: unpaid} = organization;
    const now = status(organization);
    const history = useLoad(() => read(`/v1/organizations/billing/history?action=list_billing&org_id=${encodeURIComponent(id)}`), [id]);
    const bills = history.data?.billing_history ?? [];
    const link = async (action, body) => {
        const page = open('', '_blank');
        try {
            const {response} = await update(action, {org_id: id, ...body});
            if (page) {
                page.opener = null;
                page.location = response;
            }
            toast(page ? 'The payment page is open in another tab' : 'The payment page is made; this browser has not let it open in another tab', {label: 'Show it here', run: () => go(href('payments'))});
        } catch (error) {
            page?.close();
            throw error;
        }
    };
    return html`<article class="detail"><header><h2>${name} <span class="dim mono">${id}</span></h2><p class="row"><${Pill} tone=${tone[now]}>${words(now)}<//><span>${resources} of ${limit} resources in use</span></p>
        <span class="meter" role="img" aria-label=${`${resources} of ${limit} resources in use`}><span style=${{width: `${Math.min(100, limit ? resources / limit * 100 : 0)}%`}}></span></span></header>
        ${now === 'free' || now === 'canceled' ? html`<${Form} label="Get a payment link" check=${whole('quantity')} submit=${({quantity}) => link('getpaymentlink', {quantity: Number(quantity)})}><label class="field short"><span>Quantity</span><input name="quantity" defaultValue="10" inputmode="numeric" autocomplete="off" /></label><//>`
            : html`<${Form} label="Change the quantity" kind="" renew check=${whole('quantity')} submit=${async ({quantity}) => { await update('updatesubscription', {org_id: id, quantity: Number(quantity)}); toast(`${name} has ${quantity} units`); }}><label class="field short"><span>Quantity</span><input name="quantity" defaultValue=${subscription?.quantity} inputmode="numeric" autocomplete="off" /></label><//>
            <p class="row"><${Act} run=${() => link('getupdatecardlink', {})}>Change the card<//><${Act} kind="danger" run=${() => undoable(`subscription of ${name} cancelled`, () => update('cancelsubscription', {org_id: id}))}>Cancel the subscription<//></p>`}
        <${Form} label="Set" kind="" renew check=${whole('resources')} submit=${async ({resources: used}) => { await change('PUT', `/sandbox/organizations/${encodeURIComponent(id)}/resources`, {resources: Number(used)}); toast(`${name} uses ${used} resources`); }}><label class="field short"><span>Resources in use</span><input name="resources" defaultValue=${resources} inputmode="numeric" autocomplete="off" /></label><//>
        ${subscription && html`<dl class="facts"><dt>Price</dt><dd class="mono">${subscription.quantity} × ${money(subscription.unit_price)}</dd><dt>Period</dt><dd>${plainDay(subscription.period_start)} – ${plainDay(subscription.period_end)}</dd>
            ${subscription.next_bill && html`<dt>Next bill</dt><dd><span class="mono">${money(subscription.next_bill.amount)}</span> on <${Time} at=${subscription.next_bill.at} /> <${Act} kind="link" aria-label="go there, to the next bill" run=${() => advanceTo(subscription.next_bill.at)}>go there<//></dd>`}
            <dt>Card</dt><dd>${subscription.brand?.toUpperCase()} •••• ${subscription.card_last_four}, until ${subscription.payment_exp}</dd>${subscription.canceled_at && html`<dt>Cancelled</dt><dd><${Time} at=${subscription.canceled_at} /></dd>`}${organization.purge_at && html`<dt>Resources removed</dt><dd><${Time} at=${organization.purge_at} /></dd>`}</dl>`}
        ${unpaid.length > 0 && html`<h3>Unpaid bills</h3><ul class="plain">${unpaid.map(bill => html`<li key=${bill.id} class="line"><${Pill} tone="bad">${money(bill.amount)}<//><span>${plainDay(bill.date)}</span><span class="dim">${bill.attempts} failed ${bill.attempts === 1 ? 'charge' : 'charges'}${bill.next_retry ? '' : ', no more retries'}</span>
            ${bill.next_retry && html`<span>again <${Time} at=${bill.next_retry} /></span><${Act} kind="link" aria-label=${`go there, to the next charge of the bill of ${plainDay(bill.date)}`} run=${() => advanceTo(bill.next_retry)}>go there<//>`}</li>`)}</ul>`}
        ${bills.length > 0 && html`<h3>Bills</h3><table><tbody>${bills.map(bill => html`<tr key=${bill.id}><td>${plainDay(bill.date)}</td><td><${Pill} tone=${bill.status === 'paid' ? 'ok' : 'bad'}>${bill.status}<//></td><td class="amount">${money(bill.amount)}</td></tr>`)}</tbody></table>`}
        <h3>Why</h3><${Story} what=${`subscriptions/${encodeURIComponent(id)}`} /></article>`;
}

export function Plans() {
    const account = useStore(s => s.account);
    const route = useStore(s => s.route);
    const rows = account.organizations.entries;
    const chosen = route.path[0] ?? null;
    const organization = rows.find(({org_id: id}) => id === chosen);
    return html`<${Split} detail=${organization && html`<${Organization} key=${chosen} organization=${organization} />`} label="The organization" onClose=${() => go(href('plans'))}>
        <div class="filter"><${Form} label="Create" kind="" renew check=${({name}) => name.trim() ? null : 'Give the organization a name.'} submit=${async ({name}) => { await change('POST', '/v1/organizations/create', {org_name: name.trim()}); toast(`${name} was created`); }}><label class="field inline grow"><span>New organization</span><input name="name" autocomplete="off" /></label><//></div>
        ${rows.length ? html`<${List} items=${rows} id=${row => row.org_id} label="Organizations" selected=${chosen} onSelect=${id => go(href('plans', [id]), chosen !== null)} onOpen=${focusDetail}
            row=${row => html`<div class="cells plans"><span>${row.org_name} <span class="dim mono">${row.org_id}</span></span><span class="dim">${row.resources} of ${row.limit}</span><${Pill} tone=${tone[status(row)]}>${words(status(row))}<//><span class="amount">${row.subscription?.next_bill ? money(row.subscription.next_bill.amount) : ''}</span></div>`} />`
            : html`<${Empty} title="No organizations" request=${{method: 'POST', path: '/v1/organizations/create', body: {org_name: 'Acme'}}}>Cloud Plans bills organizations.<//>`}
    <//>`;
}
