// Cards: Stripe.js takes the number, PureGPU gets the payment method's id.

import {pureGpu, server} from './api.js';
import {element, fillTable, onSubmit, say, smallButton} from './view.js';

let stripe;
let card;

function loadStripeJs() {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = `${server}/v3/`;
        script.onload = resolve;
        script.onerror = () => reject(new Error('Stripe.js could not be loaded'));
        document.head.append(script);
    });
}

/** Mounts a fresh Card Element that belongs to the account of a key. */
export async function mountCardElement(key) {
    if (!window.Stripe) {
        await loadStripeJs();
    }
    card?.destroy();
    stripe = window.Stripe(`pk_test_${key}`);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    card = stripe.elements().create('card', {
        style: {base: {fontSize: '16px', color: dark ? '#e9ebf1' : '#1a1f36', '::placeholder': {color: dark ? '#a6adbd' : '#545b6d'}}},
    });
    card.mount('#card-element');
    card.on('change', event => {
        element('card-error').textContent = event.error?.message ?? '';
    });
}

export async function showCards() {
    const {payment_methods: cards} = await pureGpu('GET', '/billing/stripe/cards');
    fillTable('cards', ['Card', 'Expires', ''], cards.map(({id, card_type: type, card_last_four: last4, expiry_date: expiry}, index) => {
        const name = `${type} ${last4}`;
        return [
            `${type} •••• ${last4}${index === 0 ? ' (default)' : ''}`,
            expiry,
            [
                ...(index === 0 ? [] : [smallButton('Make default', `Make ${name} the default`, async () => {
                    await pureGpu('PUT', `/billing/stripe/cards/${id}/default`);
                    say(`${name} is the default now.`);
                    await showCards();
                }), ' ']),
                smallButton('Delete', `Delete ${name}`, async () => {
                    await pureGpu('DELETE', `/billing/stripe/cards/${id}`);
                    say(`${name} is deleted.`);
                    await showCards();
                }),
            ],
        ];
    }));
}

onSubmit('add-card', async () => {
    const {paymentMethod, error} = await stripe.createPaymentMethod({type: 'card', card});
    if (error) {
        element('card-error').textContent = error.message;
        return;
    }
    await pureGpu('POST', '/billing/stripe/cards', {stripe_payment_method_id: paymentMethod.id});
    card.clear();
    say(`${paymentMethod.card.brand} ${paymentMethod.card.last4} is added.`);
    await showCards();
});
