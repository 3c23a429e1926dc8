/* Shows openapi/*.yaml by Swagger UI, ready to try: one key for all documents, filled in. */
(function () {
    'use strict';

    const STORED = 'paystub.docs.key';
    const SCHEMES = ['apiKey', 'bearer'];
    const DOCUMENTS = [
        { name: 'PureGPU billing', url: 'openapi/puregpu.yaml' },
        { name: 'Cloud Plans billing', url: 'openapi/cloudplans.yaml' },
        { name: 'Paystub control plane', url: 'openapi/sandbox.yaml' },
    ];

    const key = () => localStorage.getItem(STORED) || 'sandbox';

    /** The key that a person enters for one scheme is that of every scheme and document. */
    const oneKey = {
        statePlugins: {
            auth: {
                wrapActions: {
                    authorize: (original) => (payload) => {
                        const entered = SCHEMES.map((scheme) => payload[scheme]?.value).find((value) => typeof value === 'string');
                        if (!entered) {
                            return original(payload);
                        }
                        localStorage.setItem(STORED, entered);
                        return original(withKey(payload, entered));
                    },
                },
            },
        },
    };

    function withKey(payload, entered) {
        const declared = window.ui.specSelectors.specJson().getIn(['components', 'securitySchemes']);
        const all = { ...payload };
        for (const name of SCHEMES) {
            if (declared && declared.has(name)) {
                all[name] = { name, schema: declared.get(name), value: entered };
            }
        }
        return all;
    }

    window.ui = SwaggerUIBundle({
        dom_id: '#swagger-ui',
        urls: DOCUMENTS,
        'urls.primaryName': DOCUMENTS[0].name,
        presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
        plugins: [oneKey],
        layout: 'StandaloneLayout',
        deepLinking: true,
        tryItOutEnabled: true,
        displayRequestDuration: true,
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        syntaxHighlight: { theme: 'agate' },
        onComplete: () => window.ui.authActions.authorize(withKey({}, key())),
    });
}());
