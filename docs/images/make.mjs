#!/usr/bin/env -S node --experimental-websocket
// Makes docs/images/console.png anew: docs/images/make.mjs [http://localhost:8080]
// Needs Node.js 20 or later, Chromium and a running Paystub, whose account "picture" it resets.
// Chromium is driven by its own DevTools protocol, so that nothing has to be installed from npm.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const paystub = process.argv[2] ?? 'http://localhost:8080';
const key = 'picture';

async function ask(path, body) {
    const headers = {'X-API-Key': key, 'Content-Type': 'application/json'};
    const response = await fetch(paystub + path, {method: 'POST', headers, body: JSON.stringify(body)});
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

// On a frozen clock, so that the picture changes only when the console does.
await ask('/sandbox/reset', {frozen_time: '2024-06-09T15:23:43.444Z'});
await ask('/billing/orders', {pid: 1, billingcycle: 'monthly', hostname: 'trainer-1', os: '', sshkeys: ''});
await ask('/billing/invoices/funds', {amount: 25});
await ask('/billing/crypto/payments', {invoice_id: 34, currency: 'BTC'});

const browser = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
    .flatMap(name => process.env.PATH.split(delimiter).map(folder => join(folder, name)))
    .find(existsSync);
if (!browser) throw new Error('no Chromium found');
const profile = mkdtempSync(join(tmpdir(), 'paystub-picture-'));
const chromium = spawn(browser, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--window-size=1200,820',
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
    await call('Page.navigate', {url: `${paystub}/console/`});
    await until('document.readyState === "complete" && document.getElementById("now")?.textContent !== ""');
    await call('Runtime.evaluate', {expression: `document.getElementById("key").value = "${key}"; document.querySelector("#account button").click()`});
    await until('document.getElementById("mode").textContent === "frozen" && document.body.textContent.includes("trainer-1")');
    await call('Runtime.evaluate', {expression: 'document.querySelector("[data-advance=PT15S]").click()'});
    await until('document.querySelectorAll("#effects li").length > 3 && document.getElementById("message").textContent.startsWith("Advanced") && document.body.textContent.includes("25.00 USD")');
    const {data} = await call('Page.captureScreenshot', {format: 'png'});
    writeFileSync(join(dirname(fileURLToPath(import.meta.url)), 'console.png'), Buffer.from(data, 'base64'));
} finally {
    chromium.removeAllListeners('exit');
    await new Promise(resolve => chromium.once('exit', resolve) && chromium.kill());
    rmSync(profile, {recursive: true, force: true, maxRetries: 5});
}
