// A request, written or edited here and sent as curl would send it.
import {html, useState} from './html.js';
import {isRefusal, refusalIn, send, sessionSignal} from './api.js';
import {set, state, useStore} from './store.js';
import {failed, toast} from './toast.js';
import {go, href} from './router.js';
import {findEntry, merge} from './stream.js';
import {refresh} from './account.js';
import {allHeaders} from './copy.js';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Sends a request that is journalled, and shows it in the list once it is there. */
async function sendAndShow(request) {
    const {method, path, query, headers, body} = request;
    const answer = await send(method, path + (query ? `?${query}` : ''), {
        body,
        headers: {...allHeaders({path, headers, body}, state.key), 'Paystub-Observer': 'console-action'}
    });
    const id = answer.headers.get('X-Request-Id');
    refresh();
    return {...answer, id};
}

async function show(id) {
    if (!id) return;
    const signal = sessionSignal();
    for (let attempt = 0; attempt < 5; attempt++) {
        const entry = await findEntry(id);
        if (signal.aborted) return;
        if (entry) {
            merge([entry]);
            go(href('requests', [id]));
            return;
        }
        await new Promise(resolve => setTimeout(resolve, 150));
    }
}

export function openComposer(request = {method: 'GET', path: '/billing/balance'}, title = 'Send a request') {
    set({dialog: {kind: 'composer', request, title}});
}

/** Says what came of a request, and shows it. */
const tell = ({method, path}, answer) => {
    const refused = isRefusal(answer);
    toast(refused ? `${method} ${path}: ${refusalIn(answer.body) ?? answer.status}` : `Sent: ${method} ${path}, ${answer.status}`, null, refused ? 'bad' : 'ok');
    return show(answer.id);
};

openComposer.sendNow = async request => {
    try {
        await tell(request, await sendAndShow(request));
    } catch (error) {
        failed(error);
    }
};

export function Composer({request, title, close}) {
    const live = useStore(s => s.live);
    const [method, setMethod] = useState(request.method);
    const [target, setTarget] = useState(request.path + (request.query ? `?${request.query}` : ''));
    const [text, setText] = useState(request.body === undefined || request.cut ? '' : typeof request.body === 'string' ? request.body : JSON.stringify(request.body, null, 2));
    const [prefer, setPrefer] = useState(request.headers?.Prefer ?? '');
    const [idempotency, setIdempotency] = useState('');
    const [error, setError] = useState(null);
    const [busy, setBusy] = useState(false);
    const form = typeof request.body === 'string' && !/^\s*[{[]/.test(request.body);
    const submit = async event => {
        event.preventDefault();
        if (busy || live === 'reconnecting') return;
        if (!target.startsWith('/')) return setError('A path begins with /, such as /billing/orders.');
        const [path, query] = target.split(/\?(.*)/s);
        let body;
        if (text.trim() !== '' && method !== 'GET') {
            body = text;
            if (!form) {
                try {
                    body = JSON.parse(text);
                } catch (problem) {
                    return setError(`The body is not JSON: ${problem.message}`);
                }
            }
        }
        const headers = {...(prefer ? {Prefer: prefer} : {}), ...(idempotency ? {'Idempotency-Key': idempotency} : {}), ...(form && body ? {'Content-Type': 'application/x-www-form-urlencoded'} : {})};
        setBusy(true);
        try {
            const answer = await sendAndShow({method, path, query, headers, body});
            close();
            await tell({method, path}, answer);
        } catch (problem) {
            if (problem.name !== 'AbortError') setError(`${problem.message} If a fault took the answer, the journal has what came of it.`);
        } finally {
            setBusy(false);
        }
    };
    const keys = event => { if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit(); };
    return html`<form class="composer" onSubmit=${submit} onKeyDown=${keys} novalidate>
        <h2>${title}</h2>
        ${request.lacks?.length > 0 && html`<p class="note">The journal does not have the whole request: ${request.lacks.join('; ')}.</p>`}
        <div class="row">
            <label class="field"><span>Method</span><select value=${method} onChange=${event => setMethod(event.currentTarget.value)}>${methods.map(name => html`<option>${name}</option>`)}</select></label>
            <label class="field grow"><span>Path</span><input class="mono" value=${target} autocomplete="off" onInput=${event => setTarget(event.currentTarget.value)} /></label>
        </div>
        <label class="field"><span>Body</span><textarea class="mono" autofocus rows="10" value=${text} onInput=${event => { setText(event.currentTarget.value); setError(null); }}></textarea></label>
        <div class="row">
            <label class="field grow"><span>Idempotency-Key <em>optional</em></span><input class="mono" value=${idempotency} autocomplete="off" onInput=${event => setIdempotency(event.currentTarget.value)} /></label>
            <label class="field grow"><span>Prefer <em>optional</em></span><input class="mono" value=${prefer} placeholder="code=402, delay=800" autocomplete="off" onInput=${event => setPrefer(event.currentTarget.value)} /></label>
        </div>
        ${error && html`<p class="wrong" role="alert">✕ ${error}</p>`}
        <p class="row end"><button type="button" onClick=${close}>Cancel</button><button class="primary" aria-disabled=${busy || live === 'reconnecting' || undefined}>Send <kbd>Ctrl ↵</kbd></button></p>
    </form>`;
}
