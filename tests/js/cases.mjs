// A shop that takes everything back, and cases that came as far as the commands bring them: what requests are written from.
import assert from 'node:assert/strict';

export const policy = {
  schema: 'aftersale/policy/1',
  id: 'shop',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', window: { days: 365, from: 'order' } },
        {
          id: 'offers',
          resolutions: [{ resolution: 'original_payment_method' }, { resolution: 'store_credit' }],
        },
        { id: 'mail', method: { method: 'by_mail', payer: 'merchant' } },
        { id: 'shipping', outboundShipping: { refund: 'all', when: 'always' } },
        { id: 'staff', approval: { mode: 'manual' } },
      ],
    },
  ],
};

/** A case on a fixture's order that came as far as the commands bring it. */
export function caseOf(aftersale, order, line, reason, resolution, ...steps) {
  // A business buyer: the shop's own policy decides alone, and asks its staff.
  const world = {
    order: { ...order, buyer: { ...order.buyer, consumer: false } },
    now: '2026-04-20T10:00:00Z',
  };
  const request = {
    items: [{ line, quantity: 1, reason, note: 'as agreed' }],
    resolution,
    method: 'by_mail',
  };
  const opened = { request, quote: aftersale.quote({ ...world, request }).hash };
  let current = null;
  for (const [type, data, kind = 'seller'] of [['request', opened, 'buyer'], ...steps]) {
    const version = current?.events.length ?? 0;
    const command = { id: `c${version}`, case: 'rma-1', type, version, actor: { kind, id: 'x' }, data };
    const result = aftersale.transition({ ...world, case: current, command });
    assert.equal(result.accepted, true, `${type}: ${JSON.stringify(result.refusal)}`);
    current = {
      id: 'rma-1',
      order: order.id,
      kind: 'return',
      events: [...(current?.events ?? []), ...result.events],
    };
  }
  return current;
}
