import createModule from '#glue-slim';
import wasm from '#module-slim';
import { createFrom } from '../api/create.js';
import { slim } from '../api/slim.js';

export * from '../api/index.js';
export type { AftersaleSlim } from '../api/slim.js';
/** The smaller engine for runtimes at the edge. */
export const createAftersale = /* @__PURE__ */ slim(/* @__PURE__ */ createFrom(createModule, () => wasm));
