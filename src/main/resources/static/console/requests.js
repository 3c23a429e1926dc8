// The journal, live: what was sent, and what came of it. This is the page that the console starts with.
import {html, useEffect, useMemo, useRef, useState} from './html.js';
import {refusalIn} from './api.js';
import {state, useStore} from './store.js';
import {go, href} from './router.js';
import {accepts, fromQuery, parseFilter, showTerm, toQuery, words} from './filter.js';
import {findEntry, loadOlder, most} from './stream.js';
import {count, dateTime, exact, localTime, millis, period} from './format.js';
import {Empty, focusDetail, focusList, List, Split} from './ui.js';
import {RequestDetail, requestKeys} from './request.js';
import {useKeys} from './keys.js';
import {failed} from './toast.js';
import {undoLabel} from './undo.js';

const moves = {advanceClock: 1, setClock: 1, reset: 1, restoreSnapshot: 1, setProviderState: 1};
export const isMove = entry => entry.operation in moves && entry.status === 200 && !entry.query?.includes('dry_run');

export function moveLabel(entry) {
    const body = entry.request?.body ?? {};
    switch (entry.operation) {
        case 'advanceClock': return body.by ? `clock +${period(body.by)}` : `clock to ${dateTime(body.to)}`;
        case 'setClock': return body.frozen_time ? `clock frozen at ${dateTime(body.frozen_time)}` : 'clock runs';
        case 'reset': return `reset to ${new URLSearchParams(entry.query ?? '').get('scenario') ?? 'documented'}`;
        case 'restoreSnapshot': {
            const name = entry.path.split('/')[3];
            return undoLabel(name) ? `undone: ${undoLabel(name)}` : `restored ${name}`;
        }
        default: return `state: ${body.state ?? 'changed'}`;
    }
}

const sameRead = (one, other) => one.method === 'GET' && other.method === 'GET' && one.path === other.path && one.query === other.query
    && one.status === other.status && one.outcome === other.outcome && one.fault === other.fault && one.contract.length === other.contract.length;

/**
 * Rows of the list: dividers where the clock moved, and equal reads that follow each other as one. Such a run is known by
 * its oldest entry, so that it stays open while newer ones come.
 */
export function foldRows(entries, open) {
    const rows = [];
    for (let at = 0; at < entries.length;) {
        const entry = entries[at];
        if (isMove(entry)) {
            rows.push({id: entry.request_id, entry, move: moveLabel(entry)});
            at++;
            continue;
        }
        let end = at + 1;
        while (end < entries.length && sameRead(entry, entries[end])) end++;
        const times = end - at;
        const head = times > 1 ? entries[end - 1].id : null;
        const shown = head !== null && open.has(head) ? end : at + 1;
        for (let index = at; index < shown; index++) rows.push({id: entries[index].request_id, entry: entries[index], times: index === at ? times : 1, head, inside: index > at, open: shown > at + 1});
        at = end;
    }
    return rows;
}

export const tone = entry => entry.outcome === 'success' ? 'ok' : entry.outcome === 'lost' ? 'warn' : 'bad';
export const mark = {ok: '✓', bad: '✕', warn: '!'};

/** Why it went wrong, in the API's own words. */
export function reasonOf(entry) {
    if (entry.outcome === 'success') return null;
    const text = refusalIn(entry.response?.body);
    if (text) return text;
    if (entry.fault) return entry.committed ? 'The answer was lost on purpose; what was asked for has happened.' : 'It was made to fail on purpose; nothing has happened.';
    return entry.status === null ? 'No answer was sent.' : `It was refused with ${entry.status}.`;
}

function Row({row, onFold}) {
    const {entry, move, times = 1} = row;
    if (move) return html`<div class="divider"><span>${move}</span><time title=${exact(entry.at)}>${localTime(entry.at ?? entry.time)}</time></div>`;
    const state = tone(entry);
    return html`<div class=${`request ${state}${row.inside ? ' inside' : ''}`}>
        <time class="mono dim" title=${`${exact(entry.at)}; the account's clock showed ${dateTime(entry.time)}`}>${localTime(entry.at ?? entry.time)}</time>
        <span class=${`method m-${entry.method}`}>${entry.method}</span>
        <span class="path mono">${entry.path}${entry.query ? html`<span class="dim">?${entry.query}</span>` : ''}${state === 'ok' ? '' : html`<span class="because">${reasonOf(entry)}</span>`}</span>
        <span class="tags">
            ${times > 1 && html`<span class="fold" title="Equal reads in a row; → opens them" onClick=${event => { event.stopPropagation(); onFold(row.head); }}>×${times}</span>`}
            ${entry.source !== 'api' && html`<span class="tag">${entry.source}</span>`}
            ${entry.replayed && html`<span class="tag" title="The first answer to this Idempotency-Key, again">replayed</span>`}
            ${entry.fault && html`<span class="tag warn" title=${`Fault: ${entry.fault}`}>⚡ fault</span>`}
            ${entry.contract.length > 0 && html`<span class="tag warn" title=${entry.contract.join('\n')}>! contract</span>`}
            ${entry.effects_total > 0 && html`<span class="effects" title=${entry.effects.map(effect => `${effect.subject}: ${effect.from ?? 'new'} → ${effect.to ?? 'gone'}`).join('\n')}>▸${entry.effects_total}</span>`}
        </span>
        <span class=${`status ${state}`} title=${reasonOf(entry) ?? ''}><span aria-hidden="true">${mark[state]}</span> ${entry.status ?? 'lost'}</span>
        <span class="duration mono dim">${millis(entry.duration)}</span>
    </div>`;
}

function FilterBar({terms, setTerms, shown, total, complete}) {
    const [text, setText] = useState('');
    const input = useRef();
    useKeys({'/': () => input.current?.focus()}, [terms]);
    const add = () => {
        const added = parseFilter(input.current.value);
        if (added.length) setTerms([...terms, ...added.filter(term => !terms.some(other => showTerm(other) === showTerm(term)))]);
        setText('');
    };
    const keys = event => {
        if (event.key === 'Enter') add();
        else if (event.key === 'Backspace' && text === '' && terms.length) setTerms(terms.slice(0, -1));
        else if (event.key === 'Escape') {
            // The field adds what stands in it when it loses the focus.
            input.current.value = '';
            setText('');
            focusList();
        } else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const quick = [['Errors', 'status', 'error'], ['Changes', 'effect', '*'], ['Writes', 'method', 'write'], ['Contract', 'is', 'contract']];
    return html`<div class="filter">
        <div class="filter-box" onClick=${() => input.current.focus()}>
            ${terms.map((term, index) => html`<button key=${showTerm(term)} class="chip" aria-label=${`Remove the filter ${showTerm(term)}`} title="Remove"
                onClick=${event => { event.stopPropagation(); setTerms(terms.filter((_, at) => at !== index)); input.current.focus(); }}>${showTerm(term)} <span aria-hidden="true">✕</span></button>`)}
            <input ref=${input} value=${text} aria-label="Filter requests" placeholder=${terms.length ? '' : 'Filter:  status:4xx  effect:*  path:/billing/orders  or any text'} autocomplete="off" list="filter-words"
                onInput=${event => setText(event.currentTarget.value)} onKeyDown=${keys} onBlur=${add} />
            <datalist id="filter-words">${Object.entries(words).filter(([name]) => name !== 'q').map(([name, meaning]) => html`<option value=${name + ':'}>${meaning}</option>`)}</datalist>
            <kbd class="wide">/</kbd>
        </div>
        <div class="quick">
            ${quick.map(([title, name, value]) => {
                const on = terms.some(term => term.name === name && term.value === value && !term.not);
                return html`<button key=${title} class="chip-toggle" aria-pressed=${on} onClick=${() => setTerms(on ? terms.filter(term => !(term.name === name && term.value === value)) : [...terms, {name, value, not: false}])}>${title}</button>`;
            })}
            <span class="dim small">${terms.length ? `${shown} of ${total}` : total}${complete ? '' : '+'}</span>
        </div>
    </div>`;
}

export function Requests() {
    const route = useStore(s => s.route);
    const entries = useStore(s => s.entries);
    const complete = useStore(s => s.complete);
    const dropped = useStore(s => s.dropped);
    const live = useStore(s => s.live);
    const [open, setOpen] = useState(() => new Set());
    const [held, setHeld] = useState(null);
    const box = useRef();
    const selected = route.path[0] ?? null;
    const terms = useMemo(() => fromQuery(route.query), [route.query.toString()]);
    const setTerms = next => go(href('requests', route.path, toQuery(next)), true);
    const select = id => go(href('requests', id ? [id] : [], toQuery(terms)), Boolean(selected) && Boolean(id));

    const accepted = useMemo(() => entries.filter(accepts(terms)), [entries, terms]);
    const total = useMemo(() => entries.filter(accepts([])).length, [entries]);
    const full = entries.length >= most;
    const seen = held === null ? accepted : accepted.filter(entry => entry.id <= held);
    const fresh = accepted.length - seen.length;
    const rows = useMemo(() => foldRows(seen, open), [seen, open]);
    const matched = accepted.length;
    useEffect(() => {
        if (!complete && matched < 200 && live === 'live') loadOlder();
    }, [entries, complete, matched, live]);

    const toggle = head => setOpen(before => {
        const next = new Set(before);
        if (!next.delete(head)) next.add(head);
        return next;
    });
    // While the reader is further down, the list stands still.
    const onScroll = event => {
        const away = event.target.scrollTop > 8;
        if (away && held === null) setHeld(accepted[0]?.id ?? 0);
        if (!away && held !== null) setHeld(null);
    };
    const toTop = () => {
        setHeld(null);
        requestAnimationFrame(() => {
            box.current?.querySelector('[data-list]')?.scrollTo(0, 0);
            focusList();
        });
    };

    // A request may lie outside of what is loaded, such as one that Paystub-Trace names.
    const [far, setFar] = useState(null);
    const near = selected === null ? null : entries.find(entry => entry.request_id === selected) ?? null;
    useEffect(() => {
        if (selected === null || near) {
            setFar(null);
            return undefined;
        }
        let late = false;
        findEntry(selected).then(found => { if (!late) setFar(found ?? 'gone'); }, error => { if (!late) failed(error); });
        return () => { late = true; };
    }, [selected, near === null, entries.length > 0]);
    const entry = near ?? (far && far !== 'gone' ? far : null);
    const rowId = entry ? rows.find(row => row.entry.id === entry.id)?.id ?? rows.find(row => row.times > 1 && !row.open && row.entry.id >= entry.id && row.head <= entry.id)?.id : null;

    const foldKey = (event, row) => {
        if (!row?.head) return false;
        if (event.key === 'ArrowRight' && !open.has(row.head)) toggle(row.head);
        else if (event.key === 'ArrowLeft' && open.has(row.head)) toggle(row.head);
        else return false;
        return true;
    };
    useKeys(entry ? requestKeys(entry) : {}, [entry]);

    const detail = entry ? html`<${RequestDetail} key=${entry.request_id} entry=${entry} />`
        : far === 'gone' && selected !== null ? html`<div class="empty"><h3>This request is not kept any more</h3><p>The journal keeps the newest requests of an account, and a reset empties it.</p></div>` : null;
    return html`<${Split} detail=${detail} label="The request" onClose=${() => select(null)}>
        <${FilterBar} terms=${terms} setTerms=${setTerms} shown=${matched} total=${total} complete=${complete} />
        ${dropped > 0 && complete && html`<p class="note">${count(dropped, 'older request is', 'older requests are')} not kept any more.</p>`}
        ${full && html`<p class="note">The newest ${count(most, 'request')} are shown here.</p>`}
        <div class="list-frame" ref=${box} onScrollCapture=${onScroll}>
            ${fresh > 0 && html`<button class="fresh" onClick=${toTop}>${fresh} new ↑</button>`}
            ${rows.length > 0 ? html`<${List} items=${rows} id=${row => row.id} label="Requests" selected=${rowId ?? selected} onEnd=${loadOlder}
                    onSelect=${(id, row) => row.entry && select(row.entry.request_id)} onOpen=${focusDetail} onKey=${foldKey}
                    row=${row => html`<${Row} row=${row} onFold=${toggle} />`} />`
                : terms.length > 0 && html`<div class="empty"><h3>No request matches</h3><p>${complete || full ? 'Remove a chip to see more.' : 'Looking through older requests…'}</p><p><button onClick=${() => setTerms([])}>Clear the filter</button></p></div>`}
            ${!terms.length && rows.every(row => row.move) && (complete ? html`<${Empty} title="Waiting for your first request" request=${{method: 'GET', path: '/billing/invoices'}}>
                    Point your application at <code>${location.origin}</code> with the key <code>${state.key}</code>. What it sends appears here as it happens, with its effects, money and webhooks.<//>` : !rows.length && html`<p class="loading">Loading…</p>`)}
        </div>
    <//>`;
}
