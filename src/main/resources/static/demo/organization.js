// Organization: its subscription begins and changes cards on hosted pages, which lead back here.

import {cloudPlans} from './api.js';
import {element, fillList, fillSelect, fillTable, onSubmit, say} from './view.js';

const select = element('subscription').elements.organization;

const update = (action, body) => cloudPlans('POST', `/billing/update?action=${action}`, {org_id: select.value, ...body});

export async function showOrganizations(chosen) {
    const {data: {organizations}} = await cloudPlans('GET', '/list?action=list');
    fillSelect(select, organizations.map(organization => [organization.org_id, organization.org_name]));
    const ids = organizations.map(organization => organization.org_id);
    select.value = ids.includes(chosen) ? chosen : await firstThatCanSubscribe(ids) ?? ids[0] ?? '';
    await showSubscription();
}

const describe = id => cloudPlans('GET', `/billing/describe?action=getorganization&org_id=${encodeURIComponent(id)}`);

async function firstThatCanSubscribe(ids) {
    for (const id of ids) {
        const {response: {subscription}} = await describe(id);
        if (subscription.plan === 'free') {
            return id;
        }
    }
    return undefined;
}

async function showSubscription() {
    if (!select.value) {
        return;
    }
    const [{response: {organization, subscription}}, {billing_history: bills}] = await Promise.all([
        describe(select.value),
        cloudPlans('GET', `/billing/history?action=list_billing&org_id=${encodeURIComponent(select.value)}`),
    ]);
    fillList('plan', [
        ['Plan', subscription.plan],
        ['Units', subscription.quantity],
        ['Card expires', subscription.payment_exp || '–'],
        ['In use', String(organization.resources)],
    ]);
    fillTable('history', ['Date', 'Amount', 'Status'], bills.map(bill => [bill.date, bill.amount, bill.status]));
}

/** The way back from a hosted page: here, with the organization that was being looked at. */
function wayBack(outcome) {
    const url = new URL(location.href);
    url.searchParams.set('organization', select.value);
    url.searchParams.set('outcome', outcome);
    return url.href;
}

const actions = {
    async subscribe(quantity) {
        const {response: link} = await update('getpaymentlink',
            {quantity, success_url: wayBack('subscribed'), cancel_url: wayBack('left')});
        location.assign(link);
    },
    async change(quantity) {
        await update('updatesubscription', {quantity});
        say(`The subscription has ${quantity} units now.`);
        await showSubscription();
    },
    async card() {
        const {response: link} = await update('getupdatecardlink',
            {success_url: wayBack('card changed'), cancel_url: wayBack('left')});
        location.assign(link);
    },
    async cancel() {
        await update('cancelsubscription');
        say('The subscription is canceled.');
        await showSubscription();
    },
};

onSubmit('subscription', ({action, quantity}) => actions[action](Number(quantity)));
select.addEventListener('change', showSubscription);

onSubmit('create-organization', async ({name}, form) => {
    const {response: {id}} = await cloudPlans('POST', '/create?action=create', {org_name: name});
    form.reset();
    say(`${name} is created.`);
    await showOrganizations(id);
});
