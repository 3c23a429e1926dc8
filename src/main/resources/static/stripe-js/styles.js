// Applies the page's style options through the CSSOM, which a strict Content-Security-Policy allows. Values are the
// page's own, but can load nothing: the policy of the frame has no source for images or fonts.

const PSEUDOS = new Set([':hover', ':focus', '::placeholder', '::selection', ':-webkit-autofill', ':disabled']);
const VARIANTS = {base: '.Input', complete: '.is-complete .Input', empty: '.Input--empty', invalid: '.Input--invalid'};
const ICONS = {base: '.Icon', complete: '.is-complete .Icon', empty: '.is-empty .Icon', invalid: '.is-invalid .Icon'};
const DEFAULTS = {invalid: {color: '#b3192f'}};
const PROPERTIES = new Set([
    'backgroundColor', 'color', 'fontFamily', 'fontSize', 'fontSmoothing', 'fontStyle', 'fontVariant', 'fontWeight',
    'letterSpacing', 'lineHeight', 'padding', 'textAlign', 'textDecoration', 'textShadow', 'textTransform',
]);
const PREFIXED = {fontSmoothing: '-webkit-font-smoothing'};

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

function cssName(property) {
    return PREFIXED[property] ?? property.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

function add(selector, properties, isKnown) {
    const rule = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)];
    for (const [property, value] of Object.entries(properties)) {
        if (typeof value !== 'object' && isKnown(property)) {
            rule.style.setProperty(cssName(property), String(value));
        }
    }
    return rule;
}

function empty() {
    while (sheet.cssRules.length > 0) {
        sheet.deleteRule(0);
    }
}

/** The `style` option of the card fields: variants of text, each with pseudo-classes. */
export function applyStyle(style = {}) {
    empty();
    for (const [variant, selector] of Object.entries(VARIANTS)) {
        const properties = {...DEFAULTS[variant], ...style[variant]};
        const known = property => PROPERTIES.has(property);
        add(selector, properties, known);
        for (const pseudo of PSEUDOS) {
            if (properties[pseudo]) {
                add(selector + pseudo, properties[pseudo], known);
            }
        }
        const iconColor = properties.iconColor ?? (variant === 'invalid' ? properties.color : undefined);
        if (iconColor) {
            add(ICONS[variant], {color: iconColor}, () => true);
        }
    }
    const {fontSize, lineHeight, fontFamily, letterSpacing} = style.base ?? {};
    add('.Row', Object.fromEntries(Object.entries({fontSize, lineHeight, fontFamily, letterSpacing}).filter(([, value]) => value)), () => true);
}

const SYSTEM_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const THEMES = {
    stripe: {
        colorPrimary: '#3b4fd1', colorBackground: '#ffffff', colorText: '#1a1f36', colorDanger: '#b3192f',
        colorTextSecondary: '#545b6d', colorTextPlaceholder: '#6b7285', inputColorBorder: '#d0d5de',
        inputBoxShadow: '0 1px 2px rgba(16, 24, 40, .05)', borderRadius: '6px', colorScheme: 'light',
    },
    night: {
        colorPrimary: '#94a5ff', colorBackground: '#262a33', colorText: '#f1f3f8', colorDanger: '#ff9aa7',
        colorTextSecondary: '#b3bacb', colorTextPlaceholder: '#9aa2b5', inputColorBorder: '#454c5c',
        inputBoxShadow: 'none', borderRadius: '6px', colorScheme: 'dark',
    },
    flat: {
        colorPrimary: '#1a1f36', colorBackground: '#eef0f4', colorText: '#1a1f36', colorDanger: '#a3142b',
        colorTextSecondary: '#4c5366', colorTextPlaceholder: '#5f667a', inputColorBorder: 'transparent',
        inputBoxShadow: 'none', borderRadius: '6px', colorScheme: 'light',
    },
};
const COMMON = {
    fontFamily: SYSTEM_FONT, fontSizeBase: '16px', fontSizeSm: '0.93rem', fontLineHeight: '1.3', fontWeightNormal: '400',
    spacingUnit: '4px',
};

/** A selector of the page's rules is one of the documented class names, with states and pseudo-classes. */
const SELECTOR = /^\.[A-Z][A-Za-z]*(?:--[a-z]+)?[^{},]*$/;

/** The `appearance` option of the Payment Element: a theme, variables over it, rules over both. */
export function applyAppearance({theme, variables = {}, rules = {}, disableAnimations = false} = {}) {
    empty();
    const {colorScheme, ...base} = THEMES[theme] ?? THEMES.stripe;
    const root = add(':root', {}, () => true);
    for (const [name, value] of Object.entries({...COMMON, ...base, ...variables})) {
        if (/^[A-Za-z0-9]+$/.test(name)) {
            root.style.setProperty(`--${name}`, String(value));
        }
    }
    root.style.setProperty('font-size', variables.fontSizeBase ?? COMMON.fontSizeBase);
    add('select, .Icon', {colorScheme}, () => true);
    if (disableAnimations) {
        add('*', {transition: 'none', animation: 'none'}, () => true);
    }
    for (const [selector, properties] of Object.entries(rules)) {
        if (SELECTOR.test(selector) && CSS.supports(`selector(${selector})`)) {
            add(selector, properties, () => true);
        } else {
            console.warn(`Paystub: appearance.rules has a selector that cannot be used: ${selector}`);
        }
    }
}
