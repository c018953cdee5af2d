// The guide as it is written: its files are put into a folder, and its commands are run.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { reportText, testPlugin } from '../../dist/testing.js';
import { createAftersale } from '../../dist/tools-node.js';
import { at } from './support.mjs';

const guide = readFileSync(at('docs/write-a-plugin.md'), 'utf8');
const files = Object.fromEntries(
  [...guide.matchAll(/```(?:json|js) (\S+)\n([\s\S]*?)```/g)].map(([, name, text]) => [name, text]),
);
const [, command] = /```sh\n(npx aftersale plugin-test [^\n]+)\n```/.exec(guide);

let folder;
let plugin;
let engine;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aftersale-plugin-'));
  mkdirSync(join(folder, 'fixtures'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(at('.'), join(folder, 'node_modules/aftersale'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  ({ default: plugin } = await import(join(folder, 'borealis.mjs')));
  engine = await createAftersale();
});
after(() => {
  engine?.close();
  rmSync(folder, { recursive: true, force: true });
});
const run = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

describe('the guide', () => {
  test('its plugin passes the kit by its command', () => {
    const [, , ...args] = command.split(' ');
    const { status, stdout, stderr } = run(at('dist/cli.js'), ...args);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^borealis: \d{2} passed, 0 failed$/m);
  });

  test('its test passes, and what it shows in use works', () => {
    execFileSync(process.execPath, ['--test', 'plugin.test.mjs'], {
      cwd: folder,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    assert.equal(run('use.mjs').stdout, 'borealis 2 requested\n');
  });
});

/** The guide's plugin with something wrong in it. */
const broken = (change) => {
  const copy = structuredClone(plugin);
  change(copy);
  return copy;
};
const order = {
  name: 'order',
  text: files['fixtures/order.json'],
  expect: JSON.parse(files['fixtures/order.expect.json']),
};
const news = {
  name: 'return',
  text: files['fixtures/return.json'],
  expect: JSON.parse(files['fixtures/return.expect.json']),
};
const failed = (of, fixtures = [order, news]) =>
  testPlugin({ engine, plugin: of, fixtures })
    .results.filter(({ ok }) => !ok)
    .map(({ check }) => check);

describe('the kit finds', () => {
  test('nothing in a sound plugin', () => {
    const report = testPlugin({ engine, plugin, fixtures: [order, news] });
    assert.equal(report.failed, 0, reportText(report));
  });

  const faults = {
    'is recognised': (p) => {
      p.rules[0].sure = 20;
    },
    'holds the order': (p) => {
      p.tables.order.lines[1].unitPrice = 'off';
    },
    'adds up': (p) => {
      delete p.tables.order.lines[1].discount;
      p.tables.order.totals = { goods: 'sum', total: 'sum' };
    },
    'tells what is expected': (p) => {
      p.tables.words['return state'].ASKED = 'approved';
    },
    'the manifest tells': (p) => {
      p.manifest.statuses.LOST = 'refused';
    },
    'create_return is written': (p) => {
      delete p.tables.write.create_return;
    },
    'receive is written': (p) => {
      p.tables.write.receive = p.tables.write.create_return;
    },
  };
  for (const [name, change] of Object.entries(faults)) {
    test(name, () => {
      const found = failed(broken(change));
      assert.ok(
        found.some((check) => check.startsWith(name)) ||
          (name === 'adds up' && found.includes('is warned about as expected')),
        found.join('; '),
      );
    });
  }

  test('a definition that says nothing, with its place', () => {
    const wrong = [
      [(p) => (p.tables.order.stats = 'x'), '/plugins/0/tables/order/stats'],
      [(p) => (p.tables.order.status = 'state~nowhere'), '/plugins/0/tables/order/status'],
      [(p) => (p.tables.words['return state'].OK = 'aproved'), '/plugins/0/tables/words/return state/OK'],
      [(p) => (p.rules[0].kind = 'ordr'), '/plugins/0/rules/0/kind'],
      [(p) => (p.manifest.id = 'shopify'), '/plugins/0/manifest/id'],
      [(p) => (p.tables.order['#hook'] = '.'), '/plugins/0/tables/order/#hook'],
      [(p) => (p.tables.write.aprove = []), '/plugins/0/tables/write/aprove'],
      [(p) => (p.tables.update = { unlisted: {} }), '/plugins/0/tables/update/unlisted'],
      [
        (p) => (p.tables.write.approve[0].requests[0].path = '/<ids.return:Order>'),
        '/plugins/0/tables/write/approve/0/requests/0/path',
      ],
    ];
    for (const [change, pointer] of wrong) {
      const call = {
        op: 'translate',
        mode: 'recognize',
        plugin: 'auto',
        document: {},
        plugins: [broken(change)],
      };
      const { ok, errors } = engine.dispatch(call);
      assert.equal(ok, false, pointer);
      assert.ok(
        errors.some((error) => error.pointer === pointer && error.message),
        JSON.stringify(errors),
      );
    }
  });

  test('that tables of nonsense bring nothing down', () => {
    const nonsense = [
      '',
      '-',
      '|',
      '?',
      '~',
      '!',
      'a*b>',
      '[',
      '[]',
      'a[b',
      "'",
      '----------x',
      '$',
      '/',
      '<',
      'a+',
      '+-',
      ':',
      '\u0000',
    ];
    for (const one of nonsense) {
      const odd = broken((p) => {
        p.rules[0].if = one || '-';
        for (const key of ['id', 'createdAt', 'status', 'taxMode']) p.tables.order[key] = one;
        p.tables.order.lines = [one, { id: one, quantity: one, unitPrice: one, taxes: [one, { rate: one }] }];
        p.tables.write.approve = [{ need: one, requests: [{ body: `<${one}>` }] }];
      });
      for (const mode of ['recognize', 'read_order', 'read_update'])
        assert.equal(
          typeof engine.dispatch({
            op: 'translate',
            mode,
            plugin: 'borealis',
            plugins: [odd],
            text: order.text,
          }).ok,
          'boolean',
        );
    }
  });
});

test('own plugins are considered beside those that are built in, and may prepare what they read', async () => {
  const sealed = broken((p) => {
    p.manifest.id = 'sealed';
  });
  sealed.prepare = (text) => (text.startsWith('BOREALIS ') ? text.slice(9) : undefined);
  const own = await createAftersale({ plugins: [sealed] });
  assert.equal(own.readOrder(`BOREALIS ${order.text}`).order.id, 'B-1042');
  const shopify = readFileSync(at('plugins/shopify/fixtures/order-rest.json'), 'utf8');
  assert.equal(own.readOrder(shopify).plugin, 'shopify');
  own.close();
  const unsound = broken((p) => {
    p.tables.order.x = 'y';
  });
  await assert.rejects(createAftersale({ plugins: [unsound] }), { name: 'AftersaleError' });
});
