// The few things every part of the page does with the document. Text is always set as text, never as markup.

export const element = id => document.getElementById(id);

export function say(text) {
    element('status').textContent = text;
    element('alert').textContent = '';
}

export function complain(error) {
    element('status').textContent = '';
    element('alert').textContent = error.message;
}

/** Runs what a form or button is for, once at a time, and says how it went. */
export async function attempt(button, work) {
    button.disabled = true;
    try {
        await work();
    } catch (error) {
        complain(error);
    } finally {
        button.disabled = false;
    }
}

export function onSubmit(id, work) {
    element(id).addEventListener('submit', event => {
        event.preventDefault();
        const form = event.currentTarget;
        const button = event.submitter ?? form.querySelector('button');
        const fields = Object.fromEntries(new FormData(form, event.submitter)); // before the button is disabled
        attempt(button, () => work(fields, form));
    });
}

export function fillTable(id, headings, rows) {
    const table = element(id);
    const head = document.createElement('tr');
    head.append(...headings.map(text => Object.assign(document.createElement('th'), {textContent: text, scope: 'col'})));
    table.replaceChildren(table.caption, head, ...rows.map(cells => {
        const row = document.createElement('tr');
        row.append(...cells.map(content => {
            const cell = document.createElement('td');
            cell.append(...[content].flat());
            return cell;
        }));
        return row;
    }));
}

export function fillSelect(select, options) {
    const chosen = select.value;
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => String(value) === chosen)) {
        select.value = chosen;
    }
}

export function fillList(id, entries) {
    element(id).replaceChildren(...entries.flatMap(([term, text]) => [
        Object.assign(document.createElement('dt'), {textContent: term}),
        Object.assign(document.createElement('dd'), {textContent: text}),
    ]));
}

export function smallButton(label, title, work) {
    const button = Object.assign(document.createElement('button'), {type: 'button', textContent: label, className: 'second'});
    button.setAttribute('aria-label', title);
    button.addEventListener('click', () => attempt(button, work));
    return button;
}
