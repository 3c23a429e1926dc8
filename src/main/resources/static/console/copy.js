// A request in the words of other tools. The key goes in as it is: whoever copies it has it.
import {keyHeaders} from './api.js';

const passed = ['Content-Type', 'Idempotency-Key', 'Prefer', 'Stripe-Version'];

/** {method, path, query, headers, body} of a journal entry, with the headers that matter when it is sent again. */
export function requestOf(entry, {withKey = true} = {}) {
    const headers = {};
    for (const [name, value] of Object.entries(entry.request?.headers ?? {})) {
        const known = passed.find(other => other.toLowerCase() === name.toLowerCase());
        if (known && (withKey || known !== 'Idempotency-Key')) headers[known] = value;
    }
    const {body} = entry.request ?? {};
    return {method: entry.method, path: entry.path, query: entry.query, headers, body: body ?? undefined};
}

const target = ({path, query}) => path + (query ? `?${query}` : '');
const text = body => body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);

export function allHeaders(request, key) {
    const headers = {...keyHeaders(request.path, key), ...request.headers};
    const named = Object.keys(headers).some(name => name.toLowerCase() === 'content-type');
    if (request.body !== undefined && !named) headers['Content-Type'] = typeof request.body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    return headers;
}

const shell = value => `'${String(value).replace(/'/g, `'\\''`)}'`;
const quoted = value => `'${String(value).replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
const java = value => JSON.stringify(String(value));
const indent = (value, by) => JSON.stringify(value, null, 2).replace(/\n/g, '\n' + by);

export function curl(request, server, key) {
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => ` \\\n  -H ${shell(`${name}: ${value}`)}`);
    const body = text(request.body);
    const method = request.method === 'GET' ? '' : `-X ${request.method} `;
    return `curl ${method}${shell(server + target(request))}${headers.join('')}${body === undefined ? '' : ` \\\n  -d ${shell(body)}`}`;
}

export function fetchCode(request, server, key) {
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `        ${quoted(name)}: ${quoted(value)}`).join(',\n');
    const body = request.body === undefined ? '' : typeof request.body === 'string' ? `,\n    body: ${quoted(request.body)}` : `,\n    body: JSON.stringify(${indent(request.body, '    ')})`;
    return `const response = await fetch(${quoted(server + target(request))}, {\n    method: '${request.method}',\n    headers: {\n${headers}\n    }${body}\n});\nconsole.log(response.status, await response.json());`;
}

export function playwright(request, server, key, entry) {
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `            ${quoted(name)}: ${quoted(value)}`).join(',\n');
    const data = request.body === undefined ? '' : `,\n        data: ${typeof request.body === 'string' ? quoted(request.body) : indent(request.body, '        ')}`;
    const message = entry?.response?.body?.message;
    return `import {expect, test} from '@playwright/test';\n\ntest('${request.method} ${request.path}', async ({request}) => {\n    const response = await request.fetch(${quoted(server + target(request))}, {\n        method: '${request.method}',\n        headers: {\n${headers}\n        }${data}\n    });\n    expect(response.status()).toBe(${entry?.status ?? 200});${message ? `\n    expect(await response.json()).toMatchObject({message: ${quoted(message)}});` : ''}\n});`;
}

export function junit(request, server, key, entry) {
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `\n                .header(${java(name)}, ${java(value)})`).join('');
    const body = text(request.body);
    const publisher = body === undefined ? 'HttpRequest.BodyPublishers.noBody()' : `HttpRequest.BodyPublishers.ofString(${java(body)})`;
    return `@Test\nvoid ${entry?.operation ?? 'request'}() throws Exception {\n    var request = HttpRequest.newBuilder(URI.create(${java(server + target(request))}))${headers}\n                .method("${request.method}", ${publisher})\n                .build();\n    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());\n    assertEquals(${entry?.status ?? 200}, response.statusCode(), response.body());\n}`;
}

/** A step of a scenario file; see docs/scenarios.md. */
export function scenarioStep(request, entry) {
    if (entry?.operation === 'advanceClock' && request.body?.by) return `- advance: ${request.body.by}`;
    const lines = [`- call: ${request.method} ${target(request)}`];
    if (request.body !== undefined) lines.push(`  body: ${text(request.body)}`);
    if (entry?.outcome === 'error') lines.push(`  expect: ${entry.status}`);
    return lines.join('\n');
}

export const formats = {
    curl: {title: 'curl', make: curl},
    fetch: {title: 'fetch', make: fetchCode},
    playwright: {title: 'Playwright', make: playwright},
    junit: {title: 'JUnit', make: junit},
    scenario: {title: 'Scenario step', make: (request, server, key, entry) => scenarioStep(request, entry)}
};
