import createModule from '#glue-slim';
import { createFrom } from '../api/create.js';
import { slim } from '../api/slim.js';

export * from '../api/index.js';
export type { AftersaleSlim } from '../api/slim.js';
/** An engine that asks and shows, and neither changes cases nor reads storefronts' documents: a third less to download. */
export const createAftersale = /* @__PURE__ */ slim(
  /* @__PURE__ */ createFrom(createModule, () => new URL('./aftersale-slim.wasm', import.meta.url)),
);
