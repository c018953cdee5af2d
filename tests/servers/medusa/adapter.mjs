// Medusa as compare.mjs wants a server.

import { readOrder, refund, takeBack, wouldRefund } from './returns.mjs';
import { startMedusa } from './server.mjs';
import { openShop, placeOrder } from './shop.mjs';

export async function openMedusa(postgres) {
  const server = await startMedusa(postgres);
  const shop = await openShop(server);
  return {
    place: (order) => placeOrder(server, shop, order),
    read: async (placed) => JSON.stringify(await readOrder(server, placed)),
    preview: (placed, units) => wouldRefund(server, shop, placed, units),
    takeBack: (placed, units) => takeBack(server, shop, placed, units),
    refund: (placed, amount) => refund(server, placed, amount),
    server,
    shop,
    stop: server.stop,
  };
}
