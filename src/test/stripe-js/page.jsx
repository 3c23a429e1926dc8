// One form of each kind that a frontend developer writes with Stripe's React bindings. The query says which
// (?flow=card, split, deferred or secret), with which key, and with which client secret.

import {StrictMode, useMemo, useState} from 'react';
import {createRoot} from 'react-dom/client';
import {
    CardCvcElement, CardElement, CardExpiryElement, CardNumberElement, Elements, PaymentElement, useElements, useStripe,
} from '@stripe/react-stripe-js';
import {loadStripe} from '@stripe/stripe-js';

const query = new URLSearchParams(location.search);
const flow = query.get('flow');
const clientSecret = query.get('client_secret') ?? undefined;
const stripePromise = loadStripe(query.get('key'));

async function payWithCard(stripe, elements) {
    const card = elements.getElement(CardElement) ?? elements.getElement(CardNumberElement);
    return stripe.createPaymentMethod({type: 'card', card, billing_details: {name: 'Jenny Rosen'}});
}

async function payDeferred(stripe, elements) {
    const {error} = await elements.submit();
    return error ? {error} : stripe.createPaymentMethod({elements});
}

async function payWithSecret(stripe, elements) {
    const {error, setupIntent} = await stripe.confirmSetup({elements, redirect: 'if_required'});
    return error ? {error} : {paymentMethod: {id: setupIntent.payment_method}};
}

const FLOWS = {
    card: {pay: payWithCard, options: {}},
    split: {pay: payWithCard, options: {}},
    deferred: {pay: payDeferred, options: {mode: 'setup', currency: 'usd', paymentMethodCreation: 'manual'}},
    secret: {pay: payWithSecret, options: {clientSecret}},
};

function Fields({disabled, heard}) {
    const on = {
        onReady: element => heard(`ready:${typeof element.mount}`),
        onFocus: event => heard(`focus:${event.elementType}`),
        onBlur: event => heard(`blur:${event.elementType}`),
        onChange: event => heard(`change:${event.elementType}:${event.complete}`),
    };
    if (flow === 'card') {
        return <CardElement id="card" options={{disabled, style: {base: {fontSize: '18px'}}}} {...on} />;
    }
    if (flow === 'split') {
        return <>
            <CardNumberElement id="number" options={{disabled, showIcon: true}} {...on} />
            <CardExpiryElement id="expiry" options={{disabled}} />
            <CardCvcElement id="cvc" options={{disabled}} />
        </>;
    }
    return <PaymentElement id="payment" options={{readOnly: disabled, layout: 'tabs'}} {...on} />;
}

function Form() {
    const stripe = useStripe();
    const elements = useElements();
    const [shown, setShown] = useState(true);
    const [disabled, setDisabled] = useState(false);
    const [events, setEvents] = useState([]);
    const [result, setResult] = useState('');

    async function submit(event) {
        event.preventDefault();
        setResult('');
        const {error, paymentMethod} = await FLOWS[flow].pay(stripe, elements);
        setResult(error ? `${error.type} ${error.code}: ${error.message}` : paymentMethod.id);
    }

    return <form onSubmit={submit}>
        {shown && <Fields disabled={disabled} heard={name => setEvents(known => [...known, name])} />}
        <button disabled={!stripe}>Save</button>
        <button type="button" onClick={() => setShown(!shown)}>Toggle element</button>
        <button type="button" onClick={() => setDisabled(!disabled)}>Toggle disabled</button>
        {/* of a fixed size: what is told here must not move the buttons below while one of them is pressed */}
        <output id="result" style={{display: 'block', height: '2em'}}>{result}</output>
        <p id="events" style={{height: '8em', overflow: 'auto'}}>{events.join(' ')}</p>
    </form>;
}

function Page() {
    const [theme, setTheme] = useState('stripe');
    const [shown, setShown] = useState(true);
    const options = useMemo(() => ({...FLOWS[flow].options, appearance: {theme}}), [theme]);
    return <main>
        <h1>Your card</h1>
        {shown && <Elements stripe={stripePromise} options={options}><Form /></Elements>}
        <button onClick={() => setTheme(theme === 'stripe' ? 'night' : 'stripe')}>Toggle theme</button>
        <button onClick={() => setShown(!shown)}>Toggle provider</button>
    </main>;
}

const page = <Page />;
createRoot(document.getElementById('root')).render(process.env.NODE_ENV === 'development' ? <StrictMode>{page}</StrictMode> : page);
