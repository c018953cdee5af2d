import { readFile } from 'node:fs/promises';
import createModule from '#glue-slim';
import { createFrom } from '../api/create.js';
import { slim } from '../api/slim.js';

export * from '../api/index.js';
export type { AftersaleSlim } from '../api/slim.js';
/** The engine that pages of shoppers have, to render them on a server. */
export const createAftersale = /* @__PURE__ */ slim(
  /* @__PURE__ */ createFrom(createModule, () => readFile(new URL('./aftersale-slim.wasm', import.meta.url))),
);
