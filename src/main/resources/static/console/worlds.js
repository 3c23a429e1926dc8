import {html} from './html.js';
export function Worlds() { return html`<p>Worlds</p>`; }
