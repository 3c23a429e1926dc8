// The only module that talks to the server. All addresses are relative to where the console is served.
import {state} from './store.js';

export const server = new URL('..', location.href).href.replace(/\/$/, '');

/** An answer that is none, or a refusal. `status` is 0 when the server could not be reached. */
export class ApiError extends Error {
    constructor(status, message, body) {
        super(message);
        this.status = status;
        this.body = body;
    }
}

const {early} = window; // what early.js has asked for, each for the first that asks

const patience = 15_000;
let session = new AbortController();

/** Ends all requests of the account before: a late answer must not show under another key. */
export function endSession() {
    session.abort();
    session = new AbortController();
}

export const sessionSignal = () => session.signal;

/** `Authorization` or `X-API-Key`, as the API at this path wants it. */
export function keyHeaders(path, key = state.key) {
    if (key === null) return {};
    if (/^\/(stripe\/)?v1\/(?!organizations)/.test(path)) return {Authorization: `Bearer sk_test_${key}`};
    if (path.startsWith('/v1/')) return {Authorization: `Bearer ${key}`};
    return {'X-API-Key': key};
}

/** Whether a response refuses: PureGPU does so with status 200, too. */
export const isRefusal = ({status, body}) => status >= 400 || body?.result === 'error';

/** Why, in the words of the body, whichever API it comes from; null if it does not say. */
export function refusalIn(body) {
    if (!body || typeof body !== 'object') return null;
    return (body.detail ?? body.message ?? body.error?.message ?? (typeof body.response === 'string' ? body.response : null)) || null;
}

export const reason = (status, body) => refusalIn(body) ?? `The server returned ${status}.`;

/** Sends a request and returns status, headers and body, whatever they are. Throws if no answer came. */
export async function send(method, path, {body, headers = {}, signal = session.signal, key = state.key} = {}) {
    let response;
    try {
        const asked = method === 'GET' && key === early.key && early[path];
        delete early[path];
        response = await asked;
        signal.throwIfAborted();
        response ||= await fetch(server + path, {
            method,
            signal,
            cache: 'no-store',
            headers: {
                ...keyHeaders(path, key),
                'Paystub-Observer': 'console',
                ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
                ...headers
            },
            body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
        });
        const text = await response.text();
        let parsed = text;
        try {
            parsed = text === '' ? null : JSON.parse(text);
        } catch {
            // kept as text
        }
        return {status: response.status, headers: response.headers, body: parsed};
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new ApiError(0, response ? 'The connection broke before the answer was complete.' : 'The server cannot be reached.');
    }
}

/** Sends a request that must succeed, and returns its body. */
export async function call(method, path, options) {
    const answer = await send(method, path, options);
    if (isRefusal(answer)) throw new ApiError(answer.status, reason(answer.status, answer.body), answer.body);
    return answer.body;
}

/** A server that takes a connection and does not answer is one that cannot be reached. */
export const read = (path, {signal = session.signal} = {}) => call('GET', path, {signal: AbortSignal.any([signal, AbortSignal.timeout(patience)])});

const seg = encodeURIComponent;

/** What would happen within a period, without anything happening. */
export const forecast = by => call('POST', '/sandbox/clock/advance?dry_run=true&effects=2000', {body: {by}});
export const advance = (by, effects = 1000) => call('POST', `/sandbox/clock/advance?effects=${effects}`, {body: by});
export const setClock = frozen => call('PUT', '/sandbox/clock', {body: {frozen_time: frozen}});
export const reset = scenario => call('POST', `/sandbox/reset${scenario ? `?scenario=${seg(scenario)}` : ''}`);
export const takeSnapshot = name => call('POST', `/sandbox/snapshots/${seg(name)}`);
export const restoreSnapshot = name => call('POST', `/sandbox/snapshots/${seg(name)}/restore`);
export const deleteSnapshot = name => call('DELETE', `/sandbox/snapshots/${seg(name)}`);
export const listSnapshots = async () => (await read('/sandbox/snapshots')).snapshots;
export const listAccounts = async () => (await read('/sandbox/accounts')).accounts;
export const listScenarios = async () => (await read('/sandbox/scenarios')).scenarios;
export const listFaults = async () => (await read('/sandbox/faults')).faults;
export const listWebhooks = async () => (await read('/sandbox/webhooks')).webhooks;
export const explain = what => read(`/sandbox/explain/${what}`);
