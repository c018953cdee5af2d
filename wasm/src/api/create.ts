import type { Call, LivePromise, Policy, Problem } from '../generated/types.js';
import { type Glue, loadRaw, type RawEngine, type WasmSource } from '../loader.js';
import { Aftersale, type EngineSettings } from './engine.js';
import { type PackSource, Packs } from './packs.js';
import type { PluginDefinition } from './plugin.js';

export interface AftersaleOptions {
  /** Where `aftersale.wasm` comes from, when not from beside the script. */
  readonly wasm?: WasmSource;
  /** Where statute packs come from; default: all that the package ships. */
  readonly packs?: PackSource;
  /** Policies for every call that names none. */
  readonly policies?: readonly (Policy | LivePromise)[];
  /**
   * Storefronts to expect, by name; a single one is what documents are read as, without recognising them. And plugins of your
   * own (`definePlugin`), which are considered beside those that are built in; they need the engine of `aftersale/tools`.
   */
  readonly plugins?: readonly (string | PluginDefinition)[];
  /** Told of every warning in an answer. */
  readonly onWarning?: (warning: Problem, op: Call['op']) => void;
  /** Gives the current time; for tests, and for hosts whose server decides what time it is. */
  readonly clock?: () => Date;
}

export type CreateAftersale<Engine = Aftersale> = (options?: AftersaleOptions) => Promise<Engine>;

export type EngineClass<Engine extends Aftersale> = new (
  raw: RawEngine,
  packs: Packs,
  settings: EngineSettings,
) => Engine;

/** The entry points differ in nothing but which module they take, and from where. */
export function createFrom(glue: Glue, defaultSource: () => WasmSource): CreateAftersale;
export function createFrom<Engine extends Aftersale>(
  glue: Glue,
  defaultSource: () => WasmSource,
  Kind: EngineClass<Engine>,
): CreateAftersale<Engine>;
export function createFrom(
  glue: Glue,
  defaultSource: () => WasmSource,
  Kind: EngineClass<Aftersale> = Aftersale,
): CreateAftersale {
  return async (options = {}) => {
    const { policies = [], plugins = [], onWarning, clock = () => new Date() } = options;
    const [raw, packs] = await Promise.all([
      loadRaw(glue, options.wasm ?? defaultSource()),
      Packs.from(options.packs ?? 'shipped'),
    ]);
    const own = plugins.filter((plugin) => typeof plugin === 'object');
    const names = plugins.filter((plugin) => typeof plugin === 'string');
    const plugin = (names.length === 1 && own.length === 0 && names[0]) || 'auto';
    return new Kind(raw, packs, { policies, plugin, onWarning, clock, own });
  };
}
