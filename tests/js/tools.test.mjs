// The engine with the merchants' tools: `aftersale/tools`.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createAftersale as createLean } from '../../dist/node.js';
import { AftersaleError, createAftersale } from '../../dist/tools-node.js';
import { errorsOf, now, order, policy } from './support.mjs';

let tools;
before(async () => {
  tools = await createAftersale({ policies: [policy()] });
});
after(() => tools.close());

describe('the module', () => {
  test('decides as the lean one does', async () => {
    const lean = await createLean({ policies: [policy()] });
    assert.deepEqual(tools.evaluate({ order: order(), now }), lean.evaluate({ order: order(), now }));
    lean.close();
  });
  test('the lean one says where the tools are', async () => {
    const lean = await createLean();
    assert.equal(lean.lint, undefined);
    const { errors } = lean.dispatch({ op: 'lint', policy: policy() });
    assert.equal(errors[0].code, 'not_in_this_build');
    assert.deepEqual(errorsOf('answer', lean.dispatch({ op: 'lint', policy: policy() })), []);
    lean.close();
  });
});

describe('lint', () => {
  test('a report as the schema says', () => {
    for (const report of [
      tools.lint(policy()),
      tools.lint({ ...policy(), tests: [{ title: 'x', want: 1 }] }),
    ])
      assert.deepEqual(errorsOf('answer#LintReport', report), []);
  });
  test('what is no policy is the answer, a pack that is none is not', () => {
    assert.equal(tools.lint({}).valid, false);
    assert.throws(() => tools.lint(policy(), { packs: ['nobody'] }), AftersaleError);
  });
});

describe('tests of a policy', () => {
  test('those of the example pass, and the report is as the schema says', () => {
    const report = tools.test(policy());
    assert.deepEqual(errorsOf('answer#TestReport', report), []);
    assert.equal(report.passed, policy().tests.length);
    assert.equal(report.valid, true);
  });
  test('they are no part of a decision', () => {
    const { tests: _tests, ...without } = policy();
    const hash = (one) => tools.evaluate({ order: order(), now, policies: [one] }).hash;
    assert.equal(hash(policy()), hash(without));
  });
});
