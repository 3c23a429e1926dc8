// The address says what is shown: #/w/KEY/PANEL/PATH?QUERY. Behind the #, so that no key leaves the page.
import {state, set} from './store.js';

export function parse(hash) {
    const [path, query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
    const parts = path.split('/').filter(part => part !== '').map(part => {
        try {
            return decodeURIComponent(part);
        } catch {
            return part;
        }
    });
    const named = parts[0] === 'w' && parts.length > 1;
    const [panel = 'requests', ...rest] = named ? parts.slice(2) : parts;
    return {key: named ? parts[1] : null, panel, path: rest, query: new URLSearchParams(query)};
}

const encode = text => encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2A/g, '*').replace(/%20/g, '+');

export function href(panel, path = [], query = null, key = state.key) {
    const tail = path.map(part => '/' + encodeURIComponent(part)).join('');
    const words = query ? [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&') : '';
    return `#/w/${encodeURIComponent(key ?? '')}/${panel}${tail}${words ? '?' + words : ''}`;
}

/** Goes there. With `replace` the browser's way back does not lead through here. */
export function go(address, replace = false) {
    if (address === location.hash) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
    changed();
}

let changed;

export function startRouter(onRoute) {
    changed = () => {
        set({route: parse(location.hash)});
        onRoute(state.route);
    };
    addEventListener('hashchange', changed);
    changed();
}
