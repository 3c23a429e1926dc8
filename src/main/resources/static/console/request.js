// One request: what was asked, what came back, what it changed, and what was sent on.
import {html, useState} from './html.js';
import {read, server} from './api.js';
import {state} from './store.js';
import {go, href} from './router.js';
import {bytes, dateTime, deliveryTone, exact, millis} from './format.js';
import {Act, copy, Copy, Json, Pill, subjectLink, useLoad, useNews} from './ui.js';
import {formats, requestOf} from './copy.js';
import {openComposer} from './composer.js';
import {mark, reasonOf, tone} from './requests.js';

const edit = entry => openComposer(requestOf(entry), 'Edit and send');

/** Sends it as it was; one that the journal does not have whole is completed first. */
async function sendAgain(entry) {
    const request = requestOf(entry);
    if (request.lacks.length) openComposer(request, 'Complete and send');
    else await openComposer.sendNow(request);
}

export function failNextTime(entry) {
    const path = entry.path.replace(/\/\d+(?=\/|$)/g, '/*').replace(/\/(cs_test_|bps_)\w+/g, '/*');
    go(href('faults', [], {method: entry.method, path, times: '1'}));
}

/** What the keyboard does with the chosen request. */
export const requestKeys = entry => ({
    c: () => copy(formats.curl.make(requestOf(entry), server, state.key), 'Copied as curl'),
    r: () => sendAgain(entry),
    e: () => edit(entry),
    f: () => failNextTime(entry)
});

function Headers({headers, title}) {
    const names = Object.entries(headers ?? {});
    if (!names.length) return null;
    return html`<details class="headers"><summary>${title} <span class="count">${names.length}</span></summary>
        <dl>${names.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl></details>`;
}

export function Effect({effect}) {
    const link = subjectLink(effect.kind, effect.id);
    const name = effect.subject;
    return html`<li class="effect">
        <span class="subject">${link ? html`<a href=${link}>${name}</a>` : name}</span>
        <span class="change mono"><span class="dim">${effect.from ?? 'new'}</span> → <strong>${effect.to ?? 'gone'}</strong></span>
        ${effect.kind === 'balance' && html`<a class="why" href=${href('money', ['ledger'])} aria-label="Why the balance is what it is">why?</a>`}
    </li>`;
}

function Deliveries({entry}) {
    const {data, loading, reload} = useLoad(() => Promise.all(entry.webhooks.map(({webhook, delivery}) =>
        read(`/sandbox/webhooks/${webhook}/deliveries/${delivery}`).then(found => ({webhook, ...found}), () => ({webhook, delivery: {id: delivery, type: 'not kept any more', status: 'cancelled'}})))), [entry.request_id]);
    useNews(data, data?.map(({delivery}) => delivery), reload);
    if (!entry.webhooks.length) return html`<p class="dim">${entry.effects_total ? 'No webhook was listening for this.' : 'A request without effects sends no webhook.'} <a href=${href('webhooks')}>Webhooks</a></p>`;
    if (loading || !data) return html`<p class="dim">Loading…</p>`;
    return html`<ul class="plain">${data.map(({webhook, delivery, attempts}) => html`<li key=${`${webhook}-${delivery.id}`} class="line">
        <a href=${href('webhooks', [webhook, String(delivery.id)])}>${delivery.type}</a>
        <${Pill} tone=${deliveryTone(delivery.status)}>${delivery.status}<//>
        <span class="dim">webhook ${webhook}${attempts?.length ? `, ${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}` : ''}</span></li>`)}</ul>`;
}

function CopyAs({entry}) {
    const [format, setFormat] = useState('curl');
    const text = formats[format].make(requestOf(entry), server, state.key, entry);
    return html`<div>
        <div class="row" role="group" aria-label="Copy as">
            ${Object.entries(formats).map(([name, {title}]) => html`<button key=${name} class="chip-toggle" aria-pressed=${name === format} onClick=${() => setFormat(name)}>${title}</button>`)}
            <span class="grow"></span>
            <${Copy} text=${text} what=${`Copied as ${formats[format].title}`} kind="primary" />
        </div>
        <pre class="code" tabindex="0" role="region" aria-label=${`As ${formats[format].title}`}>${text}</pre>
    </div>`;
}

const tabs = [['response', 'Response'], ['request', 'Request'], ['effects', 'Effects'], ['webhooks', 'Webhooks'], ['copy', 'Copy as']];

export function RequestDetail({entry}) {
    const [current, setTab] = useState('response');
    const reason = reasonOf(entry);
    const counts = {effects: entry.effects_total, webhooks: entry.webhooks.length};
    const keys = event => {
        const index = tabs.findIndex(([id]) => id === current);
        const next = event.key === 'ArrowRight' ? index + 1 : event.key === 'ArrowLeft' ? index - 1 : null;
        if (next === null) return;
        event.preventDefault();
        const [id] = tabs[(next + tabs.length) % tabs.length];
        setTab(id);
        event.currentTarget.querySelector(`#tab-${id}`)?.focus();
    };
    return html`<article class="detail">
        <header>
            <h2 class="mono"><span class=${`method m-${entry.method}`}>${entry.method}</span> ${entry.path}${entry.query ? html`<span class="dim">?${entry.query}</span>` : ''}</h2>
            <p class="row meta">
                <span class=${`status big ${tone(entry)}`}><span aria-hidden="true">${mark[tone(entry)]}</span> ${entry.status ?? 'no answer'}</span>
                <span>${millis(entry.duration)}</span>
                <span title=${exact(entry.time)}>${dateTime(entry.time)} <span class="dim">on the account's clock</span></span>
                ${entry.source !== 'api' && html`<span class="tag">${entry.source}</span>`}
                ${entry.replayed && html`<span class="tag">replayed</span>`}
            </p>
            ${reason && html`<div class=${`reason ${tone(entry)}`} role="note"><strong>${reason}</strong>
                <span>${entry.fault ? ` Fault ${entry.fault}${entry.fault_source ? `, from ${entry.fault_source}` : ''}.` : ''}${entry.committed || entry.effects_total ? ' What it changed was kept.' : ' Nothing was changed.'}</span></div>`}
            ${entry.contract.length > 0 && html`<details class="reason warn" open=${entry.outcome !== 'success'}><summary><strong>! ${entry.contract.length === 1 ? 'One departure' : `${entry.contract.length} departures`} from the contract</strong></summary><ul>${entry.contract.map(text => html`<li>${text}</li>`)}</ul></details>`}
            <p class="row actions">
                <${Act} run=${() => sendAgain(entry)}><span aria-hidden="true">⟲</span> Send again <kbd>r</kbd><//>
                <button onClick=${() => edit(entry)}><span aria-hidden="true">✎</span> Edit and send <kbd>e</kbd></button>
                <button onClick=${() => failNextTime(entry)}><span aria-hidden="true">⚡</span> Fail next time <kbd>f</kbd></button>
                <button onClick=${requestKeys(entry).c}>Copy curl <kbd>c</kbd></button>
            </p>
        </header>
        ${entry.effects_total > 0 && current !== 'effects' && html`<ul class="plain summary" aria-label="Effects in short">${entry.effects.slice(0, 4).map((effect, index) => html`<${Effect} key=${index} effect=${effect} />`)}
            ${entry.effects_total > 4 && html`<li><button class="link" onClick=${() => setTab('effects')}>All ${entry.effects_total} effects</button></li>`}</ul>`}
        <div class="tabs" role="tablist" aria-label="Parts of the request" onKeyDown=${keys}>
            ${tabs.map(([id, title]) => html`<button key=${id} id=${`tab-${id}`} role="tab" aria-selected=${id === current} aria-controls="tab-panel" tabindex=${id === current ? 0 : -1}
                onClick=${() => setTab(id)}>${title}${id in counts ? html` <span class="count">${counts[id]}</span>` : ''}</button>`)}
        </div>
        <div id="tab-panel" role="tabpanel" aria-labelledby=${`tab-${current}`} tabindex="0">
            ${current === 'request' && html`<${Headers} headers=${entry.request.headers} title="Headers" /><${Json} value=${entry.request.body} label="Body of the request" /><p class="dim small">${bytes(entry.request.bytes)}${entry.operation ? `, operation ${entry.operation}` : ''}</p>`}
            ${current === 'response' && html`<${Headers} headers=${entry.response.headers} title="Headers" /><${Json} value=${entry.response.body} label="Body of the response" /><p class="dim small">${bytes(entry.response.bytes)}, request <span class="mono">${entry.request_id}</span></p>`}
            ${current === 'effects' && (entry.effects_total ? html`<ul class="plain">${entry.effects.map((effect, index) => html`<${Effect} key=${index} effect=${effect} />`)}</ul>${entry.effects_total > entry.effects.length && html`<p class="dim">and ${entry.effects_total - entry.effects.length} more</p>`}`
                : html`<p class="dim">It changed nothing.</p>`)}
            ${current === 'webhooks' && html`<${Deliveries} entry=${entry} />`}
            ${current === 'copy' && html`<${CopyAs} entry=${entry} />`}
        </div>
    </article>`;
}
