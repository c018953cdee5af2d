import { follows, isWithheld, NO_HEAD } from './chain.js';
import { erasedBy, evidenceIn } from './erase.js';
import type { HeadCheck } from './heads.js';
import type { LogEntry } from './protocol.js';
import type { Changes, Contents, OrderHead } from './storage.js';
import type { Transport } from './transport.js';

export interface Page {
  /** What to write, all of it or nothing; undefined when there is nothing new. */
  readonly changes: Changes | undefined;
  /** Whether another page follows. */
  readonly more: boolean;
}

/** Fetches one page of the log, checks it, and mends the orders of which it does not hold. */
export async function nextPage(
  transport: Transport,
  contents: Contents,
  check: HeadCheck,
  signal: AbortSignal,
): Promise<Page> {
  const suspects = check.suspects;
  const answer = await transport.pull(contents.cursor, signal);
  const heads = new Map(answer.reset ? [] : contents.heads.map((head) => [head.order, head]));
  const broken = new Set<string>();
  const taken: LogEntry[] = [];
  const known = answer.reset ? [] : contents.entries;
  const lengths = new Map(known.map(({ case: id, p }) => [id, p.seq]));
  for (const { case: id, p } of known) lengths.set(id, Math.max(p.seq, lengths.get(id) ?? 0));
  for (const entry of answer.events) {
    if (broken.has(entry.order)) continue;
    const verdict = follows(heads.get(entry.order) ?? NO_HEAD, entry);
    if (verdict === 'known') continue;
    // Who becomes a party of a case may see what was withheld before: then the case has a hole here.
    const whole = isWithheld(entry) || entry.p.seq === (lengths.get(entry.case) ?? 0) + 1;
    if (verdict === 'yes' && whole) {
      heads.set(entry.order, { order: entry.order, seq: entry.seq, h: entry.h });
      if (isWithheld(entry)) continue;
      lengths.set(entry.case, entry.p.seq);
      taken.push(entry);
    } else {
      broken.add(entry.order);
    }
  }
  // Said to be applied before this page was asked for, and not in the log up to its end: the cursor has passed it by.
  for (const { command, receipt } of answer.more ? [] : contents.items) {
    if (receipt?.st === 'applied' && receipt.seq > (heads.get(command.order)?.seq ?? 0))
      broken.add(command.order);
  }
  for (const order of answer.more ? [] : check.passedBy(suspects, heads)) broken.add(order);
  const repaired = await Promise.all([...broken].map((order) => repair(transport, order, signal)));
  const entries = [
    ...taken.filter(({ order }) => !broken.has(order)),
    ...repaired.flatMap((each) => each.entries),
  ];
  if (!answer.events.length && !broken.size && !answer.reset && answer.cursor === contents.cursor) {
    return { changes: undefined, more: answer.more };
  }
  const changed = new Map(answer.events.map(({ order }) => [order, heads.get(order) as OrderHead]));
  for (const order of broken) changed.delete(order);
  // What the backend has erased goes here too, with the pictures.
  const erased = entries.flatMap((entry) => erasedBy(entry, known));
  for (const { head } of repaired) changed.set(head.order, head);
  return {
    changes: {
      after: contents.cursor,
      forget: answer.reset ? 'all' : [...broken],
      entries: [...erased.filter(({ order }) => !broken.has(order)), ...entries],
      forgetBlobs: erased.flatMap(({ p }) => evidenceIn(p)),
      heads: [...changed.values()],
      cursor: answer.cursor,
      // What was caused by a command of this device is settled by being in the log. Not only by those that were queued
      // when the page was asked for: one may have been given, sent and applied meanwhile.
      remove: [...new Set(entries.map(({ cause }) => cause))],
    },
    more: answer.more,
  };
}

/** Fetches the whole log of an order whose numbering or chain did not hold. */
async function repair(
  transport: Transport,
  order: string,
  signal: AbortSignal,
): Promise<{ entries: LogEntry[]; head: OrderHead }> {
  const entries: LogEntry[] = [];
  let head: OrderHead = { order, ...NO_HEAD };
  for (;;) {
    const page = await transport.order(order, head.seq + 1, signal);
    for (const entry of page.events) {
      if (follows(head, entry) !== 'yes')
        throw new Error(`the log of order ${order} is broken at ${entry.seq}`);
      head = { order, seq: entry.seq, h: entry.h };
      if (!isWithheld(entry)) entries.push(entry);
    }
    if (!page.events.length || head.seq >= page.head.seq) return { entries, head };
  }
}
