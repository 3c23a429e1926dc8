// Keys that work wherever the focus is, but in fields. The newest owner of a key gets it.
import {useLayoutEffect} from './html.js';
import {state} from './store.js';

const owners = [];
let leader = null;
let timer = null;

export function useKeys(keys, watch = []) {
    useLayoutEffect(() => { // before the next key comes
        owners.push(keys);
        return () => {
            owners.splice(owners.indexOf(keys), 1);
        };
    }, watch);
}

export const isField = element => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

const loading = () => document.querySelector('main .loading');
const later = /^([jk/cref]|Enter|Home|End|Arrow(Up|Down))$/;
let held = null;

/** Keeps a key of a panel that is still loading, until it is there. */
function hold(event) {
    event.preventDefault();
    if (held) {
        held.push(event.key);
        return;
    }
    held = [event.key];
    new MutationObserver(async (_, observer) => {
        if (loading()) return;
        observer.disconnect();
        while (held.length) {
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: held.shift(), bubbles: true, cancelable: true}));
            await new Promise(resolve => setTimeout(resolve)); // what a key has changed is shown before the next
        }
        held = null;
    }).observe(document.body, {childList: true, subtree: true});
}

export function startKeys(global) {
    addEventListener('keydown', event => {
        const combined = event.ctrlKey || event.metaKey;
        if (combined && event.key.toLowerCase() === 'k' && !event.altKey && !event.shiftKey) {
            event.preventDefault();
            if (!event.repeat) global.palette();
            return;
        }
        // A key that is held down would undo, advance or send as often as it repeats.
        if (event.repeat || combined || event.altKey || event.defaultPrevented || isField(event.target) || state.dialog) return;
        if (leader) {
            clearTimeout(timer);
            leader = null;
            if (event.key in global.go) {
                event.preventDefault();
                if (held) held = [];
                global.go[event.key]();
                return;
            }
        }
        if (event.key === 'g') {
            leader = 'g';
            timer = setTimeout(() => { leader = null; }, 1200);
            return;
        }
        if (later.test(event.key) && (held ? event.isTrusted : loading() && (event.key !== 'Enter' || !event.target.closest('a, button, summary')))) {
            hold(event);
            return;
        }
        const owner = [...owners].reverse().find(keys => event.key in keys);
        const run = owner?.[event.key] ?? global.keys[event.key];
        if (run) {
            event.preventDefault();
            run(event);
        }
    });
}
