// The filter language of the requests: `status:4xx -method:GET effect:invoice.* order`. In the address each word is a parameter.
import {isUndo} from './undo.js';

export const words = {
    status: '4xx, 200, error, ok or lost',
    method: 'POST, GET, read or write',
    path: 'a part of the path, or a pattern with *',
    operation: 'addOrder and the like',
    effect: '* for any, invoice.paid, balance',
    source: 'api, console, page or stripe-js',
    is: 'error, fault, contract, replayed or lost',
    q: 'any text of the request or its answer'
};

/** Terms {name, value, not} of what was typed. */
export function parseFilter(text) {
    const terms = [];
    for (const [, minus, name, quoted, plain] of text.matchAll(/(-)?(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/g)) {
        const value = quoted ?? plain;
        if (name && !(name in words)) terms.push({name: 'q', value: `${name}:${value}`, not: Boolean(minus)});
        else if (value) terms.push({name: name ?? 'q', value, not: Boolean(minus)});
    }
    return terms;
}

export const fromQuery = query => [...query].filter(([name]) => name.replace(/^-/, '') in words).map(([name, value]) => ({name: name.replace(/^-/, ''), value, not: name.startsWith('-')}));
export const toQuery = terms => terms.map(({name, value, not}) => [(not ? '-' : '') + name, value]);
export const showTerm = ({name, value, not}) => `${not ? '-' : ''}${name === 'q' ? '' : name + ':'}${/\s/.test(value) ? `"${value}"` : value}`;

let made = {text: null, pattern: null};

/** Made once for a list, and not for each of its entries. */
function pattern(text) {
    if (made.text !== text) made = {text, pattern: new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`, 'i')};
    return made.pattern;
}

const matches = (text, wanted) => text !== null && text !== undefined && (wanted.includes('*') ? pattern(wanted).test(text) : String(text).toLowerCase().includes(wanted.toLowerCase()));

function holds(entry, {name, value}) {
    const wanted = value.toLowerCase();
    switch (name) {
        case 'status':
            if (wanted === 'error') return entry.outcome === 'error';
            if (wanted === 'ok' || wanted === 'success') return entry.outcome === 'success';
            if (wanted === 'lost') return entry.outcome === 'lost';
            return /^\dxx$/.test(wanted) ? String(entry.status ?? '')[0] === wanted[0] : String(entry.status ?? '').startsWith(wanted);
        case 'method':
            if (wanted === 'read') return entry.method === 'GET' || entry.method === 'HEAD';
            if (wanted === 'write') return entry.method !== 'GET' && entry.method !== 'HEAD';
            return entry.method.toLowerCase() === wanted;
        case 'path': return matches(entry.path, value);
        case 'operation': return matches(entry.operation, value);
        case 'source': return entry.source === wanted;
        case 'effect': return wanted === '*' ? entry.effects_total > 0 : entry.effects.some(effect => matches(effect.type, value) || matches(effect.subject, value));
        case 'is': return wanted === 'error' ? entry.outcome !== 'success' : wanted === 'lost' ? entry.outcome === 'lost' : wanted === 'fault' ? entry.fault !== null
            : wanted === 'contract' ? entry.contract.length > 0 : wanted === 'replayed' ? entry.replayed : wanted === 'read' ? entry.method === 'GET' : false;
        default: return textOf(entry).includes(wanted);
    }
}

const texts = new WeakMap();

function textOf(entry) {
    if (!texts.has(entry)) texts.set(entry, JSON.stringify([entry.method, entry.path, entry.query, entry.operation, entry.request_id, entry.request?.body, entry.response?.body]).toLowerCase());
    return texts.get(entry);
}

/** Whether an entry is the console's own book-keeping for Undo. */
export const isBookkeeping = entry => entry.source === 'console' && /^\/sandbox\/snapshots\/./.test(entry.path) && isUndo(entry.path.split('/')[3]) && !entry.path.endsWith('/restore');

/** Terms of one name are alternatives, of different names conditions; a term with a minus always excludes. */
export function accepts(terms) {
    const groups = Object.values(Object.groupBy(terms.filter(({not, name}) => !not && name !== 'q'), ({name}) => name));
    const rest = terms.filter(({not, name}) => !not && name === 'q');
    const none = terms.filter(({not}) => not);
    return entry => !isBookkeeping(entry) && groups.every(group => group.some(term => holds(entry, term))) && rest.every(term => holds(entry, term)) && none.every(term => !holds(entry, term));
}
