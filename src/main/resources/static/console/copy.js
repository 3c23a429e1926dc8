// A request in the words of other tools. The key goes in as it is: whoever copies it has it.
import {keyHeaders} from './api.js';

const passed = ['Content-Type', 'Prefer', 'Stripe-Version'];

// What the journal keeps of a message; see Journal and Headers of the server.
const longestBody = 16_384;
const longestLine = 2000;
const longestHeader = 1000;
const isHidden = value => typeof value === 'string' && /^\*\*\*\d{0,4}$/.test(value);

/** Names of what the journal hides in a body or a query: secrets, and card numbers but for the last digits. */
function hidden(value, name = '') {
    if (typeof value === 'string' && name === '') {
        return [...new URLSearchParams(value)].filter(([, text]) => isHidden(text)).map(([field]) => field);
    }
    if (value && typeof value === 'object') {
        return Object.entries(value).flatMap(([field, inner]) => hidden(inner, name ? `${name}.${field}` : field));
    }
    return isHidden(value) ? [name] : [];
}

/**
 * {method, path, query, headers, body} of a journal entry, with the headers that matter when it is sent again. `lacks` says in
 * words what the journal does not have of it; `cut` that its body is not whole; `keyed` that it had an Idempotency-Key, which is
 * left out: with it the server would return the first response, or refuse a body that is spaced in another way.
 */
export function requestOf(entry) {
    const {headers: sent = {}, body = null, bytes = 0} = entry.request ?? {};
    const headers = {};
    const lacks = [];
    for (const [name, value] of Object.entries(sent)) {
        const known = passed.find(other => other.toLowerCase() === name.toLowerCase());
        if (!known) continue;
        headers[known] = value;
        if (value.length >= longestHeader) lacks.push(`the header ${known} is cut off`);
    }
    const lost = body === null && bytes > 0;
    const cut = lost || (typeof body === 'string' && body.length >= longestBody && bytes > longestBody);
    if (lost) lacks.push(`its body, ${bytes} bytes, is neither JSON nor a form and was not kept`);
    else if (cut) lacks.push(`its body is cut off: of ${bytes} bytes the first ${longestBody} characters were kept`);
    const names = [...new Set([...hidden(entry.query ?? ''), ...hidden(body)])];
    if (names.length) lacks.push(`*** stands for what is hidden: ${names.join(', ')}`);
    if (entry.path.length >= longestLine || entry.query?.length >= longestLine) lacks.push('its address is cut off');
    return {method: entry.method, path: entry.path, query: entry.query, headers, body: body ?? undefined, lacks, cut, keyed: Object.keys(sent).some(name => /^idempotency-key$/i.test(name))};
}

const target = ({path, query}) => path + (query ? `?${query}` : '');
const text = body => body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
const isForm = request => /form-urlencoded/i.test(allHeaders(request, null)['Content-Type'] ?? '');

export function allHeaders(request, key) {
    const headers = {...keyHeaders(request.path, key), ...request.headers};
    const named = Object.keys(headers).some(name => name.toLowerCase() === 'content-type');
    if (request.body !== undefined && !named) headers['Content-Type'] = typeof request.body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    return headers;
}

/** Comments that stand above a request of which the journal does not have everything. */
function warnings(request, sign, file = null) {
    const lines = request.lacks?.length ? [`Not the whole request: ${request.lacks.join('; ')}.`] : [];
    if (request.cut && file) lines.push(`Put the whole body into ${file}.`);
    if (request.keyed) lines.push('Without its Idempotency-Key: this is a new request.');
    return lines.map(line => `${sign} ${line}\n`).join('');
}
const fileOf = request => isForm(request) ? 'body.txt' : 'body.json';

const shell = value => `'${String(value).replace(/'/g, `'\\''`)}'`;
const quoted = value => `'${String(value).replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
const java = value => JSON.stringify(String(value));
const indent = (value, by) => JSON.stringify(value, null, 2).replace(/\n/g, '\n' + by);
const isRedirect = entry => entry?.status >= 300 && entry.status < 400;
const repliesJson = entry => Boolean(entry?.response?.body) && typeof entry.response.body === 'object';

export function curl(request, server, key) {
    const body = request.cut ? `@${fileOf(request)}` : text(request.body);
    const options = [];
    if (/[[\]{}]/.test(target(request))) options.push('-g'); // they are patterns to curl
    if (request.method === 'HEAD') options.push('--head');
    else if (request.method !== 'GET' || body !== undefined) options.push(`-X ${request.method}`);
    const lines = [['curl', ...options, shell(server + target(request))].join(' ')];
    for (const [name, value] of Object.entries(allHeaders(request, key))) lines.push(`-H ${shell(`${name}: ${value}`)}`);
    if (body !== undefined) lines.push(request.cut ? `--data-binary ${body}` : `${body.startsWith('@') ? '--data-raw' : '-d'} ${shell(body)}`);
    return warnings(request, '#', fileOf(request)) + lines.join(' \\\n  ');
}

export function fetchCode(request, server, key, entry) {
    const lines = [`    method: '${request.method}'`];
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `        ${quoted(name)}: ${quoted(value)}`).join(',\n');
    if (headers) lines.push(`    headers: {\n${headers}\n    }`);
    if (isRedirect(entry)) lines.push("    redirect: 'manual'");
    if (request.cut) lines.push('    body: wholeBody');
    else if (request.body !== undefined) lines.push(`    body: ${typeof request.body === 'string' ? quoted(request.body) : `JSON.stringify(${indent(request.body, '    ')})`}`);
    const note = warnings(request, '//') + (request.cut ? '// wholeBody is the whole body, as a string.\n' : '');
    return `${note}const response = await fetch(${quoted(server + target(request))}, {\n${lines.join(',\n')}\n});\nconsole.log(response.status, await response.${repliesJson(entry) ? 'json' : 'text'}());`;
}

export function playwright(request, server, key, entry) {
    const lines = [`        method: '${request.method}'`];
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `            ${quoted(name)}: ${quoted(value)}`).join(',\n');
    if (headers) lines.push(`        headers: {\n${headers}\n        }`);
    if (isRedirect(entry)) lines.push('        maxRedirects: 0');
    if (request.cut) lines.push(`        data: readFileSync('${fileOf(request)}', 'utf8')`);
    else if (request.body !== undefined) lines.push(`        data: ${typeof request.body === 'string' ? quoted(request.body) : indent(request.body, '        ')}`);
    const expected = [];
    if (entry?.status) expected.push(`    expect(response.status()).toBe(${entry.status});`);
    else expected.push('    // No answer was sent to this request: it was made to fail on purpose.');
    const message = entry?.response?.body?.message;
    if (typeof message === 'string') expected.push(`    expect(await response.json()).toMatchObject({message: ${quoted(message)}});`);
    return `${request.cut ? "import {readFileSync} from 'node:fs';\n" : ''}import {expect, test} from '@playwright/test';\n\n${warnings(request, '//', fileOf(request))}test(${quoted(`${request.method} ${request.path}`)}, async ({request}) => {\n    const response = await request.fetch(${quoted(server + target(request))}, {\n${lines.join(',\n')}\n    });\n${expected.join('\n')}\n});`;
}

/** A name in Java from an operation such as `updateBilling?action=getpaymentlink`, or from the request. */
function methodName(request, entry) {
    const words = (entry?.operation ?? `${request.method.toLowerCase()} ${request.path}`).split(/[^A-Za-z0-9]+/).filter(word => word && word !== 'action');
    const name = words.map((word, index) => index ? word[0].toUpperCase() + word.slice(1) : word).join('');
    return (/^[A-Za-z]/.test(name) ? name : `request${name}`) + (entry?.status ? `Returns${entry.status}` : 'IsSent');
}

export function junit(request, server, key, entry) {
    const headers = Object.entries(allHeaders(request, key)).map(([name, value]) => `\n                .header(${java(name)}, ${java(value)})`).join('');
    const body = text(request.body);
    const publisher = request.cut ? `HttpRequest.BodyPublishers.ofFile(Path.of("${fileOf(request)}"))` : body === undefined ? 'HttpRequest.BodyPublishers.noBody()' : `HttpRequest.BodyPublishers.ofString(${java(body)})`;
    const expected = entry?.status ? `assertEquals(${entry.status}, response.statusCode(), response.body());` : '// No answer was sent to this request: it was made to fail on purpose.';
    return `${warnings(request, '//', fileOf(request))}@Test\nvoid ${methodName(request, entry)}() throws Exception {\n    var request = HttpRequest.newBuilder(URI.create(${java(server + target(request).replace(/[^\x21-\x7e]|["<>\\^`{|}]/g, encodeURIComponent))}))${headers}\n                .method("${request.method}", ${publisher})\n                .build();\n    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());\n    ${expected}\n}`;
}

const notForScenarios = /^\/sandbox\/(accounts|clock|reset|snapshots|fork|scenarios|provider-states|diff|requests\/stream)(\/|$)/;
// YAML 1.1 takes these for line breaks or refuses them, JSON does not.
const yaml = value => JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Why a request cannot be a step of a scenario; null if it can. */
function noStep(request, entry) {
    if (request.lacks?.length) return request.lacks.join('; ');
    if (notForScenarios.test(request.path)) return 'a scenario moves the clock with advance, and start says what it begins with; the rest is done from outside';
    if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(request.method)) return `a step cannot be a ${request.method}`;
    const returned = Object.entries(entry?.response?.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'json';
    if (typeof request.body === 'string' || (request.body !== undefined && isForm(request)) || !/json/.test(returned)) return 'a step sends JSON and reads JSON';
    if (/\{[A-Za-z][\w-]*\.[\w.-]+\}/.test(target(request) + yaml(request.body ?? ''))) return 'what stands in { } would be read as a reference to an earlier answer';
    return null;
}

/** A step of a scenario file, or a comment that says why it cannot be one; see docs/scenarios.md. */
export function scenarioStep(request, entry) {
    const dry = /(^|&)dry_run=true/.test(request.query ?? '');
    if (entry?.operation === 'advanceClock' && request.body?.by && entry.outcome === 'success' && !dry) return `- advance: ${request.body.by}`;
    const why = noStep(request, entry);
    if (why) return `# ${request.method} ${target(request)}\n# This is no step of a scenario: ${why}.`;
    const lines = [`- call: ${request.method} ${target(request)}`];
    if (request.body !== undefined) lines.push(`  body: ${yaml(request.body)}`);
    if (entry?.fault) lines.unshift('# It was made to fail on purpose, which a scenario does not do.');
    else if (entry?.outcome === 'error') lines.push(`  expect: ${entry.status}`);
    return lines.join('\n');
}

export const formats = {
    curl: {title: 'curl', make: curl},
    fetch: {title: 'fetch', make: fetchCode},
    playwright: {title: 'Playwright', make: playwright},
    junit: {title: 'JUnit', make: junit},
    scenario: {title: 'Scenario step', make: (request, server, key, entry) => scenarioStep(request, entry)}
};
