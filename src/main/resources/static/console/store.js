// What all panels share. A change is a patch; a component renders again when what it selects has changed.
import {useEffect, useReducer, useRef} from './html.js';

const perAccount = () => ({
    phase: 'none',          // none, opening, unknown, refused, open
    refusal: null,
    account: null,          // see account.js
    entries: [],            // the journal, newest first
    complete: false,        // whether the oldest entry is loaded
    dropped: 0,             // older requests that the server does not keep any more
    version: 0,             // grows when something happened that a panel may show
    forecast: null,
    undo: [],
    moved: null             // what came of the last move of the clock
});

export const state = {
    key: null,
    live: 'connecting',     // connecting, live, reconnecting, refused
    trouble: null,          // why it is reconnecting, if the server has said so
    accounts: null,         // null without an operator's rights
    route: {key: null, panel: 'requests', path: [], query: new URLSearchParams()},
    toasts: [],
    dialog: null,
    ...perAccount()
};

const listeners = new Set();

export function set(patch) {
    Object.assign(state, patch);
    for (const listener of [...listeners]) listener();
}

/** Forgets everything of the account before, at once. */
export function empty(key) {
    const toasts = state.toasts.filter(({action}) => action === null); // an action is one of the account before
    set({...perAccount(), key, phase: key === null ? 'none' : 'opening', live: key === state.key ? state.live : 'connecting', trouble: null, dialog: null, toasts});
}

export function useStore(select) {
    const [, render] = useReducer(count => count + 1, 0);
    const selected = useRef();
    selected.current = select(state);
    const latest = useRef(select);
    latest.current = select;
    useEffect(() => {
        const listener = () => {
            if (!Object.is(latest.current(state), selected.current)) render();
        };
        listeners.add(listener);
        listener();
        return () => listeners.delete(listener);
    }, []);
    return selected.current;
}

/** What this browser remembers; a browser that forbids it only forgets. */
export const memory = {
    read(name, preset) {
        try {
            return JSON.parse(localStorage.getItem(`paystub.${name}`)) ?? preset;
        } catch {
            return preset;
        }
    },
    write(name, value) {
        try {
            localStorage.setItem(`paystub.${name}`, JSON.stringify(value));
        } catch {
            // private windows and full disks
        }
    }
};
