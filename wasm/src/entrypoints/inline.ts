import createModule from '#glue';
import wasm from '#wasm';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
export const createAftersale = /* @__PURE__ */ createFrom(createModule, () => wasm);
