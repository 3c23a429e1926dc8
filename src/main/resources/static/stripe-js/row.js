// The fields that stand in one line: the Card Element, and its parts as fields of their own.

import {brandOf} from '../assets/card.js';
import {Field} from './fields.js';
import {icon} from './icons.js';
import {applyStyle} from './styles.js';

const NUMBER = {name: 'cardnumber', label: 'Credit or debit card number', placeholder: 'Card number'};
const EXPIRY = {name: 'exp-date', label: 'Credit or debit card expiration date', placeholder: 'MM / YY'};
const CVC = {name: 'cvc', label: 'Credit or debit card CVC/CVV', placeholder: 'CVC'};
const POSTAL_CODE = {name: 'postal', label: 'ZIP', placeholder: 'ZIP'};

const PARTS = {
    card: [['number', NUMBER], ['expiry', EXPIRY], ['cvc', CVC], ['postalCode', POSTAL_CODE]],
    cardNumber: [['number', {...NUMBER, placeholder: '1234 1234 1234 1234'}]],
    cardExpiry: [['expiry', EXPIRY]],
    cardCvc: [['cvc', CVC]],
};

/** Builds the fields of a type in the root; answers how to update them and what their change event says. */
export function row(root, form, type) {
    let options = {};
    const line = document.createElement('div');
    line.className = `Row Row--${type}`;
    const said = document.createElement('p');
    said.className = 'visually-hidden';
    said.setAttribute('aria-live', 'polite');
    said.id = 'said';

    const mark = document.createElement('span');
    mark.className = 'Mark';
    line.append(mark);
    const cells = new Map();
    for (const [kind, look] of PARTS[type]) {
        const field = new Field(form, kind, look);
        field.input.setAttribute('aria-describedby', said.id);
        field.input.dataset.elementsStableFieldName = type === 'card' ? kind : type;
        const cell = document.createElement('span');
        cell.className = `Cell Cell--${kind}`;
        cell.append(field.input);
        cells.set(kind, cell);
        line.append(cell);
    }
    const lastFour = document.createElement('span');
    lastFour.className = 'LastFour Input';
    lastFour.setAttribute('aria-hidden', 'true');
    cells.get('number')?.append(lastFour);
    root.append(line, said);

    const number = form.field('number');
    const postalCode = form.field('postalCode');

    /** In a narrow place the number makes room for the rest, as soon as one goes on. */
    function makeRoom() {
        const active = document.activeElement;
        const isElsewhere = [...line.querySelectorAll('input')].some(input => input === active && input !== number?.input);
        const isDone = number?.wrong() === null && active !== number.input;
        line.classList.toggle('on-number', type === 'card' && !isElsewhere && !isDone);
        line.classList.toggle('is-done', type === 'card' && isDone && (isElsewhere || line.scrollWidth > line.clientWidth || line.clientWidth < 420));
        lastFour.textContent = number?.value.replace(/\D/g, '').slice(-4) ?? '';
        line.classList.toggle('is-overfull', line.scrollWidth > line.clientWidth + 1);
        line.scrollLeft = 0;
    }

    function markOf() {
        if (form.error && (type === 'card' || type === 'cardNumber')) {
            return 'error';
        }
        if (form.field('cvc')?.input === document.activeElement) {
            return 'cvc';
        }
        return brandOf(number?.value ?? '').brand;
    }

    function showMark() {
        const isShown = type === 'card' ? !options.hideIcon : type === 'cardNumber' && Boolean(options.showIcon) && !options.hideIcon;
        mark.hidden = !isShown;
        const wanted = markOf();
        const solid = options.iconStyle === 'solid';
        if (mark.firstChild?.dataset.mark !== wanted || mark.dataset.solid !== String(solid)) {
            mark.replaceChildren(icon(wanted, solid));
            mark.dataset.solid = String(solid);
        }
    }

    function show() {
        line.classList.toggle('is-complete', form.complete);
        line.classList.toggle('is-empty', form.empty);
        line.classList.toggle('is-invalid', Boolean(form.error));
        for (const field of form.fields) {
            field.input.classList.toggle('Input--empty', field.value === '');
            field.input.classList.toggle('Input--invalid', field.told !== null);
        }
        if (said.textContent !== (form.error?.message ?? '')) {
            said.textContent = form.error?.message ?? '';
        }
        showMark();
        makeRoom();
    }

    line.addEventListener('focusin', show);
    line.addEventListener('focusout', () => setTimeout(show));
    line.addEventListener('pointerdown', event => {
        if (event.target === line || event.target.closest('.Mark')) {
            event.preventDefault();
            form.asked[0].input.focus();
        }
    });

    new ResizeObserver(makeRoom).observe(line);

    return {
        show,
        first: () => form.asked[0].input,
        update(changed) {
            options = {...options, ...changed};
            if ('style' in changed) {
                applyStyle(options.style);
            }
            if (postalCode) {
                postalCode.hide(Boolean(options.hidePostalCode));
                cells.get('postalCode').hidden = postalCode.hidden;
                if (changed.value?.postalCode !== undefined) {
                    postalCode.set(changed.value.postalCode);
                }
            }
            for (const field of form.fields) {
                field.input.disabled = Boolean(options.disabled);
            }
            if (type !== 'card' && options.placeholder !== undefined) {
                form.fields[0].input.placeholder = options.placeholder;
            }
            show();
        },
        payload: () => ({
            error: form.error,
            ...(type === 'card' && {value: {postalCode: postalCode.hidden ? '' : postalCode.value}}),
            ...(number && {brand: brandOf(number.value).brand}),
            empty: form.empty,
            complete: form.complete,
            invalid: Boolean(form.error),
        }),
        billingDetails: () => (postalCode && !postalCode.hidden && postalCode.value ? {address: {postal_code: postalCode.value}} : {}),
    };
}
