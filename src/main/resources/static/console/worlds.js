// Worlds: accounts, scenarios to begin as, snapshots, forks, and how two worlds differ.
import {html, useEffect, useState} from './html.js';
import {useStore} from './store.js';
import {call, deleteSnapshot, listScenarios, listSnapshots, read, restoreSnapshot, takeSnapshot} from './api.js';
import {forget, recentKeys, refresh, refreshAccounts} from './account.js';
import {resetTo} from './clock.js';
import {isUndo, undo, undoable, undoLabel} from './undo.js';
import {toast} from './toast.js';
import {count} from './format.js';
import {Act, Form, href, Pill, Problem, Tabs, Time, useLoad} from './ui.js';

/** Of many accounts the open one comes first, then those that were made and not used yet, then the latest used. */
const byUse = key => (one, other) => {
    const [first, second] = [one, other].map(account => account.key === key ? '~~' : account.last_used ?? '~');
    return first === second ? 0 : first < second ? 1 : -1;
};

function Accounts() {
    const accounts = useStore(s => s.accounts);
    const key = useStore(s => s.key);
    const [, again] = useState(0);
    const version = useStore(s => s.version);
    useEffect(() => { refreshAccounts(); }, [version]);
    const remove = async name => {
        await call('DELETE', `/sandbox/accounts/${encodeURIComponent(name)}`);
        forget(name);
        await refreshAccounts();
        toast(`${name} was deleted`);
    };
    if (!accounts) {
        return html`<section class="section"><h2>Keys of this browser</h2><p class="lead">The list of all accounts is for the operator of the server.</p><ul class="plain">${recentKeys().map(name => html`<li key=${name} class="line"><a class="mono" href=${href('requests', [], null, name)}>${name}</a>${name === key && html`<${Pill} tone="info">open<//>`}<button class="link" onClick=${() => { forget(name); again(number => number + 1); }}>forget</button></li>`)}</ul></section>`;
    }
    return html`<section class="section"><h2>Accounts</h2><div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table><thead><tr><th scope="col">Key</th><th scope="col">Began as</th><th scope="col">Its clock</th><th scope="col" class="amount">Requests</th><th scope="col">Last used</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
        <tbody>${[...accounts].sort(byUse(key)).slice(0, 300).map(account => html`<tr key=${account.key}><td><a class="mono" href=${href('requests', [], null, account.key)}>${account.key}</a> ${account.key === key && html`<${Pill} tone="info">open<//>`}</td><td>${account.scenario ?? '–'}</td><td><${Time} at=${account.now} />${account.frozen_time ? ' ❄' : ''}</td><td class="amount">${account.requests ?? ''}</td><td>${account.last_used ? html`<${Time} at=${account.last_used} />` : ''}</td>
            <td>${account.key !== key && html`<${Confirm} label="Delete" name=${`Delete ${account.key}`} run=${() => remove(account.key)} />`}</td></tr>`)}</tbody></table></div>${accounts.length > 300 && html`<p class="dim">and ${accounts.length - 300} more</p>`}</section>`;
}

/** For what has no undo: the second click does it. */
export function Confirm({label, name, run}) {
    const [asked, setAsked] = useState(false);
    return asked ? html`<span class="row"><${Act} kind="danger" aria-label=${`${name}, really`} run=${run}>Really<//><button onClick=${() => setAsked(false)}>No</button></span>`
        : html`<button aria-label=${name} onClick=${() => setAsked(true)}>${label}</button>`;
}

function Scenarios() {
    const {data} = useLoad(listScenarios, []);
    const current = useStore(s => s.account?.scenario);
    return html`<section class="section"><h2>Begin anew as</h2><p class="lead">The account is reset; Undo brings back what it was.</p><div class="cards">${(data ?? []).map(({name, description}) => html`<div key=${name} class="card"><h3>${name} ${name === current && html`<${Pill} tone="info">now<//>`}</h3><p class="dim grow">${description}.</p><p><${Act} aria-label=${`Reset to this: ${name}`} run=${() => resetTo(name)}>Reset to this<//></p></div>`)}</div></section>`;
}

function Snapshots() {
    const {data, reload} = useLoad(listSnapshots);
    const account = useStore(s => s.key);
    const kept = (data ?? []).filter(({name}) => !isUndo(name));
    const steps = (data ?? []).filter(({name}) => isUndo(name)).reverse();
    return html`<section class="section"><h2>Snapshots</h2><p class="lead">Everything of the account, its clock included.</p>
        <${Form} label="Take a snapshot" check=${({name}) => /^[\w.-]{1,100}$/.test(name.trim()) ? null : 'A name has letters, digits, dots, dashes and underscores.'} submit=${async ({name}) => { await takeSnapshot(name.trim()); await reload(); toast(`Snapshot ${name} taken`); }}>
            <label class="field"><span>Name</span><input name="name" defaultValue="before" class="mono" autocomplete="off" /></label><//>
        ${kept.length > 0 ? html`<ul class="plain">${kept.map(({name, taken_at: at}) => html`<li key=${name} class="line"><strong class="mono">${name}</strong> <span class="dim">at <${Time} at=${at} /></span>
            <${Act} aria-label=${`Restore ${name}`} run=${() => undoable(`restored ${name}`, () => restoreSnapshot(name))}>Restore<//><a href=${href('worlds', ['compare'], {against: name})}>compare</a><${Confirm} label="Delete" name=${`Delete the snapshot ${name}`} run=${async () => { await deleteSnapshot(name); await reload(); }} /></li>`)}</ul>` : html`<p class="dim">None yet.</p>`}
        ${steps.length > 0 && html`<h3>Steps that can be undone</h3><ul class="plain">${steps.map(({name, taken_at: at}) => html`<li key=${name} class="line"><span>before ${undoLabel(name)}</span><span class="dim"><${Time} at=${at} /></span><${Act} kind="link" aria-label=${`Go back to before ${undoLabel(name)}`} run=${() => undo(name).then(reload)}>go back<//></li>`)}</ul>`}</section>
        <section class="section"><h2>Fork</h2><p class="lead">A copy of this account under another key, with the same clock.</p>
        <${Form} label="Fork" check=${({key}) => /^[A-Za-z0-9][A-Za-z0-9._~+/=-]*$/.test(key.trim()) ? null : 'A key has letters, digits and . _ ~ + / = -'} submit=${async ({key}) => { await call('POST', '/sandbox/fork', {body: {keys: [key.trim()]}}); await refreshAccounts(); await refresh(); const name = key.trim(); toast(`Forked as ${name}`, {label: 'Open it', run: () => { location.hash = href('requests', [], null, name); }}); }}>
            <label class="field"><span>New key</span><input name="key" class="mono" defaultValue=${`${account}-copy`} autocomplete="off" /></label><//></section>`;
}

const show = value => value === undefined ? '' : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

function Compare() {
    const route = useStore(s => s.route);
    const accounts = useStore(s => s.accounts);
    const key = useStore(s => s.key);
    const against = route.query.get('against') ?? '';
    const names = useLoad(listSnapshots);
    const {data, error, loading} = useLoad(() => against ? read(`/sandbox/diff?against=${encodeURIComponent(against)}`) : Promise.resolve(null), [against]);
    const others = [...(names.data ?? []).map(({name}) => name).filter(name => !isUndo(name)), ...(accounts?.map(account => account.key) ?? recentKeys()).filter(name => name !== key)];
    return html`<section class="section"><h2>Compare</h2><p class="lead">How this account differs from a snapshot of it, or from another account.</p>
        <${Form} label="Compare" check=${({other}) => other.trim() ? null : 'Name a snapshot or a key.'} submit=${({other}) => { location.hash = href('worlds', ['compare'], {against: other.trim()}); }}>
            <label class="field"><span>With the snapshot or key</span><input class="mono" name="other" list="others" defaultValue=${against} autocomplete="off" /></label><datalist id="others">${others.map(name => html`<option value=${name}></option>`)}</datalist><//>
        <${Problem} error=${error} />
        ${against && !loading && data && (data.length ? html`<p>${count(data.length, 'difference')} to <strong class="mono">${against}</strong>.</p><div class="scroll" tabindex="0" role="region" aria-label="Differences"><table><tbody>${data.slice(0, 500).map((change, index) => html`<tr key=${index} class=${`diff-${change.op}`}><td>${{add: '+ added', remove: '− gone', replace: '± changed'}[change.op]}</td><td class="mono">${change.path}</td><td class="mono">${show(change.value)}</td></tr>`)}</tbody></table></div>` : html`<p><${Pill} tone="ok">No difference<//></p>`)}</section>`;
}

export function Worlds() {
    const route = useStore(s => s.route);
    const tab = ['scenarios', 'snapshots', 'accounts', 'compare'].includes(route.path[0]) ? route.path[0] : 'scenarios';
    return html`<div class="panel-tabs"><${Tabs} label="Worlds" current=${tab} items=${[['scenarios', 'Scenarios'], ['snapshots', 'Snapshots and forks'], ['accounts', 'Accounts'], ['compare', 'Compare']].map(([id, title]) => ({id, title, to: href('worlds', [id])}))} /></div>
        <div class="panel">${tab === 'scenarios' && html`<${Scenarios} />`}${tab === 'snapshots' && html`<${Snapshots} />`}${tab === 'accounts' && html`<${Accounts} />`}${tab === 'compare' && html`<${Compare} />`}</div>`;
}
