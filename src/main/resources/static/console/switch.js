// The account: a combobox. What is typed there is only a search until it is chosen.
import {html, useEffect, useId, useRef, useState} from './html.js';
import {state, useStore} from './store.js';
import {go, href} from './router.js';
import {call, reset} from './api.js';
import {openAccount, recentKeys, refreshAccounts} from './account.js';
import {Act} from './ui.js';
import {count} from './format.js';

const proper = /^[A-Za-z0-9][A-Za-z0-9._~+/=-]*$/;

export function AccountSwitch() {
    const key = useStore(s => s.key);
    const accounts = useStore(s => s.accounts);
    const [text, setText] = useState(null);   // null: not searching
    const [at, setAt] = useState(0);
    const box = useRef();
    const input = useRef();
    const id = useId();
    const open = text !== null;

    const wanted = (text ?? '').trim();
    const recents = recentKeys();
    const all = accounts
        ? [...accounts].sort((one, other) => String(other.last_used ?? '').localeCompare(String(one.last_used ?? '')) || recents.indexOf(other.key) - recents.indexOf(one.key))
        : recents.map(name => ({key: name}));
    const found = all.filter(account => account.key.toLowerCase().includes(wanted.toLowerCase())).slice(0, 50);
    const exact = all.some(account => account.key === wanted);
    const options = found.map(account => ({name: account.key, account}));
    if (wanted && !exact) options.push({name: wanted, made: true, refused: !proper.test(wanted)});

    const choose = option => {
        if (!option || option.refused) return;
        setText(null);
        input.current.blur();
        if (option.name !== state.key) go(href('requests', [], null, option.name));
        document.querySelector('main')?.focus();
    };
    const keys = event => {
        const last = options.length - 1;
        if (event.key === 'ArrowDown') {
            if (!open) setText('');
            setAt(Math.min(at + 1, last));
        } else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
        else if (event.key === 'Enter') choose(options[Math.min(at, last)]);
        else if (event.key === 'Escape') {
            setText(null);
            input.current.blur();
        } else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const type = value => {
        setText(value);
        const index = all.filter(account => account.key.toLowerCase().includes(value.trim().toLowerCase())).findIndex(account => account.key === value.trim());
        setAt(Math.max(index, 0));
    };
    const focus = () => {
        setText('');
        setAt(0);
        refreshAccounts();
    };
    useEffect(() => {
        if (open) box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'});
    }, [at, open]);
    const current = options[Math.min(at, options.length - 1)];
    return html`<div class="switch" ref=${box}>
        <input ref=${input} role="combobox" aria-label="Account" aria-expanded=${open} aria-controls=${`${id}-list`} aria-autocomplete="list"
            aria-activedescendant=${open && current ? `${id}-${options.indexOf(current)}` : undefined}
            value=${open ? text : key ?? ''} placeholder=${key ?? 'Account key'} autocomplete="off" autocapitalize="off"
            onFocus=${focus} onBlur=${() => setText(null)} onInput=${event => type(event.currentTarget.value)} onKeyDown=${keys} />
        <span class="chevron" aria-hidden="true">▾</span>
        <ul id=${`${id}-list`} role="listbox" aria-label="Accounts" hidden=${!open}>
            ${open && options.map(({name, account, made, refused}, index) => html`<li key=${name} id=${`${id}-${index}`} role="option" aria-selected=${current?.name === name} aria-disabled=${refused || undefined}
                onMouseDown=${event => { event.preventDefault(); choose(options[index]); }} onMouseMove=${() => setAt(index)}>
                ${refused ? html`<span>A key has letters, digits and <code>. _ ~ + / = -</code></span>` : made ? html`<span>${accounts ? 'Create world' : 'Open'} <strong class="mono">${name}</strong></span>` : html`<span class="mono">${name === key ? '✓ ' : ''}${name}</span>
                    <span class="dim small">${account.requests !== undefined && account.requests !== null ? count(account.requests, 'request') : account.scenario ?? ''}</span>`}</li>`)}
            ${open && options.length === 0 && html`<li role="option" aria-selected="false" aria-disabled="true">Type a key</li>`}
        </ul>
    </div>`;
}

/** Nobody has used this key yet: looking at it must not make it. */
export function UnknownAccount({name}) {
    const accounts = useStore(s => s.accounts);
    const [scenarios, setScenarios] = useState([]);
    const [scenario, setScenario] = useState('documented');
    useEffect(() => {
        // Read with a key that exists: this one must not be made by it.
        const other = state.accounts?.[0]?.key ?? 'sandbox';
        call('GET', '/sandbox/scenarios', {key: other}).then(({scenarios: list}) => setScenarios(list), () => undefined);
    }, [name]);
    const create = async () => {
        if (accounts) await call('POST', '/sandbox/accounts', {body: {key: name, scenario}});
        await openAccount(name, {known: true});
        if (state.key !== name) return; // another account was opened meanwhile
        if (!accounts && scenario !== 'documented') await reset(scenario);
        refreshAccounts();
    };
    const sentence = scenarios.find(other => other.name === scenario)?.description;
    return html`<div class="empty">
        <h2>${accounts ? 'No world' : 'This browser has not opened'} <span class="mono">${name}</span>${accounts ? ' yet' : ' before'}</h2>
        <p>${accounts ? 'Every key is an account of its own. Create it as one of the scenarios; the first request of an application with this key would make it, too.' : 'If nobody has used it yet, opening it makes a new account.'}</p>
        <p class="row center"><label class="field inline"><span>as</span><select value=${scenario} onChange=${event => setScenario(event.currentTarget.value)}>
            ${(scenarios.length ? scenarios : [{name: 'documented'}]).map(other => html`<option value=${other.name}>${other.name}</option>`)}</select></label>
            <${Act} kind="primary" run=${create}>${accounts ? `Create world “${name}”` : `Open “${name}”`}<//></p>
        ${sentence && html`<p class="dim">${sentence}.</p>`}
    </div>`;
}
