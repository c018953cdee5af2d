// Vendure as compare.mjs wants a server. It shows no refund without making it, so previews are refunds of another order like it.

import { toMajor } from '../compare.mjs';
import { readOrder, refundAmount, refundLines } from './returns.mjs';
import { startVendure } from './server.mjs';
import { cents, openShop, placeOrder } from './shop.mjs';

export async function openVendure(postgres) {
  const server = await startVendure(postgres);
  const shop = await openShop(server);
  const place = async (order) => ({ ...(await placeOrder(server, shop, order)), order, paidBack: false });
  /** Undefined where Vendure refuses a refund that it worked out by itself, since that is more than was paid. */
  const refunded = async (placed, units, shipping) => {
    try {
      return toMajor(await refundLines(shop, placed, units, shipping), 2);
    } catch (error) {
      if (!error.message.includes('Could not find a Payment to refund')) throw error;
      const { order } = await readOrder(shop, placed);
      const recorded = order.payments.flatMap(({ refunds }) => refunds);
      if (recorded.length > 0) throw new Error(`refused, and recorded: ${JSON.stringify(recorded)}`);
      return undefined;
    }
  };
  return {
    place,
    read: async (placed) => JSON.stringify(await readOrder(shop, placed)),
    preview: async ({ order }, units) => refunded(await place(order), units),
    async previewWithDelivery({ order }, units) {
      const twin = await place(order);
      const { order: document } = await readOrder(shop, twin);
      return refunded(twin, units, document.shippingWithTax);
    },
    takeBack: async (placed, units) => refunded(placed.paidBack ? placed : await place(placed.order), units),
    async refund(placed, amount, units) {
      placed.paidBack = true;
      await refundAmount(shop, placed, units, cents(amount));
    },
    server,
    shop,
    stop: server.stop,
  };
}
