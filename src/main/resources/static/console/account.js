// The opened account: it is opened, emptied and refreshed here, and nowhere else.
import {call, endSession, listAccounts, read, sessionSignal} from './api.js';
import {empty, memory, set, state} from './store.js';
import {newest, startStream, stopStream} from './stream.js';
import {resetForecast} from './forecast.js';

export const recentKeys = () => memory.read('recent', []);

export function remember(key) {
    memory.write('key', key);
    memory.write('recent', [key, ...recentKeys().filter(other => other !== key)].slice(0, 12));
}

export function forget(key) {
    memory.write('recent', recentKeys().filter(other => other !== key));
    if (memory.read('key', null) === key) memory.write('key', null);
}

/** Reads which accounts there are, null without an operator's rights; returns whether the server could be asked. */
export async function refreshAccounts() {
    try {
        set({accounts: await listAccounts()});
    } catch (error) {
        if (error.name === 'AbortError' || error.status === 0) return false;
        set({accounts: null});
    }
    return true;
}

/** Shows an account. One that does not exist is not made by looking at it: the reader is asked first. */
export async function openAccount(key, {known = false} = {}) {
    stopStream();
    endSession();
    resetForecast();
    empty(key);
    if (key === null) return;
    const signal = sessionSignal();
    if (!known) {
        const asked = await refreshAccounts();
        if (signal.aborted) return;
        if (!asked) {
            retry(key, known, signal);
            return;
        }
        const exists = state.accounts ? state.accounts.some(account => account.key === key) : recentKeys().includes(key) || key === 'sandbox';
        if (!exists) {
            set({phase: 'unknown'});
            return;
        }
    }
    try {
        const rows = newest(signal, 60);
        rows.catch(() => undefined); // the stream says so, and tries again
        const account = await read('/sandbox/state?limit=1000', {signal});
        if (signal.aborted) return;
        set({phase: 'open', account: received(account)});
        remember(key);
        startStream(key, rows);
    } catch (error) {
        if (error.name === 'AbortError' || signal.aborted) return;
        if (error.status === 0) retry(key, known, signal);
        else refuse(error.message);
    }
}

/** Opens the account once the server is there. */
function retry(key, known, signal) {
    set({live: 'reconnecting'});
    setTimeout(() => {
        if (!signal.aborted) openAccount(key, {known});
    }, 1000);
}

/** Stops following the account: its key is not taken, or not any more. */
export function refuse(refusal) {
    stopStream();
    set({phase: 'refused', live: 'refused', refusal});
}

/** A clock that runs is shown to run between two answers. */
function received(account) {
    return {...account, receivedAt: performance.now()};
}

export function virtualNow(account = state.account) {
    if (!account) return null;
    const {now, frozen_time: frozen} = account.clock;
    return frozen ? new Date(frozen) : new Date(new Date(now).getTime() + performance.now() - account.receivedAt);
}

let underway = null;
let soon = null;
let last = -Infinity;
const rest = 400;

/** Reads the account anew after a while at the latest; under load no oftener than a reader can see. */
export function refreshWithin(millis) {
    const at = Math.max(performance.now() + millis, last + rest);
    if (soon !== null && soon.at <= at) return;
    clearTimeout(soon?.timer);
    soon = {at, timer: setTimeout(refresh, Math.max(0, at - performance.now()))};
}

/** Reads the account anew: one read at a time, and one more if something happened meanwhile. */
export function refresh() {
    clearTimeout(soon?.timer);
    soon = null;
    if (state.phase !== 'open') return Promise.resolve();
    const signal = sessionSignal();
    if (underway?.signal === signal) {
        underway.again = true;
        return underway.done;
    }
    const mine = {signal, again: false, done: null};
    underway = mine;
    mine.done = (async () => {
        try {
            do {
                mine.again = false;
                const account = await read('/sandbox/state?limit=1000', {signal});
                if (signal.aborted) return;
                set({account: received(account), version: state.version + 1});
            } while (mine.again);
        } catch (error) {
            if (signal.aborted || error.name === 'AbortError') return;
            if (error.status === 401 || error.status === 403) refuse(error.message);
        } finally {
            if (underway === mine) underway = null;
            last = performance.now();
            if (mine.again && !signal.aborted) refreshWithin(0);
        }
    })();
    return mine.done;
}

/** Sends a change, which must succeed, and reads the account anew before it returns the response's body. */
export async function change(method, path, body) {
    const response = await call(method, path, {body});
    await refresh();
    return response;
}
