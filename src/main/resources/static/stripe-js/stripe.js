// Paystub's own stand-in for Stripe.js: a window.Stripe that works against this server alone. It is not Stripe's script
// and shares no code with it. It runs in the host page and never sees a card number: the fields are frames of the
// server's own origin (frame.html), which send what was typed to the server themselves.
(writtenServer => {
'use strict';

const SCRIPT_PATH = /\/(?:v3\/?|(v3|[a-z]+)\/stripe\.js|stripe-js\/stripe\.js)$/;
const VENDORS_HOST = 'js.stripe.com';

/** Where this script came from, as the page sees it. */
const source = document.currentScript?.src ? new URL(document.currentScript.src) : null;

/** The server behind it: the script's own, unless a test has answered the vendor's address with this file. */
const server = (source && source.hostname !== VENDORS_HOST && SCRIPT_PATH.test(source.pathname)
    ? source.origin + source.pathname.replace(SCRIPT_PATH, '')
    : writtenServer).replace(/\/$/, '');
const serverOrigin = new URL(server).origin;

/** The release train in the script's address, as the loader of the npm package expects it. */
function version() {
    const train = source && SCRIPT_PATH.exec(source.pathname)?.[1];
    return train && train !== 'v3' ? train : 3;
}

// ---- what goes wrong ----

/** The page uses the API wrongly; only its programmer can mend that. */
class IntegrationError extends Error {
    constructor(message) {
        super(message);
        this.name = 'IntegrationError';
    }
}

function notSimulated(method) {
    return new Error(`Stripe.${method} is not simulated by Paystub`);
}

function require(condition, message) {
    if (!condition) {
        throw new IntegrationError(message);
    }
}

const NOT_SIMULATED = [
    'collectBankAccountForPayment', 'collectBankAccountForSetup', 'collectBankAccountToken', 'collectFinancialConnectionsAccounts',
    'confirmAcssDebitPayment', 'confirmAcssDebitSetup', 'confirmAffirmPayment', 'confirmAfterpayClearpayPayment',
    'confirmAlipayPayment', 'confirmAmazonPaySetup', 'confirmAuBecsDebitPayment', 'confirmAuBecsDebitSetup',
    'confirmBacsDebitSetup', 'confirmBancontactPayment', 'confirmBancontactSetup', 'confirmBilliePayment',
    'confirmBlikPayment', 'confirmBlikSetup', 'confirmBoletoPayment', 'confirmBoletoSetup', 'confirmCashappPayment',
    'confirmCashappSetup', 'confirmCustomerBalancePayment', 'confirmEpsPayment', 'confirmFpxPayment',
    'confirmGiropayPayment', 'confirmGrabPayPayment', 'confirmIdealPayment', 'confirmIdealSetup', 'confirmKlarnaPayment',
    'confirmKonbiniPayment', 'confirmMobilepayPayment', 'confirmMultibancoPayment', 'confirmOxxoPayment', 'confirmP24Payment',
    'confirmPayByBankPayment', 'confirmPayNowPayment', 'confirmPayPalPayment', 'confirmPayPalSetup', 'confirmPixPayment',
    'confirmPromptPayPayment', 'confirmSepaDebitPayment', 'confirmSepaDebitSetup', 'confirmSofortPayment',
    'confirmSofortSetup', 'confirmTwintPayment', 'confirmUsBankAccountPayment', 'confirmUsBankAccountSetup',
    'confirmWechatPayPayment', 'createConfirmationToken', 'createEmbeddedCheckoutPage', 'createEphemeralKeyNonce',
    'createRadarSession', 'createSource', 'initCheckout', 'initCheckoutElementsSdk', 'initCheckoutFormSdk',
    'initEmbeddedCheckout', 'initializePricing', 'paymentRequest', 'processOrder', 'redirectToCheckout', 'retrieveOrder',
    'retrieveSource', 'verifyIdentity', 'verifyMicrodepositsForPayment', 'verifyMicrodepositsForSetup',
];

const ELEMENTS_NOT_SIMULATED = [
    'address', 'affirmMessage', 'afterpayClearpayMessage', 'auBankAccount', 'cart', 'contactDetails', 'currencySelector', 'epsBank',
    'expressCheckout', 'fpxBank', 'iban', 'idealBank', 'issuingAddToWalletButton', 'issuingCardCopyButton',
    'issuingCardCvcDisplay', 'issuingCardExpiryDisplay', 'issuingCardNumberDisplay', 'issuingCardPinDisplay',
    'linkAuthentication', 'linkSignup', 'p24Bank', 'paymentForm', 'paymentMethodMessaging', 'paymentRequestButton',
    'shippingAddress', 'taxId', 'terms',
];

/** Frames are called what Stripe's are called, since end-to-end tests look for them so. */
const FRAME_TITLES = {
    card: 'Secure card payment input frame',
    cardNumber: 'Secure card number input frame',
    cardExpiry: 'Secure expiration date input frame',
    cardCvc: 'Secure CVC input frame',
    payment: 'Secure payment input frame',
};
const ONE_LINE_HEIGHT = '19.2px';
const FOCUS_RING = 4;
const PATIENCE = 3000;

// ---- the server's API ----

/** Nested parameters as Stripe's API wants them: `a[b]=c`. Elements never go over the wire. */
function encode(parameters, into = new URLSearchParams(), name = '') {
    for (const [key, value] of Object.entries(parameters)) {
        const full = name ? `${name}[${key}]` : key;
        if (value !== null && typeof value === 'object') {
            encode(value, into, full);
        } else if (value !== undefined && value !== null) {
            into.append(full, String(value));
        }
    }
    return into;
}

function connectionError(message) {
    return {error: {type: 'api_connection_error', message}};
}

/** Resolves to the answered object, or to `{error}`; never rejects. */
async function ask(key, method, path, parameters = {}) {
    const form = encode(parameters);
    const url = `${server}/stripe/v1/${path}${method === 'GET' ? `?${form}` : ''}`;
    let response;
    try {
        response = await fetch(url, {
            method,
            headers: {Authorization: `Bearer ${key}`},
            body: method === 'GET' ? undefined : form,
        });
    } catch {
        return connectionError(`Could not reach Paystub at ${server}.`);
    }
    try {
        return await response.json();
    } catch {
        return {error: {type: 'api_error', message: `Paystub answered ${response.status} and no JSON.`}};
    }
}

// ---- elements ----

/** Calls the listeners of a name; one that throws keeps no other from hearing. */
class Listeners {
    #byName = new Map();

    add(name, handler, once) {
        require(typeof handler === 'function', `The handler for "${name}" must be a function.`);
        this.#byName.set(name, [...this.named(name), {handler, once}]);
    }

    remove(name, handler) {
        this.#byName.set(name, this.named(name).filter(known => handler && known.handler !== handler));
    }

    named(name) {
        return this.#byName.get(name) ?? [];
    }

    tell(name, event) {
        for (const {handler, once} of this.named(name)) {
            if (once) {
                this.remove(name, handler);
            }
            try {
                handler(event);
            } catch (error) {
                setTimeout(() => { throw error; });
            }
        }
    }
}

// ---- what moves, and when ----

/** What is to move once no pointer is down, by what moves; the last of each wins. */
const moves = new Map();
let pressed = false;

/**
 * Moves something of the page, but not under a pointer that is down. Pressing a button takes the focus from a field, whose
 * message then makes the field higher; a button that moves away between press and release would get no click.
 */
function moveLater(what, move) {
    moves.set(what, move);
    if (!pressed) {
        moveNow();
    }
}

function moveNow() {
    pressed = false;
    const waiting = [...moves.values()];
    moves.clear();
    waiting.forEach(move => move());
}

addEventListener('pointerdown', () => { pressed = true; }, true);
// after the click that a release brings about; a release outside of the window is seen by the next move
for (const release of ['pointerup', 'pointercancel']) {
    addEventListener(release, () => setTimeout(moveNow), true);
}
addEventListener('pointermove', event => pressed && event.buttons === 0 && moveNow(), true);

const CLASSES = {
    base: 'StripeElement',
    complete: 'StripeElement--complete',
    empty: 'StripeElement--empty',
    focus: 'StripeElement--focus',
    invalid: 'StripeElement--invalid',
    webkitAutofill: 'StripeElement--webkit-autofill',
};
let frames = 0;

const privates = new WeakMap();
const of = element => privates.get(element);

/** What an Element is inside; the object in the page's hands has only the public methods. */
class Field {
    #group;
    #listeners = new Listeners();
    #options;
    #container = null;
    #frame = null;
    #port = null;
    #waiting = [];
    #answers = new Map();
    #calls = 0;
    #state = {empty: true, complete: false, invalid: false, focus: false, webkitAutofill: false};
    #destroyed = false;
    #leave = null;

    constructor(group, type, options, element) {
        this.#group = group;
        this.type = type;
        this.#options = {...options};
        this.element = element;
    }

    get group() {
        return this.#group;
    }

    get isMounted() {
        return this.#frame !== null;
    }

    listen(name, handler, once) {
        require(typeof name === 'string', 'The name of an event must be a string.');
        this.#listeners.add(name, handler, once);
    }

    unlisten(name, handler) {
        this.#listeners.remove(name, handler);
    }

    mount(target) {
        require(!this.#destroyed, 'This Element has been destroyed and cannot be used any more. Create a new one.');
        const container = typeof target === 'string' ? document.querySelector(target) : target;
        require(container, `There is no DOM element for the selector "${target}" on this page; the Element cannot be mounted.`);
        require(container.nodeType === Node.ELEMENT_NODE, 'Element.mount() takes a CSS selector or a DOM element.');
        if (this.#container === container) {
            return;
        }
        this.unmount();
        this.#container = container;
        container.replaceChildren();
        const holder = document.createElement('div');
        holder.style.cssText = 'margin:0;padding:0;border:0;display:block;background:transparent;position:relative;opacity:1';
        this.#frame = this.#makeFrame();
        holder.append(this.#frame);
        container.append(holder);
        this.#showState();
        this.#listenToPage();
    }

    #makeFrame() {
        const frame = document.createElement('iframe');
        const ring = this.type === 'payment' ? FOCUS_RING : 0;
        frame.name = `__privateStripeFrame${++frames}`;
        frame.title = FRAME_TITLES[this.type];
        frame.src = `${server}/stripe-js/frame.html`;
        frame.setAttribute('scrolling', 'no');
        frame.setAttribute('frameborder', '0');
        const style = {
            'border': '0', 'margin': `-${ring}px`, 'padding': '0', 'width': '1px', 'min-width': `calc(100% + ${2 * ring}px)`,
            'height': ONE_LINE_HEIGHT, 'display': 'block', 'overflow': 'hidden', 'background': 'transparent',
            // a frame whose scheme differs from its element's would be painted on an opaque ground
            'color-scheme': 'light',
        };
        for (const [name, value] of Object.entries(style)) {
            frame.style.setProperty(name, value, 'important');
        }
        frame.addEventListener('load', () => setTimeout(() => {
            if (this.#frame === frame && !this.#port) {
                this.#loadFailed({type: 'api_connection_error', message: `The field could not be loaded from ${server}.`});
            }
        }, PATIENCE));
        return frame;
    }

    #listenToPage() {
        const greeted = event => {
            if (event.origin === serverOrigin && event.source === this.#frame?.contentWindow && event.data?.paystub === 'field') {
                this.#connect();
            }
        };
        const clicked = event => {
            const label = event.target instanceof Element && event.target.closest('label');
            const isOurs = label && (label.htmlFor ? label.htmlFor === this.#container?.id : label.contains(this.#container));
            if (isOurs && !this.#container.contains(event.target)) {
                event.preventDefault();
                this.focus();
            }
        };
        addEventListener('message', greeted);
        document.addEventListener('click', clicked);
        this.#leave = () => {
            removeEventListener('message', greeted);
            document.removeEventListener('click', clicked);
        };
    }

    /** A frame that was moved in the page has loaded anew, and is told everything again. */
    #connect() {
        this.#port?.close();
        this.#reset();
        const channel = new MessageChannel();
        this.#port = channel.port1;
        this.#port.onmessage = ({data}) => this.#hear(data);
        const {key, appearance, intent} = this.#group;
        const greeting = {paystub: 'connect', type: this.type, key, options: this.#options, appearance, intent};
        this.#frame.contentWindow.postMessage(plain(greeting), serverOrigin, [channel.port2]);
        for (const {message, ports} of this.#waiting.splice(0)) {
            this.#port.postMessage(message, ports);
        }
        if (this.type === 'payment') {
            this.#listeners.tell('loaderstart', {elementType: this.type});
        }
    }

    unmount() {
        if (!this.#container) {
            return;
        }
        this.#leave();
        this.#port?.close();
        this.#port = null;
        this.#frame = null;
        this.#waiting = [];
        this.#reset();
        this.#container.classList.remove(...Object.keys(CLASSES).flatMap(name => this.#classNames(name)));
        this.#container.replaceChildren();
        this.#container = null;
        for (const answer of this.#answers.values()) {
            answer.reject(notMounted());
        }
        this.#answers.clear();
    }

    destroy() {
        require(!this.#destroyed, 'This Element has been destroyed already.');
        this.unmount();
        this.#destroyed = true;
        this.#group.forget(this);
    }

    update(changed = {}) {
        const before = this.#options;
        if (changed.classes && this.#container) {
            this.#container.classList.remove(...Object.keys(CLASSES).flatMap(name => this.#classNames(name)));
        }
        this.#options = {...before, ...changed};
        this.#showState();
        this.send({do: 'update', options: changed});
    }

    focus() {
        this.#frame?.focus();
        this.send({do: 'focus'});
    }

    /** Says something to the frame, once it is there; on a field that is not mounted it has no effect. */
    send(message, ports = []) {
        if (this.#port) {
            this.#port.postMessage(plain(message), ports);
        } else if (this.#frame) {
            this.#waiting.push({message: plain(message), ports});
        }
    }

    /** Asks the frame to do something with what was typed; it answers with what the server said of it. */
    call(method, parameters, ports) {
        if (!this.isMounted) {
            return Promise.reject(notMounted());
        }
        const call = ++this.#calls;
        return new Promise((resolve, reject) => {
            this.#answers.set(call, {resolve, reject});
            this.send({do: 'call', call, method, parameters}, ports);
        });
    }

    #hear(data) {
        switch (data.event) {
            case 'answer':
                this.#answers.get(data.call)?.resolve(data.result);
                this.#answers.delete(data.call);
                break;
            case 'height':
                moveLater(this.#frame, () => this.#frame.style.setProperty('height', `${data.height}px`, 'important'));
                break;
            case 'change':
                this.#change(data.payload);
                break;
            case 'autofill':
                this.#state.webkitAutofill = data.on;
                this.#showState();
                break;
            case 'focus':
            case 'blur':
                this.#state.focus = data.event === 'focus';
                this.#showState();
                this.#listeners.tell(data.event, {elementType: this.type});
                break;
            case 'escape':
                this.#listeners.tell('escape', {elementType: this.type});
                break;
            case 'ready':
                // the bindings listen only after mount; by now they do
                this.#become(data.payload);
                this.#listeners.tell('ready', {elementType: this.type});
                break;
            case 'loaderror':
                this.#loadFailed(data.error);
                break;
            case 'submit':
                this.#submitForm();
                break;
        }
    }

    #change(payload) {
        const {empty, complete, invalid, ...rest} = payload;
        this.#become(payload);
        if (this.type === 'cardNumber') {
            this.#group.field('cardCvc')?.send({do: 'brand', brand: rest.brand});
        }
        // what has no error has error: undefined, as messages leave undefined out
        const error = this.type === 'payment' ? {} : {error: rest.error};
        this.#listeners.tell('change', {elementType: this.type, ...error, ...rest, empty, complete});
    }

    #become({empty, complete, invalid}) {
        Object.assign(this.#state, {empty, complete, invalid});
        this.#showState();
    }

    #loadFailed(error) {
        if (this.#listeners.named('loaderror').length === 0) {
            console.error(`Paystub: the ${this.type} Element could not be loaded. ${error.message}`);
        }
        this.#listeners.tell('loaderror', {elementType: this.type, error});
    }

    #reset() {
        this.#state = {empty: true, complete: false, invalid: false, focus: false, webkitAutofill: false};
        this.#showState();
    }

    #classNames(name) {
        return (this.#options.classes?.[name] ?? CLASSES[name]).split(/\s+/).filter(Boolean);
    }

    #showState() {
        if (!this.#container) {
            return;
        }
        for (const name of Object.keys(CLASSES)) {
            for (const className of this.#classNames(name)) {
                this.#container.classList.toggle(className, name === 'base' || this.#state[name]);
            }
        }
    }

    /** Enter in a field sends the form around it, as in any other field of that form. */
    #submitForm() {
        const form = this.#container?.closest('form');
        const button = form && [...form.elements].find(({type}) => type === 'submit' || type === 'image');
        if (button) {
            button.click();
        } else {
            form?.requestSubmit();
        }
    }
}

function notMounted() {
    return new IntegrationError('The Element is not on the page any more; it must stay mounted while it is used.');
}

/** What can be sent to a frame: options hold only data, whatever else a page has put among them. */
function plain(message) {
    return JSON.parse(JSON.stringify(message));
}

/** The Element in the page's hands. */
class StripeElement {
    constructor(group, type, options) {
        privates.set(this, new Field(group, type, options, this));
    }

    mount(target) {
        of(this).mount(target);
        return this;
    }

    unmount() {
        of(this).unmount();
        return this;
    }

    destroy() {
        of(this).destroy();
        return this;
    }

    update(options) {
        of(this).update(options);
        return this;
    }

    focus() {
        of(this).focus();
        return this;
    }

    blur() {
        of(this).send({do: 'blur'});
        return this;
    }

    clear() {
        of(this).send({do: 'clear'});
        return this;
    }

    collapse() {
        require(of(this).type === 'payment', 'Only the Payment Element can be collapsed.');
        of(this).send({do: 'collapse'});
        return this;
    }

    on(name, handler) {
        of(this).listen(name, handler, false);
        return this;
    }

    addEventListener(name, handler) {
        return this.on(name, handler);
    }

    once(name, handler) {
        of(this).listen(name, handler, true);
        return this;
    }

    off(name, handler) {
        of(this).unlisten(name, handler);
        return this;
    }

    removeEventListener(name, handler) {
        return this.off(name, handler);
    }
}

// ---- groups of elements ----

const CLIENT_SECRET = /^((?:seti|pi)_[^_]+)_secret_.+$/;

/** What `elements()` keeps: its fields by type, its options, and whether the page has submitted it. */
class Group {
    #fields = new Map();
    #options;
    #listeners = new Listeners();
    submitted = false;

    constructor(key, options) {
        require(options === undefined || (options !== null && typeof options === 'object'), 'elements() takes an object of options.');
        const {clientSecret} = options ?? {};
        require(clientSecret === undefined || CLIENT_SECRET.test(clientSecret),
            `elements() was given the clientSecret "${clientSecret}"; it has the form <id>_secret_<secret>.`);
        this.key = key;
        this.#options = {...options};
    }

    get options() {
        return this.#options;
    }

    get appearance() {
        return this.#options.appearance ?? {};
    }

    get isDeferred() {
        return !this.#options.clientSecret;
    }

    /** What the Payment Element shows depends on what it is for. */
    get intent() {
        const {clientSecret, mode, setupFutureUsage, setup_future_usage: usage} = this.#options;
        return {clientSecret, mode: mode ?? (clientSecret?.startsWith('pi_') ? 'payment' : 'setup'), setupFutureUsage: setupFutureUsage ?? usage};
    }

    create(type, options) {
        if (ELEMENTS_NOT_SIMULATED.includes(type)) {
            throw notSimulated(`elements().create('${type}')`);
        }
        require(Object.hasOwn(FRAME_TITLES, type),
            `There is no Element of type "${String(type)}"; there are ${Object.keys(FRAME_TITLES).join(', ')}.`);
        require(!this.#fields.has(type),
            `There is an Element of type "${type}" already, and an elements() group has one of each type. Destroy that one, or make another group.`);
        require(type !== 'payment' || this.#options.clientSecret || this.#options.mode,
            'A Payment Element needs a clientSecret, or a mode, in the options of elements().');
        const element = new StripeElement(this, type, options);
        this.#fields.set(type, of(element));
        return element;
    }

    forget(field) {
        this.#fields.delete(field.type);
    }

    field(type) {
        return this.#fields.get(type);
    }

    update(changed = {}) {
        const {clientSecret, fonts, ...rest} = changed;
        Object.assign(this.#options, rest);
        for (const field of this.#fields.values()) {
            field.send({do: 'update', appearance: this.appearance, intent: this.intent});
        }
        setTimeout(() => this.#listeners.tell('update-end', {}));
        return Promise.resolve();
    }

    async submit() {
        const payment = this.#fields.get('payment');
        require(payment, 'elements.submit() needs a Payment Element in this group.');
        const {error} = await payment.call('check', {});
        this.submitted = !error;
        return error ? {error} : {selectedPaymentMethod: 'card'};
    }

    async fetchUpdates() {
        const {clientSecret} = this.#options;
        const answer = clientSecret ? await retrieve(kindOf(clientSecret), this.key, clientSecret) : {};
        return answer.error ? {error: {message: answer.error.message}} : {};
    }

    on(name, handler) {
        this.#listeners.add(name, handler, false);
    }

    /** The field that asks the server on behalf of the group, and the fields whose values it needs. */
    collector(method) {
        const first = ['payment', 'card', 'cardNumber'].map(type => this.#fields.get(type)).find(field => field?.isMounted);
        require(first, `${method} needs a mounted Element: payment, card or cardNumber.`);
        const others = first.type === 'cardNumber' ? ['cardExpiry', 'cardCvc'] : [];
        return {first, others: others.map(type => this.#fields.get(type)).filter(field => field?.isMounted)};
    }

    /**
     * The values of split fields go from frame to frame: this page makes the channels and gives both ends away.
     */
    collect(method, {first, others}, parameters) {
        const ports = others.map(field => {
            const channel = new MessageChannel();
            field.send({do: 'share'}, [channel.port1]);
            return channel.port2;
        });
        return first.call(method, parameters, ports);
    }
}

const groups = new WeakMap();

function groupOf(elements, method) {
    require(groups.has(elements), `${method} was given something else than what stripe.elements() returned.`);
    return groups.get(elements);
}

/** `elements()` in the page's hands. */
class Elements {
    constructor(key, options) {
        groups.set(this, new Group(key, options));
    }

    create(type, options) {
        return groups.get(this).create(type, options);
    }

    /** By type, or by the React component that stands for the type. */
    getElement(typeOrComponent) {
        const type = typeof typeOrComponent === 'string' ? typeOrComponent : typeOrComponent?.__elementType;
        return groups.get(this).field(type)?.element ?? null;
    }

    update(options) {
        return groups.get(this).update(options);
    }

    submit() {
        return groups.get(this).submit();
    }

    fetchUpdates() {
        return groups.get(this).fetchUpdates();
    }

    on(name, handler) {
        groups.get(this).on(name, handler);
        return this;
    }
}

// ---- intents ----

const KINDS = {
    setup: {path: 'setup_intents', result: 'setupIntent', name: 'setup_intent', prefix: 'seti_', lastError: 'last_setup_error'},
    payment: {path: 'payment_intents', result: 'paymentIntent', name: 'payment_intent', prefix: 'pi_', lastError: 'last_payment_error'},
};

function kindOf(clientSecret) {
    return String(clientSecret).startsWith(KINDS.payment.prefix) ? KINDS.payment : KINDS.setup;
}

function intentId(kind, method, clientSecret) {
    const match = typeof clientSecret === 'string' && CLIENT_SECRET.exec(clientSecret);
    require(match && clientSecret.startsWith(kind.prefix),
        `${method} needs a client secret of the form ${kind.prefix}<id>_secret_<secret>, and was given "${String(clientSecret)}".`);
    return match[1];
}

/** `{setupIntent}` or `{paymentIntent}`, or `{error}`. */
async function retrieve(kind, key, clientSecret, method = 'elements()') {
    const id = intentId(kind, method, clientSecret);
    const intent = await ask(key, 'GET', `${kind.path}/${id}`, {client_secret: clientSecret});
    return intent.error ? {error: intent.error} : {[kind.result]: intent};
}

/** An intent that went back to wanting a payment method has failed, and says why. */
function concluded(kind, intent) {
    return intent.status === 'requires_payment_method' && intent[kind.lastError]
        ? {error: {...intent[kind.lastError], [kind.name]: intent}}
        : {[kind.result]: intent};
}

/** Lets the card holder authenticate, and says what became of the intent. */
async function act(kind, key, intent) {
    const failure = await challenge(kind, intent);
    if (failure) {
        return failure;
    }
    const after = await retrieve(kind, key, intent.client_secret);
    return after.error ? after : concluded(kind, after[kind.result]);
}

async function confirm(kind, key, method, clientSecret, parameters, handleActions) {
    const id = intentId(kind, method, clientSecret);
    const intent = await ask(key, 'POST', `${kind.path}/${id}/confirm`, {...parameters, client_secret: clientSecret});
    if (intent.error) {
        return {error: intent.error};
    }
    return intent.status === 'requires_action' && handleActions ? act(kind, key, intent) : concluded(kind, intent);
}

/** Leaves for the page's return address; what waits for an answer waits for ever, as the page is gone. */
function leaveFor(returnUrl, kind, intent) {
    const url = new URL(returnUrl, location.href);
    url.searchParams.set(kind.name, intent.id);
    url.searchParams.set(`${kind.name}_client_secret`, intent.client_secret);
    url.searchParams.set('redirect_status', intent.status === 'processing' ? 'pending' : 'succeeded');
    location.assign(url);
    return new Promise(() => {});
}

// ---- 3-D Secure ----

const OVERLAY = {
    'position': 'fixed', 'inset': '0', 'width': '100vw', 'height': '100vh', 'max-width': '100vw', 'max-height': '100vh',
    'margin': '0', 'padding': '0', 'border': '0', 'box-sizing': 'border-box', 'display': 'block',
    'background': 'rgba(15, 18, 28, .6)', 'overflow': 'hidden', 'z-index': '2147483647',
};
/** As large as the page, since browsers ignore clicks in a frame that has just been moved. */
const SHEET = {
    'border': '0', 'width': '100vw', 'height': '100vh', 'display': 'block', 'background': 'transparent', 'color-scheme': 'light dark',
};

function dress(node, style) {
    for (const [name, value] of Object.entries(style)) {
        node.style.setProperty(name, value, 'important');
    }
}

/**
 * The test bank's page in a modal dialog, until the holder has chosen. Nothing else on the page can be reached meanwhile.
 * Escape is a failed authentication. Resolves to nothing, or to `{error}` when the page could not be had.
 */
function challenge(kind, intent) {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', '3-D Secure authentication');
    dress(dialog, OVERLAY);
    const frame = document.createElement('iframe');
    frame.title = '3-D Secure authentication';
    frame.name = `__privateStripeFrame${++frames}`;
    frame.src = `${server}/stripe-js/challenge.html#${new URLSearchParams({client_secret: intent.client_secret})}`;
    dress(frame, SHEET);
    dialog.append(frame);

    return new Promise(resolve => {
        let port = null;
        let givenUp = false;
        const end = result => {
            dialog.removeEventListener('close', giveUp);
            removeEventListener('message', greeted);
            port?.close();
            dialog.close(); // gives the focus back to where it was
            dialog.remove();
            resolve(result);
        };
        const giveUp = () => {
            givenUp = true;
            port?.postMessage({do: 'fail'});
        };
        const greeted = event => {
            if (event.origin !== serverOrigin || event.source !== frame.contentWindow || event.data?.paystub !== 'challenge') {
                return;
            }
            const channel = new MessageChannel();
            port = channel.port1;
            port.onmessage = ({data}) => {
                if (data.event === 'done') {
                    end();
                }
            };
            const about = {kind: kind.name, amount: intent.amount, currency: intent.currency};
            frame.contentWindow.postMessage(plain({paystub: 'connect', about}), serverOrigin, [channel.port2]);
            if (givenUp) {
                giveUp();
            }
        };
        addEventListener('message', greeted);
        dialog.addEventListener('cancel', event => {
            event.preventDefault();
            giveUp();
        });
        // where nobody has touched the page yet, a browser closes a dialog without asking
        dialog.addEventListener('close', giveUp);
        frame.addEventListener('load', () => setTimeout(() => {
            if (!port && dialog.isConnected) {
                end(connectionError(`The authentication page could not be loaded from ${server}.`));
            }
        }, PATIENCE));
        document.body.append(dialog);
        dialog.showModal();
        frame.focus();
    });
}

// ---- Stripe ----

function isElement(value) {
    return value instanceof StripeElement;
}

/** The address part of what a page knows of the holder; what the fields themselves ask goes before it. */
function holder(parameters = {}) {
    const {billing_details, metadata, allow_redisplay} = parameters;
    return {billing_details, metadata, allow_redisplay};
}

/** Makes a payment method of what was typed into an element's group. */
function paymentMethodOf(element, method, parameters) {
    const group = of(element).group;
    const one = of(element);
    const collector = one.type === 'card' || one.type === 'payment' ? {first: one, others: []} : group.collector(method);
    return group.collect('paymentMethod', collector, holder(parameters));
}

function requireNoNumber(card, method) {
    require(!card || !('number' in card), `${method} takes card numbers only from an Element, never from the page itself.`);
}

/** `{id}` of the payment method that confirm calls name, `{}` when they name none, or `{error}`. */
async function chosenMethod(key, method, given) {
    if (given === undefined || given === null) {
        return {};
    }
    if (typeof given === 'string') {
        return {id: given};
    }
    const answer = await createPaymentMethod(key, method, {...given, type: given.type ?? 'card'});
    return answer.error ? {error: answer.error} : {id: answer.paymentMethod.id};
}

async function createPaymentMethod(key, method, {type, card, ...rest}) {
    if (type !== 'card') {
        throw notSimulated(`${method}({type: '${String(type)}'})`);
    }
    if (isElement(card)) {
        return paymentMethodOf(card, method, rest);
    }
    require(card !== null && typeof card === 'object', `${method} needs a card: a mounted Element, or {token}.`);
    requireNoNumber(card, method);
    const paymentMethod = await ask(key, 'POST', 'payment_methods', {type, card, ...rest});
    return paymentMethod.error ? {error: paymentMethod.error} : {paymentMethod};
}

/** From the fields of a group, after the page has called its submit(). */
function createFromGroup(elements, method, parameters) {
    const group = groupOf(elements, method);
    const collector = group.collector(method);
    if (collector.first.type === 'payment') {
        require(group.submitted, `elements.submit() must be called, and have succeeded, before ${method}.`);
    }
    return group.collect('paymentMethod', collector, holder(parameters));
}

const CARD_TOKENS = ['card', 'cardNumber', 'cardExpiry', 'cardCvc'];

/** confirmSetup and confirmPayment. */
async function confirmGroup(kind, key, method, {elements, clientSecret, confirmParams = {}, redirect = 'always'} = {}) {
    require(['always', 'if_required'].includes(redirect), `${method}: redirect is "always" or "if_required".`);
    require(elements || clientSecret, `${method} needs elements, or a clientSecret.`);
    const group = elements && groupOf(elements, method);
    const secret = clientSecret ?? group.options.clientSecret;
    intentId(kind, method, secret);
    const {return_url: returnUrl, payment_method: named, payment_method_data: data, ...rest} = confirmParams;
    require(returnUrl || redirect === 'if_required', `${method} needs confirmParams.return_url, unless redirect is "if_required".`);
    require(!group || !group.isDeferred || group.submitted, `elements.submit() must be called, and have succeeded, before ${method}.`);
    const chosen = group && !named
        ? await createFromFields(group, method, data)
        : await chosenMethod(key, method, named);
    if (chosen.error) {
        return {error: chosen.error};
    }
    const answer = await confirm(kind, key, method, secret, {...rest, return_url: returnUrl, payment_method: chosen.id}, true);
    return answer.error || redirect === 'if_required' ? answer : leaveFor(returnUrl, kind, answer[kind.result]);
}

async function createFromFields(group, method, parameters) {
    const answer = await group.collect('paymentMethod', group.collector(method), holder(parameters));
    return answer.error ? answer : {id: answer.paymentMethod.id};
}

/** confirmCardSetup and confirmCardPayment. */
async function confirmCard(kind, key, method, clientSecret, data = {}, {handleActions = true} = {}) {
    intentId(kind, method, clientSecret);
    const {payment_method: given, payment_method_options: options, ...rest} = data;
    const {cvc, ...card} = options?.card ?? {};
    if (isElement(cvc)) {
        const {error} = await of(cvc).call('check', {});
        if (error) {
            return {error};
        }
    }
    const chosen = await chosenMethod(key, method, given);
    if (chosen.error) {
        return {error: chosen.error};
    }
    const payment_method_options = options && {...options, card};
    // what follows a card is done on this page, so that no return_url is wanted
    const parameters = {...rest, payment_method_options, payment_method: chosen.id, use_stripe_sdk: true};
    return confirm(kind, key, method, clientSecret, parameters, handleActions);
}

/** handleCardAction and handleNextAction. */
async function nextAction(kind, key, method, clientSecret) {
    const answer = await retrieve(kind, key, clientSecret, method);
    if (answer.error) {
        return answer;
    }
    const intent = answer[kind.result];
    return intent.status === 'requires_action'
        ? act(kind, key, intent)
        : {error: {
            type: 'invalid_request_error',
            code: `${kind.name}_unexpected_state`,
            message: `${method}: the intent is ${intent.status}, and only one that is requires_action has a next action.`,
            [kind.name]: intent,
        }};
}

class StripeObject {
    #key;

    /** The methods are bound, since pages take them out of the object. */
    constructor(key) {
        this.#key = key;
        for (const name of Object.getOwnPropertyNames(StripeObject.prototype)) {
            if (name !== 'constructor') {
                this[name] = this[name].bind(this);
            }
        }
    }

    elements(options) {
        return new Elements(this.#key, options);
    }

    async createPaymentMethod(options, ...legacy) {
        const method = 'createPaymentMethod';
        if (typeof options === 'string') { // the older form: type, element or data, data
            const [first, data] = legacy;
            return createPaymentMethod(this.#key, method, {type: options, ...(isElement(first) ? {card: first, ...data} : first)});
        }
        require(options !== null && typeof options === 'object', `${method} takes an object.`);
        const {elements, element, params, ...rest} = options;
        if (elements) {
            return createFromGroup(elements, method, params);
        }
        if (element) {
            require(isElement(element), `${method}: element must be an Element.`);
            return paymentMethodOf(element, method, params);
        }
        return createPaymentMethod(this.#key, method, rest);
    }

    async createToken(element, data = {}) {
        if (typeof element === 'string') {
            throw notSimulated(`createToken('${element}')`);
        }
        require(isElement(element) && CARD_TOKENS.includes(of(element).type), 'createToken needs a card Element.');
        const group = of(element).group;
        const collector = of(element).type === 'card' ? {first: of(element), others: []} : group.collector('createToken');
        return group.collect('token', collector, data);
    }

    async confirmCardSetup(clientSecret, data, options) {
        return confirmCard(KINDS.setup, this.#key, 'confirmCardSetup', clientSecret, data, options);
    }

    async confirmCardPayment(clientSecret, data, options) {
        return confirmCard(KINDS.payment, this.#key, 'confirmCardPayment', clientSecret, data, options);
    }

    async confirmSetup(options) {
        return confirmGroup(KINDS.setup, this.#key, 'confirmSetup', options);
    }

    async confirmPayment(options) {
        return confirmGroup(KINDS.payment, this.#key, 'confirmPayment', options);
    }

    async retrieveSetupIntent(clientSecret) {
        return retrieve(KINDS.setup, this.#key, clientSecret, 'retrieveSetupIntent');
    }

    async retrievePaymentIntent(clientSecret) {
        return retrieve(KINDS.payment, this.#key, clientSecret, 'retrievePaymentIntent');
    }

    async handleCardAction(clientSecret) {
        return nextAction(KINDS.payment, this.#key, 'handleCardAction', clientSecret);
    }

    async handleNextAction({clientSecret} = {}) {
        return nextAction(kindOf(clientSecret), this.#key, 'handleNextAction', clientSecret);
    }

    /** Libraries say who they are; nobody here wants to know. */
    registerAppInfo() {}

    _registerWrapper() {}
}

for (const name of NOT_SIMULATED) {
    StripeObject.prototype[name] = () => {
        throw notSimulated(name);
    };
}

/** An ordinary function, since the npm package calls it without `new`; `new Stripe(key)` works as well. */
function Stripe(key) {
    require(typeof key === 'string', `Stripe() needs a publishable key, which is a string; it was given ${key === null ? 'null' : typeof key}.`);
    require(key !== '', 'Stripe() needs a publishable key; it was given an empty string.');
    require(!/^(sk|rk)_/.test(key), 'Stripe() takes a publishable key, and was given a secret one, which belongs on no web page.');
    return new StripeObject(key);
}

Stripe.version = version();
window.Stripe = Stripe;

// the first slot is written by the server: its address, for pages that got this file under the vendor's
})('{{server}}');
