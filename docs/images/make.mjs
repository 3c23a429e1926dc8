#!/usr/bin/env -S node --experimental-websocket
// Makes the pictures of the console anew, light and dark: docs/images/make.mjs [http://localhost:8080]
// Needs Node.js 20 or later, Chromium, a running Paystub, whose account "picture" it resets, and port 3000, where it receives webhooks.
// Chromium is driven by its own DevTools protocol, so that nothing has to be installed from npm.
import {spawn} from 'node:child_process';
import {createServer} from 'node:http';
import {existsSync, mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const paystub = process.argv[2] ?? 'http://localhost:8080';
const key = 'picture';

async function ask(path, body) {
    const headers = {'X-API-Key': key, 'Content-Type': 'application/json'};
    const response = await fetch(paystub + path, {method: body === undefined ? 'GET' : 'POST', headers, body: JSON.stringify(body)});
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

const receiver = createServer((request, response) => request.resume().on('end', () => response.end('{"received": true}')));
await new Promise((resolve, reject) => receiver.once('error', reject).listen(3000, 'localhost', resolve));

// On a frozen clock, so that the pictures change only when the console does.
const order = {pid: 1, billingcycle: 'monthly', hostname: 'trainer-1', os: '', sshkeys: ''};
await ask('/sandbox/reset', {frozen_time: '2024-06-09T15:23:43.444Z'});
await ask('/sandbox/webhooks', {url: 'http://localhost:3000/webhooks', events: ['invoice.*', 'crypto_payment.*']});
await ask('/billing/invoices/funds', {amount: 25});
await ask('/billing/crypto/payments', {invoice_id: 34, currency: 'BTC'});
await ask('/sandbox/clock/advance', {by: 'PT15S'});
for (let read = 0; read < 6; read++) await ask('/billing/invoices');
await ask('/billing/orders', order);
await ask('/sandbox/quiesce?timeout=10s', {});
await ask('/services');
await ask('/billing/orders', {...order, pid: 999});

const browser = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
    .flatMap(name => process.env.PATH.split(delimiter).map(folder => join(folder, name)))
    .find(existsSync);
if (!browser) throw new Error('no Chromium found');
const profile = mkdtempSync(join(tmpdir(), 'paystub-picture-'));
const chromium = spawn(browser, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--window-size=1280,800',
    `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'
], {stdio: ['ignore', 'ignore', 'pipe']});
try {
    const port = await new Promise((resolve, reject) => {
        let text = '';
        chromium.stderr.on('data', data => {
            text += data;
            const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(text);
            if (found) resolve(found[1]);
        });
        chromium.on('exit', () => reject(new Error(text)));
    });
    const [page] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()).filter(({type}) => type === 'page');
    const socket = new WebSocket(page.webSocketDebuggerUrl);
    await new Promise(resolve => socket.addEventListener('open', resolve, {once: true}));
    const waiting = new Map();
    socket.addEventListener('message', ({data}) => {
        const {id, result, error} = JSON.parse(data);
        waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result);
        waiting.delete(id);
    });
    let calls = 0;
    const call = (method, params = {}) => new Promise(resolve => {
        waiting.set(++calls, resolve);
        socket.send(JSON.stringify({id: calls, method, params}));
    });
    /** Evaluates an expression in the page again and again until it is true. */
    const until = async expression => {
        for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 100))) {
            const {result} = await call('Runtime.evaluate', {expression});
            if (result.value === true) return;
        }
        throw new Error(`never true: ${expression}`);
    };
    const run = expression => call('Runtime.evaluate', {expression});
    const folder = dirname(fileURLToPath(import.meta.url));
    const pictures = {
        console: async () => {
            await show('requests', 'document.querySelectorAll(".list-row").length > 6');
            await run('[...document.querySelectorAll(".list-row")].find(row => row.querySelector(".bad")).click()');
            await until('document.querySelector(".reason") !== null && document.querySelector(".event") !== null');
        },
        money: async () => {
            await show('money/invoices/34', 'document.querySelectorAll(".story li").length > 1 && document.querySelector(".event") !== null');
        },
        webhooks: async () => {
            await show('webhooks', 'document.querySelectorAll(".list-row").length > 3');
            await run('document.querySelector(".list-row").click()');
            await until('document.querySelector(".detail .json-name") !== null && document.querySelector(".event") !== null');
        }
    };
    const show = async (panel, shown) => {
        await call('Page.navigate', {url: 'about:blank'});
        await call('Page.navigate', {url: `${paystub}/console/#/w/${key}/${panel}`});
        await until(`document.readyState === "complete" && document.querySelector(".live[data-live=live]") !== null && ${shown}`);
    };
    await call('Emulation.setFocusEmulationEnabled', {enabled: true});
    await call('Emulation.setDeviceMetricsOverride', {width: 1280, height: 800, deviceScaleFactor: 1, mobile: false});
    for (const [scheme, suffix] of [['light', ''], ['dark', '-dark']]) {
        await call('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: scheme}]});
        for (const [name, prepare] of Object.entries(pictures)) {
            await prepare();
            const {data} = await call('Page.captureScreenshot', {format: 'png'});
            writeFileSync(join(folder, `${name}${suffix}.png`), Buffer.from(data, 'base64'));
        }
    }
} finally {
    chromium.removeAllListeners('exit');
    await new Promise(resolve => chromium.once('exit', resolve) && chromium.kill());
    receiver.close();
    // its processes end one after the other, and may still write
    await rm(profile, {recursive: true, force: true, maxRetries: 10, retryDelay: 200});
}
