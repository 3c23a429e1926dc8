// Coverage: what the account's traffic has exercised, out of all there is; what is missing first.
import {html} from './html.js';
import {useStore} from './store.js';
import {call, read} from './api.js';
import {openComposer} from './composer.js';
import {operations} from './operations.js';
import {toast} from './toast.js';
import {Act, href, Pill, Problem, Tabs, useLoad} from './ui.js';
import {Confirm} from './worlds.js';

const titles = {operations: 'Operations', outcomes: 'Outcomes', transitions: 'State transitions'};
const done = items => items.filter(({covered}) => covered).length;

function Meter({title, items}) {
    const number = done(items);
    const percent = items.length ? Math.floor(number / items.length * 100) : 0;
    return html`<div class="card"><h3>${title}</h3><p><strong class="figure">${percent} %</strong> <span class="dim">${number} of ${items.length}</span></p><span class="meter" role="img" aria-label=${`${title}: ${percent} percent`}><span style=${{width: `${percent}%`}}></span></span></div>`;
}

/** Prefills what would exercise an item; a state transition is a matter of the state it begins in. */
async function tryIt(kind, item) {
    const list = await operations();
    const id = kind === 'operations' ? item.name : item.of;
    const found = list.find(operation => operation.id === id);
    if (!found) return toast(`${id} is not a request to send from here.`);
    const prefer = kind === 'outcomes' && /^[45]\d\d$/.test(item.name) ? {headers: {Prefer: `code=${item.name}`}} : {};
    return openComposer({...found.request, ...prefer}, found.summary || id);
}

function guide(item) {
    const text = `${item.of}`.toLowerCase();
    return text.includes('crypto') || text.includes('checkout') ? href('payments') : text.includes('invoice') || text.includes('hosting') || text.includes('service') ? href('money') : text.includes('webhook') ? href('webhooks') : href('plans');
}

export function Coverage() {
    const route = useStore(s => s.route);
    const {data, error, reload} = useLoad(() => read('/sandbox/coverage'));
    const list = useLoad(operations, []);
    const tab = route.path[0] in titles ? route.path[0] : 'operations';
    if (error) return html`<div class="panel"><${Problem} error=${error} /></div>`;
    if (!data) return html`<p class="loading">Loading…</p>`;
    const items = [...data[tab]].sort((one, other) => Number(one.covered) - Number(other.covered));
    const summaries = new Map((list.data ?? []).map(({id, summary}) => [id, summary]));
    return html`<div class="panel"><section class="section"><h2>${data.covered} of ${data.total} exercised, ${data.percent} %</h2><p class="lead">By everything that was sent with this key; the console's own reads do not count. In CI, <code>GET /sandbox/coverage?min=80</code> returns 417 below 80 percent.</p>
        <div class="cards">${Object.keys(titles).map(name => html`<${Meter} key=${name} title=${titles[name]} items=${data[name]} />`)}</div></section>
        <${Tabs} label="Coverage" current=${tab} items=${Object.keys(titles).map(id => ({id, title: titles[id], to: href('coverage', [id]), count: data[id].length - done(data[id])}))} />
        <div class="scroll" tabindex="0" role="region" aria-label=${titles[tab]}><table><thead><tr><th scope="col">Exercised</th><th scope="col">${tab === 'transitions' ? 'Of' : tab === 'outcomes' ? 'Operation' : 'API'}</th><th scope="col">${titles[tab].replace(/s$/, '')}</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
            <tbody>${items.map(item => html`<tr key=${`${item.of}${item.name ?? ''}${item.from ?? ''}${item.to ?? ''}`} class=${item.covered ? 'covered' : 'missing'}><td>${item.covered ? html`<${Pill} tone="ok">yes<//>` : html`<${Pill}>not yet<//>`}</td><td>${item.of}</td>
                <td>${tab === 'transitions' ? html`<span class="dim">${item.from ?? 'new'}</span> → ${item.to}` : html`<span class="mono">${item.name}</span> ${tab === 'operations' && html`<span class="dim">${summaries.get(item.name) ?? ''}</span>`}`}</td>
                <td>${item.covered ? '' : tab === 'transitions' ? html`<a href=${guide(item)}>try it</a>` : html`<${Act} kind="link" aria-label=${`try it: ${item.of} ${item.name}`} run=${() => tryIt(tab, item)}>try it<//>`}</td></tr>`)}</tbody></table></div>
        <p class="row end"><${Confirm} label="Forget what was exercised" name="Forget what was exercised" run=${() => call('DELETE', '/sandbox/coverage').then(reload)} /></p></div>`;
}
