// Small marks that say which brand a number is of. Drawn here; they are not the brands' own artwork.

const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes, text) {
    const node = document.createElementNS(SVG, name);
    for (const [attribute, value] of Object.entries(attributes)) {
        node.setAttribute(attribute, value);
    }
    if (text) {
        node.textContent = text;
    }
    return node;
}

const ground = fill => shape('rect', {x: 0, y: 0, width: 32, height: 21, rx: 3, fill});
const word = (text, attributes) => shape('text', {
    'x': 16, 'y': 14, 'text-anchor': 'middle', 'font-family': 'Arial, Helvetica, sans-serif', 'font-weight': 700,
    'font-size': 8, 'fill': '#fff', ...attributes,
}, text);
const disc = (cx, fill, opacity = 1) => shape('circle', {cx, cy: 10.5, r: 6, fill, 'fill-opacity': opacity});

const MARKS = {
    visa: () => [ground('#1a3d8f'), word('VISA', {'font-size': 9.5, 'font-style': 'italic', 'y': 14})],
    mastercard: () => [ground('#22252e'), disc(12.5, '#e0402f'), disc(19.5, '#f2a33a', .9)],
    amex: () => [ground('#0a6ebd'), word('AMEX', {'font-size': 8.5, 'y': 13.5})],
    discover: () => [ground('#f4f4f6'), word('DISC', {'fill': '#33363f', 'x': 11, 'font-size': 7, 'y': 13}), shape('circle', {cx: 25, cy: 10.5, r: 4, fill: '#ef7d22'})],
    diners: () => [ground('#0f5c94'), shape('circle', {cx: 16, cy: 10.5, r: 7, fill: '#fff'}), shape('path', {d: 'M14 5.6v9.8a5.2 5.2 0 0 1 0-9.8zM18 5.6v9.8a5.2 5.2 0 0 0 0-9.8z', fill: '#0f5c94'})],
    jcb: () => [ground('#f4f4f6'), ...[['#1d5fa8', 5], ['#c5283d', 12.5], ['#2a8a4a', 20]].map(([fill, x]) => shape('rect', {x, y: 4, width: 7, height: 13, rx: 2, fill})), word('JCB', {'font-size': 6.5, 'letter-spacing': 2.6, 'x': 17, 'y': 13})],
    unionpay: () => [ground('#0d6b76'), shape('rect', {x: 0, y: 0, width: 13, height: 21, rx: 3, fill: '#c2273c'}), word('UP', {'font-size': 9})],
    unknown: () => [
        shape('rect', {x: .75, y: .75, width: 30.5, height: 19.5, rx: 3, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}),
        shape('rect', {x: 1, y: 5, width: 30, height: 3.6, fill: 'currentColor'}),
        shape('rect', {x: 4, y: 12.5, width: 8, height: 2, rx: 1, fill: 'currentColor', 'fill-opacity': .7}),
    ],
    cvc: () => [
        ...MARKS.unknown(),
        shape('rect', {x: 17, y: 11, width: 11, height: 5.5, rx: 2.75, fill: 'currentColor'}),
        ...[19.8, 22.5, 25.2].map(cx => shape('circle', {cx, cy: 13.75, r: .9, class: 'Icon-dot'})),
    ],
    error: () => [
        shape('rect', {x: .75, y: .75, width: 30.5, height: 19.5, rx: 3, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}),
        shape('path', {d: 'M16 5v7', stroke: 'currentColor', 'stroke-width': 2.4, 'stroke-linecap': 'round'}),
        shape('circle', {cx: 16, cy: 15.6, r: 1.4, fill: 'currentColor'}),
    ],
};

/** Draws a mark; `solid` shows every brand in the text's colour. */
export function icon(mark, solid = false) {
    const svg = shape('svg', {viewBox: '0 0 32 21', 'aria-hidden': 'true', focusable: 'false', class: `Icon${solid ? ' Icon--solid' : ''}`, 'data-mark': mark});
    svg.append(...(MARKS[mark] ?? MARKS.unknown)());
    return svg;
}
