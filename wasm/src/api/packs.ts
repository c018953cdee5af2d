import { packLoaders } from '../generated/packs.js';
import type { Policy } from '../generated/types.js';

/**
 * Where statute packs come from:
 * - `'shipped'`: all that the package ships, taken in when the engine is made
 * - `'none'`: nowhere; the core says when one is missing
 * - a list: ids of shipped packs, or packs of your own, under their ids
 * - a function: asked for a pack by its id when `prepare` finds that an order needs it
 */
export type PackSource = 'shipped' | 'none' | readonly (string | Policy)[] | LoadPack;
export type LoadPack = (id: string) => Policy | undefined | PromiseLike<Policy | undefined>;

/** Ids of the packs that the package ships. */
export const shippedPacks: readonly string[] = Object.keys(packLoaders);

/** A pack that the package ships; undefined for an id that it does not have. */
export async function loadShippedPack(id: string): Promise<Policy | undefined> {
  const load = Object.hasOwn(packLoaders, id) ? packLoaders[id] : undefined;
  return load && (await load()).default;
}

const nothing: LoadPack = () => undefined;

/** The packs of an engine: those at hand, and how to get others. */
export class Packs {
  readonly #known = new Map<string, Policy | 'absent'>();
  readonly #load: LoadPack;

  private constructor(load: LoadPack) {
    this.#load = load;
  }

  static async from(source: PackSource): Promise<Packs> {
    if (typeof source === 'function') return new Packs(source);
    if (source === 'none') return new Packs(nothing);
    const packs = new Packs(loadShippedPack);
    const wanted = source === 'shipped' ? shippedPacks : source;
    await Promise.all(
      wanted.map((pack) => (typeof pack === 'string' ? packs.fetch(pack) : packs.#known.set(pack.id, pack))),
    );
    return packs;
  }

  /** A pack at hand; `absent` when there is none to be had, `unknown` when nobody has asked for it yet. */
  get(id: string): Policy | 'absent' | 'unknown' {
    return this.#known.get(id) ?? (this.#canHave(id) ? 'unknown' : 'absent');
  }

  #canHave(id: string): boolean {
    if (this.#load === loadShippedPack) return shippedPacks.includes(id);
    return this.#load !== nothing;
  }

  /** Takes a pack in, if there is one. */
  async fetch(id: string): Promise<void> {
    if (!this.#known.has(id)) this.#known.set(id, (await this.#load(id)) ?? 'absent');
  }
}
