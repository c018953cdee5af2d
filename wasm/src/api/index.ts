// What every entry point exports besides its own createAftersale.

export { currencyCodes, currencyExponent } from '../generated/currencies.js';
export { type Reason, type ReasonQuestion, reasons } from '../generated/reasons.js';
export type * from '../generated/types.js';
export type { Instantiate, WasmSource } from '../loader.js';
export type { AftersaleOptions, CreateAftersale } from './create.js';
export type { Aftersale, DecisionCall, StorefrontDocument, TranslateOptions, World } from './engine.js';
export { AftersaleError, problemDocument } from './errors.js';
export { type LoadPack, loadShippedPack, type PackSource, shippedPacks } from './packs.js';
export { zoneTable } from './zone.js';

/** The version of this package, and so of the core in it. */
export const version: string = AFTERSALE_VERSION;
/** Integrity of aftersale.wasm, to pin it on a host of its own. */
export const wasmIntegrity: string = `sha256-${AFTERSALE_WASM_SHA256}`;
