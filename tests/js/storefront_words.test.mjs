// Every status and reason that is known of a shop system means something here; marketplaces are asked document by document in
// marketplaces.test.mjs. The lists are not part of the project and are read where they are at hand. A word from tomorrow is kept,
// shown and warned about, for every storefront.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { caseOf, policy } from './cases.mjs';
import { at, readJson } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const path = `${shared}/payloads/refs/status_reason_maps.json`;
const skip = existsSync(path) ? false : 'the lists are not here (AFTERSALE_SHARED)';

let aftersale;
before(async () => {
  aftersale = await createAftersale({ policies: [policy] });
});
after(() => aftersale?.close());

const natives = (list) => (Array.isArray(list) ? list : Object.keys(list));
const fixture = (plugin, name) => readJson(`plugins/${plugin}/fixtures/${name}.json`);
const ask = (plugin, mode, document) =>
  JSON.parse(aftersale.dispatchText(JSON.stringify({ op: 'translate', mode, plugin, document })));

/** The fixture with another word at the place; of the same type, since some count their words. */
function withWord(plugin, name, place, word) {
  const document = fixture(plugin, name);
  const steps = place.split('.');
  const last = steps.pop();
  const owner = steps.reduce((part, step) => part[step], document);
  assert.ok(owner?.[last] !== undefined, `${plugin}/${name} has nothing at ${place}`);
  owner[last] = typeof owner[last] === 'number' ? Number(word) : word;
  return document;
}

/** Lists whose words the manifest translates for people: statuses of returns, and reasons. */
const lists = {
  shopify: { statuses: ['Return.status'], reasons: ['ReturnReason (deprecated)'] },
  medusa: { statuses: ['return.status'], reasons: ['ClaimReason'] },
  vendure: { statuses: ['Refund.state'] },
  saleor: { statuses: ['FulfillmentStatus', 'OrderGrantedRefundStatus'] },
  bigcommerce: { statuses: ['Return.status (beta schema)'] },
  magento: { statuses: ['ReturnStatus'] },
  commercetools: { statuses: ['ReturnShipmentState', 'ReturnPaymentState'] },
  ebay: { statuses: ['ReturnState'], reasons: ['ReturnReason'] },
};

for (const [storefront, { statuses = [], reasons = [] }] of Object.entries(lists)) {
  test(`${storefront}: all that is known of it`, { skip }, () => {
    const refs = JSON.parse(readFileSync(path, 'utf8'))[storefront];
    const manifest = readJson(`plugins/${storefront}/plugin.json`);
    const known = (words) => new Set(Object.keys(words ?? {}).map((word) => word.toLowerCase()));
    const missing = (wanted, words) =>
      wanted
        .flatMap((name) => natives(refs[name]))
        .filter((native) => !known(words).has(native.toLowerCase()));
    assert.deepEqual(missing(statuses, manifest.statuses), []);
    assert.deepEqual(missing(reasons, manifest.reasons?.read), []);
  });
}

const order = 'read_order';
const update = 'read_update';
const noReason = { returnInformation: { nonReturnableLineItems: { nodes: [] } } };

/** Where a document has words of a list: [list, mode, fixture, place], or [list, mode, a document of the word]. */
const placed = {
  shopify: [
    ['Return.status', update, 'return-open', 'status'],
    ['Return.status', order, 'order-rest', 'returns.0.status'],
    [
      'reverse disposition',
      update,
      (type) => ({
        id: 'gid://shopify/ReverseFulfillmentOrder/7',
        status: 'CLOSED',
        dispositions: [{ type, quantity: 1 }],
      }),
    ],
    [
      'NonReturnableReason',
      order,
      (reasonCode) => {
        const document = fixture('shopify', 'order-graphql');
        const [{ node }] = document.data.order.lineItems.edges;
        const line = {
          lineItem: { id: node.id },
          quantity: 1,
          quantityDetails: [{ quantity: 1, reasonCode }],
        };
        document.data.order.returnInformation = { nonReturnableLineItems: { nodes: [line] } };
        return document;
      },
    ],
  ],
  medusa: [
    ['return.status', update, 'return-received', 'return.status'],
    ['ClaimReason', update, 'claim', 'claim.claim_items.0.reason'],
    ['claim type', update, 'claim', 'claim.type'],
    ['order payment_status', order, 'order-store', 'order.payment_status'],
  ],
  vendure: [
    ['Refund.state', update, 'refund', 'data.refundOrder.state'],
    ['Fulfillment.state', order, 'order-admin', 'data.order.fulfillments.0.state'],
  ],
  saleor: [
    ['FulfillmentStatus', update, 'return', 'data.orderFulfillmentReturnProducts.returnFulfillment.status'],
    ['FulfillmentStatus', order, 'order', 'data.order.fulfillments.0.status'],
    [
      'OrderGrantedRefundStatus',
      update,
      'granted-refund',
      'data.orderGrantRefundCreate.grantedRefund.status',
    ],
  ],
  bigcommerce: [
    ['order status_id', order, 'order', 'status_id'],
    ['order status_id', update, 'order', 'status_id'],
    ['Return.status (beta schema)', update, 'return', 'data.status'],
  ],
  magento: [
    ['ReturnStatus', update, 'return-graphql', 'data.requestReturn.return.status'],
    ['ReturnStatus', order, 'order-graphql-jpy', 'data.customer.orders.items.0.returns.items.0.status'],
  ],
  commercetools: [
    ['ReturnShipmentState', update, 'message-return-added', 'returnInfo.items.0.shipmentState'],
    ['ReturnPaymentState', order, 'order', 'returnInfo.0.items.0.paymentState'],
  ],
  ebay: [
    ['ReturnState', update, 'return', 'summary.state'],
    ['ReturnReason', update, 'return', 'summary.creationInfo.reason'],
  ],
  woocommerce: [['order status', order, 'order', 'status']],
};

for (const [storefront, rows] of Object.entries(placed)) {
  for (const [list, mode, from, place] of rows) {
    test(`${storefront}, ${mode}: every ${list} in a document`, { skip }, () => {
      const words = natives(JSON.parse(readFileSync(path, 'utf8'))[storefront][list]);
      assert.ok(words.length > 1);
      for (const word of words) {
        const document = place ? withWord(storefront, from, place, word) : from(word);
        const { ok, errors, warnings } = ask(storefront, mode, document);
        assert.ok(ok, `${word}: ${JSON.stringify(errors)}`);
        const unknown = warnings.filter(
          ({ code, message }) => code === 'unknown_code' && message.includes(`"${word}"`),
        );
        assert.deepEqual(unknown, [], word);
      }
    });
  }
}

test('Shopify: every reason to decline is written', { skip }, () => {
  const wanted = JSON.parse(readFileSync(path, 'utf8')).shopify.ReturnDeclineReason;
  const read = aftersale.readOrder(JSON.stringify(fixture('shopify', 'order-graphql'))).order;
  const written = ['final_sale', 'window_closed', 'something_else'].map((reason) => {
    const refused = ['refuse', { reason, note: 'no' }];
    const of = caseOf(aftersale, read, '5552', 'style', 'original_payment_method', refused);
    const { requests } = aftersale.write({ order: read, case: of, intent: 'refuse', ids: { return: '1' } });
    return requests[0].variables.input.declineReason;
  });
  assert.deepEqual(written.sort(), [...wanted].sort());
});

test('Shopify: what cannot come back is shown with the line', () => {
  const [, , , [, , of]] = placed.shopify;
  const { result } = ask('shopify', order, of('FINAL_SALE'));
  const [line] = result.order.lines;
  assert.equal(line.attributes.finalSale, true);
  assert.equal(line.attributes.values.non_returnable, 'FINAL_SALE');
  const without = fixture('shopify', 'order-graphql');
  Object.assign(without.data.order, noReason);
  assert.equal(
    ask('shopify', order, without).result.order.lines[0].attributes?.values?.non_returnable,
    undefined,
  );
});

/** Where each storefront has a status: [mode, fixture, place]. */
const tomorrow = {
  amazon: [update, 'returns', 'returns.0.status'],
  bigcommerce: [update, 'return', 'data.status'],
  commercetools: [update, 'message-return-added', 'returnInfo.items.0.shipmentState'],
  douyin: [update, 'aftersales', 'data.items.0.aftersale_info.aftersale_status'],
  ebay: [update, 'return', 'summary.state'],
  kuaishou: [update, 'refund', 'data.status'],
  magento: [update, 'return-graphql', 'data.requestReturn.return.status'],
  medusa: [update, 'return-received', 'return.status'],
  pinduoduo: [update, 'refund-detail', 'refund_information_get_response.after_sales_status'],
  saleor: [update, 'return', 'data.orderFulfillmentReturnProducts.returnFulfillment.status'],
  shopify: [update, 'return-open', 'status'],
  taobao: [update, 'refunds', 'refunds_receive_get_response.refunds.refund.0.status'],
  'tiktok-shop': [update, 'returns', 'data.return_orders.0.return_status'],
  vendure: [update, 'refund', 'data.refundOrder.state'],
  weixin: [update, 'aftersale', 'after_sale_order.status'],
  woocommerce: [order, 'order', 'status'],
};

for (const [storefront, [mode, name, place]] of Object.entries(tomorrow)) {
  test(`${storefront}: a word from tomorrow is kept, shown and told`, () => {
    const word = '77777';
    const { ok, result, errors, warnings } = ask(storefront, mode, withWord(storefront, name, place, word));
    assert.ok(ok, JSON.stringify(errors));
    const told = warnings.find(({ code }) => code === 'unknown_code');
    assert.ok(told, 'told');
    assert.equal(told.pointer, `/document/${place.replaceAll('.', '/')}`);
    const shown = result.order?.source.native.status ?? (result.updates ?? [result.update])[0].native;
    assert.equal(shown, word);
    if (mode === update) assert.equal((result.updates ?? [result.update])[0].status, undefined);
  });
}
