// The keys.
import {html} from './html.js';

const keys = [
    ['Anywhere', [['Ctrl K  ⌘K', 'search and commands'], ['?', 'these keys'], ['g a', 'choose the account'], ['n', 'send a request'], ['t', 'light or dark'], ['Esc', 'close']]],
    ['Go to', [['g r', 'Requests'], ['g m', 'Money'], ['g p', 'Payments'], ['g l', 'Plans'], ['g w', 'Webhooks'], ['g f', 'Faults'], ['g o', 'Worlds'], ['g c', 'Coverage']]],
    ['Clock', [['.', 'to the next thing due'], ['u', 'undo the last step']]],
    ['Lists', [['/', 'filter'], ['j  k', 'next, previous'], ['Home  End', 'first, last'], ['Enter', 'to the details'], ['→  ←', 'open, fold equal reads']]],
    ['A request', [['c', 'copy as curl'], ['r', 'send again'], ['e', 'edit and send'], ['f', 'fail next time']]]
];

export function Help({close}) {
    return html`<div class="help"><h2>Keys</h2>
        <div class="help-all">${keys.map(([title, list]) => html`<section><h3>${title}</h3><dl>${list.map(([key, what]) => html`<dt>${key.split('  ').map((one, index) => html`${index ? ' ' : ''}<kbd>${one}</kbd>`)}</dt><dd>${what}</dd>`)}</dl></section>`)}</div>
        <p class="row end"><button class="primary" onClick=${close}>Close</button></p></div>`;
}
