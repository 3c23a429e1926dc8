import {html} from './html.js';
export function Coverage() { return html`<p>Coverage</p>`; }
