// Short messages at the bottom, which a screen reader hears, too.
import {html} from './html.js';
import {set, state, useStore} from './store.js';

const seconds = 8;
let last = 0;

export function toast(text, action = null, tone = 'ok') {
    const item = {id: ++last, text, action, tone};
    set({toasts: [...state.toasts, item].slice(-3)});
    setTimeout(() => dismiss(item.id), (action || tone === 'bad' ? 2 : 1) * seconds * 1000);
}

/** These messages, without the buttons that undo. */
export const withoutUndo = toasts => toasts.map(item => item.action?.undoes ? {...item, action: null} : item);

export function dismiss(id) {
    set({toasts: state.toasts.filter(item => item.id !== id)});
}

/** Says that something failed. What was cut off by a change of account is not a failure. */
export function failed(error) {
    if (error.name === 'AbortError') return;
    toast(error.message, null, 'bad');
}

export function Toasts() {
    const toasts = useStore(s => s.toasts);
    return html`<div class="toasts" role="status" aria-live="polite">
        ${toasts.map(({id, text, action, tone}) => html`<div key=${id} class=${`toast ${tone}`}>
            <span aria-hidden="true">${tone === 'bad' ? '✕' : '✓'}</span>
            <span class="grow">${text}</span>
            ${action && html`<button class="link" onClick=${() => { dismiss(id); action.run(); }}>${action.label}</button>`}
            <button class="icon" aria-label="Dismiss the message" onClick=${() => dismiss(id)}>✕</button>
        </div>`)}
    </div>`;
}
