// What the TikTok Shop plugin writes is valid against TikTok Shop's own OpenAPI: the paths are there, and the bodies hold
// nothing that it does not know. The API's files are not part of the project; where they are not at hand the test is skipped.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { createAftersale } from '../../dist/node.js';
import { caseOf, policy } from './cases.mjs';
import { at } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const file = `${shared}/payloads/schemas/tiktok/return_refund.json`;
const skip = existsSync(file) ? false : 'the OpenAPI of returns is not here (AFTERSALE_SHARED)';

/** Unknown members are faults: a misspelt one would be ignored by the shop. */
const strict = (schema) => {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== 'object') return schema;
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]));
  return schema.type === 'object' && schema.properties ? { ...out, additionalProperties: false } : out;
};

describe('requests are valid calls of the Open API', { skip }, () => {
  let aftersale;
  let paths;
  let us;
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { int32: true } });
  before(async () => {
    aftersale = await createAftersale({ policies: [policy] });
    ({ paths } = JSON.parse(readFileSync(file, 'utf8')));
    us = aftersale.readOrder(readFileSync(at('plugins/tiktok-shop/fixtures/orders-us.json'), 'utf8')).order;
  });
  after(() => aftersale?.close());

  const line = '576900000000000101';
  const open = (order, reason = 'not_as_described', ...steps) =>
    caseOf(aftersale, order, line, reason, 'original_payment_method', ...steps);
  const refused = ['refuse', { reason: 'too_late', note: 'no' }];

  /** Writes and checks the one request; gives its path and body. */
  function written(order, of, intent, ids = {}) {
    const { requests } = aftersale.write({ order, case: of, intent, ids }, { plugin: 'tiktok-shop' });
    assert.equal(requests.length, 1);
    const [{ method, path, body }] = requests;
    const [plain, query] = path.split('?');
    const known = Object.keys(paths).find((template) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '\\d+')}$`).test(plain),
    );
    const operation = paths[known]?.[method.toLowerCase()];
    assert.ok(operation, `${method} ${path}`);
    for (const name of query ? new URLSearchParams(query).keys() : [])
      assert.ok(
        operation.parameters.some((p) => p.in === 'query' && p.name === name),
        name,
      );
    const schema = operation.requestBody?.content['application/json'].schema;
    if (schema) assert.ok(ajv.validate(strict(schema), body), JSON.stringify([body, ajv.errors]));
    else assert.deepEqual(body, {});
    return { path: plain, body };
  }

  test('a return is opened with the total and the currency of its quote', () => {
    const { path, body } = written(us, open(us), 'create_return');
    assert.equal(path, '/return_refund/202309/returns');
    assert.deepEqual(body, {
      currency: 'USD',
      handover_method: 'DROP_OFF',
      order_id: us.id,
      order_line_item_ids: [line],
      refund_total: '14.03', // 10.80 for the mug, 3.23 for shipping: the policy gives all of it back
      return_reason: 'ecom_order_delivered_refund_reason_not_match_description_seller',
      return_type: 'RETURN_AND_REFUND',
      shipment_type: 'PLATFORM',
    });
  });

  test('the reasons are those of the market', () => {
    const known = JSON.parse(readFileSync(`${shared}/payloads/refs/tiktok_refund_reasons.json`, 'utf8'));
    const markets = {
      US: 'US',
      UK: 'GB',
      VN: 'VN',
      MX: 'MX',
      BR: 'BR',
      JP: 'JP',
      'EU(ES,IE,FR,DE,IT)': 'DE',
    };
    for (const [market, country] of Object.entries(markets)) {
      const order = { ...us, buyer: { ...us.buyer, country } };
      const { seller_initiated: seller } = known[market];
      const allowed = Array.isArray(seller) ? seller : seller.DELIVERED;
      for (const reason of [
        'not_as_described',
        'wrong_item',
        'damaged_in_transit',
        'missing_parts',
        'defective',
        'arrived_late',
      ]) {
        const { body } = written(order, open(order, reason), 'create_return');
        assert.ok(allowed.includes(body.return_reason), `${market}: ${body.return_reason}`);
      }
    }
    const refuse = (order, reason) =>
      assert.throws(() => written(order, open(order, reason), 'create_return'), { code: 'not_supported' });
    for (const country of ['MY', 'PH', 'SG', 'TH'])
      refuse({ ...us, buyer: { ...us.buyer, country } }, 'defective');
    refuse({ ...us, buyer: { ...us.buyer, country: 'ID' } }, 'defective');
    refuse(us, 'changed_mind');
  });

  test('answers to a request', () => {
    const ids = { return: '4035000000000000051' };
    assert.deepEqual(written(us, open(us), 'approve', ids).body, { decision: 'APPROVE_RETURN' });
    assert.deepEqual(written(us, open(us), 'receive', ids).body, { decision: 'APPROVE_RECEIVED_PACKAGE' });
    const of = open(us, 'style', refused);
    assert.equal(written(us, of, 'refuse', ids).path, '/return_refund/202309/reject_reasons');
    const { body } = written(us, of, 'refuse', { ...ids, rejectReason: 'reverse_reject_request_reason_4' });
    assert.deepEqual(body, {
      comment: 'no',
      decision: 'REJECT_RETURN',
      reject_reason: 'reverse_reject_request_reason_4',
    });
  });

  test('what it has not is said', () => {
    for (const intent of ['refund', 'cancel'])
      assert.throws(() => written(us, open(us), intent, { return: '1' }), { code: 'not_supported' });
    assert.throws(() => written(us, open(us), 'approve'), { code: 'missing_id' });
  });
});
