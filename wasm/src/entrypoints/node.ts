import { readFile } from 'node:fs/promises';
import createModule from '#glue';
import { createFrom } from '../api/create.js';

export * from '../api/index.js';
export const createAftersale = /* @__PURE__ */ createFrom(createModule, () =>
  readFile(new URL('./aftersale.wasm', import.meta.url)),
);
