// Every call that the repository knows: the examples of the schemas, the vectors, and the
// storefronts' fixtures as translations.

import { readFile } from 'node:fs/promises';
import { at, filesIn, readJson } from '../../wasm/tools/lib/project.mjs';

/** Calls anywhere inside a document: objects with `op` under `call`, `calls`, `examples`, `input`. */
function* callsIn(value, key) {
  if (Array.isArray(value)) {
    for (const member of value) yield* callsIn(member, key);
  } else if (value && typeof value === 'object') {
    if (typeof value.op === 'string' && /^(calls?|examples|input)$/.test(key)) yield value;
    else for (const [name, member] of Object.entries(value)) yield* callsIn(member, name);
  }
}

/** Pairs of a file and the calls in it, as lines of text. */
export async function callsByFile() {
  const groups = [];
  const add = (file, calls) =>
    calls.length > 0 && groups.push({ file, calls: calls.map((call) => JSON.stringify(call)) });
  for (const file of [...(await filesIn('core/schemas')), ...(await filesIn('tests/vectors'))]) {
    if (file.endsWith('.json')) add(file, [...callsIn(await readJson(at(file)), '')]);
    if (file.endsWith('.ndjson')) {
      const lines = (await readFile(at(file), 'utf8')).split('\n').filter(Boolean);
      add(
        file,
        lines
          .map((line) => JSON.parse(line))
          .flatMap((value) => (value.op ? [value] : [...callsIn(value, '')])),
      );
    }
  }
  for (const file of await filesIn('plugins')) {
    if (!/\/fixtures\/.*\.json$/.test(file)) continue;
    const text = await readFile(at(file), 'utf8');
    const plugin = file.split('/')[1];
    // As text: storefronts' ids may have more digits than a double keeps.
    add(
      file,
      ['read_order', 'read_update'].flatMap((mode) =>
        [plugin, 'auto'].map((name) => ({ op: 'translate', mode, plugin: name, text })),
      ),
    );
  }
  return groups;
}

/** Texts that are no calls, or not even JSON. */
export const broken = [
  '',
  '{',
  'null',
  '[]',
  '"describe"',
  '{}',
  '{"op":"describe","op":"describe"}',
  '{"op":"no_such_thing"}',
  '{"op":"describe","extra":1}',
  '{"op":5}',
  '{"op":"evaluate"}',
  '{"op":"evaluate","order":{"lines":[{"quantity":1.5}]}}',
  '{"op":"canonical","text":"{\\"b\\":1,\\"a\\":[1e3,0.1,-0,1e21,\\"\\\\u20ac\\"]}"}',
  '{"op":"canonical","text":"[1,"}',
  '{"op":"canonical","text":"[1.7976931348623157e308]"}',
  '{"op":"canonical","text":"[1.7976931348623159e308]"}',
  '{"op":"canonical","text":"[-0.0001e400,1e-400]"}',
  '{"op":"describe","id":"\\ud800"}',
  '{"op":"describe","id":"Größe 大 😀"}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
];
