// The Payment Element: a whole card form with labels and messages of its own.

import {asksPostalCode, brandOf} from '../assets/card.js';
import {Field} from './fields.js';
import {icon} from './icons.js';
import {applyAppearance} from './styles.js';

/** Every country there is, by its code; the browser knows their names. */
const COUNTRIES = ('AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG '
    + 'CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ '
    + 'GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU '
    + 'LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM '
    + 'PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT '
    + 'TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW').split(' ');
const BRANDS_SHOWN = ['visa', 'mastercard', 'amex', 'discover'];

function node(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
}

function countryOptions() {
    const names = new Intl.DisplayNames(['en'], {type: 'region'});
    return COUNTRIES.map(code => [code, names.of(code)])
        .sort(([, a], [, b]) => a.localeCompare(b, 'en'))
        .map(([code, name]) => new Option(name, code));
}

/** Whether the page asks for a part of the address itself, so that it is not asked here. */
function isNever(fields, part) {
    const details = fields?.billingDetails;
    return details === 'never' || details?.address === 'never' || details?.address?.[part] === 'never';
}

/** Builds the form in the root; answers how to update it and what its change event says. */
export function payment(root, form) {
    let options = {};
    let intent = {};
    let collapsed = false;

    function block(kind, title, id, look) {
        const field = new Field(form, kind, {id, ...look});
        const error = node('p', 'Error');
        error.id = `${id}-error`;
        error.setAttribute('role', 'alert');
        field.input.setAttribute('aria-describedby', error.id);
        const label = node('label', 'Label', title);
        label.htmlFor = id;
        const holder = node('div', 'InputHolder', field.input);
        const element = node('div', `Field Field--${kind}`, label, holder, error);
        return {field, label, holder, error, element};
    }

    const number = block('number', 'Card number', 'Field-numberInput', {name: 'number', placeholder: '1234 1234 1234 1234'});
    const expiry = block('expiry', 'Expiration date', 'Field-expiryInput', {name: 'expiry', placeholder: 'MM / YY'});
    const cvc = block('cvc', 'Security code', 'Field-cvcInput', {name: 'cvc', placeholder: 'CVC'});
    const postalCode = block('postalCode', 'ZIP code', 'Field-postalCodeInput', {name: 'postalCode', placeholder: '12345'});
    const blocks = [number, expiry, cvc, postalCode];

    const country = node('select', 'Input Select', ...countryOptions());
    country.id = 'Field-countryInput';
    country.name = 'country';
    country.autocomplete = 'billing country';
    country.value = 'US';
    const countryLabel = node('label', 'Label', 'Country');
    countryLabel.htmlFor = country.id;
    const countryBlock = node('div', 'Field Field--country', countryLabel, node('div', 'InputHolder', country));
    form.country = () => country.value;

    const brands = node('span', 'Brands');
    number.holder.append(brands);
    const code = node('span', 'Brands', icon('cvc'));
    cvc.holder.append(code);
    const terms = node('p', 'TermsText');
    const grid = node('div', 'Fields', ...blocks.slice(0, 3).map(({element}) => element), countryBlock, postalCode.element);
    const body = node('div', 'AccordionBody', grid, terms);
    body.id = 'card-fields';
    const header = node('button', 'AccordionItem', icon('unknown'), 'Card');
    header.type = 'button';
    header.setAttribute('aria-controls', body.id);
    root.append(header, body);

    function showBrand() {
        const {brand} = brandOf(number.field.value);
        const marks = number.field.value === '' ? BRANDS_SHOWN : [number.field.told ? 'error' : brand];
        if (brands.dataset.marks !== marks.join()) {
            brands.dataset.marks = marks.join();
            brands.replaceChildren(...marks.map(mark => icon(mark)));
            brands.classList.toggle('is-error', marks[0] === 'error');
        }
    }

    function showPostalCode() {
        const isAsked = !isNever(options.fields, 'postalCode') && asksPostalCode(country.value);
        postalCode.field.hide(!isAsked);
        postalCode.element.hidden = !isAsked;
        postalCode.label.textContent = country.value === 'US' ? 'ZIP code' : 'Postal code';
        postalCode.field.input.placeholder = {US: '12345', GB: 'WS11 1DB', CA: 'M5T 1T4'}[country.value] ?? '';
    }

    function showTerms() {
        const wish = options.terms?.card ?? 'auto';
        const isForLater = intent.mode === 'setup' || intent.mode === 'subscription' || Boolean(intent.setupFutureUsage);
        terms.hidden = wish === 'never' || (wish === 'auto' && !isForLater);
        terms.textContent = `With your card information you allow ${options.business?.name ?? 'this shop'} to charge your card `
            + 'for future payments, as its terms say.';
    }

    function showLayout() {
        const layout = typeof options.layout === 'object' ? options.layout.type : options.layout;
        header.hidden = layout !== 'accordion' && !collapsed;
        header.setAttribute('aria-expanded', String(!collapsed));
        body.hidden = collapsed;
    }

    function show() {
        for (const {field, error, label, element} of blocks) {
            const isInvalid = field.told !== null;
            field.input.classList.toggle('Input--invalid', isInvalid);
            field.input.classList.toggle('Input--empty', field.value === '');
            label.classList.toggle('Label--invalid', isInvalid);
            element.classList.toggle('is-invalid', isInvalid);
            if (error.textContent !== field.message) {
                error.textContent = field.message;
            }
        }
        cvc.field.input.placeholder = brandOf(number.field.value).cvc === 4 ? '4 digits' : 'CVC';
        showBrand();
        showLayout();
    }

    country.addEventListener('change', () => {
        postalCode.field.tell(null);
        showPostalCode();
        form.changed();
    });
    header.addEventListener('click', () => {
        collapsed = !collapsed;
        form.changed();
    });

    return {
        show,
        first: () => (collapsed ? header : number.field.input),
        update(changed, appearance, changedIntent) {
            const isFirst = Object.keys(options).length === 0;
            options = {...options, ...changed};
            intent = changedIntent ?? intent;
            if (appearance) {
                applyAppearance(appearance);
            }
            const address = changed.defaultValues?.billingDetails?.address;
            if (address?.country && COUNTRIES.includes(address.country)) {
                country.value = address.country;
            }
            countryBlock.hidden = isNever(options.fields, 'country');
            showPostalCode();
            if (address?.postal_code) {
                postalCode.field.set(address.postal_code);
            }
            for (const {field} of blocks) {
                field.input.readOnly = Boolean(options.readOnly);
            }
            country.disabled = Boolean(options.readOnly);
            if (isFirst && options.layout?.type === 'accordion') {
                collapsed = Boolean(options.layout.defaultCollapsed);
            }
            showTerms();
            show();
        },
        collapse() {
            collapsed = true;
            form.changed();
        },
        /** Brings what is wrong into view. */
        showWrong() {
            collapsed = false;
            form.changed();
            form.asked.find(field => field.told)?.input.focus();
        },
        payload: () => ({
            collapsed,
            value: {type: 'card'},
            empty: form.empty,
            complete: form.complete && !collapsed,
            invalid: form.asked.some(field => field.told),
        }),
        billingDetails: () => ({
            address: {
                ...(!countryBlock.hidden && {country: country.value}),
                ...(!postalCode.field.hidden && postalCode.field.value && {postal_code: postalCode.field.value}),
            },
        }),
    };
}
