// Runs every vector of tests/vectors through the native program and through WebAssembly: both must give the same bytes,
// and these must be what the vector wants. The format is told in tests/vectors/README.md.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/tools-node.js';
import { at } from './support.mjs';

const native = process.env.AFTERSALE_NATIVE ?? at('build/native/aftersale');
const folder = at('tests/vectors');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ name, ...read(`${folder}/${name}`) }));

/** Puts in what stands elsewhere in the repository: {"$file": path} a document, {"$text": path} a text. */
function resolved(value) {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$file === 'string') return read(at(value.$file));
  if (typeof value.$text === 'string') return readFileSync(at(value.$text), 'utf8');
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolved(member)]));
}

/** The text of a call: as JSON, as it stands, or put together of repeated parts. */
function textOf(vector) {
  if (vector.callText !== undefined) return vector.callText;
  if (vector.callParts) return vector.callParts.map(({ text, times = 1 }) => text.repeat(times)).join('');
  return JSON.stringify(resolved(vector.call));
}

/** Where `actual` is not what is wanted; empty when it is. */
function differences(want, actual, path = '') {
  const told = (what) => [`${path || '/'}: ${what}, found ${JSON.stringify(actual)?.slice(0, 300)}`];
  if (Array.isArray(want)) {
    if (!Array.isArray(actual)) return told('wanted an array');
    if (actual.length !== want.length) return told(`wanted ${want.length} elements`);
    return want.flatMap((each, index) => differences(each, actual[index], `${path}/${index}`));
  }
  if (typeof want !== 'object' || want === null) {
    return Object.is(want, actual) ? [] : told(`wanted ${JSON.stringify(want)}`);
  }
  const { $some, $none, $size, $match, $absent, ...members } = want;
  const out = [];
  for (const each of $some ?? []) {
    const found = Array.isArray(actual) && actual.some((one) => differences(each, one).length === 0);
    if (!found) out.push(...told(`wanted an element like ${JSON.stringify(each)}`));
  }
  for (const each of $none ?? []) {
    const found = !Array.isArray(actual) || actual.some((one) => differences(each, one).length === 0);
    if (found) out.push(...told(`wanted no element like ${JSON.stringify(each)}`));
  }
  if ($size !== undefined && actual?.length !== $size) out.push(...told(`wanted ${$size} elements`));
  if ($match !== undefined && !new RegExp($match, 'u').test(actual)) out.push(...told(`wanted /${$match}/`));
  for (const name of $absent ?? []) {
    if (actual && Object.hasOwn(actual, name)) out.push(...told(`wanted no member ${name}`));
  }
  const names = Object.keys(members);
  if (names.length > 0 && (typeof actual !== 'object' || actual === null || Array.isArray(actual))) {
    return [...out, ...told('wanted an object')];
  }
  return [...out, ...names.flatMap((name) => differences(want[name], actual[name], `${path}/${name}`))];
}

const vectors = files.flatMap((file) => file.vectors.map((vector) => ({ ...vector, file: file.name })));
const answers = new Map();

before(async () => {
  // One process and one engine for all: the setup of every file comes first, as loaded documents stay.
  const setup = files.flatMap((file) => (file.setup ?? []).map((call) => JSON.stringify(resolved(call))));
  const texts = [...setup, ...vectors.map(textOf)];
  const { stdout, error } = spawnSync(native, ['call', '--ndjson'], {
    input: `${texts.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  if (error) throw error;
  const lines = stdout.split('\n').slice(0, -1);
  assert.equal(lines.length, texts.length, 'one answer for each call');
  const engine = await createAftersale();
  texts.forEach((text, index) => {
    const one = { native: lines[index], wasm: engine.dispatchText(text) };
    if (index < setup.length) assert.match(one.native, /"ok":true/, text.slice(0, 300));
    else answers.set(vectors[index - setup.length], one);
  });
  engine.close();
});

test('ids are unique, and every vector says why', () => {
  const ids = new Set();
  for (const { id, title, why, want } of vectors) {
    assert.ok(id && title && why && want, `${id}: id, title, why and want`);
    assert.ok(!ids.has(id), `${id} twice`);
    ids.add(id);
  }
});

for (const { name, title } of files) {
  describe(title ?? name, () => {
    for (const vector of vectors.filter(({ file }) => file === name)) {
      test(`${vector.id}: ${vector.title}`, () => {
        const one = answers.get(vector);
        assert.equal(one.wasm, one.native, 'native and WebAssembly differ');
        const found = differences(vector.want, JSON.parse(one.native));
        assert.deepEqual(found, [], `${vector.why}\n${found.join('\n')}`);
      });
    }
  });
}
