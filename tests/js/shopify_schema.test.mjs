// What the Shopify plugin writes is valid against Shopify's own schema: the documents, and the types of their variables.
// The schema (11 MB of introspection) is not part of the project; where it is not at hand the test is skipped.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { buildClientSchema, getVariableValues, parse, validate } from 'graphql';
import { createAftersale } from '../../dist/node.js';
import { caseOf as caseBy, policy } from './cases.mjs';
import { at, readJson } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const file = `${shared}/payloads/schemas/shopify_admin_2026-07.json`;
const skip = existsSync(file) ? false : 'the introspection of the Admin API is not here (AFTERSALE_SHARED)';

describe('requests are valid GraphQL of the Admin API', { skip }, () => {
  let aftersale;
  let schema;
  before(async () => {
    aftersale = await createAftersale({ policies: [policy] });
    const { data, ...bare } = JSON.parse(readFileSync(file, 'utf8'));
    schema = buildClientSchema(data ?? bare);
  });
  after(() => aftersale?.close());
  const caseOf = (...rest) => caseBy(aftersale, ...rest);

  /** Writes the intent and checks every request; gives the operations. */
  function check(order, of, intent, ids = {}) {
    const { requests } = aftersale.write({ order, case: of, intent, ids });
    return requests.map(({ method, path, operation, query, variables, body }) => {
      assert.equal(method, 'POST');
      assert.match(path, /^\/admin\/api\/2026-07\/graphql\.json$/);
      assert.deepEqual(body, { query, variables });
      const document = parse(query);
      assert.deepEqual(
        validate(schema, document).map(({ message }) => message),
        [],
        operation,
      );
      const [{ variableDefinitions = [] }] = document.definitions;
      const { errors = [] } = getVariableValues(schema, variableDefinitions, variables);
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
        operation,
      );
      assert.equal(document.definitions[0].selectionSet.selections[0].name.value, operation);
      return operation;
    });
  }

  const orderOf = (name) =>
    aftersale.readOrder(readFileSync(at(`plugins/shopify/fixtures/${name}.json`), 'utf8')).order;
  const disposition = (name, grade = 'as_new') => [
    'inspect',
    { items: [{ line: '5552', quantity: 1, grade, disposition: name }] },
  ];
  const arrived = [
    ['approve', {}],
    ['ship', { carrier: 'DHL', tracking: '1' }, 'buyer'],
    ['receive', { items: [{ line: '5552', quantity: 1 }] }],
  ];

  test('a return is requested, for every reason', () => {
    const order = orderOf('order-graphql');
    for (const reason of Object.keys(readJson('core/data/reasons.json'))) {
      const of = caseOf(order, '5552', reason, 'original_payment_method');
      assert.deepEqual(check(order, of, 'create_return'), ['returnRequest']);
    }
    const of = caseOf(order, '5552', 'color', 'original_payment_method');
    const ids = { reasons: { color: '640710815' }, fulfillmentLineItems: { 5552: '9' } };
    assert.deepEqual(check(order, of, 'create_return', ids), ['returnRequest']);
  });

  test('unknown ids are asked for', () => {
    const rest = orderOf('order-rest');
    const of = caseOf(rest, '900000000000000102', 'defective', 'original_payment_method');
    assert.deepEqual(check(rest, of, 'create_return'), ['returnableFulfillments']);
    const order = orderOf('order-graphql');
    const settled = caseOf(
      order,
      '5552',
      'style',
      'original_payment_method',
      ...arrived,
      disposition('restock'),
    );
    assert.deepEqual(check(order, settled, 'receive', { return: '1' }), ['return']);
    assert.deepEqual(check(order, settled, 'refund', { return: '1' }), ['return']);
    const anonymous = { ...order, tenders: [{ ...order.tenders[0], id: 'payment' }] };
    const paid = caseOf(anonymous, '5552', 'style', 'original_payment_method', ...arrived);
    assert.deepEqual(check(anonymous, paid, 'refund', { return: '1' }), ['order']);
  });

  test('answers to a request', () => {
    const order = orderOf('order-graphql');
    const open = caseOf(order, '5552', 'style', 'original_payment_method');
    assert.deepEqual(check(order, open, 'approve', { return: '1' }), ['returnApproveRequest']);
    assert.deepEqual(check(order, open, 'cancel', { return: 'gid://shopify/Return/1' }), ['returnCancel']);
    for (const reason of ['final_sale', 'window_closed', 'something_else']) {
      const refused = caseOf(order, '5552', 'style', 'original_payment_method', [
        'refuse',
        { reason, note: 'ä'.repeat(600) },
      ]);
      assert.deepEqual(check(order, refused, 'refuse', { return: '1' }), ['returnDeclineRequest']);
    }
  });

  test('goods and money', () => {
    const order = orderOf('order-graphql');
    const ids = {
      return: '1',
      returnLineItems: { 5552: '2' },
      reverseFulfillmentOrderLineItems: { 5552: '3' },
      location: '4',
    };
    for (const name of ['restock', 'refurbish', 'recycle', 'dispose', 'return_to_sender']) {
      const of = caseOf(order, '5552', 'style', 'original_payment_method', ...arrived, disposition(name));
      assert.deepEqual(check(order, of, 'receive', ids), ['reverseFulfillmentOrderDispose']);
    }
    for (const resolution of ['original_payment_method', 'store_credit']) {
      const of = caseOf(order, '5552', 'style', resolution, ...arrived, disposition('restock'));
      assert.deepEqual(check(order, of, 'refund', ids), ['returnProcess']);
      assert.deepEqual(check(order, of, 'refund'), ['refundCreate']);
    }
  });
});
