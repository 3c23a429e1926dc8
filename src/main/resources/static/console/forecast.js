// What will happen in the account's coming month: a dry run, made when the account has been quiet for a moment.
import {forecast, sessionSignal} from './api.js';
import {set, state} from './store.js';
import {refresh, virtualNow} from './account.js';
import {shortDay} from './format.js';

const quiet = 800;
const rest = 4000;
let timer = null;
let due = null;
let last = -Infinity;
let made = null;

export function resetForecast() {
    clearTimeout(timer);
    clearTimeout(due);
    last = -Infinity;
    made = null;
}

/** Hourly runs come in hundreds; they are a band, not points. */
export const isHourly = effect => /^(hosting\.hour)/.test(effect.cause);

export function groupByDay(effects) {
    const days = new Map();
    for (const effect of effects) {
        const name = shortDay(effect.at);
        if (!days.has(name)) days.set(name, {name, at: effect.at, effects: []});
        const day = days.get(name);
        day.effects.push(effect);
        day.at = effect.at;
    }
    return [...days.values()];
}

const fingerprint = account => account && JSON.stringify([account.clock.frozen_time, account.clock.next_due, account.events, account.balance]);

/** Plans a dry run, and for a clock that runs a look at the moment when the next thing is due. */
export function planForecast() {
    const {account} = state;
    clearTimeout(due);
    if (!account) return;
    if (!account.clock.frozen_time && account.clock.next_due) {
        const wait = new Date(account.clock.next_due) - virtualNow() + 700; // the server looks every second
        if (wait < 2 ** 31 - 1) due = setTimeout(() => document.hidden || refresh(), Math.max(wait, 1000)); // a page that is looked at again refreshes anyway
    }
    const now = fingerprint(account);
    if (now === made) return;
    clearTimeout(timer);
    const wait = Math.max(made === null ? 0 : quiet, last + rest - performance.now());
    timer = setTimeout(async () => {
        const signal = sessionSignal();
        last = performance.now();
        try {
            const from = virtualNow();
            const answer = await forecast('P1M');
            if (signal.aborted) return;
            made = now;
            set({forecast: {from: from.toISOString(), to: answer.now, effects: answer.effects, total: answer.effects_total}});
        } catch (error) {
            if (error.name !== 'AbortError' && !signal.aborted) set({forecast: {from: null, to: null, effects: [], total: 0, error: error.message}});
        }
    }, Math.max(wait, 0));
}
