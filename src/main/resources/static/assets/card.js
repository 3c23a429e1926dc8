// What a card form knows by itself: brands, grouping, checks, and Stripe's own texts for what is wrong.
// Shared by the hosted pages and by the fields of the Stripe.js stand-in. No DOM in here.

/** Leading digits, allowed lengths, grouping and length of the security code; the first match decides. */
const BRANDS = [
    {brand: 'amex', name: 'Amex', prefix: /^3[47]/, lengths: [15], groups: [4, 6, 5], cvc: 4},
    {brand: 'diners', name: 'Diners', prefix: /^3(?:0[0-5]|[689])/, lengths: [14, 16], groups: [4, 4, 4, 4], cvc: 3},
    {brand: 'jcb', name: 'JCB', prefix: /^35/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3},
    {brand: 'visa', name: 'Visa', prefix: /^4/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3},
    {brand: 'mastercard', name: 'Mastercard', prefix: /^(?:5[1-5]|2[2-7])/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3},
    {brand: 'unionpay', name: 'UnionPay', prefix: /^62/, lengths: [16, 17, 18, 19], groups: [4, 4, 4, 4, 3], cvc: 3},
    {brand: 'discover', name: 'Discover', prefix: /^6/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3},
];
const UNKNOWN = {brand: 'unknown', name: '', prefix: /^/, lengths: [16], groups: [4, 4, 4, 4, 3], cvc: 3};

/** Stripe's texts by their codes (stripe.com, Elements and hosted pages). */
export const MESSAGES = {
    incomplete_number: 'Your card number is incomplete.',
    invalid_number: 'Your card number is invalid.',
    incomplete_expiry: "Your card's expiration date is incomplete.",
    invalid_expiry_month: "Your card's expiration date is invalid.",
    invalid_expiry_month_past: "Your card's expiration date is in the past.",
    invalid_expiry_year_past: "Your card's expiration year is in the past.",
    invalid_expiry_year: "Your card's expiration year is invalid.",
    incomplete_cvc: "Your card's security code is incomplete.",
    incomplete_zip: 'Your postal code is incomplete.',
};

const MOST_YEARS = 50;

export function digitsOf(text) {
    return text.replace(/\D/g, '');
}

/** The brand of a number as far as it has been typed, `unknown` while that is open. */
export function brandOf(number) {
    const digits = digitsOf(number);
    return BRANDS.find(({prefix}) => prefix.test(digits)) ?? UNKNOWN;
}

/** The number in its brand's groups, no longer than it may be. */
export function formatNumber(text) {
    const {groups, lengths} = brandOf(text);
    let rest = digitsOf(text).slice(0, Math.max(...lengths));
    const parts = [];
    for (const length of groups) {
        if (rest === '') {
            break;
        }
        parts.push(rest.slice(0, length));
        rest = rest.slice(length);
    }
    return parts.join(' ');
}

/** `MM / YY` as far as it has been typed; a month from 2 to 9 gets its zero. */
export function formatExpiry(text) {
    let digits = digitsOf(text);
    if (/^[2-9]/.test(digits) || /^1\s*\//.test(text)) {
        digits = `0${digits}`;
    }
    const month = digits.slice(0, 2);
    const year = digits.length > 4 && digits.slice(2, 4) === '20' ? digits.slice(4, 6) : digits.slice(2, 4);
    return month.length === 2 ? `${month} / ${year}` : month;
}

export function formatCvc(text, number) {
    return digitsOf(text).slice(0, brandOf(number).cvc);
}

export function passesLuhn(digits) {
    let sum = 0;
    for (let i = 0; i < digits.length; i++) {
        const digit = Number(digits[digits.length - 1 - i]);
        const weighted = i % 2 === 0 ? digit : 2 * digit;
        sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 === 0;
}

/** The code of what is wrong with a number, or null. */
export function checkNumber(text) {
    const digits = digitsOf(text);
    const {lengths} = brandOf(digits);
    if (!lengths.includes(digits.length)) {
        return 'incomplete_number';
    }
    return passesLuhn(digits) ? null : 'invalid_number';
}

/** Month and year of what was typed, or null while it is incomplete. */
export function readExpiry(text) {
    const match = /^\s*(\d{1,2})\s*\/\s*(\d{2}|\d{4})\s*$/.exec(text);
    return match && {month: Number(match[1]), year: match[2].length === 2 ? 2000 + Number(match[2]) : Number(match[2])};
}

/** The code of what is wrong with an expiry date as of `now`, or null. */
export function checkExpiry(text, now = new Date()) {
    const expiry = readExpiry(text);
    if (!expiry) {
        return 'incomplete_expiry';
    }
    if (expiry.month < 1 || expiry.month > 12) {
        return 'invalid_expiry_month';
    }
    const year = now.getUTCFullYear();
    if (expiry.year < year) {
        return 'invalid_expiry_year_past';
    }
    if (expiry.year === year && expiry.month <= now.getUTCMonth()) {
        return 'invalid_expiry_month_past';
    }
    return expiry.year > year + MOST_YEARS ? 'invalid_expiry_year' : null;
}

/** The code of what is wrong with a security code, or null. */
export function checkCvc(text, number) {
    return digitsOf(text).length === brandOf(number).cvc ? null : 'incomplete_cvc';
}

/** Countries in which a card form asks for a postal code. */
const WITH_POSTAL_CODE = {US: /^\d{5}(?:-?\d{4})?$/, GB: /^[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}$/, CA: /^[A-Za-z]\d[A-Za-z]\s*\d[A-Za-z]\d$/};

export function asksPostalCode(country) {
    return country in WITH_POSTAL_CODE;
}

/** The code of what is wrong with a postal code, or null. */
export function checkPostalCode(text, country) {
    const pattern = WITH_POSTAL_CODE[country];
    return !pattern || pattern.test(text.trim()) ? null : 'incomplete_zip';
}

/**
 * Formats a field while it is typed into, and keeps the caret after the digit it stood behind.
 * @param {HTMLInputElement} input
 * @param {(text: string) => string} format
 */
export function reformat(input, format) {
    const before = input.value;
    const caret = input.selectionStart ?? before.length;
    const digitsBefore = digitsOf(before.slice(0, caret)).length;
    const formatted = format(before);
    if (formatted === before) {
        return;
    }
    input.value = formatted;
    if (caret === before.length) {
        return;
    }
    let position = 0;
    for (let seen = 0; position < formatted.length && seen < digitsBefore; position++) {
        if (/\d/.test(formatted[position])) {
            seen++;
        }
    }
    input.setSelectionRange(position, position);
}
