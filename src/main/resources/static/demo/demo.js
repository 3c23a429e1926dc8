// The whole page: one key, four parts. Each part is a module that can be copied by itself.

import {use} from './api.js';
import {onTopUp, showBalance, showCurrencies, stopFollowing} from './balance.js';
import {mountCardElement, showCards} from './cards.js';
import {showOrganizations} from './organization.js';
import {onOrder, showProducts, showServices} from './servers.js';
import {complain, element, onSubmit, say} from './view.js';

const KEY = 'paystub-demo-key';
const OUTCOMES = {
    'subscribed': 'The organization is subscribed.',
    'card changed': 'The card is changed.',
    'left': 'Nothing was changed.',
};

function newKey() {
    const random = crypto.getRandomValues(new Uint8Array(8));
    return `demo-${Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

const showMoney = () => Promise.all([showBalance(), showServices()]);

async function open(key, organization) {
    localStorage.setItem(KEY, key);
    element('account').elements.key.value = key;
    stopFollowing();
    use(key);
    await Promise.all([mountCardElement(key), showCards(), showMoney(), showCurrencies(), showProducts(), showOrganizations(organization)]);
}

onSubmit('account', async ({key}) => {
    await open(key);
    say(`This is the account of ${key}.`);
});
onTopUp(showMoney);
onOrder(showMoney);

const here = new URL(location.href);
const outcome = OUTCOMES[here.searchParams.get('outcome')];
const organization = here.searchParams.get('organization');
here.searchParams.delete('outcome');
here.searchParams.delete('organization');
history.replaceState(null, '', here);
open(localStorage.getItem(KEY) ?? newKey(), organization)
    .then(() => say(outcome ?? 'Ready.'))
    .catch(complain);
