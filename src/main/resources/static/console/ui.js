// The parts that panels are made of.
import {html, useEffect, useLayoutEffect, useRef, useState} from './html.js';
import {memory, state, useStore} from './store.js';
import {sessionSignal, server} from './api.js';
import {go, href} from './router.js';
import {dateTime, exact, money} from './format.js';
import {openComposer} from './composer.js';
import {curl} from './copy.js';
import {failed, toast} from './toast.js';

/** A button that does something at the server: off while there is none, once at a time, and it keeps the focus. */
export function Act({run, children, kind = '', disabled = false, ...rest}) {
    const live = useStore(s => s.live);
    const [busy, setBusy] = useState(false);
    const off = disabled || busy || live === 'reconnecting';
    const click = async event => {
        event.preventDefault();
        event.stopPropagation();
        if (off) return;
        setBusy(true);
        try {
            await run();
        } catch (error) {
            failed(error);
        } finally {
            setBusy(false);
        }
    };
    return html`<button type="button" class=${kind} aria-disabled=${off || undefined} aria-busy=${busy || undefined} onClick=${click} ...${rest}>${children}</button>`;
}

/**
 * A form whose refusal stands beside its button, in words. What is typed stays when the account changes meanwhile: fields have a
 * `defaultValue`. With `renew` they show the account again once it was sent.
 */
export function Form({submit, label, children, kind = 'primary', check = null, renew = false, class: name = ''}) {
    const live = useStore(s => s.live);
    const [error, setError] = useState(null);
    const [busy, setBusy] = useState(false);
    const send = async event => {
        event.preventDefault();
        if (busy || live === 'reconnecting') return;
        const form = event.currentTarget;
        const values = Object.fromEntries(new FormData(form));
        const wrong = check?.(values);
        if (wrong) {
            setError(wrong);
            return;
        }
        setBusy(true);
        setError(null);
        try {
            await submit(values);
            if (renew) form.reset();
        } catch (failure) {
            if (failure.name !== 'AbortError') setError(failure.message);
        } finally {
            setBusy(false);
        }
    };
    return html`<form class=${`form ${name}`} onSubmit=${send} onInput=${() => error && setError(null)} novalidate>
        ${children}
        <button class=${kind} aria-disabled=${busy || live === 'reconnecting' || undefined}>${label}</button>
        ${error && html`<p class="wrong" role="alert">✕ ${error}</p>`}
    </form>`;
}

const marks = {ok: '✓', bad: '✕', warn: '!', off: '○', info: '●'};

export const Pill = ({tone = 'off', children, title}) => html`<span class=${`pill ${tone}`} title=${title}><span aria-hidden="true">${marks[tone]}</span> ${children}</span>`;

export const Time = ({at, show = dateTime}) => at ? html`<time datetime=${at} title=${exact(at)}>${show(at)}</time>` : html`<span class="dim">–</span>`;

export const Amount = ({value, sign = false}) => html`<span class=${`amount${Number(value) < 0 ? ' minus' : ''}`}>${money(value, sign)}</span>`;

export function Copy({text, label = 'Copy', what = 'Copied', kind = ''}) {
    return html`<button type="button" class=${kind} onClick=${() => copy(text, what)}>${label}</button>`;
}

export async function copy(text, what = 'Copied') {
    const value = typeof text === 'function' ? text() : text;
    try {
        await navigator.clipboard.writeText(value);
    } catch {
        // a page from another machine without TLS has no clipboard of its own
        const area = Object.assign(document.createElement('textarea'), {value, className: 'offscreen'});
        document.body.append(area);
        area.select();
        const done = document.execCommand('copy');
        area.remove();
        if (!done) {
            toast('This browser does not let the page copy. Select the text and copy it yourself.', null, 'bad');
            return;
        }
    }
    toast(what);
}

export const showJson = value => typeof value === 'string' ? value : JSON.stringify(value, null, 2) ?? '';

/** JSON with names, text and numbers told apart; anything else as the text it is. */
export function Json({value, label = 'Body'}) {
    if (value === null || value === undefined || value === '') return html`<p class="dim">No body.</p>`;
    const text = showJson(value);
    if (typeof value === 'string' || text.length > 60_000) return html`<pre class="code" tabindex="0" role="region" aria-label=${label}>${text}</pre>`;
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)) {
        pieces.push(text.slice(end, match.index));
        const kind = match[2] ? 'name' : match[1] ? 'text' : 'value';
        pieces.push(html`<span class=${`json-${kind}`}>${match[1] ?? match[0]}</span>`, match[2] ?? '');
        end = match.index + match[0].length;
    }
    pieces.push(text.slice(end));
    return html`<pre class="code" tabindex="0" role="region" aria-label=${label}>${pieces}</pre>`;
}

/** What a panel shows while it has nothing: what would fill it, to copy or to send at once. */
export function Empty({title, children, request}) {
    return html`<div class="empty">
        <h3>${title}</h3>
        <p>${children}</p>
        ${request && html`<pre class="code" tabindex="0" role="region" aria-label="Command">${curl(request, server, state.key)}</pre>
            <p class="row center">
                <${Copy} text=${() => curl(request, server, state.key)} what="Command copied" />
                <${Act} kind="primary" run=${() => openComposer.sendNow(request)}>Send it for me<//>
            </p>`}
    </div>`;
}

/** Loads something of the account, and again whenever something happened there. */
export function useLoad(load, watch = []) {
    const version = useStore(s => s.version);
    const [result, setResult] = useState({data: null, error: null, loading: true});
    const latest = useRef(0);
    const reload = async () => {
        const turn = ++latest.current;
        const signal = sessionSignal();
        try {
            const data = await load();
            if (!signal.aborted && turn === latest.current) setResult({data, error: null, loading: false});
        } catch (error) {
            if (error.name !== 'AbortError' && !signal.aborted && turn === latest.current && error.status !== 0) setResult(({data}) => ({data, error, loading: false}));
        }
    };
    const first = useRef(true);
    useEffect(() => {
        if (!first.current) setResult({data: null, error: null, loading: true});
        first.current = false;
        reload();
        return () => { latest.current++; };
    }, watch);
    const seen = useRef(version);
    useEffect(() => {
        if (seen.current !== version) reload();
        seen.current = version;
    }, [version]);
    return {...result, reload};
}

/** Reads `data` again while one of its deliveries is being sent, since nothing says when it has come. */
export function useNews(data, deliveries, reload) {
    const pending = Boolean(deliveries?.some(({status}) => status === 'pending'));
    useEffect(() => {
        if (!pending) return undefined;
        const timer = setTimeout(reload, 700);
        return () => clearTimeout(timer);
    }, [pending, data]);
}

export const rowHeight = () => matchMedia('(pointer: coarse), (max-width: 700px)').matches ? 44 : 32;

/**
 * A list of any length, of which only what is in view is in the document. It keeps the focus itself and says which row is
 * the active one, so that a refresh takes neither focus nor place.
 */
export function List({items, id, row, label, selected, onSelect, onOpen, onKey, height = rowHeight(), onEnd, anchor = true, class: name = ''}) {
    const box = useRef();
    const [top, setTop] = useState(0);
    const [size, setSize] = useState(800);
    useLayoutEffect(() => {
        const measure = () => setSize(box.current?.clientHeight || 800);
        measure();
        const observer = new ResizeObserver(measure);
        observer.observe(box.current);
        return () => observer.disconnect();
    }, []);
    // A row whose details were closed is still where the keys go on from.
    const active = useRef(null);
    if (selected !== null && selected !== undefined) active.current = String(selected);
    const index = items.findIndex(item => String(id(item)) === active.current);
    // What is added above must not push away what is being read.
    const firstSeen = useRef(null);
    useLayoutEffect(() => {
        const element = box.current;
        if (anchor && firstSeen.current !== null && element.scrollTop > 0) {
            const now = items.findIndex(item => String(id(item)) === firstSeen.current.id);
            if (now >= 0 && now !== firstSeen.current.index) element.scrollTop += (now - firstSeen.current.index) * height;
        }
        const at = Math.min(Math.floor(element.scrollTop / height), items.length - 1);
        firstSeen.current = at >= 0 ? {id: String(id(items[at])), index: at} : null;
    }, [items]);
    const scrolled = () => {
        const element = box.current;
        setTop(element.scrollTop);
        const at = Math.min(Math.floor(element.scrollTop / height), items.length - 1);
        firstSeen.current = at >= 0 ? {id: String(id(items[at])), index: at} : null;
        if (onEnd && element.scrollTop + element.clientHeight > element.scrollHeight - 600) onEnd();
    };
    const reveal = to => {
        const element = box.current;
        if (to * height < element.scrollTop) element.scrollTop = to * height;
        else if ((to + 1) * height > element.scrollTop + element.clientHeight) element.scrollTop = (to + 1) * height - element.clientHeight;
    };
    useEffect(() => {
        if (index >= 0) reveal(index);
    }, [selected]);
    const move = to => {
        const target = Math.max(0, Math.min(items.length - 1, to));
        if (items[target]) active.current = String(id(items[target])); // the next key may come before the next rendering
        if (items[target]) onSelect(id(items[target]), items[target]);
        reveal(target);
    };
    const open = item => {
        onSelect(id(item), item);
        onOpen?.(id(item), item);
    };
    const keys = event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const index = items.findIndex(item => String(id(item)) === active.current);
        const page = Math.max(1, Math.floor(size / height) - 1);
        const steps = {ArrowDown: index + 1, j: index + 1, ArrowUp: index - 1, k: index - 1, Home: 0, End: items.length - 1, PageDown: index + page, PageUp: index - page};
        if (event.key in steps) move(steps[event.key]);
        else if (event.key === 'Enter' && index >= 0) open(items[index]);
        else if (!onKey?.(event, items[index])) return;
        event.preventDefault();
        event.stopPropagation();
    };
    const from = Math.max(0, Math.floor(top / height) - 12);
    const to = Math.min(items.length, Math.ceil((top + size) / height) + 12);
    const optionId = item => `${label.replace(/\W/g, '')}-${id(item)}`;
    return html`<div class=${`list ${name}`} ref=${box} role="listbox" tabindex="0" aria-label=${label} data-list
            aria-activedescendant=${index >= from && index < to ? optionId(items[index]) : undefined} onScroll=${scrolled} onKeyDown=${keys}>
        <div class="list-all" role="presentation" style=${{height: `${items.length * height}px`}}>
            ${items.slice(from, to).map((item, offset) => html`<div key=${id(item)} id=${optionId(item)} role="option" class=${`list-row${from + offset === index ? ' active' : ''}`}
                    aria-selected=${String(id(item)) === String(selected)} aria-setsize=${items.length} aria-posinset=${from + offset + 1}
                    style=${{transform: `translateY(${(from + offset) * height}px)`, height: `${height}px`}}
                    onClick=${() => open(item)}>${row(item)}</div>`)}
        </div>
    </div>`;
}

/** A list and what is chosen of it, side by side; where it is narrow, what is chosen lies over the list. */
export function Split({children, detail, onClose, label = 'Details'}) {
    const [width, setWidth] = useState(() => memory.read('split', 46));
    const frame = useRef();
    const pane = useRef();
    const set = percent => {
        const next = Math.max(25, Math.min(70, percent));
        setWidth(next);
        memory.write('split', next);
    };
    const drag = event => {
        event.preventDefault();
        const move = ({clientX}) => {
            if (!frame.current) return stop();
            const {left, width: all} = frame.current.getBoundingClientRect();
            return set(100 - (clientX - left) / all * 100);
        };
        const stop = () => {
            for (const [name, listener] of listeners) removeEventListener(name, listener);
        };
        const listeners = [['pointermove', move], ['pointerup', stop], ['pointercancel', stop]];
        for (const [name, listener] of listeners) addEventListener(name, listener);
    };
    const keys = event => {
        if (event.key === 'ArrowLeft') set(width + 2);
        else if (event.key === 'ArrowRight') set(width - 2);
        else return;
        event.preventDefault();
    };
    const escape = event => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose?.();
        focusList();
    };
    return html`<div class=${`split${detail ? ' open' : ''}`} ref=${frame}>
        <div class="split-list">${children}</div>
        <div class="split-handle" role="separator" aria-orientation="vertical" aria-label="Width of the details" tabindex="0"
            aria-valuenow=${Math.round(width)} aria-valuemin="25" aria-valuemax="70" onPointerDown=${drag} onKeyDown=${keys}></div>
        <section class="split-detail" ref=${pane} aria-label=${label} tabindex="-1" onKeyDown=${escape} style=${{flexBasis: `${width}%`}}>
            ${detail && html`<button type="button" class="icon close" aria-label="Close the details" onClick=${() => { onClose?.(); focusList(); }}>✕</button>`}
            ${detail ?? html`<p class="dim pick">Choose a row to see its details.</p>`}
        </section>
    </div>`;
}

export const focusList = () => (document.querySelector('[data-list]') ?? document.querySelector('main')).focus();

export const focusDetail = () => requestAnimationFrame(() => document.querySelector('.split-detail')?.focus());

/** Links that change a part of the address, of which one is current. */
export function Tabs({items, current, label}) {
    const bar = useRef();
    useEffect(() => bar.current.querySelector('[aria-current]')?.scrollIntoView({block: 'nearest', inline: 'nearest'}), [current]);
    return html`<nav class="tabs" aria-label=${label} ref=${bar}>
        ${items.map(({id, title, to, count}) => html`<a key=${id} href=${to} aria-current=${id === current ? 'page' : undefined}>${title}${count === undefined ? '' : html` <span class="count">${count}</span>`}</a>`)}
    </nav>`;
}

export const Problem = ({error}) => error ? html`<p class="wrong" role="alert">✕ ${error.message}</p>` : null;

/** An address in the console for what an effect or an entry is about. */
export function subjectLink(kind, id) {
    switch (kind) {
        case 'invoice': return href('money', ['invoices', id]);
        case 'balance': return href('money', ['ledger']);
        case 'service': return href('money', ['services']);
        case 'card': return href('money', ['cards']);
        case 'crypto_payment': return href('payments', [id]);
        case 'checkout_session': return href('payments');
        case 'organization': return href('plans', [id]);
        case 'subscription': return href('plans', [String(id ?? '').match(/\d+$/)?.[0] ?? '']);
        case 'billing_record': return href('plans');
        default: return null;
    }
}

export const requestLink = id => href('requests', [id]);
export {go, href};
