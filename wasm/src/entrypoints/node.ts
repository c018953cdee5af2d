import { readFile } from 'node:fs/promises';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
export const createAftersale = /* @__PURE__ */ createFrom(() =>
  readFile(new URL('./aftersale.wasm', import.meta.url)),
);
