import createModule from '#glue-no-wasm';
import instantiate from '#no-wasm';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
/** The same engine as JavaScript, for pages whose content policy forbids WebAssembly. Larger and several times slower. */
export const createAftersale = /* @__PURE__ */ createFrom(
  createModule,
  () => async (imports) => instantiate(imports),
);
