// How esbuild bundles for pages of our own, the demo's and the documentation's.
export const forPages = {
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['browser'],
  // The package says itself which of its files do something when they are imported.
  logOverride: { 'ignored-bare-import': 'silent' },
  logLevel: 'warning',
};
