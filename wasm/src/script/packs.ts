/** In place of generated/packs.js: packs of law are fetched when an order needs them. */
import type { Policy } from '../generated/types.js';
import { namesIn, pinnedJson } from './pinned.js';

export const packLoaders: Readonly<Record<string, () => Promise<{ readonly default: Policy }>>> =
  Object.fromEntries(
    namesIn('packs').map((id) => [
      id,
      async () => ({ default: await pinnedJson<Policy>(`packs/${id}.json`) }),
    ]),
  );
