// Asks the server's Stripe API, which is of this frame's own origin.

const API = new URL('../stripe/v1/', import.meta.url);

/** Nested parameters as Stripe's API wants them: `a[b]=c`. */
function encode(parameters, into = new URLSearchParams(), name = '') {
    for (const [key, value] of Object.entries(parameters)) {
        const full = name ? `${name}[${key}]` : key;
        if (value !== null && typeof value === 'object') {
            encode(value, into, full);
        } else if (value !== undefined && value !== null) {
            into.append(full, String(value));
        }
    }
    return into;
}

/** Resolves to the answered object, or to `{error}` in Stripe's shape; never rejects. */
export async function ask(key, method, path, parameters = {}) {
    const form = encode(parameters);
    const url = new URL(path, API);
    if (method === 'GET') {
        url.search = form;
    }
    let response;
    try {
        response = await fetch(url, {
            method,
            headers: {Authorization: `Bearer ${key}`},
            body: method === 'GET' ? undefined : form,
        });
    } catch {
        return {error: {type: 'api_connection_error', message: 'Could not reach Paystub. Check your connection and try again.'}};
    }
    try {
        return await response.json();
    } catch {
        return {error: {type: 'api_error', message: `Paystub answered ${response.status} and no JSON.`}};
    }
}
