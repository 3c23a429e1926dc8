// The clock strip: what will happen in the coming month, and moves that can be undone.
import {html, useEffect, useRef, useState} from './html.js';
import {set, state, useStore} from './store.js';
import {advance, reset, setClock} from './api.js';
import {virtualNow} from './account.js';
import {groupByDay, isHourly} from './forecast.js';
import {undo, undoable} from './undo.js';
import {failed, toast} from './toast.js';
import {count, dateTime, day, distance, period, shortDay} from './format.js';
import {Act, href, Time} from './ui.js';

const names = {invoice: 'invoice', billing: 'bill', crypto_payment: 'crypto step', hosting: 'service change', subscription: 'subscription change', checkout: 'checkout', balance: null};

/** "4 things: 1 invoice, 1 bill, balance −100.00" of what an advance did. */
export function summary(effects, total = effects.length) {
    if (total === 0) return 'Nothing fell due.';
    const counts = new Map();
    let balance = 0;
    let moved = false;
    for (const effect of effects) {
        const [kind, verb] = effect.what.split('.');
        if (kind === 'balance') {
            balance += Number(effect.to ?? 0) - Number(effect.from ?? 0);
            moved = true;
            continue;
        }
        const name = verb === 'paid' ? `${names[kind] ?? kind} paid` : verb === 'created' ? `new ${names[kind] ?? kind}` : names[kind] ?? kind.replace(/_/g, ' ');
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const plural = (number, name) => number === 1 ? `1 ${name}` : `${number} ${name.replace(/^(new )?(\S+(?: \S+)??)( paid)?$/, (_, a = '', b, c = '') => `${a}${b}s${c}`)}`;
    const pieces = [...counts].map(([name, number]) => plural(number, name));
    if (moved) pieces.push(`balance ${balance < 0 ? '−' : '+'}${Math.abs(balance).toFixed(2)}`);
    return `${count(total, 'thing')}: ${pieces.join(', ')}`;
}

async function move(label, work) {
    try {
        await undoable(label, work, (result, step) => {
            if (!result?.effects) return `${label[0].toUpperCase()}${label.slice(1)}`;
            set({moved: {step, now: result.now, effects: result.effects, total: result.effects_total}});
            return null;
        });
    } catch (error) {
        failed(error);
    }
}

export const advanceBy = by => move(`advance by ${period(by)}`, () => advance({by}));
export const advanceTo = to => move(`advance to ${dateTime(to)}`, () => advance({to}));
export const freeze = at => move(at ? `freeze at ${dateTime(at)}` : 'let the clock run', () => setClock(at));
export const resetTo = scenario => move(`reset to ${scenario ?? 'documented'}`, () => reset(scenario));

/** Goes to the moment when the next thing is due. */
export async function nextDue() {
    const due = state.account?.clock.next_due ?? state.forecast?.effects[0]?.at;
    if (!due) {
        toast('Nothing is planned in this account.');
        return;
    }
    await advanceTo(new Date(Math.max(new Date(due), virtualNow())).toISOString());
}

function Preview({group}) {
    return html`<div class="preview" role="tooltip">
        <strong>${day(group.at)}</strong>
        <ul class="plain">${group.effects.slice(0, 6).map((effect, index) => html`<li key=${index}>${effect.subject.replace(/^billing record \S+ of /, 'bill of ')} <span class="dim">${effect.from ?? 'new'} →</span> ${effect.to ?? 'gone'}</li>`)}
            ${group.effects.length > 6 && html`<li class="dim">and ${group.effects.length - 6} more</li>`}</ul>
        <span class="dim small">Click to go there</span>
    </div>`;
}

function Timeline() {
    const forecast = useStore(s => s.forecast);
    const account = useStore(s => s.account);
    const live = useStore(s => s.live);
    const [shown, setShown] = useState(null);
    if (!forecast?.from) return html`<div class="timeline empty-line dim small">${forecast?.error ?? 'Looking ahead…'}</div>`;
    const start = new Date(forecast.from).getTime();
    const span = new Date(forecast.to).getTime() - start;
    const place = at => Math.max(0, Math.min(100, (new Date(at).getTime() - start) / span * 100));
    const hourly = forecast.effects.filter(isHourly);
    const groups = groupByDay(forecast.effects.filter(effect => !isHourly(effect)));
    const ticks = [7, 14, 21, 28].map(days => start + days * 86_400_000).filter(at => at < start + span);
    const next = groups[0];
    return html`<div class="timeline" onMouseLeave=${() => setShown(null)}>
        <div class="axis">
            ${hourly.length > 0 && html`<span class="band" style=${{left: `${place(hourly[0].at)}%`, width: `${place(hourly.at(-1).at) - place(hourly[0].at)}%`}} title=${`Hourly services: ${count(hourly.length, 'event')}`}></span>`}
            ${ticks.map(at => html`<span key=${at} class="tick" style=${{left: `${place(at)}%`}}><span>${shortDay(at)}</span></span>`)}
            ${groups.map(group => html`<button key=${group.name} class=${`event${group.effects.length > 2 ? ' big' : ''}`} style=${{left: `${place(group.at)}%`}}
                aria-label=${`Go to ${dateTime(group.at)}: ${summary(group.effects)}`} aria-disabled=${live === 'reconnecting' || undefined}
                onMouseEnter=${() => setShown(group.name)} onFocus=${() => setShown(group.name)} onBlur=${() => setShown(null)}
                onClick=${() => { setShown(null); if (live !== 'reconnecting') advanceTo(group.at); }}></button>`)}
            ${shown && groups.some(({name}) => name === shown) && html`<div class=${`preview-at${place(groups.find(({name}) => name === shown).at) > 60 ? ' left' : ''}`} style=${{left: `${place(groups.find(({name}) => name === shown).at)}%`}}><${Preview} group=${groups.find(({name}) => name === shown)} /></div>`}
        </div>
        <span class="next small">${next ? html`<strong>${shortDay(next.at)}</strong> ${summary(next.effects).replace(/^\d+ things?: /, '')}` : hourly.length ? html`<strong>hourly</strong> ${count(hourly.length, 'event')}` : html`<span class="dim">nothing due ${account.clock.next_due ? `before ${shortDay(account.clock.next_due)}` : 'in a month'}</span>`}</span>
    </div>`;
}

/** Freeze, run and reset; the browser's field has no time zone, and is meant in UTC. */
function More() {
    const menu = useRef();
    const account = useStore(s => s.account);
    const [at, setAt] = useState('');
    const [wrong, setWrong] = useState(null);
    const frozen = Boolean(account?.clock.frozen_time);
    const close = () => {
        menu.current.open = false;
        menu.current.querySelector('summary').focus();
    };
    useEffect(() => {
        const outside = event => { if (menu.current?.open && !menu.current.contains(event.target)) menu.current.open = false; };
        addEventListener('pointerdown', outside);
        return () => removeEventListener('pointerdown', outside);
    }, []);
    const given = run => async () => {
        if (!at) {
            setWrong('Choose a date and a time first.');
            return;
        }
        setWrong(null);
        close();
        await run(new Date(`${at}Z`).toISOString());
    };
    return html`<details class="menu" ref=${menu} onKeyDown=${event => { if (event.key === 'Escape' && menu.current.open) { event.preventDefault(); event.stopPropagation(); close(); } }}>
        <summary aria-label="More about the clock" title="Freeze, run, reset">⋯</summary>
        <div class="menu-body">
            <p class="row"><${Act} run=${async () => { close(); await freeze(frozen ? null : virtualNow().toISOString()); }}>${frozen ? 'Let the clock run' : 'Freeze the clock now'}<//></p>
            <label class="field"><span>Date and time, UTC</span><input type="datetime-local" step="1" value=${at} onInput=${event => { setAt(event.currentTarget.value); setWrong(null); }} /></label>
            ${wrong && html`<p class="wrong" role="alert">✕ ${wrong}</p>`}
            <p class="row"><${Act} run=${given(advanceTo)}>Advance to it<//><${Act} run=${given(freeze)}>Freeze at it<//></p>
            <hr />
            <p class="row"><${Act} kind="danger" run=${async () => { close(); await resetTo(account.scenario ?? 'documented'); }}>Reset to “${account?.scenario ?? 'documented'}”<//><a href=${href('worlds')} onClick=${() => { menu.current.open = false; }}>Other scenarios</a></p>
        </div>
    </details>`;
}

export function ClockStrip() {
    const steps = useStore(s => s.undo);
    const account = useStore(s => s.account);
    const due = account?.clock.next_due;
    return html`<section class="clock" aria-label="Clock">
        <${Act} kind="undo" disabled=${steps.length === 0} run=${() => undo()} title=${steps[0] ? `Undo: ${steps[0].label} (u)` : 'Nothing to undo'} aria-label=${steps[0] ? `Undo: ${steps[0].label}` : 'Undo'}><span aria-hidden="true">↶</span> Undo<//>
        <div class="steps" role="group" aria-label="Advance the clock">
            ${[['PT15S', '+15s'], ['PT1H', '+1h'], ['P1D', '+1d'], ['P1M', '+1mo']].map(([by, label]) => html`<${Act} key=${by} run=${() => advanceBy(by)} aria-label=${`${label}, advance by ${period(by)}`}>${label}<//>`)}
            <${Act} run=${nextDue} title=${due ? `Next: ${dateTime(due)}, ${distance(virtualNow(account), due)} (.)` : 'To the next thing due (.)'}>→ next<//>
        </div>
        <${Timeline} />
        <${More} />
    </section>`;
}

/** What came of the last move: a line, and the list on demand. */
export function Moved() {
    const moved = useStore(s => s.moved);
    const latest = useStore(s => s.undo[0]?.name);
    const [open, setOpen] = useState(false);
    useEffect(() => setOpen(false), [moved]);
    if (!moved) return null;
    return html`<section class="moved" aria-label="What came of the last move">
        <p class="row" role="status"><span aria-hidden="true">◷</span> <strong>${dateTime(moved.now)}</strong> <span class="grow">${summary(moved.effects, moved.total)}</span>
            ${moved.effects.length > 0 && html`<button class="link" aria-expanded=${open} onClick=${() => setOpen(!open)}>${open ? 'Hide' : 'Show'} the list</button>`}
            ${moved.step !== null && moved.step === latest && html`<${Act} kind="link" run=${() => undo(moved.step)}>Undo<//>`}
            <button class="icon" aria-label="Close what came of the last move" onClick=${() => set({moved: null})}>✕</button></p>
        ${open && html`<div class="moved-list" tabindex="0" role="region" aria-label="Effects of the last move"><table><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Change</th><th scope="col">Because of</th></tr></thead>
            <tbody>${moved.effects.slice(0, 300).map((effect, index) => html`<tr key=${index}><td><${Time} at=${effect.at} /></td><td>${effect.subject}</td><td><span class="dim">${effect.from ?? 'new'}</span> → ${effect.to ?? 'gone'}</td><td class="mono dim">${effect.cause}</td></tr>`)}</tbody></table>
            ${moved.total > 300 && html`<p class="dim">and ${moved.total - 300} more</p>`}</div>`}
    </section>`;
}
