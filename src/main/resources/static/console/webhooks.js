// Webhooks: endpoints, their misbehaviour, and every delivery with its attempts.
import {html, useState} from './html.js';
import {useStore} from './store.js';
import {call, listWebhooks, read} from './api.js';
import {change} from './account.js';
import {advanceTo} from './clock.js';
import {failed, toast} from './toast.js';
import {undoable} from './undo.js';
import {deliveryTone, millis, shortDay} from './format.js';
import {Act, Copy, focusDetail, Form, go, href, Json, List, Pill, Problem, Split, Time, useLoad, useNews} from './ui.js';

const post = (path, body) => change('POST', path, body);

const switches = [['duplicate', 'Send twice'], ['reorder', 'Out of order'], ['wrong_signature', 'Wrong signature'], ['stale_timestamp', 'Old timestamp'], ['truncated_body', 'Cut the body off']];

function Add({done}) {
    return html`<${Form} label="Add the webhook" class="stack" check=${({url}) => /^https?:\/\/\S+$/.test(url.trim()) ? null : 'Write where it goes, such as http://localhost:3000/webhooks.'}
        submit=${async ({url, events, style}) => {
            const webhook = await post('/sandbox/webhooks', {url: url.trim(), events: events.split(/[\s,]+/).filter(Boolean), style});
            toast(`Webhook ${webhook.id} was added`);
            done();
            go(href('webhooks', [String(webhook.id)]));
        }}>
        <label class="field"><span>Address</span><input class="mono" name="url" defaultValue="http://localhost:3000/webhooks" autocomplete="off" /></label>
        <div class="row"><label class="field grow"><span>Events, such as invoice.*</span><input class="mono" name="events" defaultValue="*" autocomplete="off" /></label>
        <label class="field"><span>Style</span><select name="style"><option value="standard">Standard Webhooks</option><option value="stripe">Stripe</option><option value="nowpayments">NOWPayments</option></select></label></div>
        <p class="dim small">Seen from a container, your machine is <code>http://host.docker.internal:3000</code>.</p><//>`;
}

function Endpoint({webhook, reload}) {
    const {data: full} = useLoad(() => read(`/sandbox/webhooks/${webhook.id}`), [webhook.id]);
    const {misbehave} = webhook;
    const patch = body => call('PATCH', `/sandbox/webhooks/${webhook.id}`, {body}).then(reload);
    return html`<article class="detail"><header><h2 class="mono">${webhook.url}</h2>
        <p class="row">${webhook.enabled ? html`<${Pill} tone="ok">enabled<//>` : html`<${Pill} tone="bad">disabled<//>`}<span class="mono">${webhook.events.join(' ')}</span><span class="dim">${webhook.style}</span></p>
        ${webhook.disabled_reason && html`<div class="reason bad"><strong>${webhook.disabled_reason}</strong></div>`}
        <p class="row"><${Act} run=${() => patch({enabled: !webhook.enabled})}>${webhook.enabled ? 'Disable' : 'Enable'}<//>
            <${Act} kind="danger" run=${() => undoable(`webhook ${webhook.id} deleted`, () => call('DELETE', `/sandbox/webhooks/${webhook.id}`)).then(() => go(href('webhooks')))}>Delete<//></p></header>
        ${full?.secret && html`<dl class="facts"><dt>Secret</dt><dd class="mono">${full.secret} <${Copy} text=${full.secret} what="Secret copied" kind="link" /></dd></dl>`}
        <h3>Trigger</h3>
        <${Form} label="Send it" kind="" check=${({type}) => type.trim() ? null : 'Name an event, such as invoice.paid.'} submit=${async ({type}) => { const {delivery} = await post(`/sandbox/webhooks/${webhook.id}/trigger`, {type: type.trim()}); go(href('webhooks', [String(webhook.id), String(delivery.id)])); }}>
            <label class="field inline"><span>An event that has not happened</span><input class="mono" name="type" defaultValue="invoice.paid" autocomplete="off" /></label><//>
        <h3>Misbehave</h3><p class="dim small">To see whether your receiver copes.</p>
        <div class="row">${switches.map(([name, words]) => html`<label key=${name} class="check"><input type="checkbox" checked=${Boolean(misbehave[name])} onChange=${({currentTarget: box}) => patch({misbehave: {[name]: box.checked}}).catch(error => { box.checked = Boolean(misbehave[name]); failed(error); })} /> ${words}</label>`)}</div>
        <${Form} label="Set" kind="" renew check=${({drop, delay}) => /^\d+$/.test(drop) && /^\d+$/.test(delay) ? null : 'Write whole numbers.'} submit=${({drop, delay}) => patch({misbehave: {drop_first: Number(drop), delay: `PT${delay}S`}}).then(() => toast('Set'))}>
            <label class="field short"><span>Drop the first</span><input name="drop" defaultValue=${misbehave.drop_first ?? 0} inputmode="numeric" /></label>
            <label class="field short"><span>Delay, seconds</span><input name="delay" defaultValue=${seconds(misbehave.delay)} inputmode="numeric" /></label><//></article>`;
}

function seconds(text) {
    const [, hours = 0, minutes = 0, secs = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/.exec(text ?? '') ?? [];
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(secs);
}

function Signature({headers}) {
    const names = Object.entries(headers ?? {});
    return names.length ? html`<dl class="facts">${names.map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${Array.isArray(value) ? value.join(', ') : value}</dd>`)}</dl>` : null;
}

function Delivery({webhook, id}) {
    const path = `/sandbox/webhooks/${webhook}/deliveries/${id}`;
    const {data, error, reload} = useLoad(() => read(path), [path]);
    useNews(data, data && [data.delivery], reload);
    if (error) return error.status === 404 ? html`<div class="empty"><h3>This delivery is not kept any more</h3><p>${error.message}</p></div>` : html`<${Problem} error=${error} />`;
    if (!data) return html`<p class="dim">Loading…</p>`;
    const {delivery, attempts} = data;
    let body = data.body;
    try {
        body = JSON.parse(body);
    } catch {
        // cut off on purpose, or a form
    }
    const open = delivery.status === 'waiting' || delivery.status === 'pending';
    return html`<article class="detail"><header><h2 class="mono">${delivery.type}</h2><p class="row"><${Pill} tone=${deliveryTone(delivery.status)}>${delivery.status}<//><span class="dim">${delivery.origin}, <a href=${href('webhooks', [String(webhook)])}>webhook ${webhook}</a>, message <span class="mono">${delivery.message_id}</span></span></p>
        <p class="row">${delivery.status === 'failed' || open ? html`<${Act} run=${() => post(`${path}/retry`).then(reload)}>Retry now<//>` : ''}<${Act} run=${() => post(`${path}/resend`).then(({delivery: sent}) => { toast(`Sent again as delivery ${sent.id}`); go(href('webhooks', [String(webhook), String(sent.id)])); })}>Resend<//>
            ${open && html`<${Act} run=${() => advanceTo(delivery.due_at)}>To the next try<//>`}</p></header>
        <dl class="facts"><dt>Made</dt><dd><${Time} at=${delivery.created_at} /></dd>${open && html`<dt>Next try</dt><dd><${Time} at=${delivery.due_at} /> <span class="dim">on the account's clock</span></dd>`}</dl>
        <h3>Attempts <span class="count">${attempts.length}</span></h3>
        ${attempts.length ? html`<ul class="plain">${[...attempts].reverse().map((attempt, index) => html`<li key=${attempts.length - index}><details open=${index === 0}><summary><${Pill} tone=${attempt.response && attempt.response.status < 300 ? 'ok' : 'bad'}>${attempt.response?.status ?? 'no answer'}<//> <${Time} at=${attempt.due_at} /> <span class="dim">${millis(attempt.duration_millis)}</span></summary>
            ${attempt.error && html`<p class="wrong">${attempt.error.replace(/^[A-Za-z.]*Exception: /, '')}</p>`}<${Signature} headers=${attempt.request?.headers} />${attempt.response?.body ? html`<p class="dim small">What the receiver said</p><${Json} value=${attempt.response.body} label="Body of the receiver's answer" />` : ''}</details></li>`)}</ul>` : html`<p class="dim">None yet.</p>`}
        <h3>Body</h3><${Json} value=${body} label="Body of the message" /></article>`;
}

export function Webhooks() {
    const route = useStore(s => s.route);
    const [adding, setAdding] = useState(false);
    const {data, error, reload} = useLoad(async () => {
        const webhooks = await listWebhooks();
        const lists = await Promise.all(webhooks.map(({id}) => read(`/sandbox/webhooks/${id}/deliveries?limit=200`)));
        const deliveries = lists.flatMap(({deliveries: list}, index) => list.map(delivery => ({...delivery, webhook: webhooks[index].id, key: `${webhooks[index].id}/${delivery.id}`})));
        deliveries.sort((one, other) => other.created_at.localeCompare(one.created_at) || other.id - one.id);
        return {webhooks, deliveries};
    });
    useNews(data, data?.deliveries, reload);
    if (error) return html`<div class="panel"><${Problem} error=${error} /></div>`;
    if (!data) return html`<p class="loading">Loading…</p>`;
    const [chosen, number] = route.path;
    const webhook = data.webhooks.find(({id}) => String(id) === chosen);
    const detail = chosen && number ? html`<${Delivery} key=${`${chosen}/${number}`} webhook=${chosen} id=${number} />` : webhook ? html`<${Endpoint} key=${chosen} webhook=${webhook} reload=${reload} />` : null;
    if (!data.webhooks.length) return html`<div class="panel"><div class="empty"><h3>No webhooks yet</h3><p>Register where your application listens; each event is sent there, signed, and shows here with its body and attempts.</p></div><div class="narrow"><${Add} done=${reload} /></div></div>`;
    return html`<${Split} detail=${detail} label="The webhook" onClose=${() => go(href('webhooks'))}>
        <div class="filter"><div class="row">${data.webhooks.map(hook => html`<a key=${hook.id} class="chip-toggle" href=${href('webhooks', [String(hook.id)])} aria-current=${String(hook.id) === chosen && !number || undefined}>${hook.enabled ? '●' : '○'} ${hook.url.replace(/^https?:\/\//, '')}</a>`)}
            <button class="chip-toggle" aria-expanded=${adding} onClick=${() => setAdding(!adding)}>+ Add</button></div>${adding && html`<${Add} done=${() => { setAdding(false); reload(); }} />`}</div>
        ${data.deliveries.length ? html`<${List} items=${data.deliveries} id=${({key}) => key} label="Deliveries" selected=${number ? `${chosen}/${number}` : null} onSelect=${key => go(href('webhooks', key.split('/')), Boolean(number))} onOpen=${focusDetail}
            row=${row => html`<div class="cells deliveries"><span class="dim"><${Time} at=${row.created_at} show=${shortDay} /></span><span class="mono">${row.type} ${row.origin === 'event' ? '' : html`<span class="tag">${row.origin}</span>`}</span><span class="dim">${row.attempts} ${row.attempts === 1 ? 'attempt' : 'attempts'}</span><${Pill} tone=${deliveryTone(row.status)}>${row.status}<//></div>`} />`
            : html`<div class="empty"><h3>Nothing was sent yet</h3><p>Let something happen, or trigger an event of a webhook above.</p></div>`}
    <//>`;
}
