// A field of the stand-in, in a frame of this server's own origin. It talks with the page around it over one channel, and
// tells it states and results, never what was typed; that it sends to the server itself.

import {ask} from './api.js';
import {Form, cardOf} from './fields.js';
import {payment} from './payment.js';
import {row} from './row.js';

const root = document.getElementById('root');
const form = new Form();
let page;
let key;
let type;
let fields;
let intent;
let isFocused = false;
let lastTold;

function tell(message) {
    page.postMessage(message);
}

function changed() {
    fields.show();
    const payload = fields.payload();
    if (JSON.stringify(payload) !== lastTold) {
        lastTold = JSON.stringify(payload);
        tell({event: 'change', payload});
    }
}

/** The account's clock, by which expiry dates are judged. */
async function readClock() {
    const session = await ask(key, 'GET', 'elements/sessions');
    if (!session.error) {
        form.setClock(session.now);
    }
    return session.error;
}

/** Whether the intent that the page named is there; the Payment Element shows nothing without. */
async function readIntent() {
    const {clientSecret} = intent ?? {};
    if (type !== 'payment' || !clientSecret) {
        return undefined;
    }
    const path = clientSecret.startsWith('pi_') ? 'payment_intents' : 'setup_intents';
    const found = await ask(key, 'GET', `${path}/${clientSecret.replace(/_secret_.*/, '')}`, {client_secret: clientSecret});
    return found.error;
}

/** What split fields in other frames hold, over channels that end in this frame and in theirs. */
function hearShares(ports) {
    return Promise.all(ports.map(port => new Promise(resolve => {
        port.onmessage = ({data}) => {
            port.close();
            resolve(data);
        };
    })));
}

/** The card that all fields together make, or `{error}`; each field shows what is wrong with it. */
async function collect(ports) {
    const own = form.check();
    if (own) {
        fields.showWrong?.();
    }
    const shares = await hearShares(ports);
    const error = own ?? shares.find(share => share.error)?.error;
    return error ? {error} : {card: Object.assign(cardOf(form), ...shares.map(({card}) => card))};
}

function merged(own, given = {}) {
    return {...own, ...given, address: {...own.address, ...given.address}};
}

const METHODS = {
    async check() {
        const {error} = await collect([]);
        return error ? {error} : {};
    },

    async paymentMethod(parameters, ports) {
        const {card, error} = await collect(ports);
        if (error) {
            return {error};
        }
        const details = merged(fields.billingDetails(), parameters.billing_details);
        const paymentMethod = await ask(key, 'POST', 'payment_methods', {...parameters, type: 'card', card, billing_details: details});
        return paymentMethod.error ? {error: paymentMethod.error} : {paymentMethod};
    },

    async token(data, ports) {
        const {card, error} = await collect(ports);
        if (error) {
            return {error};
        }
        const zip = fields.billingDetails().address?.postal_code;
        const token = await ask(key, 'POST', 'tokens', {card: {...(zip && {address_zip: zip}), ...data, ...card}});
        return token.error ? {error: token.error} : {token};
    },
};

const ORDERS = {
    update({options, appearance, intent: changedIntent}) {
        fields.update(options ?? {}, appearance, changedIntent);
        changed();
    },
    focus() {
        fields.first().focus();
    },
    blur() {
        document.activeElement?.blur();
    },
    clear() {
        form.clear();
    },
    collapse() {
        fields.collapse?.();
    },
    brand({brand}) {
        form.setBrand(brand);
        changed();
    },
    share(order, [port]) {
        const error = form.check();
        port.postMessage(error ? {error} : {card: cardOf(form)});
    },
    async call({call, method, parameters}, ports) {
        tell({event: 'answer', call, result: await METHODS[method](parameters, ports)});
    },
};

/** One focus event when focus comes into the frame, one blur event when it goes, none in between. */
function watchFocus() {
    const look = () => {
        const now = document.hasFocus() && root.contains(document.activeElement);
        if (now !== isFocused) {
            isFocused = now;
            tell({event: now ? 'focus' : 'blur'});
        }
    };
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', () => setTimeout(look));
    addEventListener('focus', look);
    addEventListener('blur', () => setTimeout(look));
}

function watchKeys() {
    document.addEventListener('keydown', event => {
        if (event.key === 'Escape') {
            tell({event: 'escape'});
        } else if (event.key === 'Enter' && event.target.matches('input')) {
            event.preventDefault();
            tell({event: 'submit'});
        }
    });
}

function watchHeight() {
    new ResizeObserver(() => tell({event: 'height', height: root.getBoundingClientRect().height})).observe(root);
}

function watchAutofill() {
    root.addEventListener('animationstart', ({animationName}) => {
        if (animationName.startsWith('autofill-')) {
            tell({event: 'autofill', on: animationName === 'autofill-begins'});
        }
    });
}

async function begin(greeting, port) {
    page = port;
    ({key, type, intent} = greeting);
    document.title = {card: 'Card', payment: 'Card payment'}[type] ?? 'Card field';
    fields = type === 'payment' ? payment(root, form) : row(root, form, type);
    fields.update(greeting.options, greeting.appearance, intent);
    form.changed = changed;
    lastTold = JSON.stringify(fields.payload());
    watchFocus();
    watchKeys();
    watchHeight();
    watchAutofill();
    form.field('expiry')?.input.addEventListener('focus', readClock);
    port.onmessage = ({data, ports}) => ORDERS[data.do](data, ports);
    const error = await readClock() ?? await readIntent();
    tell(error ? {event: 'loaderror', error} : {event: 'ready', payload: fields.payload()});
}

addEventListener('message', event => {
    if (!page && event.source === parent && event.data?.paystub === 'connect' && event.ports.length === 1) {
        begin(event.data, event.ports[0]);
    }
});
// says nothing but that it is there, whoever the page is
parent.postMessage({paystub: 'field'}, '*');
