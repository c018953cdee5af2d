// Refunds by Medusa's Admin API, in the shape of its answers: who asks for relations by `fields` is told nothing of the order
// itself but its id. Against the real server: tests/servers/guard.test.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMedusaBackend } from 'aftersale/backends/medusa';

const key = 'a'.repeat(64);
const row = (amount, currency) => ({
  key,
  order: 'order_1',
  data: { tender: 'pay_1', amount: { amount, currency } },
});

function medusaWith(currency_code, refunds = []) {
  const posted = [];
  const backend = createMedusaBackend({
    url: 'http://medusa.example',
    headers: () => ({}),
    fetch: async (url, { method, body }) => {
      if (method === 'POST') {
        const { amount, note } = JSON.parse(body);
        posted.push({ path: new URL(url).pathname, amount });
        refunds.push({ id: `ref_${refunds.length + 1}`, amount, note });
        return Response.json({});
      }
      const payments = [{ id: 'pay_1', currency_code, refunds }];
      return Response.json({ order: { id: 'order_1', payment_collections: [{ payments }] } });
    },
  });
  return { posted, pay: backend.issueRefund };
}

for (const [currency, minor, major] of [
  ['EUR', 1999, 19.99],
  ['JPY', 1999, 1999],
]) {
  test(`${currency}: paid once beside what others paid back, and read back`, async () => {
    const { posted, pay } = medusaWith(currency.toLowerCase(), [{ id: 'ref_0', amount: 1, note: null }]);
    const first = await pay(row(minor, currency));
    assert.deepEqual(posted, [{ path: '/admin/payments/pay_1/refund', amount: major }]);
    assert.deepEqual(first.commands, [{ type: 'confirm_refund', data: { key, reference: 'ref_2' } }]);
    assert.deepEqual(await pay(row(minor, currency)), first, 'an answer that was lost pays nothing more');
    assert.equal(posted.length, 1);
  });
}
