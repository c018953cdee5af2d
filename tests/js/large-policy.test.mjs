// A policy of 10,000 rules: it loads, is checked, and decides as the few rules that matter do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAftersale } from '../../dist/tools-node.js';
import { largePolicy } from '../support/large-policy.mjs';
import { now, order } from './support.mjs';

let tools;
before(async () => {
  tools = await createAftersale({ packs: 'none' });
  tools.load('policy', 'large', largePolicy(10_000));
});
after(() => tools.close());

const ofCategory = (category) => {
  const one = order();
  one.lines[0].attributes.category = category;
  return one;
};
/** The rules of which one category knows, alone. */
const few = (category) => {
  const large = largePolicy(10_000);
  const [version] = large.versions;
  const rules = version.rules.filter(({ when }) => !when || when.value === category);
  assert.ok(rules.length < 20, String(rules.length));
  return { ...large, versions: [{ ...version, rules }] };
};

test('it decides as the few rules that matter do', () => {
  assert.equal(largePolicy(10_000).versions[0].rules.length, 10_000);
  let differ = 0;
  const outcomes = new Set();
  for (const category of ['c0', 'c7', 'c499', 'c1000', 'c2499', 'none']) {
    for (const at of [now, '2026-06-20T10:00:00Z', '2026-12-01T10:00:00Z']) {
      const world = { order: ofCategory(category), now: at };
      const whole = tools.evaluate({ ...world, policies: ['large'] });
      const small = tools.evaluate({ ...world, policies: [few(category)] });
      assert.deepEqual(whole, small);
      outcomes.add(whole.outcome);
      if (
        whole.lines[0].until?.date !==
        tools.evaluate({ ...world, policies: [few('none')] }).lines[0].until?.date
      )
        differ += 1;
    }
  }
  assert.deepEqual([...outcomes].sort(), ['eligible', 'ineligible']);
  assert.ok(differ > 0);
});

test('lint comes to an end, and finds what is wrong in the middle of it', () => {
  const large = largePolicy(10_000);
  large.versions[0].rules[5_000] = {
    id: 'never',
    when: {
      all: [
        { field: 'line.price', op: 'gt', value: 2 },
        { field: 'line.price', op: 'lt', value: 1 },
      ],
    },
    window: { days: 5 },
  };
  const { findings, valid } = tools.lint(large, {
    categories: Array.from({ length: 2_500 }, (_, index) => `c${index}`),
  });
  assert.equal(valid, true);
  assert.ok(
    findings.some(
      ({ code, pointer }) => code === 'unreachable' && pointer === '/policy/versions/0/rules/5000/when',
    ),
  );
});
