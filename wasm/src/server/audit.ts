import { digestOf, linkHash } from '../sync/chain.js';
import type { LogEntry } from '../sync/protocol.js';
import type { Store } from './ports.js';

const PAGE = 500;

/**
 * The log for somebody who has to check it: NDJSON, a line on what it is, then order by order its entries with their digests
 * and a line with its head. Nothing but SHA-256 is needed to verify it.
 */
export async function* exportAudit(
  store: Store,
  { order, clock = Date.now }: { order?: string; clock?: () => number } = {},
): AsyncGenerator<string> {
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  yield line({ audit: 'aftersale/audit/1', epoch: store.epoch, at: new Date(clock()).toISOString() });
  const heads = await store.transaction(async (tx) => tx.heads(order === undefined ? {} : { order }));
  for (const [id, seq, h] of heads) {
    // Up to the head that was read first: what is appended meanwhile is for the next export.
    for (let from = 1; from <= seq; from += PAGE) {
      const limit = Math.min(PAGE, seq - from + 1);
      const entries = await store.transaction(async (tx) => tx.entries(id, from, limit));
      for (const entry of entries) yield line({ ...entry, digest: digestOf(entry) });
    }
    yield line({ order: id, head: { seq, h } });
  }
}

export interface AuditResult {
  readonly valid: boolean;
  readonly orders: number;
  readonly entries: number;
  /** What does not hold, with the line that it stands on. */
  readonly problems: readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

/** Checks an export: numbers without holes, digests of what stands there, hashes of what came before, heads at the end. */
export async function verifyAudit(lines: Iterable<string> | AsyncIterable<string>): Promise<AuditResult> {
  const problems: { line: number; code: string; message: string }[] = [];
  let number = 0;
  let orders = 0;
  let entries = 0;
  let current = { order: '', seq: 0, h: '' };
  for await (const text of lines) {
    number++;
    const say = (code: string, message: string): void => void problems.push({ line: number, code, message });
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(text);
    } catch {
      say('malformed_json', 'the line is no JSON');
      continue;
    }
    if (number === 1) {
      if (value.audit !== 'aftersale/audit/1') say('not_an_audit', 'the first line says what this is');
    } else if (value.head) {
      const head = value.head as { seq: number; h: string };
      orders++;
      if (value.order !== current.order || head.seq !== current.seq || head.h !== current.h)
        say('head_differs', `the log of ${value.order} does not end at its head`);
      current = { order: '', seq: 0, h: '' };
    } else {
      const { digest, ...entry } = value as unknown as LogEntry & { digest: string };
      entries++;
      if (current.order === '') current = { ...current, order: entry.order };
      if (entry.order !== current.order) say('head_missing', `the log of ${current.order} has no head`);
      if (entry.seq !== current.seq + 1) say('gap', `${entry.seq} follows on ${current.seq}`);
      if (digestOf(entry) !== digest) say('altered', `entry ${entry.seq} is not what its digest says`);
      if (linkHash(current.h, digest) !== entry.h) say('broken_chain', `entry ${entry.seq} does not follow`);
      current = { order: entry.order, seq: entry.seq, h: entry.h };
    }
  }
  if (number === 0) problems.push({ line: 0, code: 'empty', message: 'there is nothing here' });
  if (current.order) problems.push({ line: number, code: 'head_missing', message: 'the export was cut off' });
  return { valid: problems.length === 0, orders, entries, problems };
}
