// Bugs that somebody could make in the protocol, each as a change of the product's own text. The simulation has to find all
// of them; `seed` is the first that does.

import client from './client.mjs';
import log from './log.mjs';
import shop from './shop.mjs';

export const planted = [...client, ...log, ...shop].map(({ also, changes, ...bug }) => ({
  ...bug,
  changes: also ? [...changes, also] : changes,
}));
