// Whoever stands in front of a backend that keeps its orders elsewhere: people with devices, and the conformance kit.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checks, reportText, runConformance } from 'aftersale/conformance';
import { createTokens, refundsThrough } from 'aftersale/server';
import { uuidv7 } from 'aftersale/sync';
import { kitUrl } from './conformant.mjs';
import { createProvider, engine } from './shop.mjs';

/** What every engine is opened with, whatever runs it: its clock, who may ask, who pays, and what went wrong. */
export function trades(clock, provider = createProvider()) {
  const tokens = createTokens({ secret: 'for engines', clock });
  const errors = [];
  const options = {
    engine,
    auth: tokens,
    policies: ({ meta }) => meta.policies,
    effects: { issue_refund: refundsThrough(provider, clock) },
    clock,
    onError: (error) => errors.push(error),
  };
  return { tokens, provider, errors, options };
}

export const kitPasses = (open) =>
  test('the conformance kit passes', async () => {
    const { conformance, errors } = await open();
    const report = await conformance();
    assert.equal(report.failed, 0, reportText(report));
    assert.equal(report.passed, checks.length);
    assert.deepEqual(errors, []);
  });

/** Orders carry the rules that govern them, so that every process of an engine finds them there. */
export function peopleOf(backend, tokens) {
  const put = (order, subject, policies) =>
    backend.putOrder({ id: order.id, subject, order, meta: { policies } });

  async function as(subject) {
    const token = await tokens.issue(subject, 100);
    const replica = uuidv7();
    const call = (method, path, body) =>
      backend.fetch(
        new Request(`${kitUrl}/${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
      );
    const push = async (...cmds) =>
      (await call('POST', 'push', { proto: 1, replica, schema: 1, cmds })).json();
    return { call, push, get: async (path) => (await call('GET', path)).json() };
  }

  function conformance() {
    const setup = async ({ people, policies, orders }) => {
      for (const { subject, order } of orders) await put(order, subject, policies);
      const issued = people.map(async ({ hours, ...who }) => [who.id, await tokens.issue(who, hours)]);
      return { tokens: Object.fromEntries(await Promise.all(issued)) };
    };
    const send = (url, init) => backend.fetch(new Request(url, init));
    return runConformance({ url: kitUrl, setup, fetch: send, engine });
  }

  return { put, as, conformance };
}
