// The test bank's question. In the modal of the stand-in it tells the page around it when the holder has chosen, over a
// channel; as a page of its own it goes back to the return address. Either way the server hears the choice first.

const ANSWER = new URL('../stripe/authentication', import.meta.url);
const parameters = new URLSearchParams(location.hash.slice(1));
const clientSecret = parameters.get('client_secret') ?? '';
const returnUrl = parameters.get('return_url');
const isInModal = parent !== window;

const problem = document.getElementById('problem');
const choice = document.getElementById('choice');
const buttons = [...choice.querySelectorAll('button')];
let page = null;
let isBusy = false;
let isOver = false;

/** A return address is another page, never a script. */
function backTo(intent) {
    const url = URL.canParse(returnUrl) ? new URL(returnUrl) : null;
    if (!url || !['http:', 'https:'].includes(url.protocol)) {
        return null;
    }
    const name = clientSecret.startsWith('pi_') ? 'payment_intent' : 'setup_intent';
    url.searchParams.set(name, clientSecret.replace(/_secret_.*/, ''));
    url.searchParams.set(`${name}_client_secret`, clientSecret);
    url.searchParams.set('redirect_status', statusOf(intent));
    return url;
}

function statusOf(intent) {
    if (intent?.status === 'processing') {
        return 'pending';
    }
    return intent && intent.status !== 'requires_payment_method' ? 'succeeded' : 'failed';
}

function busy(button) {
    isBusy = button !== null;
    for (const each of buttons) {
        each.setAttribute('aria-disabled', String(isBusy));
        each.setAttribute('aria-busy', String(each === button));
    }
}

/** The server's answer: the intent, or an error of Stripe's shape. */
async function send(outcome) {
    try {
        const response = await fetch(ANSWER, {method: 'POST', body: new URLSearchParams({client_secret: clientSecret, outcome})});
        return await response.json();
    } catch {
        return {error: {message: 'The server did not answer. Check your connection and try again.'}};
    }
}

/** Leaves, if there is somewhere to go. */
function leave(intent) {
    if (page) {
        page.postMessage({event: 'done'});
        return true;
    }
    const url = backTo(intent);
    if (url) {
        location.replace(url);
    }
    return url !== null;
}

function showEnd(text) {
    isOver = true;
    choice.hidden = true;
    document.getElementById('text').textContent = text;
}

async function choose(outcome) {
    if (isBusy || isOver) {
        return;
    }
    problem.textContent = '';
    busy(buttons.find(({value}) => value === outcome));
    const intent = await send(outcome);
    if (!intent.error) {
        if (!leave(intent)) {
            showEnd(statusOf(intent) === 'failed' ? 'Authentication failed. You may close this page.' : 'Authenticated. You may close this page.');
        }
        return;
    }
    busy(null);
    problem.textContent = intent.error.message;
    if (intent.error.type) { // the server knows of nothing to authenticate, now or later
        showEnd('There is nothing to authenticate here.');
        offerWayBack();
    }
}

function offerWayBack() {
    const url = backTo(null);
    const back = document.getElementById('back');
    if (page) {
        back.href = '#';
        back.addEventListener('click', event => {
            event.preventDefault();
            leave(null);
        });
    } else if (url) {
        back.href = url;
    }
    document.getElementById('back-line').hidden = !page && !url;
    back.focus();
}

function showAmount({kind, amount, currency}) {
    if (kind === 'payment_intent' && amount && currency) {
        const format = new Intl.NumberFormat('en', {style: 'currency', currency: currency.toUpperCase()});
        const value = amount / 10 ** format.resolvedOptions().maximumFractionDigits;
        document.getElementById('text').textContent =
            `Your bank wants to know that it is really you who pays ${format.format(value)}. Choose how it ends.`;
    }
}

choice.addEventListener('click', event => choose(event.target.closest('button')?.value));

if (isInModal) {
    document.documentElement.classList.add('in-modal');
    addEventListener('message', event => {
        if (page || event.source !== parent || event.data?.paystub !== 'connect' || event.ports.length !== 1) {
            return;
        }
        page = event.ports[0];
        page.onmessage = ({data}) => {
            if (data.do === 'fail') {
                giveUp();
            }
        };
        showAmount(event.data.about);
        buttons[0].focus();
    });
    document.addEventListener('keydown', event => {
        if (event.key === 'Escape') {
            giveUp();
        }
    });
    parent.postMessage({paystub: 'challenge'}, '*');
}

/** Escape: a failed authentication, or the way out where there is nothing to choose any more. */
function giveUp() {
    if (isOver) {
        leave(null);
    } else {
        choose('fail');
    }
}
