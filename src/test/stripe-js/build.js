// Bundles the page twice: as it would be shipped, and as a developer runs it, in StrictMode and with React's warnings.

import {build} from 'esbuild';

for (const mode of ['production', 'development']) {
    await build({
        entryPoints: ['page.jsx'],
        outfile: `out/${mode}.js`,
        bundle: true,
        format: 'esm',
        jsx: 'automatic',
        jsxDev: mode === 'development',
        minify: mode === 'production',
        define: {'process.env.NODE_ENV': JSON.stringify(mode)},
        logLevel: 'warning',
    });
}
