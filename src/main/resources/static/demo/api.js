// Both billing APIs, each with its own header and its own way to say no. Throws an Error with the API's message.

/** Where the sandbox is: `?server=…`, otherwise where this page comes from. */
export const server = new URLSearchParams(location.search).get('server')?.replace(/\/$/, '')
    ?? new URL('..', import.meta.url).href.replace(/\/$/, '');

let key = '';

export function use(newKey) {
    key = newKey;
}

async function call(method, path, headers, body) {
    const response = await fetch(server + path, {
        method,
        headers: {...headers, ...(body && {'Content-Type': 'application/json'})},
        body: body && JSON.stringify(body),
    });
    return [response, await response.json()];
}

/** PureGPU answers 200 to a mistake of the user's, and says so in `result`. */
export async function pureGpu(method, path, body) {
    const [response, answer] = await call(method, path, {'X-API-Key': key}, body);
    if (!response.ok || answer.result === 'error') {
        throw new Error(answer.message ?? `The server answered ${response.status}`);
    }
    return answer;
}

/** Cloud Plans repeats the status in the body, and explains in `response`. */
export async function cloudPlans(method, path, body) {
    const [response, answer] = await call(method, `/v1/organizations${path}`, {Authorization: `Bearer ${key}`}, body);
    if (!response.ok) {
        throw new Error(answer.response ?? `The server answered ${response.status}`);
    }
    return answer;
}
