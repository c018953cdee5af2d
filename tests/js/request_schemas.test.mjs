// Requests that shop_schemas.test.mjs, shopify_schema.test.mjs and tiktok_schema.test.mjs do not ask about: cancellations of TikTok
// Shop by its OpenAPI, refunds of Vendure by its introspection, and commercetools' actions, of which no OpenAPI is at hand, by the
// examples of its documentation.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'graphql';
import { createAftersale } from '../../dist/node.js';
import { caseOf, policy } from './cases.mjs';
import { at } from './support.mjs';

const payloads = `${process.env.AFTERSALE_SHARED ?? at('../shared')}/payloads`;
const absent = (name) =>
  existsSync(`${payloads}/${name}`) ? false : `${name} is not here (AFTERSALE_SHARED)`;
const load = (name) => JSON.parse(readFileSync(`${payloads}/${name}`, 'utf8'));

let aftersale;
before(async () => {
  aftersale = await createAftersale({ policies: [policy] });
});
after(() => aftersale?.close());

const orderOf = (path) => {
  const read = aftersale.readOrder(readFileSync(at(`plugins/${path}.json`), 'utf8'));
  return read.order ?? read.orders[0];
};
const write = (plugin, order, of, intent, ids = {}) =>
  aftersale.write({ order, case: of, intent, ids }, { plugin }).requests;

/** A buyer's request for the money of a line whose goods are still here. */
function beforeDispatch(read, line) {
  const order = { ...read, shipments: [] };
  const world = { order, now: order.createdAt };
  const request = {
    kind: 'refund_before_dispatch',
    items: [{ line, quantity: 1, reason: 'changed_mind' }],
    resolution: 'original_payment_method',
  };
  const data = { request, quote: aftersale.quote({ ...world, request }).hash };
  const command = { id: 'c', case: 'rma-1', type: 'request', version: 0, actor: { kind: 'buyer' }, data };
  const { accepted, refusal, events } = aftersale.transition({ ...world, command });
  assert.ok(accepted, JSON.stringify(refusal));
  return { id: 'rma-1', order: order.id, kind: 'refund_before_dispatch', events };
}

describe('TikTok Shop: cancellations', { skip: absent('schemas/tiktok/return_refund.json') }, () => {
  test('are opened and answered as its OpenAPI says', () => {
    const { paths } = load('schemas/tiktok/return_refund.json');
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { int32: true } });
    const order = orderOf('tiktok-shop/fixtures/orders-us');
    const of = beforeDispatch(order, order.lines[0].id);
    const wanted = {
      create_return: { cancelReason: 'seller_cancel_reason_out_of_stock' },
      approve: { return: '4035000000000000051' },
      refuse: { return: '4035000000000000051', rejectReason: 'seller_reject_apply_product_has_been_packed' },
    };
    const written = Object.entries(wanted).map(([intent, ids]) => {
      const [{ method, path, body }] = write('tiktok-shop', order, of, intent, ids);
      const known = Object.keys(paths).find((template) =>
        new RegExp(`^${template.replace(/\{\w+\}/g, '\\d+')}$`).test(path),
      );
      const operation = paths[known]?.[method.toLowerCase()];
      assert.ok(operation, `${method} ${path}`);
      const schema = operation.requestBody?.content['application/json'].schema;
      if (schema) {
        assert.ok(ajv.validate(schema, body), JSON.stringify([body, ajv.errors]));
        for (const name of Object.keys(body)) assert.ok(schema.properties[name], `${path}: ${name}`);
      } else assert.deepEqual(body, {});
      return known;
    });
    assert.deepEqual(
      written.map((path) => path.replace(/.*202309/, '')),
      ['/cancellations', '/cancellations/{cancel_id}/approve', '/cancellations/{cancel_id}/reject'],
    );
  });
});

describe('Vendure', { skip: absent('schemas/vendure_admin_introspection.json') }, () => {
  test('refunds ask for what the Admin API has', () => {
    // The introspection was asked for too little to build a schema of: names are compared one by one. What is
    // deprecated it leaves out; older servers need that, and newer ones still take it (tests/servers).
    const deprecated = ['lines', 'shipping', 'adjustment'];
    const { types } = load('schemas/vendure_admin_introspection.json').data.__schema;
    const typeOf = (name) => types.find((type) => type.name === name);
    const named = (list, name) => list.find((each) => each.name === name);
    const bare = (type) => type.name ?? bare(type.ofType);
    const order = orderOf('vendure/fixtures/order-admin');
    const [{ id: line }] = order.lines;
    const steps = [
      ['approve', {}],
      ['ship', { carrier: 'DHL', tracking: '1' }, 'buyer'],
      ['receive', { items: [{ line, quantity: 1 }] }],
    ];
    const of = caseOf(aftersale, order, line, 'defective', 'original_payment_method', ...steps);
    const requests = write('vendure', order, of, 'refund');
    assert.ok(requests.length > 0);
    for (const { query, variables } of requests) {
      const [definition] = parse(query).definitions;
      const given = definition.variableDefinitions.map(({ variable }) => variable.name.value);
      for (const name of Object.keys(variables)) assert.ok(given.includes(name), name);
      const [call] = definition.selectionSet.selections;
      const field = named(typeOf('Mutation').fields, call.name.value);
      const [argument] = call.arguments;
      const input = typeOf(bare(named(field.args, argument.name.value).type));
      for (const { name } of argument.value.fields)
        assert.ok(
          deprecated.includes(name.value) || named(input.inputFields, name.value),
          `${input.name}.${name.value}`,
        );
      for (const { name, type } of input.inputFields)
        if (type.kind === 'NON_NULL')
          assert.ok(
            named(
              argument.value.fields.map((f) => ({ name: f.name.value })),
              name,
            ),
            name,
          );
      for (const { kind, typeCondition, selectionSet } of call.selectionSet.selections) {
        if (kind !== 'InlineFragment') continue;
        const type = typeOf(typeCondition.name.value);
        assert.ok(type, typeCondition.name.value);
        for (const { name } of selectionSet.selections)
          assert.ok(named(type.fields, name.value), `${type.name}.${name.value}`);
      }
    }
  });
});

describe('commercetools', { skip: absent('commercetools/action-OrderAddReturnInfoAction.json') }, () => {
  test('actions are those of its documentation', () => {
    const example = (name) => load(`commercetools/action-Order${name}Action.json`);
    const [{ items: set }] = example('SetReturnInfo').items;
    const order = orderOf('commercetools/fixtures/order');
    const [{ id: line }] = order.lines;
    const steps = [
      ['approve', {}],
      ['ship', { carrier: 'DHL', tracking: '1' }, 'buyer'],
      ['receive', { items: [{ line, quantity: 1 }] }],
      ['inspect', { items: [{ line, quantity: 1, grade: 'as_new', disposition: 'restock' }] }],
    ];
    const open = caseOf(aftersale, order, line, 'defective', 'original_payment_method');
    const settled = caseOf(aftersale, order, line, 'defective', 'original_payment_method', ...steps);
    const ids = { version: 3, paymentVersion: 4, returnItems: { [line]: 'r-1' } };
    const actionOf = (of, intent) => {
      const [{ path, method, body }] = write('commercetools', order, of, intent, ids);
      assert.equal(`${method} ${path}`, `POST /orders/${order.id}`);
      assert.equal(body.version, 3);
      return body.actions[0];
    };
    const within = (action, like) => {
      assert.equal(action.action, like.action);
      for (const [name, value] of Object.entries(action)) {
        if (name === 'returnTrackingId') continue;
        assert.equal(typeof value, typeof like[name], name);
      }
    };
    const advised = actionOf(open, 'create_return');
    within(advised, example('AddReturnInfo'));
    for (const [name, value] of Object.entries(advised.items[0]))
      assert.equal(typeof value, typeof set[0][name], name);
    within(actionOf(settled, 'receive'), example('SetReturnShipmentState'));
    within(actionOf(settled, 'refuse'), example('SetReturnPaymentState'));
    within(actionOf(settled, 'refund'), example('SetReturnPaymentState'));
  });
});
