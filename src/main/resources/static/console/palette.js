// Everything by name: panels, accounts, moves of the clock, scenarios, and requests to send.
import {html, useEffect, useMemo, useRef, useState} from './html.js';
import {set, state, useStore} from './store.js';
import {go, href} from './router.js';
import {listScenarios} from './api.js';
import {recentKeys, virtualNow} from './account.js';
import {advanceBy, freeze, nextDue, resetTo} from './clock.js';
import {undo} from './undo.js';
import {failed} from './toast.js';
import {panels, theme} from './app.js';
import {openComposer} from './composer.js';
import {operations} from './operations.js';

function commands(scenarios, list) {
    const {account, accounts, undo: steps} = state;
    const frozen = Boolean(account?.clock.frozen_time);
    const keys = [...new Set([...recentKeys(), ...(accounts ?? []).map(({key}) => key)])].filter(key => key !== state.key);
    return [
        ...panels.map(({id, title, key}) => ({title, hint: `g ${key}`, group: 'Go to', run: () => go(href(id))})),
        ...(account ? [
            {title: 'To the next thing due', hint: '.', group: 'Clock', run: nextDue},
            ...[['PT15S', '15 seconds'], ['PT1H', '1 hour'], ['P1D', '1 day'], ['P1W', '1 week'], ['P1M', '1 month']].map(([by, words]) => ({title: `Advance by ${words}`, group: 'Clock', run: () => advanceBy(by)})),
            {title: frozen ? 'Let the clock run' : 'Freeze the clock', group: 'Clock', run: () => freeze(frozen ? null : virtualNow().toISOString())},
            ...(steps.length ? [{title: `Undo: ${steps[0].label}`, hint: 'u', group: 'Clock', run: () => undo()}] : []),
            {title: 'Send a request…', hint: 'n', group: 'Send', run: () => openComposer()},
            {title: 'Errors only', group: 'Filter', run: () => go(href('requests', [], {status: 'error'}))},
            {title: 'What changed something', group: 'Filter', run: () => go(href('requests', [], {effect: '*'}))},
            {title: 'Departures from the contract', group: 'Filter', run: () => go(href('requests', [], {is: 'contract'}))},
            ...scenarios.map(({name, description}) => ({title: `Reset to ${name}`, detail: description, group: 'World', run: () => resetTo(name)})),
            ...list.map(({request, summary}) => ({title: `${request.method} ${request.path}${request.query ? `?${request.query}` : ''}`, detail: summary, group: 'Send', run: () => openComposer(request, summary || `${request.method} ${request.path}`)})),
            ...account.invoices.entries.map(({id, status, total}) => ({title: `Invoice ${id}`, detail: `${status}, $${total}`, group: 'Money', run: () => go(href('money', ['invoices', String(id)]))})),
            ...account.organizations.entries.map(({org_id: id, org_name: name}) => ({title: `${name} (${id})`, group: 'Plans', run: () => go(href('plans', [id]))}))
        ] : []),
        ...keys.map(key => ({title: key, group: 'Account', run: () => go(href('requests', [], null, key))})),
        {title: 'Light or dark', hint: 't', group: 'View', run: () => theme()},
        {title: 'Keys', hint: '?', group: 'View', run: () => set({dialog: {kind: 'help'}})}
    ];
}

/** Every word must occur; what begins with it comes first. */
function rank(command, words) {
    const title = command.title.toLowerCase();
    const all = `${title} ${command.group.toLowerCase()} ${(command.detail ?? '').toLowerCase()}`;
    if (!words.every(word => all.includes(word))) return -1;
    return words.reduce((sum, word) => sum + (title.startsWith(word) ? 3 : title.includes(word) ? 2 : 1), 0);
}

export function Palette({close}) {
    const [text, setText] = useState('');
    const [at, setAt] = useState(0);
    const [[scenarios, list], setRead] = useState(state.phase === 'open' ? [] : [[], []]);   // none: still being read
    const [entered, setEntered] = useState(false);
    const account = useStore(s => s.account);
    const accounts = useStore(s => s.accounts);
    const steps = useStore(s => s.undo);
    const box = useRef();
    useEffect(() => {
        if (state.phase !== 'open') return;
        const none = error => { failed(error); return []; };
        Promise.all([listScenarios().catch(none), operations().catch(none)]).then(setRead);
    }, []);
    const all = useMemo(() => commands(scenarios ?? [], list ?? []).map((command, id) => ({...command, id})), [scenarios, list, account, accounts, steps]);
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? all.filter(({group}) => group === 'Go to' || group === 'Clock' || group === 'Account').slice(0, 40)
        : all.map(command => [rank(command, words), command]).filter(([points]) => points >= 0).sort(([one], [other]) => other - one).slice(0, 40).map(([, command]) => command);
    const index = Math.min(at, found.length - 1);
    useEffect(() => {
        box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'});
    }, [index, text]);
    const choose = command => {
        close();
        command?.run();
    };
    useEffect(() => {
        if (entered && list) found.length ? choose(found[0]) : setEntered(false);
    }, [entered, list]);
    const keys = event => {
        if (event.key === 'ArrowDown') setAt(Math.min(index + 1, found.length - 1));
        else if (event.key === 'ArrowUp') setAt(Math.max(index - 1, 0));
        else if (event.key === 'Enter') found.length ? choose(found[index]) : setEntered(true);
        else return;
        event.preventDefault();
    };
    return html`<div class="palette-box" ref=${box}>
        <input autofocus role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="Search and commands" aria-activedescendant=${found.length ? `palette-${index}` : undefined}
            placeholder="Go to, advance, reset to, invoice 34, an account…" value=${text} autocomplete="off"
            onInput=${event => { setText(event.currentTarget.value); setAt(0); setEntered(false); }} onKeyDown=${keys} />
        <ul id="palette-list" role="listbox" aria-label="Commands">
            ${found.map((command, place) => html`<li key=${command.id} id=${`palette-${place}`} role="option" aria-selected=${place === index} onClick=${() => choose(command)} onMouseMove=${() => setAt(place)}>
                <span class="dim small group">${command.group}</span> <span class="grow">${command.title} ${command.detail && html`<span class="dim small">${command.detail}</span>`}</span> ${command.hint && html`<kbd>${command.hint}</kbd>`}</li>`)}
            ${found.length === 0 && html`<li role="option" aria-selected="false" aria-disabled="true">${!list ? 'Still reading which requests there are…' : 'Nothing matches.'}</li>`}
        </ul>
    </div>`;
}
