// Balance: an invoice for funds, a payment in a coin, and waiting until the chain is done.

import {pureGpu} from './api.js';
import {complain, element, fillSelect, onSubmit, say} from './view.js';

const POLL_MILLIS = 1000;
const ENDED = ['finished', 'partially_paid', 'failed', 'refunded', 'expired'];

export async function showBalance() {
    const {balance} = await pureGpu('GET', '/billing/balance');
    element('balance').textContent = Number(balance).toFixed(2);
}

export async function showCurrencies() {
    const {currencies} = await pureGpu('GET', '/billing/crypto/currencies');
    fillSelect(element('top-up').elements.currency, currencies.map(ticker => [ticker, ticker.toUpperCase()]));
}

let watch = 0;

/** Asks how a payment stands until it has ended; a later watch replaces an earlier one. */
async function follow(id, ended) {
    const mine = ++watch;
    while (mine === watch) {
        const {payment: {status}} = await pureGpu('GET', `/billing/crypto/payments/${id}`);
        field('status').textContent = status.replace('_', ' ');
        if (ENDED.includes(status)) {
            await ended(status);
            return;
        }
        await new Promise(resolve => setTimeout(resolve, POLL_MILLIS));
    }
}

export function stopFollowing() {
    watch++;
    element('payment').hidden = true;
}

const field = name => element('payment').querySelector(`[data-field=${name}]`);

/** @param changed called when money has arrived */
export function onTopUp(changed) {
    onSubmit('top-up', async ({amount, currency}) => {
        const {invoice_id: invoice} = await pureGpu('POST', '/billing/invoices/funds', {amount: Number(amount)});
        const {payment} = await pureGpu('POST', '/billing/crypto/payments', {invoice_id: invoice, currency});
        field('amount').textContent = `${payment.pay_amount} ${payment.pay_currency.toUpperCase()}`;
        field('address').textContent = payment.pay_address;
        field('status').textContent = payment.status;
        element('payment').hidden = false;
        say(`Invoice ${invoice} waits for its coins; in the sandbox they come by themselves.`);
        follow(payment.id, async status => {
            say(`The payment of invoice ${invoice} is ${status.replace('_', ' ')}.`);
            await changed();
        }).catch(complain);
    });
}
