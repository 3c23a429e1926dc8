// Times, amounts and other text, in the reader's form.
const zone = 'America/New_York';
const parts = new Intl.DateTimeFormat('en-GB', {timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});

function split(at) {
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return null;
    return Object.fromEntries(parts.formatToParts(date).map(({type, value}) => [type, value.replace('Sept', 'Sep')]));
}

export const day = at => {
    const p = split(at);
    return p ? `${p.day} ${p.month} ${p.year}` : String(at ?? '');
};
export const shortDay = at => {
    const p = split(at);
    return p ? `${p.day} ${p.month}` : String(at ?? '');
};
export const clockTime = at => {
    const p = split(at);
    return p ? `${p.hour}:${p.minute}:${p.second}` : String(at ?? '');
};
/** The wall clock where the reader sits, for what happened here and now. */
export const localTime = at => at ? new Date(at).toLocaleTimeString('en-GB') : '';
export const dateTime = at => {
    const p = split(at);
    return p ? `${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute} ET` : String(at ?? '');
};
export const exact = at => {
    const date = new Date(at);
    return Number.isNaN(date.getTime()) ? String(at ?? '') : date.toISOString().replace('T', ' ').replace('.000Z', ' UTC').replace('Z', ' UTC');
};

/** A date as PureGPU writes it: 2024-06-23, or the zero date. */
export const plainDay = text => !text || text.startsWith('0000') ? '' : day(`${text.slice(0, 10)}T16:00:00Z`);

export function money(value, sign = false) {
    const number = Number(value);
    if (value === null || value === undefined || Number.isNaN(number)) return '';
    const text = Math.abs(number).toLocaleString('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 2});
    return (number < 0 ? '−' : sign ? '+' : '') + '$' + text;
}

export const count = (number, one, many = one + 's') => `${Number(number).toLocaleString('en-US')} ${number === 1 ? one : many}`;
export const bytes = number => number < 1024 ? `${number} B` : `${(number / 1024).toFixed(1)} KB`;
export const millis = number => number === null || number === undefined ? '' : number < 1 ? '<1 ms' : number < 1000 ? `${Math.round(number)} ms` : `${(number / 1000).toFixed(1)} s`;

const units = {Y: 'year', M: 'month', W: 'week', D: 'day'};
const timeUnits = {H: 'hour', M: 'minute', S: 'second'};

/** "P1M" as "1 month". */
export function period(text) {
    const match = /^P([^T]*)(?:T(.*))?$/.exec(text ?? '');
    if (!match) return text ?? '';
    const words = (part, names) => [...(part ?? '').matchAll(/([\d.]+)([YMWDHS])/g)].map(([, number, unit]) => count(Number(number), names[unit] ?? unit));
    return [...words(match[1], units), ...words(match[2], timeUnits)].join(' ') || text;
}

/** How far away an instant is: "in 3 days". */
export function distance(from, to) {
    const seconds = (new Date(to) - new Date(from)) / 1000;
    const size = Math.abs(seconds);
    const [number, unit] = size < 60 ? [size, 'second'] : size < 3600 ? [size / 60, 'minute'] : size < 86400 ? [size / 3600, 'hour'] : [size / 86400, 'day'];
    const text = count(Math.round(number), unit);
    return seconds < 0 ? `${text} ago` : `in ${text}`;
}
const deliveryTones = {delivered: 'ok', failed: 'bad', pending: 'warn', waiting: 'warn', dropped: 'off', cancelled: 'off'};
export const deliveryTone = status => deliveryTones[status] ?? 'off';
