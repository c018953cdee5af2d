// Documents of real storefronts and of their documentation, which are not part of the project: where they are at hand,
// every one of them goes through the native program and the package. Both give the same bytes, figures are those of the
// document, and nothing that is done to a document brings the core down.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { amount, partsOf, spoil } from './documents.mjs';
import { at, errorsOf } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const program = at('build/native/aftersale');
const skip = !existsSync(`${shared}/payloads`)
  ? 'the recorded payloads are not here (AFTERSALE_SHARED)'
  : !existsSync(program)
    ? 'the native program is not built'
    : false;

const documents = skip
  ? []
  : ['shopify', 'medusa', 'vendure'].flatMap((plugin) =>
      readdirSync(`${shared}/payloads/${plugin}`)
        .filter((name) => name.endsWith('.json'))
        .map((name) => ({ plugin, name, path: `${shared}/payloads/${plugin}/${name}` })),
    );
const textOf = ({ path }) => readFileSync(path, 'utf8');

let aftersale;
before(async () => {
  aftersale = await createAftersale();
});
after(() => aftersale?.close());

const call = (text, mode, plugin = 'auto') => JSON.stringify({ op: 'translate', mode, plugin, text });
const answer = (document, mode) => JSON.parse(aftersale.dispatchText(call(textOf(document), mode)));

/** Exact decimals with 12 digits behind the point. */
function exact(value) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value ?? 0));
  assert.ok(fraction.length <= 12, String(value));
  return BigInt(sign + whole + fraction.padEnd(12, '0'));
}
const exponents = { JPY: 0 };
/** Half up, to minor units. */
const rounded = (value, currency) => {
  const unit = 10n ** BigInt(12 - (exponents[currency] ?? 2));
  return Number((value + unit / 2n) / unit);
};

describe('payloads', { skip }, () => {
  for (const document of documents) {
    const name = `${document.plugin}/${document.name}`;
    test(`${name}: the program and the package agree`, () => {
      for (const mode of ['read-order', 'read-update', 'recognize']) {
        const { status, stdout, stderr } = spawnSync(
          program,
          ['translate', mode, ...(mode === 'recognize' ? [] : ['--plugin', 'auto']), document.path],
          { encoding: 'utf8', maxBuffer: 1 << 26 },
        );
        const text = aftersale.dispatchText(call(textOf(document), mode.replace('-', '_')));
        const { ok, result, errors } = JSON.parse(text);
        assert.equal(status, ok ? 0 : 1, `${mode}: ${stderr}`);
        if (!ok) {
          assert.deepEqual(JSON.parse(stderr).errors, errors);
          continue;
        }
        assert.equal(stdout, `${text}\n`);
        const shape = { 'read-order': 'ReadOrder', 'read-update': 'ReadUpdate', recognize: 'Recognition' }[
          mode
        ];
        assert.deepEqual(errorsOf(`answer#${shape}`, result), []);
      }
    });
  }

  test('every order is read, and what is none is named', () => {
    for (const document of documents) {
      const { ok, result, errors } = answer(document, 'read_order');
      const order =
        /(^rest-(go-|py-)?order|orders_(create|updated|cancelled|partially)|^store-order|^(shop|admin)-order-)/.test(
          document.name,
        );
      if (order)
        assert.ok(ok && (result.order ?? result.orders), `${document.name}: ${JSON.stringify(errors)}`);
      // Medusa sends the whole order along with some returns.
      else if (ok) assert.match(document.name, /^admin-.*-begin/);
      else assert.match(errors[0].code, /^(not_an_order|storefront_error)$/, document.name);
    }
  });

  test('Shopify: figures are the document’s, or a warning says that they do not add up', () => {
    let sound = 0;
    for (const document of documents.filter(({ plugin }) => plugin === 'shopify')) {
      const { ok, result, warnings } = answer(document, 'read_order');
      const payload = JSON.parse(textOf(document));
      if (!ok || !result.order) continue;
      const raw = payload.order ?? payload.orders?.[0] ?? payload;
      const list = (items = [], pick) => (items ?? []).reduce((sum, item) => sum + pick(item), 0n);
      const off = (item) =>
        item.discount_allocations?.length
          ? list(item.discount_allocations, (d) => exact(d.amount))
          : exact(item.total_discount);
      const tax = (item) => (raw.taxes_included ? 0n : list(item.tax_lines, (t) => exact(t.price)));
      const parts =
        list(raw.line_items, (l) => exact(l.price) * BigInt(l.quantity) - off(l) + tax(l)) +
        list(raw.shipping_lines, (s) => exact(s.price) - off(s) + tax(s));
      const said = warnings.some(
        ({ code, pointer }) => code === 'totals_differ' && pointer === '/result/order/totals/total',
      );
      assert.equal(said, parts !== exact(raw.total_price), document.name);
      assert.equal(partsOf(result.order), rounded(parts, raw.currency), document.name);
      assert.equal(amount(result.order.totals.total), rounded(exact(raw.total_price), raw.currency));
      sound += said ? 0 : 1;
    }
    assert.ok(sound >= 8, `${sound} documents add up`);
  });

  test('Vendure: the parts add up to the total', () => {
    let count = 0;
    for (const document of documents.filter(({ plugin }) => plugin === 'vendure')) {
      const { ok, result, warnings } = answer(document, 'read_order');
      if (!ok) continue;
      const { order, orderByCode } = JSON.parse(textOf(document)).response.data;
      assert.equal(partsOf(result.order), (order ?? orderByCode).totalWithTax, document.name);
      assert.deepEqual(
        warnings.filter(({ code }) => code === 'totals_differ'),
        [],
        document.name,
      );
      count += 1;
    }
    assert.ok(count >= 5, `${count} documents are orders`);
  });

  test('Medusa: the parts add up to the rounded total', () => {
    let count = 0;
    for (const document of documents.filter(({ plugin }) => plugin === 'medusa')) {
      const { ok, result, warnings } = answer(document, 'read_order');
      if (!ok) continue;
      const { order } = JSON.parse(textOf(document)).response;
      const total = rounded(exact(order.raw_total?.value ?? order.total), order.currency_code.toUpperCase());
      assert.equal(amount(result.order.totals.total), total, document.name);
      assert.equal(partsOf(result.order), total, document.name);
      assert.equal(
        warnings.some(({ code }) => code === 'fraction_of_minor_unit'),
        exact(order.total) % 10n ** 10n !== 0n,
        document.name,
      );
      assert.ok(!warnings.some(({ code }) => code === 'totals_differ'), document.name);
      count += 1;
    }
    assert.ok(count >= 6);
  });

  /** By hand, from the documents. */
  const expected = {
    'shopify/rest-order-test_1.json': {
      id: '450789469',
      number: '#1001',
      currency: 'USD',
      lines: [
        ['466157049', 1, 19900, 334, 398],
        ['518995019', 1, 19900, 333, 398],
        ['703073504', 1, 19900, 333, 398],
      ],
      totals: { goods: 59700, discounts: 1000, tax: 1194, total: 59894, paid: 59894 },
      returns: [['509562969', 'refunded', 20900, 2]],
      country: 'US',
    },
    'shopify/rest-order-test_16.json': {
      id: '1073459976',
      currency: 'EUR',
      lines: [['1071823188', 3, 7499, 0, 1350]],
      totals: { goods: 22497, discounts: 0, tax: 1350, total: 23847, paid: 23847 },
    },
    'shopify/rest-order-test_17.json': {
      id: '1073459980',
      currency: 'USD',
      lines: [['1071823192', 1, 19900, 0, 0]],
      totals: { total: 19900, paid: 5000 },
      country: 'CA',
    },
    'shopify/rest-go-order.json': {
      id: '123456',
      currency: 'USD',
      lines: [
        ['254721536', 1, 0, 0, 0],
        ['5', 1, 500, 500, 0],
      ],
      totals: { goods: 500, discounts: 500, total: 1000, paid: 0 },
    },
    'shopify/webhook-2026-07-orders_create.json': {
      id: '820982911946154508',
      currency: 'USD',
      lines: [
        ['487817672276298554', 1, 8999, 0, 0],
        ['789012345678901234', 1, 1999, 0, 0],
        ['890123456789012345', 1, 2499, 0, 0],
        ['976318377106520349', 1, 15999, 0, 0],
        ['315789986012684393', 1, 11999, 0, 0],
      ],
      totals: { goods: 41495, discounts: 2000, shipping: 1000, total: 40495 },
      warned: 'totals_differ',
    },
    'medusa/store-order-placed-eur-discount.json': {
      id: 'order_01M7ZSRYBYHZ5PDCTQW5HZ62V1',
      currency: 'EUR',
      lines: [
        ['ordli_01M7ZSRYC0D8SCSZNPQZQ7TX4Y', 2, 733, 147, 251],
        ['ordli_01M7ZSRYC0MR6H2235JBRMPXV9', 3, 1999, 600, 1026],
      ],
      totals: { total: 8349, paid: 0 },
      country: 'DE',
      warned: 'fraction_of_minor_unit',
    },
    'medusa/store-order-delivered-jpy.json': {
      id: 'order_01M7ZSS6VKNKQ1GWCCX5CM6BRC',
      currency: 'JPY',
      lines: [
        ['ordli_01M7ZSS6VK5SJ62SX6PTDWC5BT', 1, 2500, 0, 250],
        ['ordli_01M7ZSS6VK8AVCPMX612PQB2W7', 1, 980, 0, 98],
      ],
      totals: { total: 4488, paid: 4488, refunded: 0 },
      country: 'JP',
      delivered: '2026-11-21T19:36:57.246Z',
    },
    'medusa/store-order-exchange.json': {
      id: 'order_01M7ZSSBVE2GQ1MH0WXDSR386K',
      currency: 'EUR',
      lines: [
        ['ordli_01M7ZSSBVFYV6A5D4QYX39CVEJ', 1, 1999, 0, 380],
        ['ordli_01M7ZSSECJEVD32ADQ2P6HEF3N', 1, 1999, 0, 380],
      ],
      totals: { total: 6362, paid: 2973 },
      returns: [['order_01M7ZSSBVE2GQ1MH0WXDSR386K:return_requested_quantity', 'approved', 0, 1]],
      warned: 'return_freight',
    },
  };
  for (const [name, wanted] of Object.entries(expected)) {
    test(`${name}: as read by hand`, () => {
      const { result, warnings } = answer({ path: `${shared}/payloads/${name}` }, 'read_order');
      const { order } = result;
      const sum = (list = []) => list.reduce((total, item) => total + amount(item.amount), 0);
      assert.equal(order.id, wanted.id);
      assert.equal(order.currency, wanted.currency);
      if (wanted.number) assert.equal(order.number, wanted.number);
      assert.deepEqual(
        order.lines.map((l) => [l.id, l.quantity, amount(l.unitPrice), sum(l.discounts), sum(l.taxes)]),
        wanted.lines,
      );
      for (const [key, value] of Object.entries(wanted.totals))
        assert.equal(order.totals[key]?.amount, value, key);
      if (wanted.returns) {
        assert.deepEqual(
          order.returns.map((r) => [r.id, r.status, amount(r.refunded), r.lines.length]),
          wanted.returns,
        );
      }
      if (wanted.country) assert.equal(order.buyer.country, wanted.country);
      if (wanted.delivered) assert.equal(order.shipments[0].delivered.at, wanted.delivered);
      if (wanted.warned) assert.ok(warnings.some(({ code }) => code === wanted.warned));
    });
  }

  test('updates say what happened', () => {
    const rows = {
      'shopify/webhook-2026-07-returns_approve.json': ['123134564567890', 'approved', '4783296544821'],
      'shopify/webhook-2026-07-returns_cancel.json': ['123134564567890', 'canceled', '4783296544821'],
      'shopify/webhook-2026-07-returns_close.json': ['123134564567890', 'closed', '4783296544821'],
      'shopify/rest-refund-test_2.json': [undefined, 'refunded', '450789469'],
      'medusa/store-return-create.json': [
        'return_01M7ZSS0NNKV1MB53G5FGEXC2X',
        'approved',
        'order_01M7ZSRYBYHZ5PDCTQW5HZ62V1',
      ],
      'medusa/admin-return-received.json': [
        'return_01M7ZSS0NNKV1MB53G5FGEXC2X',
        'received',
        'order_01M7ZSRYBYHZ5PDCTQW5HZ62V1',
      ],
    };
    for (const [name, [id, status, order]] of Object.entries(rows)) {
      const { update } = answer({ path: `${shared}/payloads/${name}` }, 'read_update').result;
      assert.deepEqual([update.return, update.status, update.order], [id, status, order], name);
    }
  });

  test('Medusa: the written return is the one that was recorded', () => {
    const { request } = JSON.parse(textOf({ path: `${shared}/payloads/medusa/store-return-create.json` }));
    const { items, return_shipping: shipping, order_id: id } = request.body;
    const read = (name) =>
      answer({ path: `${shared}/payloads/medusa/${name}.json` }, 'read_order').result.order;
    const order = read('store-order-placed-eur-discount');
    assert.equal(order.id, id);
    const data = {
      request: {
        items: items.map((i) => ({
          line: i.id,
          quantity: i.quantity,
          reason: 'size_too_small',
          note: i.note,
        })),
      },
    };
    const codec = {
      reasons: { size_too_small: items[0].reason_id },
      returnShippingOption: shipping.option_id,
    };
    const of = opened(order, data.request);
    const { requests } = aftersale.write({ order, case: of, ids: codec }, { plugin: 'medusa' });
    assert.equal(requests.length, 1);
    assert.equal(requests[0].method, request.method);
    assert.equal(requests[0].path, request.path);
    assert.deepEqual(requests[0].body, request.body);
  });

  test('cut and spoiled documents get an answer, the same from both', () => {
    const calls = [];
    for (const document of documents) {
      const text = textOf(document);
      for (let size = 0; size < text.length; size += 97) {
        calls.push(call(text.slice(0, size), 'read_order', document.plugin));
      }
      for (const spoiled of spoil(JSON.parse(text), 12)) {
        calls.push(call(spoiled, 'read_order', document.plugin), call(spoiled, 'read_update'));
      }
    }
    for (const depth of [30, 63, 64, 5000]) {
      calls.push(call(`${'{"order":'.repeat(depth)}1${'}'.repeat(depth)}`, 'read_order'));
      calls.push(call(`${'['.repeat(depth)}${']'.repeat(depth)}`, 'read_order', 'shopify'));
    }
    const { status, stdout } = spawnSync(program, ['call', '--ndjson', '-'], {
      input: `${calls.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    assert.ok(status === 0 || status === 1);
    const natively = stdout.split('\n').slice(0, -1);
    assert.equal(natively.length, calls.length);
    for (const [index, line] of calls.entries()) {
      if (aftersale.dispatchText(line) !== natively[index])
        assert.fail(`they differ: ${line.slice(0, 2000)}`);
    }
  });

  /** A case that a buyer opened, whatever the shop's rules. */
  function opened(order, asked) {
    const now = order.createdAt;
    const policies = [
      {
        schema: 'aftersale/policy/1',
        id: 'all',
        layer: 'goodwill',
        versions: [
          {
            version: '1',
            rules: [
              { id: 'w', window: { days: 365, from: 'order' } },
              { id: 'r', resolutions: [{ resolution: 'original_payment_method' }] },
              { id: 'm', method: { method: 'by_mail', payer: 'merchant' } },
            ],
          },
        ],
      },
    ];
    // The recorded order was not sent off yet, and nothing that is still here can be sent back.
    const sent = {
      id: 'p',
      status: 'delivered',
      delivered: { at: now },
      lines: order.lines.map(({ id, quantity }) => ({ line: id, quantity })),
    };
    const world = { order: { ...order, shipments: [sent] }, policies, packs: [], now };
    const request = { ...asked, resolution: 'original_payment_method', method: 'by_mail' };
    const quote = aftersale.quote({ ...world, request }).hash;
    const command = {
      id: 'c',
      case: 'rma',
      type: 'request',
      version: 0,
      actor: { kind: 'buyer' },
      data: { request, quote },
    };
    const { accepted, refusal, events } = aftersale.transition({ ...world, command });
    assert.ok(accepted, JSON.stringify(refusal));
    return { id: 'rma', order: order.id, kind: 'return', events };
  }
});
