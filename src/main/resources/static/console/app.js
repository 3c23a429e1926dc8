// The frame around the panels: header, clock, navigation and dialogs; and the start.
import {html, render, useEffect, useLayoutEffect, useRef, useState} from './html.js';
import {memory, set, state, useStore} from './store.js';
import {go, href, startRouter} from './router.js';
import {openAccount, virtualNow} from './account.js';
import {planForecast} from './forecast.js';
import {refreshUndo, undo} from './undo.js';
import {startKeys} from './keys.js';
import {Toasts} from './toast.js';
import {clockTime, day, exact, money} from './format.js';
import {AccountSwitch, UnknownAccount} from './switch.js';
import {ClockStrip, Moved, nextDue} from './clock.js';
import {focusList} from './ui.js';
import {Composer} from './composer.js';
import {Palette} from './palette.js';
import {Help} from './help.js';
import {Requests} from './requests.js';

export const panels = [
    {id: 'requests', title: 'Requests', key: 'r', view: Requests},
    {id: 'money', title: 'Money', key: 'm', load: () => import('./money.js').then(it => it.Money), count: a => a.invoices.overdue, tone: 'bad', what: 'overdue'},
    {id: 'payments', title: 'Payments', key: 'p', load: () => import('./payments.js').then(it => it.Payments), count: a => a.crypto_payments.open + a.checkouts.open, what: 'open'},
    {id: 'plans', title: 'Plans', key: 'l', load: () => import('./plans.js').then(it => it.Plans), count: a => a.organizations.past_due, tone: 'bad', what: 'past due'},
    {id: 'webhooks', title: 'Webhooks', key: 'w', load: () => import('./webhooks.js').then(it => it.Webhooks), count: a => a.webhooks.pending, what: 'pending'},
    {id: 'faults', title: 'Faults', key: 'f', load: () => import('./faults.js').then(it => it.Faults), count: a => a.faults.armed, tone: 'warn', what: 'armed'},
    {id: 'worlds', title: 'Worlds', key: 'o', load: () => import('./worlds.js').then(it => it.Worlds)},
    {id: 'coverage', title: 'Coverage', key: 'c', load: () => import('./coverage.js').then(it => it.Coverage)}
];

const mac = /Mac/.test(navigator.platform);
const liveWords = {live: ['●', 'live'], connecting: ['◌', 'connecting'], reconnecting: ['◌', 'reconnecting'], refused: ['✕', 'refused']};

export function theme(next) {
    const now = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    const chosen = next ?? (now === 'dark' ? 'light' : 'dark');
    document.documentElement.dataset.theme = chosen;
    memory.write('theme', chosen);
}

function Now() {
    const account = useStore(s => s.account);
    const [, tick] = useState(0);
    useEffect(() => {
        if (!account || account.clock.frozen_time) return undefined;
        const timer = setInterval(() => tick(count => count + 1), 1000);
        return () => clearInterval(timer);
    }, [account]);
    if (!account) return null;
    const now = virtualNow(account).toISOString();
    const frozen = Boolean(account.clock.frozen_time);
    return html`<span class="now" title=${exact(now)} data-now=${now}>
        <span class=${`dot ${frozen ? 'frozen' : 'running'}`} aria-hidden="true">${frozen ? '❄' : '●'}</span>
        <span class="mono"><span class="day">${day(now)} </span>${clockTime(now)}</span> <span class="dim">${frozen ? 'frozen' : 'running'}</span>
    </span>`;
}

function Header() {
    const account = useStore(s => s.account);
    const live = useStore(s => s.live);
    const phase = useStore(s => s.phase);
    const trouble = useStore(s => s.trouble);
    const [sign, word] = phase === 'none' || phase === 'unknown' ? ['○', 'no account'] : liveWords[phase === 'refused' ? 'refused' : live];
    return html`<header class="top">
        <a class="brand" href=${state.key === null ? '#' : href('requests')}><img src="icon.svg" alt="" width="20" height="20" /> <span>Paystub</span></a>
        <${AccountSwitch} />
        ${account && html`<a class="balance amount" href=${href('money', ['ledger'])} title="The balance; click for how it came about">${money(account.balance)}</a>`}
        <${Now} />
        <span class="grow"></span>
        <button class="search" onClick=${() => set({dialog: {kind: 'palette'}})} aria-label=${`Search ${mac ? '⌘' : 'Ctrl '}K, and commands`}><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M10.5 10.5 14 14" stroke="currentColor" stroke-width="1.5" /></svg> <span class="wide">Search</span> <kbd class="wide">${mac ? '⌘' : 'Ctrl '}K</kbd></button>
        <button class="icon" aria-label="Light or dark" title="Light or dark" onClick=${() => theme()}>◐</button>
        <span class="live" role="status" data-live=${word} title=${trouble}><span aria-hidden="true">${sign}</span> <span class="word">${word}</span></span>
    </header>`;
}

function Armed() {
    const armed = useStore(s => s.account?.faults.armed ?? 0);
    if (!armed) return null;
    return html`<section class="armed" aria-label="Armed faults"><span aria-hidden="true">⚡</span> ${armed === 1 ? 'One fault is armed' : `${armed} faults are armed`}<span class="wide">: the next matching request fails on purpose</span>. <a href=${href('faults')}>Show</a></section>`;
}

function Navigation() {
    const route = useStore(s => s.route);
    const account = useStore(s => s.account);
    const bar = useRef();
    useEffect(() => {
        bar.current?.querySelector('[aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
    }, [route.panel]);
    return html`<nav class="side" aria-label="Panels" ref=${bar}>
        ${panels.map(({id, title, key, count, tone, what}) => {
            const number = account && count ? count(account) : 0;
            return html`<a key=${id} href=${href(id)} aria-current=${route.panel === id ? 'page' : undefined} title=${`g ${key}`}>${title}
                ${number > 0 && html`<span class=${`badge ${tone ?? ''}`} title=${`${number} ${what}`}>${number}<span class="hidden"> ${what}</span></span>`}</a>`;
        })}
        <span class="grow"></span>
        <a class="quiet" href="../demo/" target="_blank" rel="noopener">Demo ↗</a>
        <a class="quiet" href="../docs" target="_blank" rel="noopener">API docs ↗</a>
        <button class="quiet" onClick=${() => set({dialog: {kind: 'help'}})}>Keys <kbd>?</kbd></button>
    </nav>`;
}

function Dialogs() {
    const dialog = useStore(s => s.dialog);
    const element = useRef();
    const back = useRef(null);
    const close = () => set({dialog: null});
    useLayoutEffect(() => { // before the next key, which belongs to the dialog
        if (dialog) {
            if (!element.current.open) {
                back.current = document.activeElement;
                element.current.showModal();
            }
            element.current.querySelector('[autofocus]')?.focus(); // one may follow another
        } else if (element.current.open) {
            element.current.close();
            if (document.activeElement === document.body) {
                if (back.current?.isConnected) back.current.focus();
                else focusList();
            }
        }
    }, [dialog]);
    const names = {composer: 'Send a request', palette: 'Search and commands', help: 'Keys'};
    return html`<dialog ref=${element} class=${`over-${dialog?.kind ?? 'none'}`} aria-label=${names[dialog?.kind] ?? 'Dialog'} onClose=${close}
        onClick=${event => event.target === element.current && close()}>
        ${dialog?.kind === 'composer' && html`<${Composer} ...${dialog} close=${close} />`}
        ${dialog?.kind === 'palette' && html`<${Palette} close=${close} />`}
        ${dialog?.kind === 'help' && html`<${Help} close=${close} />`}
    </dialog>`;
}

function Main() {
    const phase = useStore(s => s.phase);
    const route = useStore(s => s.route);
    const refusal = useStore(s => s.refusal);
    const live = useStore(s => s.live);
    const key = useStore(s => s.key);
    if (phase === 'none') return html`<div class="empty"><h2>Choose an account</h2><p>Each key is an account of its own. Type one above, or open <a href=${href('requests', [], null, 'sandbox')}>sandbox</a>.</p></div>`;
    if (phase === 'unknown') return html`<${UnknownAccount} name=${key} />`;
    if (phase === 'refused') return html`<div class="empty"><h2>✕ This key is refused</h2><p role="alert">${refusal}</p><p class="row center"><button onClick=${() => { set({live: 'connecting'}); openAccount(key); }}>Try again</button></p><p>Or choose another account above.</p></div>`;
    if (phase === 'opening') return live === 'reconnecting' ? html`<div class="empty"><h2>The server cannot be reached</h2><p>Start it, and this page goes on by itself.</p></div>` : html`<p class="loading">Opening…</p>`;
    const panel = panels.find(({id}) => id === route.panel);
    if (!panel) return html`<div class="empty"><h2>There is no such panel</h2><p><a href=${href('requests')}>To the requests</a></p></div>`;
    return html`<${PanelView} key=${`${key}/${panel.id}`} panel=${panel} />`;
}

/** A panel, whose module is loaded when it is first looked at. */
function PanelView({panel}) {
    const [, loaded] = useState(0);
    const [error, setError] = useState(null);
    useEffect(() => {
        if (!panel.view) panel.load().then(view => { panel.view = view; loaded(1); }, setError);
    }, []);
    if (error) return html`<div class="empty"><h2>The panel could not be loaded</h2><p>Reload the page when the server is there.</p></div>`;
    return panel.view ? html`<${panel.view} />` : html`<p class="loading">Loading…</p>`;
}

function App() {
    const phase = useStore(s => s.phase);
    const live = useStore(s => s.live);
    const route = useStore(s => s.route);
    const title = panels.find(({id}) => id === route.panel)?.title ?? 'Console';
    useEffect(() => {
        document.title = `${title} · ${state.key ?? 'no account'} · Paystub`;
    }, [title, phase, route.key]);
    return html`<div class="frame" data-phase=${phase} data-live=${live}>
        <${Header} />
        <${Armed} />
        ${phase === 'open' && html`<${ClockStrip} /><${Moved} />`}
        <div class="body">
            <${Navigation} />
            <main tabindex="-1" aria-label=${title}><h1 class="hidden">${title}</h1><${Main} /><${Toasts} /></main>
        </div>
        <${Dialogs} />
    </div>`;
}

let seen = {key: null, version: -1};
function follow() {
    if (state.phase !== 'open' || (state.key === seen.key && state.version === seen.version)) return;
    seen = {key: state.key, version: state.version};
    planForecast();
}

function Effects() {
    const version = useStore(s => s.version);
    const phase = useStore(s => s.phase);
    const key = useStore(s => s.key);
    const snapshots = useStore(s => s.account?.snapshots);
    const live = useStore(s => s.live === 'live');
    useEffect(follow, [version, phase, key]);
    useEffect(() => {
        if (state.phase === 'open') refreshUndo();
    }, [key, snapshots, live]);
    return null;
}

startRouter(route => {
    // Paystub-Trace names a request without a key: it is one of the account that was open last.
    if (route.key === null) {
        go(href(route.panel, route.path, route.query, state.key ?? memory.read('key', 'sandbox') ?? 'sandbox'), true);
    } else if (route.key !== state.key) openAccount(route.key);
});
const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} /><${Effects} />`, root);

// What had the focus may be gone with what it did.
let focused;
addEventListener('focusin', event => { focused = event.target; });
new MutationObserver(() => {
    if (focused?.isConnected === false && document.activeElement === document.body) focusList();
}).observe(root, {childList: true, subtree: true});

/** The keys of a list work before it has the focus, too. */
function enterList({key}) {
    const list = document.querySelector('main [data-list]');
    list?.focus();
    list?.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
}

startKeys({
    palette: () => set({dialog: state.dialog?.kind === 'palette' ? null : {kind: 'palette'}}),
    go: Object.fromEntries([...panels.map(({id, key}) => [key, () => go(href(id))]), ['a', () => document.querySelector('.switch input')?.focus()]]),
    keys: {
        '?': () => set({dialog: {kind: 'help'}}),
        '.': () => nextDue(),
        u: () => undo(),
        t: () => theme(),
        n: () => set({dialog: {kind: 'composer', request: {method: 'POST', path: '/billing/invoices/funds', body: {amount: 10}}, title: 'Send a request'}}),
        j: enterList,
        k: enterList,
        Escape: () => document.querySelector('.split.open .close')?.click()
    }
});
