// Before a move of the clock, a reset, a cancellation or a deletion a snapshot is taken, so that Undo really goes back.
import {deleteSnapshot, listSnapshots, restoreSnapshot, sessionSignal, takeSnapshot} from './api.js';
import {set, state} from './store.js';
import {refresh} from './account.js';
import {resetForecast} from './forecast.js';
import {toast, failed, withoutUndo} from './toast.js';

const prefix = 'undo.';
const kept = 10;

export const isUndo = name => name.startsWith(prefix);
// A snapshot's name has letters, digits, dots, dashes and underscores.
const slug = label => label.replace(/ /g, '-').replace(/:/g, '_').replace(/[^\w-]/g, '').slice(0, 70);
const step = ({name}) => {
    const [, millis, words = ''] = name.split('.');
    return {name, at: Number(millis), label: words.replace(/-/g, ' ').replace(/_/g, ':')};
};

/** What a snapshot for Undo was taken before, in words; null for another snapshot. */
export const undoLabel = name => isUndo(name) ? step({name}).label : null;

let reads = 0;

/** Reads the steps that can be undone: they are snapshots, so that another tab and a reload know them, too. */
export async function refreshUndo() {
    const read = ++reads;
    const signal = sessionSignal();
    try {
        const steps = (await listSnapshots()).filter(({name}) => isUndo(name)).map(step).sort((one, other) => other.at - one.at);
        if (!signal.aborted && read === reads) set({undo: steps});
    } catch (error) {
        if (!signal.aborted && read === reads && error.status !== 0) set({undo: []});
    }
}

let turn = Promise.resolve();

const patience = 5000;

/**
 * Steps and undos run one after the other, so that a snapshot is of the account between two steps; and only for the account
 * that was open when they were asked for. A step that hangs, as a fault rule makes it, is `late`: the others go on without it.
 */
function inTurn(work, label) {
    const signal = sessionSignal();
    const mine = {signal, late: false};
    const done = turn.then(() => {
        signal.throwIfAborted();
        return work(mine);
    });
    turn = turn.then(() => new Promise(resolve => {
        const timer = setTimeout(() => {
            mine.late = true;
            if (!signal.aborted) toast(`No answer yet: ${label}. Other steps go on without it.`);
            resolve();
        }, patience);
        const end = () => {
            clearTimeout(timer);
            resolve();
        };
        done.then(end, end);
    }));
    return done;
}

/** Does something that can be undone, and says what came of it, unless `tell` returns null. It is told the step's name, too. */
export const undoable = (label, work, tell = () => label) => inTurn(async mine => {
    const {signal} = mine;
    let name = `${prefix}${Date.now()}.${slug(label)}`;
    try {
        await takeSnapshot(name);
    } catch (error) {
        if (error.name === 'AbortError' || error.status === 0) throw error;
        name = null;
        toast(`There is no undo for this: ${error.message}`);
    }
    let result;
    try {
        result = await work();
    } catch (error) {
        if (name !== null && !signal.aborted) await deleteSnapshot(name).catch(() => undefined);
        throw error;
    }
    signal.throwIfAborted();
    if (mine.late) name = null; // other steps and undos came in between; the server lists its snapshot as long as it is there
    else reads++; // a list that was asked for before does not have this step
    if (name !== null) set({undo: [step({name}), ...state.undo]});
    // An earlier message's Undo would take this step back, too, and not say so.
    set({toasts: withoutUndo(state.toasts)});
    const told = tell(result, name);
    if (told !== null) toast(told[0].toUpperCase() + told.slice(1), name !== null ? {label: 'Undo', undoes: name, run: () => undo(name)} : null);
    resetForecast();
    await refresh();
    await trim(signal);
    return result;
}, label);

async function trim(signal) {
    const old = state.undo.slice(kept);
    if (!old.length || signal.aborted) return;
    set({undo: state.undo.slice(0, kept)});
    await remove(old, signal);
}

/** Snapshots that no step needs any more; one that stays is deleted with a later step. */
async function remove(steps, signal) {
    for (const {name} of steps) {
        if (!signal.aborted) await deleteSnapshot(name).catch(() => undefined);
    }
}

/** Brings the account back as it was before the latest step, or before the step of this name. */
export async function undo(name = null) {
    try {
        await inTurn(async ({signal}) => {
            const wanted = name ?? state.undo[0]?.name;
            const position = state.undo.findIndex(other => other.name === wanted);
            if (position < 0) {
                toast('There is nothing to undo.');
                return;
            }
            const gone = state.undo.slice(0, position + 1);
            await restoreSnapshot(wanted);
            // Meanwhile the list may have changed: another tab takes steps, too.
            set({undo: state.undo.filter(other => !gone.some(({name: old}) => old === other.name)), moved: null, toasts: state.toasts.filter(({action}) => !action)});
            reads++;
            resetForecast();
            toast(`Undone: ${gone.at(-1).label}`);
            await refresh();
            await remove(gone, signal);
        }, 'undo');
    } catch (error) {
        failed(error);
    }
}
