// Shows what GET /sandbox/coverage answers; the address is relative to where the page is served.
const $ = id => document.getElementById(id);

function row(tag, texts) {
    const tr = document.createElement('tr');
    tr.append(...texts.map(text => Object.assign(document.createElement(tag), {textContent: text})));
    return tr;
}

function fill(table, headings, items, texts) {
    $(table).replaceChildren(row('th', [...headings, 'Exercised']), ...items.map(item => {
        const tr = row('td', [...texts(item), item.covered ? 'yes' : 'no']);
        tr.className = item.covered ? 'covered' : 'missing';
        return tr;
    }));
}

async function show() {
    const response = await fetch('../sandbox/coverage', {headers: {'X-API-Key': $('key').value.trim()}});
    const report = await response.json();
    $('message').className = response.ok ? '' : 'error';
    $('message').textContent = response.ok ? '' : report.detail;
    if (!response.ok) return;
    $('percent').textContent = `${report.percent} %`;
    $('count').textContent = `${report.covered} of ${report.total}`;
    $('meter').value = report.percent;
    fill('operations', ['API', 'Operation'], report.operations, item => [item.of, item.name]);
    fill('outcomes', ['Operation', 'Outcome'], report.outcomes, item => [item.of, item.name]);
    fill('transitions', ['Of', 'From', 'To'], report.transitions, item => [item.of, item.from ?? '(new)', item.to]);
}

$('account').addEventListener('submit', event => {
    event.preventDefault();
    show();
});
await show();
