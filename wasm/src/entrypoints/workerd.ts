import createModule from '#glue';
import wasm from '#module';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
/** For runtimes at the edge, which compile WebAssembly when a worker is deployed and never from bytes. */
export const createAftersale = /* @__PURE__ */ createFrom(createModule, () => wasm);
