// Whatever the plugins read and write has the shapes that the schemas promise, whichever storefront it comes from.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { at, errorsOf, now } from './support.mjs';

let aftersale;
before(async () => {
  aftersale = await createAftersale();
});
after(() => aftersale.close());

const fixtures = readdirSync(at('plugins')).flatMap((plugin) => {
  const folder = at(`plugins/${plugin}/fixtures`);
  if (plugin === '_template' || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ plugin, name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
});

for (const { plugin, name, text } of fixtures) {
  test(`${plugin}: ${name}`, () => {
    const recognized = aftersale.recognize(text);
    assert.deepEqual(errorsOf('answer#Recognition', recognized), []);
    const [first] = recognized.candidates;
    assert.equal(first?.plugin, plugin);
    if (first.document === 'order' || first.document === 'orders') {
      const result = aftersale.readOrder(text);
      assert.deepEqual(errorsOf('answer#ReadOrder', result), []);
      for (const order of result.orders ?? [result.order]) {
        assert.deepEqual(
          errorsOf('decision', aftersale.evaluate({ order, now })),
          [],
          'and can be decided about',
        );
      }
    } else if (first.document === 'return' || first.document === 'update') {
      assert.deepEqual(errorsOf('answer#ReadUpdate', aftersale.readUpdate(text)), []);
    }
  });
}

test('the build has the plugins that have manifests', () => {
  const manifests = readdirSync(at('plugins')).filter(
    (name) => name !== '_template' && existsSync(at(`plugins/${name}/codec.cpp`)),
  );
  const { plugins } = aftersale.describe();
  assert.deepEqual(plugins.map(({ id }) => id).sort(), manifests.sort());
  for (const manifest of plugins) assert.deepEqual(errorsOf('plugin-manifest', manifest), [], manifest.id);
});
