// The page of a crypto payment: asks every second how it stands, counts down by the account's clock,
// and plays the payer without leaving the page. Without this script the forms work too.

const page = document.getElementById('crypto');
const problem = document.getElementById('problem');
const said = document.getElementById('said');
const statusTitle = document.getElementById('status-title');
const unit = page.querySelector('.any-amount label span').textContent;

const EVERY_MILLIS = 1000;

/** What the account's clock showed, and when; a frozen clock stands still. */
const clock = {shown: Date.parse(page.dataset.now), at: performance.now(), frozen: !document.getElementById('frozen').hidden};
/** Until when, by the account's clock, for each countdown. */
const until = {};

function now() {
    return clock.shown + (clock.frozen ? 0 : performance.now() - clock.at);
}

function two(number) {
    return String(number).padStart(2, '0');
}

function left(millis) {
    const seconds = Math.max(0, Math.floor(millis / 1000));
    const days = Math.floor(seconds / 86400);
    const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return days === 0 ? time : `${days} d ${time}`;
}

function write(element, text) {
    if (element.textContent !== text) { // a screen reader hears only what is new
        element.textContent = text;
    }
}

function item(...parts) {
    const li = document.createElement('li');
    parts.forEach((part, index) => li.append(index === 0 ? '' : ' ', part));
    return li;
}

function muted(text) {
    const span = document.createElement('span');
    span.className = 'muted';
    span.textContent = text;
    return span;
}

function link(to, text) {
    const a = document.createElement('a');
    a.href = new URL(to, location.href);
    a.textContent = text;
    return a;
}

function list(id, items) {
    const block = document.getElementById(id);
    block.hidden = items.length === 0;
    if (block.dataset.shown !== String(items.map(li => li.textContent))) { // keeps the focus on a link
        block.dataset.shown = String(items.map(li => li.textContent));
        block.querySelector('ul').replaceChildren(...items);
    }
}

function showSteps(steps) {
    const shown = JSON.stringify(steps);
    const block = document.getElementById('steps');
    if (block.dataset.shown === shown) {
        return;
    }
    block.dataset.shown = shown;
    block.replaceChildren(...steps.map(({label, state}) => {
        const name = document.createElement('span');
        name.textContent = label;
        const li = item(name);
        li.dataset.state = state;
        if (state !== 'done' && state !== 'todo') {
            li.setAttribute('aria-current', 'step');
        }
        return li;
    }));
}

function show(standing) {
    clock.shown = Date.parse(standing.now);
    clock.at = performance.now();
    clock.frozen = standing.frozen !== null;
    document.getElementById('frozen').hidden = !clock.frozen;
    document.getElementById('status').dataset.status = standing.status;
    for (const element of page.querySelectorAll('[data-live]')) {
        write(element, standing[element.dataset.live] ?? '');
    }
    showSteps(standing.steps);
    list('arrivals', standing.arrivals.map(({amount, at}) => item(`${amount} ${unit}`, muted(at))));
    list('children', standing.children.map(child => item(link(child.link, `${child.amount} ${unit}`), muted(child.status))));
    for (const element of page.querySelectorAll('[data-count]')) {
        const countdown = standing[element.dataset.count];
        until[element.dataset.count] = countdown && Date.parse(countdown.until);
        element.hidden = countdown === null;
        const at = element.querySelector('[data-at]');
        if (at && countdown) {
            write(at, countdown.at);
        }
    }
    const focused = document.activeElement;
    for (const control of page.querySelectorAll('[data-needs]')) {
        control.disabled = standing[control.dataset.needs] !== null;
    }
    if (focused?.matches(':disabled') || focused?.closest('[hidden]')) { // what cannot be pressed any more must not keep the focus
        statusTitle.focus();
    }
    count();
}

function count() {
    for (const element of page.querySelectorAll('dd[data-count]')) {
        const end = until[element.dataset.count];
        if (end) {
            write(element.querySelector('[data-left]'), left(end - now()));
        }
    }
}

let asking = false;

async function ask() {
    if (asking || document.hidden) {
        return;
    }
    asking = true;
    try {
        // as the console does, so that the journal has what the payer did, and not every second
        const response = await fetch(page.dataset.statusUrl, {cache: 'no-store', headers: {'Paystub-Observer': 'console'}});
        const {standing, error} = await response.json();
        if (standing) {
            show(standing);
        } else {
            write(problem, error ?? 'The server does not know this payment any more.');
        }
    } catch {
        // the countdown goes on; the next second asks again
        count();
    } finally {
        asking = false;
    }
}

async function play(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set('pay', button.value);
    const response = await fetch(form.action, {
        method: 'POST',
        headers: {'X-Requested-With': 'XMLHttpRequest'},
        body: fields,
    });
    const answer = await response.json();
    if (answer.standing) {
        show(answer.standing);
    }
    write(problem, answer.error ?? (response.ok ? '' : answer.detail ?? 'Something went wrong. Try again.'));
    write(said, answer.message ?? '');
    if (response.ok) {
        form.reset();
    }
}

for (const form of page.querySelectorAll('form')) {
    form.addEventListener('submit', async event => {
        event.preventDefault();
        const button = event.submitter ?? form.querySelector('button');
        if (form.dataset.busy) {
            return;
        }
        form.dataset.busy = 'yes';
        button.setAttribute('aria-busy', 'true');
        write(problem, '');
        write(said, '');
        try {
            await play(form, button);
        } catch {
            write(problem, 'The server did not answer. Check your connection and try again.');
        } finally {
            delete form.dataset.busy;
            button.removeAttribute('aria-busy');
        }
    });
}

/** The clipboard is closed to pages on plain HTTP: there, what is selected is copied. */
async function copy(source) {
    if (navigator.clipboard) {
        await navigator.clipboard.writeText(source.textContent);
        return true;
    }
    getSelection().selectAllChildren(source);
    return document.execCommand('copy');
}

for (const button of page.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
        const source = document.getElementById(button.dataset.copy);
        let copied = false;
        try {
            copied = await copy(source);
        } catch {
            getSelection().selectAllChildren(source); // not allowed: at least it is marked
        }
        document.getElementById('copied').textContent = copied ? 'Copied' : 'Press Ctrl+C to copy';
        button.dataset.copied = copied ? 'yes' : 'no';
        setTimeout(() => delete button.dataset.copied, 2000);
    });
}

document.addEventListener('visibilitychange', ask);
setInterval(ask, EVERY_MILLIS);
setInterval(count, EVERY_MILLIS / 4);
ask();
