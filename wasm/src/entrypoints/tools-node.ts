import { readFile } from 'node:fs/promises';
import createModule from '#glue-tools';
import { createFrom } from '../api/create.js';
import { AftersaleTools } from '../tools/engine.js';

export * from '../api/index.js';
export { definePlugin, type PluginDefinition, type PluginRule, type PluginTable } from '../api/plugin.js';
export { type CreditNotePageOptions, type CreditNoteWords, creditNotePage } from '../tools/credit-note.js';
export * from '../tools/diagram.js';
export type * from '../tools/engine.js';
export { loadPolicyTexts, type PolicyTexts, policyLocales } from '../tools/texts.js';
/** An engine with the merchants' tools. */
export const createAftersale = /* @__PURE__ */ createFrom(
  createModule,
  () => readFile(new URL('./aftersale-tools.wasm', import.meta.url)),
  AftersaleTools,
);
