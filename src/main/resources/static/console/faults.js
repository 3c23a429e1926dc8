import {html} from './html.js';
export function Faults() { return html`<p>Faults</p>`; }
