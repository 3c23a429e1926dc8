// Follows the journal as server-sent events. `fetch` and not EventSource, since the key goes into a header.
import {ApiError, keyHeaders, read, reason, server, sessionSignal} from './api.js';
import {set, state} from './store.js';
import {refresh, refreshWithin, refuse} from './account.js';
import {failed} from './toast.js';

const patience = 15_000; // the server sends its cursor every 5 s
const nap = 60_000;
const page = 200;

/** How many entries are kept here; of more than these, the newest. */
export const most = 5000;
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

const newestFirst = (one, other) => other.id - one.id;

/** Adds entries to the journal, newest first, each once; what is too much is dropped at the old end. */
export function merge(entries, patch = {}) {
    const added = [...entries].sort(newestFirst);
    let all = [...added, ...state.entries];
    if (added.length > 0 && state.entries.length > 0 && added.at(-1).id <= state.entries[0].id) {
        all = [...new Map([...state.entries, ...added].map(entry => [entry.id, entry])).values()].sort(newestFirst);
    }
    const kept = all.length > most ? {entries: all.slice(0, most), complete: false} : {entries: all};
    set({...patch, ...kept});
}

/** Loads the page of entries before the oldest that is known. */
export async function loadOlder() {
    const mine = running;
    const room = most - state.entries.length;
    if (state.complete || room <= 0 || !mine || mine.loading) return;
    mine.loading = true;
    try {
        const oldest = state.entries.at(-1)?.id ?? 0;
        const limit = Math.min(page, room);
        const {requests, dropped} = await read(`/sandbox/requests?order=desc&limit=${limit}&after=${oldest}`);
        // Meanwhile the journal may have been emptied, or be that of another server.
        if (running === mine && (state.entries.at(-1)?.id ?? 0) === oldest) merge(requests, {complete: requests.length < limit, dropped});
    } catch (error) {
        if (error.status !== 0) failed(error); // without a server the stream is not live, and the header says so
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

/** Asks for the newest entries; an account that opens begins with those that fit into the window. */
export const newest = async (signal, limit = page) => ({...await read(`/sandbox/requests?order=desc&limit=${limit}`, {signal}), limit});

/**
 * Reads the newest page of the journal, and returns where the stream goes on. What is known stays only if the page joins it:
 * a server that was started anew counts from 1 again, so that an id alone says nothing.
 */
async function catchUp(signal, asked) {
    waiting = [];
    const {requests, dropped, limit} = await (asked || newest(signal));
    const known = new Map(state.entries.map(entry => [entry.id, entry.request_id]));
    const all = requests.length < limit;
    if (!all && requests.some(entry => known.get(entry.id) === entry.request_id)) {
        merge(requests, {dropped});
    } else {
        set({entries: requests, complete: all, dropped});
    }
    return requests[0]?.id ?? 0;
}

/** `asked` is what the account was opened with, if the journal was asked already. */
export function startStream(key, asked) {
    stopStream();
    const mine = {stop: new AbortController(), attempt: null, asleep: false, loading: false};
    const {signal} = mine.stop;
    running = mine;
    const session = sessionSignal();
    session.addEventListener('abort', () => mine.stop.abort(), {signal});
    let pause = 250;
    let bedtime = null;

    // A browser has few connections to one server: a page that nobody looks at gives its own back.
    const looked = () => {
        clearTimeout(bedtime);
        if (document.hidden) {
            bedtime = setTimeout(() => {
                mine.asleep = true;
                mine.attempt?.abort();
            }, nap);
        } else if (!mine.asleep) {
            refreshWithin(0);
        }
    };
    document.addEventListener('visibilitychange', looked, {signal});
    signal.addEventListener('abort', () => clearTimeout(bedtime), {once: true});
    if (document.hidden) looked();

    async function follow(first) {
        const cursor = await catchUp(signal, first && asked);
        if (mine.asleep || signal.aborted) return;
        // What happened between the reading of the account and that of the journal comes in no message.
        refreshWithin(first ? 1000 : 0);
        const attempt = new AbortController();
        const end = () => attempt.abort();
        mine.attempt = attempt;
        signal.addEventListener('abort', end);
        let timer = setTimeout(end, patience);
        try {
            const response = await fetch(`${server}/sandbox/requests/stream?after=${cursor}`, {
                signal: attempt.signal,
                cache: 'no-store',
                headers: {...keyHeaders('/sandbox', key), Accept: 'text/event-stream', 'Paystub-Observer': 'console'}
            });
            if (!response.ok) {
                const problem = await response.json().catch(() => null);
                throw new ApiError(response.status, reason(response.status, problem), problem);
            }
            set({live: 'live', trouble: null});
            pause = 250;
            const feed = parser(({event, data}) => {
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
            signal.removeEventListener('abort', end);
            attempt.abort();
            mine.attempt = null;
        }
    }

    (async () => {
        for (let first = true; !signal.aborted; first = false) {
            let trouble = null;
            try {
                if (document.hidden && !first) await visible(signal);
                mine.asleep = false;
                await follow(first);
            } catch (error) {
                trouble = error; // the server stopped, or the connection broke: try again
            }
            if (signal.aborted) return;
            if (trouble?.status === 401 || trouble?.status === 403) {
                refuse(trouble.message);
                return;
            }
            if (mine.asleep) {
                set({live: 'connecting'});
                continue;
            }
            set({live: 'reconnecting', trouble: trouble?.status ? trouble.message : null});
            await new Promise(resolve => setTimeout(resolve, pause));
            pause = Math.min(pause * 2, 3000);
        }
    })();
}

/** Waits until the tab is looked at. */
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
