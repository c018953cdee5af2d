// What plugins write is valid by their storefronts' own schemas: GraphQL documents with the types of their variables, and bodies by
// OpenAPI. The schemas are not part of the project; where one is not at hand its tests are skipped.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import Ajv from 'ajv';
import { buildClientSchema, buildSchema, getVariableValues, parse, validate } from 'graphql';
import { createAftersale } from '../../dist/node.js';
import { at, readJson } from './support.mjs';

const folder = `${process.env.AFTERSALE_SHARED ?? at('../shared')}/payloads/schemas`;
const absent = (name) => (existsSync(`${folder}/${name}`) ? false : `${name} is not here (AFTERSALE_SHARED)`);
const text = (name) => readFileSync(`${folder}/${name}`, 'utf8');
const messages = (errors = []) => errors.map(({ message }) => message);

/** A YAML reader, if one is about: none is among what the project depends on. */
function yaml() {
  try {
    return createRequire(import.meta.url)('js-yaml');
  } catch {
    return undefined;
  }
}

const policy = {
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
        { id: 'staff', approval: { mode: 'manual' } },
      ],
    },
  ],
};

let aftersale;
before(async () => {
  aftersale = await createAftersale({ policies: [policy] });
});
after(() => aftersale?.close());

const orderOf = (path) => {
  const read = aftersale.readOrder(readFileSync(at(`plugins/${path}.json`), 'utf8'));
  return read.order ?? read.orders[0];
};

/** A case on one unit of the order's first line, settled; the shop's own policy decides alone. */
function caseOf(read, reason = 'defective', resolution = 'original_payment_method') {
  const shipments = [
    {
      id: 'p',
      status: 'delivered',
      delivered: { at: read.createdAt },
      lines: read.lines.map(({ id, quantity }) => ({ line: id, quantity })),
    },
  ];
  const order = { ...read, shipments, returns: [], buyer: { ...read.buyer, consumer: false } };
  const [{ id: line }] = order.lines;
  const world = { order, now: order.createdAt };
  const request = {
    items: [{ line, quantity: 1, reason, note: 'as agreed' }],
    resolution,
    method: 'by_mail',
  };
  const opened = { request, quote: aftersale.quote({ ...world, request }).hash };
  let of = null;
  for (const [type, data, kind] of [
    ['request', opened, 'buyer'],
    ['approve', {}, 'seller'],
    ['ship', { carrier: 'DHL', tracking: '1' }, 'buyer'],
    ['receive', { items: [{ line, quantity: 1 }] }, 'seller'],
    ['inspect', { items: [{ line, quantity: 1, grade: 'as_new', disposition: 'restock' }] }, 'seller'],
  ]) {
    const version = of?.events.length ?? 0;
    const command = { id: `c${version}`, case: 'rma-1', type, version, actor: { kind, id: 'x' }, data };
    const result = aftersale.transition({ ...world, case: of, command });
    assert.equal(result.accepted, true, `${type}: ${JSON.stringify(result.refusal)}`);
    of = { id: 'rma-1', order: order.id, kind: 'return', events: [...(of?.events ?? []), ...result.events] };
  }
  return of;
}

/** Checks every request of the intent; gives the operations. */
function checkGraphql(schema, plugin, order, of, intent, ids = {}) {
  const { requests } = aftersale.write({ order, case: of, intent, ids }, { plugin });
  return requests.map(({ query, variables, operation }) => {
    const document = parse(query);
    assert.deepEqual(messages(validate(schema, document)), [], operation);
    const { errors } = getVariableValues(schema, document.definitions[0].variableDefinitions, variables);
    assert.deepEqual(messages(errors), [], operation);
    assert.equal(document.definitions[0].selectionSet.selections[0].name.value, operation);
    return operation;
  });
}

describe('Saleor', { skip: absent('saleor.graphql') }, () => {
  let schema;
  before(() => {
    schema = buildSchema(text('saleor.graphql'), { assumeValidSDL: true });
  });

  test('a return, for every reason, of units of parcels and of the order', () => {
    const order = orderOf('saleor/fixtures/order');
    for (const reason of Object.keys(readJson('core/data/reasons.json')))
      assert.deepEqual(checkGraphql(schema, 'saleor', order, caseOf(order, reason), 'create_return'), [
        'orderFulfillmentReturnProducts',
      ]);
    const bare = orderOf('saleor/fixtures/orders-jpy');
    checkGraphql(schema, 'saleor', bare, caseOf(bare), 'create_return');
  });

  test('refunds of a transaction and of an older payment', () => {
    const order = orderOf('saleor/fixtures/order');
    assert.deepEqual(checkGraphql(schema, 'saleor', order, caseOf(order), 'refund'), [
      'orderGrantRefundCreate',
    ]);
    const [tender] = order.tenders;
    const older = { ...order, tenders: [{ ...tender, id: 'UGF5bWVudDox' }] };
    assert.deepEqual(checkGraphql(schema, 'saleor', older, caseOf(older), 'refund'), ['orderRefund']);
  });
});

describe('Adobe Commerce, GraphQL', { skip: absent('adobe_commerce_graphql_2.4.8.json') }, () => {
  let schema;
  before(() => {
    const { data, ...bare } = JSON.parse(text('adobe_commerce_graphql_2.4.8.json'));
    schema = buildClientSchema(data ?? bare);
  });

  test('returns of customers and guests', () => {
    for (const name of ['order-graphql-jpy', 'order-rest']) {
      const order = orderOf(`magento/fixtures/${name}`);
      const of = caseOf(order);
      const check = (ids) => checkGraphql(schema, 'magento', order, of, 'create_return', ids);
      assert.deepEqual(check({}), ['requestReturn']);
      assert.deepEqual(check({ reasons: { defective: '7' } }), ['requestReturn']);
      assert.deepEqual(check({ guestToken: '0:3:abc' }), ['requestGuestReturn']);
    }
  });
});

describe('Bodies by OpenAPI', { skip: yaml() ? false : 'there is no reader of YAML here' }, () => {
  /** Errors of a body as a schema of the file describes it; `partial` where it asks for what only answers hold. */
  function errors(file, name, body, partial = false) {
    const { components, definitions } = yaml().load(text(file));
    const schemas = JSON.parse(JSON.stringify(components?.schemas ?? definitions), (key, value) =>
      (partial && key === 'required' && Array.isArray(value)) ||
      key === 'example' ||
      (key.startsWith('exclusive') && typeof value === 'boolean')
        ? undefined
        : value,
    );
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
    ajv.addSchema({ $id: 'api', components: { schemas }, definitions: schemas });
    const check = ajv.getSchema(`api#/definitions/${name}`);
    return check(body) ? [] : check.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
  const bodyOf = (plugin, order, intent, ids, of = caseOf(order)) =>
    aftersale.write({ order, case: of, intent, ids }, { plugin }).requests[0].body;

  test('BigCommerce', { skip: absent('bigcommerce_orders.v3.yml') }, () => {
    const order = orderOf('bigcommerce/fixtures/order');
    const file = 'bigcommerce_orders.v3.yml';
    const ids = {
      provider: 'stripe',
      outcome: 3,
      reasons: { defective: 4 },
      return: 12,
      returnItems: { 71: 20 },
    };
    assert.deepEqual(
      errors(file, 'RefundRequest_Post_Items', bodyOf('bigcommerce', order, 'refund', ids)),
      [],
    );
    const credited = caseOf(order, 'defective', 'store_credit');
    assert.deepEqual(
      errors(file, 'RefundRequest_Post_Items', bodyOf('bigcommerce', order, 'refund', {}, credited)),
      [],
    );
    assert.deepEqual(errors(file, 'RefundQuote_ItemsRefund', bodyOf('bigcommerce', order, 'refund', {})), []);
    assert.deepEqual(
      errors(file, 'CreateReturnRequest', bodyOf('bigcommerce', order, 'create_return', ids)),
      [],
    );
    for (const intent of ['approve', 'refuse'])
      assert.deepEqual(errors(file, 'ReviewedItems_Put', bodyOf('bigcommerce', order, intent, ids)), []);
    assert.deepEqual(errors(file, 'ReceivedItems_Put', bodyOf('bigcommerce', order, 'receive', ids)), []);
    assert.deepEqual(
      errors(file, 'UpdateReturnStatusesRequest', bodyOf('bigcommerce', order, 'cancel', ids)),
      [],
    );
    assert.notDeepEqual(
      errors(file, 'CreateReturnRequest', { items: [{ quantity: 'one' }] }),
      [],
      'it can fail',
    );
  });

  test('Adobe Commerce, REST', { skip: absent('adobe_commerce_admin_rest_2.4.9.yaml') }, () => {
    const order = orderOf('magento/fixtures/order-rest');
    const file = 'adobe_commerce_admin_rest_2.4.9.yaml';
    const ids = {
      admin: true,
      reasons: { defective: '7' },
      condition: '8',
      resolution: '5',
      return: '3',
      returnItems: { 301: '5' },
    };
    for (const intent of ['create_return', 'approve', 'refuse', 'receive', 'cancel']) {
      const { rmaDataObject } = bodyOf('magento', order, intent, ids);
      assert.deepEqual(errors(file, 'rma-data-rma-interface', rmaDataObject, true), [], intent);
    }
    const { items, arguments: given } = bodyOf('magento', order, 'refund', { invoice: 4 });
    assert.deepEqual(errors(file, 'sales-data-creditmemo-creation-arguments-interface', given, true), []);
    for (const item of items)
      assert.deepEqual(errors(file, 'sales-data-creditmemo-item-creation-interface', item), []);
  });

  test('eBay', { skip: absent('ebay_sell_fulfillment_oas3.json') }, () => {
    const order = orderOf('ebay/fixtures/order');
    const file = 'ebay_sell_fulfillment_oas3.json';
    const body = bodyOf('ebay', order, 'refund', {});
    assert.deepEqual(errors(file, 'IssueRefundRequest', body), []);
    const paths = Object.keys(JSON.parse(text('ebay_post_order_return_oas3.json')).paths);
    const of = caseOf(order);
    for (const intent of ['create_return', 'approve', 'refuse', 'receive', 'refund', 'cancel']) {
      const { requests } = aftersale.write(
        { order, case: of, intent, ids: { return: '53' } },
        { plugin: 'ebay' },
      );
      for (const { path } of requests)
        assert.ok(paths.includes(path.replace('/post-order/v2', '').replace('/53', '/{returnId}')), path);
    }
  });
});
