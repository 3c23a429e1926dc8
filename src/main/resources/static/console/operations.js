// The operations of the two billing APIs and the control plane, each with its documented request: read when first wanted.
import {read} from './api.js';

let known = null;

const valueOf = parameter => parameter.example ?? Object.values(parameter.examples ?? {})[0]?.value ?? parameter.schema?.default ?? parameter.schema?.example ?? parameter.schema?.enum?.[0];

function requestOf(path, method, operation, action) {
    let filled = path;
    const query = new URLSearchParams();
    for (const parameter of operation.parameters ?? []) {
        const value = valueOf(parameter);
        if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value ?? 'latest'));
        else if (parameter.name === 'action' && action) query.set('action', action);
        else if (parameter.in === 'query' && parameter.required && value !== undefined) query.set(parameter.name, value);
    }
    const content = operation.requestBody?.content ?? {};
    const media = content['application/json'] ?? Object.values(content)[0];
    const examples = media?.examples ?? {};
    const body = media ? media.example ?? (examples[action] ?? examples.documented ?? examples.new ?? Object.values(examples)[0])?.value : undefined;
    const [bare, fixed] = filled.split('?');
    return {method: method.toUpperCase(), path: bare, query: [fixed, query.toString()].filter(Boolean).join('&') || null, body};
}

/** {api, id, summary, request} of each operation. */
export function operations() {
    known ??= Promise.all(['puregpu', 'cloudplans', 'sandbox'].map(async api => {
        const document = await read(`/v3/api-docs/${api}`);
        return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).filter(([, operation]) => operation?.operationId)
            .flatMap(([method, operation]) => {
                const actions = operation.parameters?.find(({name, required}) => name === 'action' && required)?.schema?.enum ?? [null];
                return actions.map(action => ({api, id: operation.operationId + (action ? `?action=${action}` : ''), summary: operation.summary ?? action ?? '', request: requestOf(path, method, operation, action)}));
            }));
    })).then(lists => lists.flat());
    known.catch(() => { known = null; });
    return known;
}
