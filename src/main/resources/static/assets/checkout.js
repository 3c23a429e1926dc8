// The card form of the hosted pages: helps while one types, and sends without leaving the page.
// Without this script the form works too; the server checks everything again.

import {
    MESSAGES, asksPostalCode, brandOf, checkCvc, checkExpiry, checkNumber, checkPostalCode,
    formatCvc, formatExpiry, formatNumber, reformat,
} from './card.js';

const form = document.getElementById('card-form');
const problem = document.getElementById('problem');
const button = document.getElementById('submit');
const brand = document.getElementById('brand');
const brandSaid = document.getElementById('brand-said');
const field = name => form.elements.namedItem(name);
const number = field('number');
const expiry = field('expiry');
const cvc = field('cvc');
const country = field('country');
const postalCode = field('postalCode');

/** The account's clock decides which cards have expired, not this machine's. */
const now = new Date(form.dataset.now);

const checks = {
    number: () => MESSAGES[checkNumber(number.value)],
    expiry: () => MESSAGES[checkExpiry(expiry.value, now)],
    cvc: () => MESSAGES[checkCvc(cvc.value, number.value)],
    name: () => (field('name').value.trim() === '' ? 'Enter the name on your card.' : undefined),
    postalCode: () => MESSAGES[checkPostalCode(postalCode.value, country.value)],
};

function say(name, message) {
    document.getElementById(`${name}-error`).textContent = message ?? '';
    field(name).setAttribute('aria-invalid', String(Boolean(message)));
}

function check(name) {
    const message = checks[name]();
    say(name, message);
    return !message;
}

function showBrand() {
    const {brand: id, name} = brandOf(number.value);
    if (brand.dataset.brand !== id) {
        brand.dataset.brand = id;
        brand.textContent = name;
        brandSaid.textContent = name;
    }
    cvc.placeholder = brandOf(number.value).cvc === 4 ? '4 digits' : 'CVC';
}

function showPostalCode() {
    document.getElementById('postal-code-field').hidden = !asksPostalCode(country.value);
    postalCode.placeholder = country.value === 'US' ? 'ZIP' : 'Postal code';
}

/** A field that is full and right hands on to the next, as a person expects of a card form. */
function goOn(from, to, complete) {
    if (complete && document.activeElement === from && from.selectionStart === from.value.length) {
        to.focus();
    }
}

number.addEventListener('input', event => {
    reformat(number, formatNumber);
    showBrand();
    say('number', checkNumber(number.value) === 'invalid_number' ? MESSAGES.invalid_number : undefined);
    goOn(number, expiry, event.inputType?.startsWith('insert') && checkNumber(number.value) === null
        && brandOf(number.value).brand !== 'unionpay');
});
expiry.addEventListener('input', event => {
    if (event.inputType?.startsWith('delete')) {
        expiry.value = expiry.value.replace(/\s*\/?\s*$/, '');
    } else {
        reformat(expiry, formatExpiry);
    }
    const code = checkExpiry(expiry.value, now);
    say('expiry', code === 'incomplete_expiry' ? undefined : MESSAGES[code]);
    goOn(expiry, cvc, event.inputType?.startsWith('insert') && code === null);
});
cvc.addEventListener('input', () => {
    reformat(cvc, text => formatCvc(text, number.value));
    say('cvc');
});
field('name').addEventListener('input', () => say('name'));
postalCode.addEventListener('input', () => say('postalCode'));
country.addEventListener('change', () => {
    say('postalCode');
    showPostalCode();
});
for (const name of Object.keys(checks)) {
    field(name).addEventListener('blur', () => {
        if (field(name).value !== '') {
            check(name);
        }
    });
}

function busy(on) {
    button.setAttribute('aria-busy', String(on));
    button.setAttribute('aria-disabled', String(on));
    button.textContent = on ? 'Processing…' : form.dataset.label;
}

async function send() {
    const response = await fetch(form.action, {
        method: 'POST',
        headers: {'X-Requested-With': 'XMLHttpRequest'},
        body: new URLSearchParams(new FormData(form)),
    });
    if (response.status === 404) { // the account was reset: the page says so, and invites no more
        location.reload();
        return true;
    }
    const answer = await response.json();
    if (answer.next) { // also when it was completed or has expired meanwhile, in another tab say
        location.assign(new URL(answer.next, form.action));
        return true;
    }
    if (answer.error?.param) {
        say(answer.error.param, answer.error.message);
        field(answer.error.param).focus();
    } else {
        problem.textContent = answer.error?.message ?? answer.detail ?? 'Something went wrong. Try again.';
    }
    return false;
}

form.addEventListener('submit', async event => {
    event.preventDefault();
    if (button.getAttribute('aria-busy') === 'true') {
        return;
    }
    problem.textContent = '';
    const wrong = Object.keys(checks).filter(name => !check(name));
    if (wrong.length > 0) {
        field(wrong[0]).focus();
        return;
    }
    busy(true);
    let leaving = false;
    try {
        leaving = await send();
    } catch {
        problem.textContent = 'The server did not answer. Check your connection and try again.';
    } finally {
        if (!leaving) {
            busy(false);
        }
    }
});

document.getElementById('test-cards').addEventListener('click', event => {
    const card = event.target.closest('button[data-number]');
    if (!card) {
        return;
    }
    number.value = formatNumber(card.dataset.number);
    expiry.value = formatExpiry(`12${String(now.getUTCFullYear() + 8).slice(2)}`);
    cvc.value = brandOf(number.value).cvc === 4 ? '1234' : '123';
    field('name').value ||= 'Jenny Rosen';
    country.value = 'US';
    postalCode.value = '12345';
    showPostalCode();
    showBrand();
    problem.textContent = '';
    for (const name of Object.keys(checks)) {
        say(name);
    }
    if (checkNumber(number.value)) {
        check('number');
    }
    button.focus();
});

/** A page that was out of sight asks whether it may still be completed, and else says why not. */
async function askAgain() {
    if (document.hidden || button.getAttribute('aria-busy') === 'true') {
        return;
    }
    try {
        // as the console does, so that the journal has what the payer did, and not how often the page was looked at
        const response = await fetch(location.href, {method: 'HEAD', cache: 'no-store', headers: {'Paystub-Observer': 'console'}});
        if (response.status === 404 || response.status === 410) {
            location.reload();
        }
    } catch {
        // no server: whoever sends the form is told
    }
}

addEventListener('focus', askAgain);
// a page that comes back from the browser's memory begins anew
addEventListener('pageshow', event => {
    busy(false);
    if (event.persisted) {
        askAgain();
    }
});
showBrand();
showPostalCode();
