// The native program and the WebAssembly modules give the same bytes: the one with the tools for every call, those with
// less for every call but those that they do not have, and say so.

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
  let lean;
  let slim;
  let script;
  before(async () => {
    [engine, lean, slim, script] = await Promise.all(
      ['tools-node', 'node', 'slim-node', 'no-wasm'].map(async (name) =>
        (await import(at(`dist/${name}.js`))).createAftersale(),
      ),
    );
  });
  after(() => {
    for (const each of [engine, lean, slim, script]) each?.close();
  });
  const operations = (one) => one.describe().enums.op;
  /** What a module with less in it answers, by the answer of one with everything; undefined when it refuses. */
  const answerOf = (module, call, answer) => {
    const value = JSON.parse(answer);
    if (value.op === 'describe' && value.ok) {
      value.result.enums.op = operations(module);
      value.result.plugins = module.describe().plugins;
    }
    if (value.op === 'batch' && value.ok) {
      const { calls } = JSON.parse(call);
      const own = JSON.parse(module.dispatchText(call));
      value.result.answers = value.result.answers.map((one, index) => {
        const wanted = answerOf(module, JSON.stringify(calls[index]), JSON.stringify(one));
        // What it refuses, it refuses at its place in the batch.
        return wanted === undefined ? own.result.answers[index] : JSON.parse(wanted);
      });
    }
    const { op } = JSON.parse(call);
    return operations(engine).includes(op) && !operations(module).includes(op)
      ? undefined
      : JSON.stringify(value);
  };

  test('there are some', () => {
    assert.ok(groups.length > 0);
  });

  for (const { file, calls } of groups) {
    test(`${file}: ${calls.length}`, () => {
      const natively = answersOf(calls);
      assert.equal(natively.length, calls.length);
      for (const [index, call] of calls.entries()) {
        assert.equal(engine.dispatchText(call), natively[index], call.slice(0, 300));
        // The one without WebAssembly is slow, so it gets some of the calls.
        for (const module of index % 6 === 0 ? [lean, slim, script] : [lean, slim]) {
          const wanted = answerOf(module, call, natively[index]);
          const answer = module.dispatchText(call);
          if (wanted === undefined) assert.equal(JSON.parse(answer).errors[0].code, 'not_in_this_build');
          else assert.deepEqual(JSON.parse(answer), JSON.parse(wanted), call.slice(0, 300));
          if (!/"op":"(describe|batch)"/.test(call) && wanted) assert.equal(answer, natively[index]);
        }
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

  test('each module has what it should, and says what it has not', () => {
    const without = (module) => operations(engine).filter((op) => !operations(module).includes(op));
    const changes = ['transition', 'tick', 'translate'];
    assert.ok(without(lean).includes('lint'));
    assert.deepEqual(
      without(slim).filter((op) => !without(lean).includes(op)),
      changes,
    );
    for (const module of [lean, slim]) {
      assert.deepEqual(
        operations(module).filter((op) => !operations(engine).includes(op)),
        [],
      );
      for (const op of without(module)) {
        const { ok, errors } = module.dispatch({ op });
        assert.equal(ok, false);
        assert.deepEqual([errors[0].code, errors[0].pointer], ['not_in_this_build', '/op']);
        assert.match(errors[0].fix, /aftersale\/tools/);
        assert.notEqual(engine.dispatch({ op }).errors?.[0].code, 'not_in_this_build');
      }
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
