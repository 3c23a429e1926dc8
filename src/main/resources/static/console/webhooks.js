import {html} from './html.js';
export const deliveryTone = () => 'off';
export function Webhooks() { return html`<p>W</p>`; }
