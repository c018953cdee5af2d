// The reference backend as the conformance kit wants it: its clock is the real one, and the kit's shop is taken in when it comes.

import { createBackend, createTokens } from 'aftersale/server';
import { engine } from './shop.mjs';

export function openForKit(store, change = {}) {
  const tokens = createTokens({ secret: 'for the kit' });
  const policies = [];
  const errors = [];
  const backend = createBackend({
    engine: change.engine ?? engine,
    store: change.store?.(store) ?? store,
    auth: change.auth?.(tokens) ?? tokens,
    policies: () => policies,
    onError: (error) => errors.push(error),
    ...change.options,
  });
  const answer = (request) => backend.fetch(request);
  return {
    errors,
    backend,
    fetch: (url, init) => {
      const request = new Request(url, init);
      return change.fetch ? change.fetch(request, answer) : answer(request);
    },
    async setup({ people, policies: given, orders }) {
      policies.splice(0, policies.length, ...given);
      await store.transaction(async (tx) => {
        for (const { subject, order } of orders) await tx.putOrder({ id: order.id, subject, order });
      });
      const issued = people.map(async ({ hours, ...subject }) => [
        subject.id,
        await tokens.issue(subject, hours),
      ]);
      return { tokens: Object.fromEntries(await Promise.all(issued)) };
    },
  };
}

export const kitUrl = 'http://kit/case-sync/1';
