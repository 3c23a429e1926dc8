// Keys that work wherever the focus is, but in fields. The newest owner of a key gets it.
import {useEffect} from './html.js';
import {state} from './store.js';

const owners = [];
let leader = null;
let timer = null;

export function useKeys(keys, watch = []) {
    useEffect(() => {
        owners.push(keys);
        return () => {
            owners.splice(owners.indexOf(keys), 1);
        };
    }, watch);
}

export const isField = element => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

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
                global.go[event.key]();
                return;
            }
        }
        if (event.key === 'g') {
            leader = 'g';
            timer = setTimeout(() => { leader = null; }, 1200);
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
