// Cases step by step, with the exact time at which each wait ends: tests/vectors/cases. Each call is made in WebAssembly,
// which gives the case for the next; then the native program gets the same calls and has to give the same bytes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/tools-node.js';
import { at } from './support.mjs';

const native = process.env.AFTERSALE_NATIVE ?? at('build/native/aftersale');
const { vectors } = JSON.parse(readFileSync(at('tests/vectors/cases/clocks.json'), 'utf8'));
const documentOf = (policy) => (policy.$file ? JSON.parse(readFileSync(at(policy.$file), 'utf8')) : policy);
const calls = [];
let engine;

function ask(call) {
  const text = JSON.stringify(call);
  const answer = engine.dispatchText(text);
  calls.push({ text, answer });
  const { ok, errors, result } = JSON.parse(answer);
  assert.ok(ok, JSON.stringify(errors));
  return result;
}

before(async () => {
  engine = await createAftersale();
});
after(() => engine.close());

describe('clocks of cases', () => {
  for (const { id, title, why, order, policies, zone, steps } of vectors) {
    test(`${id}: ${title}`, () => {
      const documents = policies.map(documentOf);
      let kept = null;
      steps.forEach((step, index) => {
        const told = `${id}, step ${index + 1}: ${why}`;
        const world = { order, policies: documents, now: step.at, zone };
        let result;
        if (step.tick) {
          result = ask({ op: 'tick', ...world, case: kept });
        } else {
          const data = structuredClone(step.data);
          const claims =
            data?.request && !['complaint', 'inquiry', 'damage_claim'].includes(data.request.kind);
          if (claims) data.quote = ask({ op: 'quote', ...world, request: data.request }).hash;
          const command = {
            id: `${id}/${index}`,
            case: id,
            type: step.type,
            version: kept?.events.length ?? 0,
            actor: { kind: step.actor },
            ...(data && { data }),
          };
          result = ask({ op: 'transition', ...world, case: kept, command });
        }
        assert.ok(result.accepted, `${told} ${JSON.stringify(result.refusal)}`);
        kept = {
          id,
          order: order.id,
          kind: result.case.kind,
          events: [...(kept?.events ?? []), ...result.events],
        };
        const { events, ...want } = step.want;
        if (events)
          assert.deepEqual(
            result.events.map(({ type }) => type),
            events,
            told,
          );
        for (const [name, value] of Object.entries(want)) assert.deepEqual(result.case[name], value, told);
      });
    });
  }

  test('the native program gives the same bytes', () => {
    const input = `${calls.map(({ text }) => text).join('\n')}\n`;
    const { stdout } = spawnSync(native, ['call', '--ndjson'], {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    assert.deepEqual(
      stdout.split('\n').slice(0, -1),
      calls.map(({ answer }) => answer),
    );
  });
});
