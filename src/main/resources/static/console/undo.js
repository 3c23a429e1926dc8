// Before a move of the clock, a reset or a cancellation a snapshot is taken, so that Undo really goes back.
import {deleteSnapshot, listSnapshots, restoreSnapshot, sessionSignal, takeSnapshot} from './api.js';
import {set, state} from './store.js';
import {refresh} from './account.js';
import {resetForecast} from './forecast.js';
import {toast, failed} from './toast.js';

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

/** Reads the steps that can be undone: they are snapshots, so that another tab and a reload know them, too. */
export async function refreshUndo() {
    const signal = sessionSignal();
    try {
        const steps = (await listSnapshots()).filter(({name}) => isUndo(name)).map(step).sort((one, other) => other.at - one.at);
        if (!signal.aborted) set({undo: steps});
    } catch (error) {
        if (error.name !== 'AbortError' && error.status !== 0) set({undo: []});
    }
}

/** Does something that can be undone, and says what came of it, unless `tell` returns null. */
export async function undoable(label, work, tell = () => label) {
    const name = `${prefix}${Date.now()}.${slug(label)}`;
    let snapshot = true;
    try {
        await takeSnapshot(name);
    } catch (error) {
        if (error.name === 'AbortError' || error.status === 0) throw error;
        snapshot = false;
        toast(`There is no undo for this: ${error.message}`);
    }
    let result;
    try {
        result = await work();
    } catch (error) {
        if (snapshot) await deleteSnapshot(name).catch(() => undefined);
        throw error;
    }
    if (snapshot) set({undo: [step({name}), ...state.undo]});
    const told = tell(result);
    if (told !== null) toast(told, snapshot ? {label: 'Undo', run: () => undo(name)} : null);
    resetForecast();
    await refresh();
    trim();
    return result;
}

async function trim() {
    const old = state.undo.slice(kept);
    if (!old.length) return;
    set({undo: state.undo.slice(0, kept)});
    for (const {name} of old) await deleteSnapshot(name).catch(() => undefined);
}

/** Brings the account back as it was before the latest step, or before the step of this name. */
export async function undo(name = state.undo[0]?.name) {
    const position = state.undo.findIndex(other => other.name === name);
    if (position < 0) {
        toast('There is nothing to undo.');
        return;
    }
    const {label} = state.undo[position];
    try {
        await restoreSnapshot(name);
        const gone = state.undo.slice(0, position + 1);
        set({undo: state.undo.slice(position + 1), moved: null, toasts: state.toasts.filter(({action}) => !action)});
        resetForecast();
        toast(`Undone: ${label}`);
        await refresh();
        for (const {name: old} of gone) await deleteSnapshot(old).catch(() => undefined);
    } catch (error) {
        failed(error);
    }
}
