// What Medusa itself would pay back for a return, and the return carried out.

/** All that the core wants to know of an order, in Medusa's own words. */
const fields = [
  '*items',
  '*items.adjustments',
  '*items.tax_lines',
  '*items.detail',
  '*shipping_methods',
  '*shipping_methods.adjustments',
  '*shipping_methods.tax_lines',
  '*shipping_address',
  '*fulfillments',
  '*fulfillments.items',
  '*fulfillments.labels',
  '*returns',
  '*returns.items',
  '*payment_collections',
  '*payment_collections.payments',
  '*payment_collections.payments.captures',
  '*payment_collections.payments.refunds',
  '*summary',
].join(',');

export const readOrder = ({ call }, { id }) => call('GET', `/admin/orders/${id}?fields=${fields}`);

/** What the order's summary says is due back, as the exact decimal text that Medusa keeps. */
const due = (summary) =>
  (summary.raw_pending_difference?.value ?? `${summary.pending_difference}`).replace(/^-/, '');

const items = ({ line }, units) =>
  Object.entries(units).map(([sku, quantity]) => ({ id: line[sku], quantity }));

async function announce({ call }, shop, order, units) {
  const { return: begun } = await call('POST', '/admin/returns', {
    order_id: order.id,
    location_id: shop.location,
  });
  await call('POST', `/admin/returns/${begun.id}/request-items`, { items: items(order, units) });
  return begun.id;
}

/** The refund that Medusa's preview of a return states; nothing is changed. */
export async function wouldRefund(server, shop, order, units) {
  const id = await announce(server, shop, order, units);
  const { order: preview } = await server.call('GET', `/admin/orders/${order.id}/preview`);
  await server.call('DELETE', `/admin/returns/${id}/request`);
  return `${preview.return_requested_total}`;
}

/** The units come back; resolves to what Medusa says is due for them. */
export async function takeBack(server, shop, order, units) {
  const id = await announce(server, shop, order, units);
  const path = `/admin/returns/${id}`;
  await server.call('POST', `${path}/request`, {});
  await server.call('POST', `${path}/receive`, {});
  await server.call('POST', `${path}/receive-items`, { items: items(order, units) });
  await server.call('POST', `${path}/receive/confirm`, {});
  const { order: after } = await server.call('GET', `/admin/orders/${order.id}?fields=*summary`);
  return due(after.summary);
}

export const refund = ({ call }, { payment }, amount) =>
  call('POST', `/admin/payments/${payment}/refund`, { amount: Number(amount) });
