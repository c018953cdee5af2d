import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { at, errorsOf, filesOf, readJson, schemas } from './support.mjs';

const nameOf = ({ $id }) => /([\w-]+)\.schema\.json$/.exec($id)[1];

test('every schema has its address, a title and a description', () => {
  for (const schema of schemas) {
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.match(schema.$id, /^https:\/\/aftersale\.dev\/schemas\/v1\/[a-z-]+\.schema\.json$/);
    assert.ok(schema.title && schema.description, schema.$id);
  }
});

test('every definition is described', () => {
  for (const schema of schemas) {
    for (const [name, { description }] of Object.entries(schema.$defs))
      assert.ok(description, `${nameOf(schema)}#${name}`);
  }
});

test('every example is valid', () => {
  let count = 0;
  for (const schema of schemas) {
    for (const [name, { examples = [] }] of Object.entries(schema.$defs)) {
      for (const example of examples) {
        assert.deepEqual(errorsOf(`${nameOf(schema)}#${name}`, example), [], `${nameOf(schema)}#${name}`);
        count += 1;
      }
    }
  }
  assert.ok(count >= 20);
});

test('documents of our own are closed', () => {
  const nameIn = ($ref) => $ref?.split('/').at(-1);
  // A part of an intersection is closed by the whole, which says so with unevaluatedProperties.
  const parts = new Set();
  const all = Object.assign({}, ...schemas.map(({ $defs }) => $defs));
  for (const { unevaluatedProperties, allOf = [] } of Object.values(all)) {
    if (unevaluatedProperties !== false) continue;
    for (const name of allOf.map(({ $ref }) => nameIn($ref))) {
      parts.add(name);
      for (const { $ref } of all[name]?.oneOf ?? []) parts.add(nameIn($ref));
    }
  }
  const open = [];
  const visit = (node, path) => {
    if (typeof node !== 'object' || node === null) return;
    if (node.properties && node.additionalProperties === undefined) open.push(path);
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'examples' && key !== 'allOf') visit(value, `${path}/${key}`);
    }
  };
  for (const [name, definition] of Object.entries(all)) {
    if (parts.has(name)) visit(Object.values(definition.properties ?? {}), name);
    else visit(definition, name);
  }
  assert.deepEqual(open, []);
});

test('a misspelt member is refused', () => {
  const line = { id: 'l1', title: 'Shirt', quantity: 1, unitPrice: { amount: 1, currency: 'EUR' } };
  assert.deepEqual(errorsOf('order#Line', line), []);
  assert.notDeepEqual(errorsOf('order#Line', { ...line, qantity: 1 }), []);
  const rule = { id: 'r', window: { days: 14 } };
  assert.deepEqual(errorsOf('policy#Rule', rule), []);
  assert.notDeepEqual(errorsOf('policy#Rule', { ...rule, windows: {} }), []);
  assert.notDeepEqual(errorsOf('policy#Rule', { ...rule, exclude: { code: 'sale' } }), [], 'says one thing');
});

test('amounts are integers', () => {
  assert.deepEqual(errorsOf('common#Money', { amount: -5, currency: 'JPY' }), []);
  assert.notDeepEqual(errorsOf('common#Money', { amount: 12.99, currency: 'EUR' }), []);
  assert.notDeepEqual(errorsOf('common#Money', { amount: 2 ** 53, currency: 'EUR' }), []);
});

test('words that a schema lists by itself are those of an enum', () => {
  const enums = readJson('core/data/enums.json');
  const all = Object.values(enums).map(({ values }) => Object.keys(values));
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node.enum)) {
      assert.ok(
        all.some((values) => node.enum.every((word) => values.includes(word))),
        node.enum.join(),
      );
    }
    Object.values(node).forEach(visit);
  };
  for (const schema of schemas) if (nameOf(schema) !== 'enums') visit(schema.$defs);
});

test('the statute packs are policies', () => {
  for (const name of filesOf('core/data/packs')) {
    assert.deepEqual(errorsOf('policy', readJson(`core/data/packs/${name}`)), [], name);
  }
});

test('the plugins have manifests', () => {
  for (const name of readdirSync(at('plugins'))) {
    const path = `plugins/${name}/plugin.json`;
    if (!existsSync(at(path))) continue;
    const manifest = readJson(path);
    assert.deepEqual(errorsOf('plugin-manifest', manifest), [], path);
    if (name !== '_template') assert.equal(manifest.id, name);
  }
});
