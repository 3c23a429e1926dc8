// The inputs of a card form inside a frame: formatting, checks, what the user is told, and when.

import {
    MESSAGES, brandOf, checkCvc, checkExpiry, checkNumber, checkPostalCode, digitsOf,
    formatCvc, formatExpiry, formatNumber, readExpiry, reformat,
} from '../assets/card.js';

/** Told while one still types; what is merely incomplete is told when one leaves the field. */
const TOLD_AT_ONCE = new Set([
    'invalid_number', 'invalid_expiry_month', 'invalid_expiry_month_past', 'invalid_expiry_year_past', 'invalid_expiry_year',
]);

/** A postal code of whatever country the card is from: five digits, or one that has letters in it. */
function checkAnyPostalCode(text) {
    const plain = text.replace(/[\s-]/g, '');
    return /^\d{5}(?:\d{4})?$/.test(plain) || (/^[A-Za-z\d]{3,10}$/.test(plain) && /[A-Za-z]/.test(plain)) ? null : 'incomplete_zip';
}

const KINDS = {
    number: {
        check: field => checkNumber(field.value),
        format: text => formatNumber(text),
        isFull: field => digitsOf(field.value).length === Math.max(...brandOf(field.value).lengths),
        attributes: {inputmode: 'numeric', autocomplete: 'cc-number'},
    },
    expiry: {
        check: field => checkExpiry(field.value, field.form.now()),
        format: text => formatExpiry(text),
        isFull: () => true,
        attributes: {inputmode: 'numeric', autocomplete: 'cc-exp'},
    },
    cvc: {
        check: field => checkCvc(field.value, field.form.brandExample()),
        format: (text, form) => formatCvc(text, form.brandExample()),
        isFull: () => true,
        attributes: {inputmode: 'numeric', autocomplete: 'cc-csc'},
    },
    postalCode: {
        check: field => {
            const country = field.form.country?.();
            return country === undefined ? checkAnyPostalCode(field.value) : checkPostalCode(field.value, country);
        },
        format: text => text.slice(0, 12),
        isFull: () => false,
        attributes: {autocomplete: 'billing postal-code'},
    },
};

/** A brand's number, to say of which brand a security code is where the number itself is in another frame. */
const EXAMPLES = {amex: '34'};

/** What the fields of one frame have in common: the account's clock, the brand, and who hears of changes. */
export class Form {
    #brand = 'unknown';
    #clock = {now: Date.now(), at: performance.now()};
    fields = [];
    changed = () => {};
    country = undefined;

    /** The account's clock decides which cards have expired, not this machine's. */
    setClock(unixSeconds) {
        this.#clock = {now: unixSeconds * 1000, at: performance.now()};
    }

    now() {
        return new Date(this.#clock.now + (performance.now() - this.#clock.at));
    }

    setBrand(brand) {
        this.#brand = brand;
        this.field('cvc')?.reformat();
    }

    /** The number here, or one of the brand that the number elsewhere is of. */
    brandExample() {
        return this.field('number')?.value ?? EXAMPLES[this.#brand] ?? '';
    }

    field(kind) {
        return this.fields.find(field => field.kind === kind);
    }

    get asked() {
        return this.fields.filter(field => !field.hidden);
    }

    get empty() {
        return this.asked.every(field => field.value === '');
    }

    get complete() {
        return this.asked.every(field => field.wrong() === null);
    }

    /** The first thing the user is being told, as an error of Stripe's shape. */
    get error() {
        const told = this.asked.map(field => field.told).find(Boolean);
        return told && {type: 'validation_error', code: told, message: MESSAGES[told]};
    }

    /** Tells all that is wrong, and answers the first of it, or undefined. */
    check() {
        for (const field of this.asked) {
            field.tell(field.wrong());
        }
        this.changed();
        return this.error;
    }

    clear() {
        for (const field of this.fields) {
            field.set('');
        }
        this.changed();
    }
}

export class Field {
    hidden = false;
    told = null;

    /**
     * @param {Form} form
     * @param {keyof KINDS} kind
     * @param {{name: string, label?: string, placeholder?: string, id?: string}} look
     */
    constructor(form, kind, look) {
        this.form = form;
        this.kind = kind;
        this.input = document.createElement('input');
        const attributes = {
            type: 'text', name: look.name, class: 'Input', autocorrect: 'off', autocapitalize: 'none', spellcheck: 'false',
            'aria-invalid': 'false', ...KINDS[kind].attributes,
        };
        for (const [name, value] of Object.entries(attributes)) {
            this.input.setAttribute(name, value);
        }
        if (look.id) {
            this.input.id = look.id;
        }
        if (look.label) {
            this.input.setAttribute('aria-label', look.label);
        }
        this.input.placeholder = look.placeholder ?? '';
        this.input.addEventListener('input', event => this.#typed(event));
        this.input.addEventListener('keydown', event => this.#pressed(event));
        this.input.addEventListener('blur', () => this.#left());
        form.fields.push(this);
    }

    get value() {
        return this.input.value;
    }

    /** The code of what is wrong with it, or null. */
    wrong() {
        return KINDS[this.kind].check(this);
    }

    /** Shows what is wrong, or that nothing is. */
    tell(code) {
        this.told = code;
        this.input.setAttribute('aria-invalid', String(code !== null));
    }

    get message() {
        return MESSAGES[this.told] ?? '';
    }

    set(value) {
        this.input.value = KINDS[this.kind].format(value, this.form);
        this.tell(null);
    }

    reformat() {
        const formatted = KINDS[this.kind].format(this.value, this.form);
        if (formatted !== this.value) {
            this.input.value = formatted;
        }
    }

    hide(hidden) {
        this.hidden = hidden;
        if (hidden) {
            this.tell(null);
        }
    }

    #typed(event) {
        if (this.kind === 'expiry' && event.inputType?.startsWith('delete')) {
            this.input.value = this.value.replace(/\s*\/?\s*$/, '');
        } else {
            reformat(this.input, text => KINDS[this.kind].format(text, this.form));
        }
        const wrong = this.wrong();
        this.tell(TOLD_AT_ONCE.has(wrong) ? wrong : null);
        this.form.changed();
        const isAtEnd = this.input.selectionStart === this.value.length;
        if (event.inputType?.startsWith('insert') && wrong === null && isAtEnd && KINDS[this.kind].isFull(this)) {
            this.#next(1)?.focus();
        }
    }

    #pressed(event) {
        if (event.key === 'Backspace' && this.value === '') {
            const before = this.#next(-1);
            if (before) {
                event.preventDefault();
                before.focus();
                before.setSelectionRange(before.value.length, before.value.length);
            }
        }
    }

    #left() {
        if (this.value !== '') {
            this.tell(this.wrong());
            this.form.changed();
        }
    }

    /** A field that is full hands on to the next, an empty one goes back, as one expects of a card form. */
    #next(step) {
        const {asked} = this.form;
        return asked[asked.indexOf(this) + step]?.input;
    }
}

/** What was typed, in the parameters of Stripe's API. Leaves this origin's frames only for the server. */
export function cardOf(form) {
    const number = form.field('number');
    const expiry = form.field('expiry');
    const cvc = form.field('cvc');
    const read = expiry && readExpiry(expiry.value);
    return {
        ...(number && {number: digitsOf(number.value)}),
        ...(read && {exp_month: read.month, exp_year: read.year}),
        ...(cvc && {cvc: cvc.value}),
    };
}
