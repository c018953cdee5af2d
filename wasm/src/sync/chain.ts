import { fingerprint } from './canonical.js';
import type { LogEntry } from './protocol.js';

/**
 * The hash of a log entry. It covers a digest of the payload and not the payload itself, so that an entry can be
 * redacted one day and the chain still holds.
 */
export function chainHash(previous: string, entry: Omit<LogEntry, 'h'>): string {
  const { p, ...head } = entry;
  return fingerprint({ ...head, digest: fingerprint(p), prev: previous });
}

export interface Head {
  readonly seq: number;
  readonly h: string;
}

export const NO_HEAD: Head = { seq: 0, h: '' };

/** Whether `entry` is the one that comes right after `head`; `gap` and `fork` ask for a repair from the order's log. */
export function follows(head: Head, entry: LogEntry): 'yes' | 'known' | 'gap' | 'fork' {
  if (entry.seq <= head.seq) return 'known';
  if (entry.seq !== head.seq + 1) return 'gap';
  const { h, ...rest } = entry;
  return chainHash(head.h, rest) === h ? 'yes' : 'fork';
}
