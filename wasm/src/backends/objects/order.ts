// One order over a store that holds nothing else: the same code that decides over a whole database.

import type { Office } from '../../server/backend.js';
import { decide } from '../../server/decide.js';
import type { Store } from '../../server/ports.js';
import { HttpProblem } from '../../server/problems.js';
import { maySee, shown } from '../../server/rights.js';
import { LIMITS } from '../../sync/protocol.js';
import type { Notice, OrderPort } from './ports.js';

export interface OrderDesk extends OrderPort {
  /** What the feed has to know of the order now; undefined while nothing has happened. */
  notice(): Promise<Notice | undefined>;
}

export function createOrderDesk(id: string, { on, ledger, ...office }: Office, store: Store): OrderDesk {
  return {
    decide: (command, from, now, claimedBy) =>
      store.transaction((tx) => decide(on, tx, command, from, now, claimedBy)),
    put: office.putOrder,
    erase: (reason) => office.eraseOrder(id, reason),
    log: (subject, from) =>
      store.transaction(async (tx) => {
        const record = await tx.order(id);
        if (!record || !(await maySee(tx, subject, record))) return undefined;
        const head = await tx.lockOrder(id);
        const events = await shown(tx, subject, await tx.entries(id, from, LIMITS.pullEvents));
        return { events, head, owner: record.subject };
      }),
    entries: (subject, from, to) =>
      store.transaction(async (tx) => shown(tx, subject, await tx.entries(id, from, to - from + 1))),
    async evidence(call) {
      const { evidence } = ledger;
      try {
        if (call.kind === 'create') return await evidence.create(call.subject, call.body);
        if (call.kind === 'patch') return await evidence.patch(call.subject, call.digest, call.request);
        return await evidence[call.kind](call.subject, call.digest);
      } catch (error) {
        if (error instanceof HttpProblem) return error.toResponse();
        throw error;
      }
    },
    notice: () =>
      store.transaction(async (tx) => {
        const record = await tx.order(id);
        const head = await tx.lockOrder(id);
        if (!record || head.seq === 0) return undefined;
        const parties = [...(await tx.parties([id])).values()].flatMap((names) => [...names]);
        return { order: id, subject: record.subject, head, parties: [...new Set(parties)] };
      }),
  };
}
