// Preact with htm, so that a component is a plain module and needs no build.
import {h, render} from './vendor/preact.js';
import htm from './vendor/htm.js';

export const html = htm.bind(h);
export {render};
export {useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, useId} from './vendor/hooks.js';
