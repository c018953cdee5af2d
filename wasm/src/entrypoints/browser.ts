import createModule from '#glue';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
// Bundlers know this pattern, take the file along and rewrite its address.
export const createAftersale = /* @__PURE__ */ createFrom(
  createModule,
  () => new URL('./aftersale.wasm', import.meta.url),
);
