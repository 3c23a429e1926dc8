// Follows the journal as server-sent events. `fetch` and not EventSource, since the key goes into a header.
import {keyHeaders, read, reason, server, sessionSignal} from './api.js';
import {set, state} from './store.js';
import {refresh, refreshWithin} from './account.js';

const patience = 15_000; // the server sends its cursor every 5 s
const page = 200;
let running = null;

/** Splits a stream of text into messages {id, event, data}. */
export function parser(onMessage) {
    let rest = '';
    return text => {
        const blocks = (rest + text).split(/\r?\n\r?\n/);
        rest = blocks.pop();
        for (const block of blocks) {
            const message = {id: null, event: 'message', data: ''};
            for (const line of block.split(/\r?\n/)) {
                const [, name, value] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
                if (name === 'data') message.data += value;
                else if (name) message[name] = value;
            }
            onMessage(message);
        }
    };
}

let waiting = [];
let scheduled = false;

function flush() {
    scheduled = false;
    const entries = waiting;
    waiting = [];
    merge(entries);
    // A read changes nothing, but for what falls due meanwhile and for coverage.
    refreshWithin(entries.every(entry => entry.method === 'GET' && entry.effects_total === 0 && entry.fault === null) ? 1500 : 0);
}

function receive(entry) {
    waiting.push(entry);
    if (scheduled) return;
    scheduled = true;
    if (document.hidden) setTimeout(flush, 50);
    else requestAnimationFrame(flush);
}

/** Adds entries to the journal, newest first, each once. */
export function merge(entries, patch = {}) {
    const known = new Map(state.entries.map(entry => [entry.id, entry]));
    for (const entry of entries) known.set(entry.id, entry);
    const sorted = [...known.values()].sort((one, other) => other.id - one.id);
    set({entries: sorted, ...patch});
}

/** Loads the page of entries before the oldest that is known. */
export async function loadOlder() {
    if (state.complete || running?.loading) return;
    const mine = running;
    if (!mine) return;
    mine.loading = true;
    try {
        const oldest = state.entries.at(-1)?.id ?? 0;
        const {requests, dropped} = await read(`/sandbox/requests?order=desc&limit=${page}&after=${oldest}`);
        if (running === mine) merge(requests, {complete: requests.length < page, dropped});
    } catch (error) {
        if (error.name !== 'AbortError' && error.status !== 0) throw error;
    } finally {
        mine.loading = false;
    }
}

/** The entry with this request id, from the journal or the server; null if it is no longer kept. */
export async function findEntry(requestId) {
    const known = state.entries.find(entry => entry.request_id === requestId);
    if (known) return known;
    const {requests} = await read(`/sandbox/requests?request_id=${encodeURIComponent(requestId)}&order=desc&limit=1`);
    return requests[0] ?? null;
}

async function catchUp(cursor) {
    const {requests, dropped} = await read(`/sandbox/requests?order=desc&limit=${page}`);
    const gap = cursor > 0 && requests.length === page && requests.at(-1).id > cursor;
    if (gap || cursor === 0) set({entries: [], complete: false});
    merge(requests, {dropped, complete: requests.length < page || (!gap && state.complete)});
    return requests[0]?.id ?? cursor;
}

export function startStream(key) {
    stopStream();
    const mine = {stop: new AbortController(), loading: false};
    running = mine;
    const session = sessionSignal();
    session.addEventListener('abort', () => mine.stop.abort());
    let cursor = 0;
    let pause = 250;

    async function follow() {
        cursor = await catchUp(cursor);
        const attempt = new AbortController();
        const end = () => attempt.abort();
        mine.stop.signal.addEventListener('abort', end);
        let timer = setTimeout(end, patience);
        try {
            const response = await fetch(`${server}/sandbox/requests/stream?after=${cursor}`, {
                signal: attempt.signal,
                cache: 'no-store',
                headers: {...keyHeaders('/sandbox', key), Accept: 'text/event-stream', 'Paystub-Observer': 'console'}
            });
            if (!response.ok) {
                const problem = await response.json().catch(() => null);
                if (response.status === 401 || response.status === 403) {
                    set({live: 'refused', phase: 'refused', refusal: reason(response.status, problem)});
                    mine.stop.abort();
                }
                throw new Error(reason(response.status, problem));
            }
            set({live: 'live'});
            pause = 250;
            const feed = parser(({id, event, data}) => {
                if (id) cursor = Math.max(cursor, Number(id) || 0);
                if (event === 'request') receive(JSON.parse(data));
                if (event === 'cleared') {
                    waiting = [];
                    set({entries: [], complete: true, dropped: 0});
                    refresh();
                }
            });
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            for (;;) {
                const {done, value} = await reader.read();
                clearTimeout(timer);
                timer = setTimeout(end, patience);
                if (done) return;
                feed(value);
            }
        } finally {
            clearTimeout(timer);
            mine.stop.signal.removeEventListener('abort', end);
            attempt.abort();
        }
    }

    (async () => {
        for (let first = true; !mine.stop.signal.aborted; first = false) {
            try {
                if (document.hidden && !first) await visible(mine.stop.signal);
                if (!first) refresh();
                await follow();
            } catch {
                // the server stopped, or the connection broke: try again
            }
            if (mine.stop.signal.aborted) return;
            if (!mine.asleep) set({live: 'reconnecting'});
            mine.asleep = false;
            await new Promise(resolve => setTimeout(resolve, pause));
            pause = Math.min(pause * 2, 3000);
        }
    })();
}

/** Waits until the tab is looked at: a browser has few connections to one server, and hidden tabs need none. */
function visible(signal) {
    return new Promise(resolve => {
        const done = () => {
            if (document.hidden && !signal.aborted) return;
            document.removeEventListener('visibilitychange', done);
            resolve();
        };
        document.addEventListener('visibilitychange', done);
        signal.addEventListener('abort', done);
        done();
    });
}

export function stopStream() {
    running?.stop.abort();
    running = null;
    waiting = [];
}

// A page that the browser only keeps for its way back must hold no connection.
addEventListener('pagehide', stopStream);
addEventListener('pageshow', ({persisted}) => {
    if (persisted && state.phase === 'open') startStream(state.key);
});
