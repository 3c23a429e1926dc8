// Servers: order one, and see the service and its invoice.

import {pureGpu} from './api.js';
import {element, fillSelect, fillTable, onSubmit, say} from './view.js';

export async function showProducts() {
    const {products} = await pureGpu('GET', '/billing/products');
    fillSelect(element('order').elements.pid, products.map(product => [product.pid, product.name]));
}

export async function showServices() {
    const [{services}, {invoices}] = await Promise.all([pureGpu('GET', '/services'), pureGpu('GET', '/billing/invoices')]);
    fillTable('services', ['Id', 'Host', 'Billing', 'Status'],
        services.map(service => [service.id, service.domain, service.billingcycle, service.status]));
    fillTable('invoices', ['Id', 'Date', 'Total', 'Status'],
        invoices.map(invoice => [invoice.id, invoice.date, invoice.total, invoice.status]));
}

/** @param changed called when something was ordered */
export function onOrder(changed) {
    onSubmit('order', async ({pid, billingcycle, hostname}) => {
        await pureGpu('POST', '/billing/orders', {pid: Number(pid), billingcycle, hostname, os: '', sshkeys: ''});
        say(`${hostname} is ordered.`);
        await changed();
    });
}
