// Faults: what can be made to fail, and which rules are armed.
import {html, useState} from './html.js';
import {useStore} from './store.js';
import {call, listFaults} from './api.js';
import {undoable} from './undo.js';
import {change} from './account.js';
import {toast} from './toast.js';
import {Act, Form, Pill, Time, useLoad} from './ui.js';

const gallery = [
    ['Lost answer', 'It is carried out, and the answer never arrives. A client that sends its Idempotency-Key again survives it.', {method: 'POST', path: '/billing/**', times: 1, fault: 'AFTER_COMMIT'}],
    ['Slow, 3 s', 'The answer takes three seconds longer: does your client wait, or ask twice?', {path: '/billing/**', times: 3, delay: 3000}],
    ['402 once', 'The next change of PureGPU is refused as unpaid, once.', {method: 'POST', path: '/billing/**', times: 1, status: 402}],
    ['Connection reset', 'The connection is reset before anything has happened.', {path: '/billing/**', times: 1, fault: 'CONNECTION_RESET_BY_PEER'}],
    ['Busy, 429', 'Two requests are refused as too many, with Retry-After.', {path: '/billing/**', times: 2, status: 429, headers: {'Retry-After': '2'}}],
    ['Cloud Plans down', 'Cloud Plans returns 503 three times.', {path: '/v1/organizations/**', times: 3, status: 503}]
];
const faults = ['EMPTY_RESPONSE', 'MALFORMED_RESPONSE_CHUNK', 'RANDOM_DATA_THEN_CLOSE', 'CONNECTION_RESET_BY_PEER', 'BEFORE_COMMIT', 'AFTER_COMMIT'];

const sentence = rule => `${rule.method ?? 'Any'} ${rule.path ?? 'path'}`;
const outcome = rule => [rule.status, rule.fault && rule.fault.toLowerCase().replace(/_/g, ' '), rule.delay ? `${rule.delay / 1000} s late` : ''].filter(Boolean).join(', ') || 'is only counted';

export function Faults() {
    const route = useStore(s => s.route);
    const {data} = useLoad(listFaults);
    const [kind, setKind] = useState('status');
    const arm = async rule => {
        await change('POST', '/sandbox/faults', rule);
        toast(`Armed: ${sentence(rule)}`);
    };
    const submit = ({method, path, times, skip, status, fault, delay, retry}) => arm({
        ...(method ? {method} : {}), path: path.trim(), ...(times ? {times: Number(times)} : {}), ...(Number(skip) ? {skip: Number(skip)} : {}), ...(Number(delay) ? {delay: Number(delay)} : {}),
        ...(kind === 'status' ? {status: Number(status), ...(retry ? {headers: {'Retry-After': retry}} : {})} : {}), ...(kind === 'fault' ? {fault} : {})
    });
    const check = ({path, times, skip, status, delay}) => !path.trim().startsWith('/') ? 'A path begins with /, such as /billing/orders.' : [times, skip, delay].some(value => value && !/^\d+$/.test(value)) ? 'Times, skip and delay are whole numbers.'
        : kind === 'status' && !/^[2-5]\d\d$/.test(status) ? 'A status is a number such as 402.' : kind === 'delay' && !Number(delay) ? 'Write how many milliseconds later it is answered.' : null;
    const rules = data ?? [];
    const from = name => route.query.get(name) ?? '';
    return html`<div class="panel" key=${route.query.toString()}>
        ${rules.length > 0 && html`<section class="section"><h2>Rules</h2><div class="scroll" tabindex="0" role="region" aria-label="Rules"><table><thead><tr><th scope="col">Matches</th><th scope="col">Then</th><th scope="col" class="amount">Fired</th><th scope="col" class="amount">Left</th><th scope="col">Until</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
            <tbody>${rules.map(rule => html`<tr key=${rule.id}><td class="mono">${sentence(rule)}${rule.skip ? html` <span class="dim">after ${rule.skip}</span>` : ''}</td><td>${outcome(rule)}</td><td class="amount">${rule.fired}</td><td class="amount">${rule.left === 0 ? html`<${Pill}>spent<//>` : html`<${Pill} tone="warn">${rule.left ?? '∞'}<//>`}</td><td>${rule.expires ? html`<${Time} at=${rule.expires} />` : ''}</td>
                <td><${Act} aria-label=${`Remove rule ${rule.id}, ${sentence(rule)}`} run=${() => undoable(`fault rule ${rule.id} removed`, () => call('DELETE', `/sandbox/faults/${rule.id}`))}>Remove<//></td></tr>`)}</tbody></table></div>
            <p><${Act} kind="danger" run=${() => undoable('all fault rules removed', () => call('DELETE', '/sandbox/faults'))}>Remove all<//></p></section>`}
        ${!from('path') && html`<section class="section"><h2>At one click</h2><p class="lead">The next requests that match fail as often as the rule says, and not once more. The console's own reads are never among them.</p>
            <div class="cards">${gallery.map(([title, words, rule]) => html`<div key=${title} class="card"><h3>${title}</h3><p class="dim grow">${words}</p><p class="row"><${Act} aria-label=${`Arm: ${title}`} run=${() => arm(rule)}>Arm<//><code>${rule.method ?? 'any'} ${rule.path}</code></p></div>`)}</div></section>`}
        <section class="section"><h2>${from('path') ? 'Fail next time' : 'A rule of your own'}</h2>
            <${Form} label="Arm the rule" submit=${submit} check=${check}>
                <label class="field"><span>Method</span><select name="method">${['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(name => html`<option value=${name} selected=${name === from('method')}>${name || 'any'}</option>`)}</select></label>
                <label class="field grow"><span>Path, with * and **</span><input class="mono" name="path" defaultValue=${from('path') || '/billing/orders'} autocomplete="off" /></label>
                <label class="field short"><span>Times</span><input name="times" defaultValue=${from('times') || '1'} inputmode="numeric" placeholder="always" autocomplete="off" /></label>
                <label class="field short"><span>Skip first</span><input name="skip" defaultValue="0" inputmode="numeric" autocomplete="off" /></label>
                <label class="field"><span>Then</span><select value=${kind} onChange=${event => setKind(event.currentTarget.value)}><option value="status">a status</option><option value="fault">a broken connection</option><option value="delay">only a delay</option></select></label>
                ${kind === 'status' && html`<label class="field short"><span>Status</span><input name="status" defaultValue="402" inputmode="numeric" autocomplete="off" /></label><label class="field short"><span>Retry-After</span><input name="retry" autocomplete="off" /></label>`}
                ${kind === 'fault' && html`<label class="field"><span>Fault</span><select name="fault">${faults.map(name => html`<option value=${name} selected=${name === 'AFTER_COMMIT'}>${name.toLowerCase().replace(/_/g, ' ')}</option>`)}</select></label>`}
                <label class="field short"><span>Delay, ms</span><input name="delay" defaultValue=${kind === 'delay' ? '3000' : '0'} inputmode="numeric" autocomplete="off" /></label><//></section></div>`;
}
