import type { Call, LivePromise, Policy, Problem } from '../generated/types.js';
import { loadRaw, type WasmSource } from '../loader.js';
import { Aftersale } from './engine.js';
import { type PackSource, Packs } from './packs.js';

export interface AftersaleOptions {
  /** Where `aftersale.wasm` comes from, when not from beside the script. */
  readonly wasm?: WasmSource;
  /** Where statute packs come from; default: all that the package ships. */
  readonly packs?: PackSource;
  /** Policies for every call that names none. */
  readonly policies?: readonly (Policy | LivePromise)[];
  /** Storefronts to expect; a single one is what documents are read as, without recognising them. */
  readonly plugins?: readonly string[];
  /** Told of every warning in an answer. */
  readonly onWarning?: (warning: Problem, op: Call['op']) => void;
  /** Gives the current time; for tests, and for hosts whose server decides what time it is. */
  readonly clock?: () => Date;
}

export type CreateAftersale = (options?: AftersaleOptions) => Promise<Aftersale>;

/** The entry points differ in nothing but where they take the module from. */
export function createFrom(defaultSource: () => WasmSource): CreateAftersale {
  return async (options = {}) => {
    const { policies = [], plugins = [], onWarning, clock = () => new Date() } = options;
    const [raw, packs] = await Promise.all([
      loadRaw(options.wasm ?? defaultSource()),
      Packs.from(options.packs ?? 'shipped'),
    ]);
    const plugin = (plugins.length === 1 && plugins[0]) || 'auto';
    return new Aftersale(raw, packs, { policies, plugin, onWarning, clock });
  };
}
