// The native program and the WebAssembly module give the same bytes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { at } from '../../wasm/tools/lib/project.mjs';
import { broken, callsByFile } from './calls.mjs';

const native = at('build/native/aftersale');
const viaNode = at('dist/cli.js');
const groups = await callsByFile();

function program(command, args, input = '') {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TZ: 'UTC' },
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The native answers to raw calls, one a line. */
function answersOf(calls) {
  const { stdout } = program(native, ['call', '--ndjson', '-'], `${calls.join('\n')}\n`);
  return stdout.split('\n').slice(0, -1);
}

describe('calls', () => {
  let engine;
  before(async () => {
    const { createAftersale } = await import(at('dist/node.js'));
    engine = await createAftersale();
  });
  after(() => engine?.close());

  test('there are some', () => {
    assert.ok(groups.length > 0);
  });

  for (const { file, calls } of groups) {
    test(`${file}: ${calls.length}`, () => {
      const natively = answersOf(calls);
      assert.equal(natively.length, calls.length);
      for (const [index, call] of calls.entries()) {
        assert.equal(engine.dispatchText(call), natively[index], call.slice(0, 300));
      }
    });
  }

  test('texts that are no calls', () => {
    for (const text of broken.filter(Boolean)) {
      const answer = engine.dispatchText(text);
      assert.equal(answer, answersOf([text])[0], text.slice(0, 100));
      const bytes = engine.dispatchBytes(new TextEncoder().encode(text));
      assert.equal(new TextDecoder().decode(bytes), answer, text.slice(0, 100));
    }
  });

  test('text and bytes', () => {
    for (const call of groups.flatMap((group) => group.calls)) {
      const bytes = engine.dispatchBytes(new TextEncoder().encode(call));
      assert.equal(new TextDecoder().decode(bytes), engine.dispatchText(call));
    }
  });
});

describe('programs', () => {
  const every = groups.flatMap((group) => group.calls);
  const cases = [
    [],
    ['help'],
    ['--help'],
    ['help', 'evaluate'],
    ['--version'],
    ['no-such-command'],
    ['evaluate', '--no-such-option'],
    ['evaluate', '--order'],
    ['evaluate', '--order', 'no-such-file.json'],
    ['translate'],
    ['translate', 'sideways'],
    ['describe'],
    ['describe', '--pretty'],
    ['lint', '-'],
    { args: ['lint', '-'], input: '{"id":' },
    { args: ['call', '-'], input: '{"op":"describe"}' },
    { args: ['call', '-'], input: '{"op":"describe","extra":1}' },
    { args: ['call', '--show-call', '-'], input: '{ "op" : "describe" }' },
    {
      args: ['call', '--ndjson', '-'],
      input: `${every.join('\n')}\n`,
      name: 'call --ndjson, with every call',
    },
    {
      args: ['call', '--ndjson', '-'],
      input: `${broken.filter(Boolean).join('\n')}\n`,
      name: 'call --ndjson, with what is no call',
    },
  ];
  for (const item of cases) {
    const { args, input, name } = Array.isArray(item) ? { args: item } : item;
    test(`aftersale ${name ?? args.join(' ')}`, () => {
      assert.deepEqual(program(process.execPath, [viaNode, ...args], input), program(native, args, input));
    });
  }
});
