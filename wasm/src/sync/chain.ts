import { fingerprint } from './canonical.js';
import type { LogEntry, WireEntry, WithheldEntry } from './protocol.js';

/**
 * What the chain knows of an entry. Words that name people are left out, since the event holds their hash: they can be
 * erased one day and the chain still holds.
 */
export function digestOf({ order, seq, case: id, t, v, cause, at, p }: Omit<LogEntry, 'h'>): string {
  const { personal: _personal, ...event } = p;
  return fingerprint({ order, seq, case: id, t, v, cause, at, p: event });
}

/** The hash of an entry by its digest and the hash of the one before. */
export const linkHash = (previous: string, digest: string): string => fingerprint({ digest, prev: previous });

export const chainHash = (previous: string, entry: Omit<LogEntry, 'h'>): string =>
  linkHash(previous, digestOf(entry));

export const isWithheld = (entry: WireEntry): entry is WithheldEntry => !('p' in entry);

/** What a reader who is no party of the case gets instead. */
export const withhold = (entry: LogEntry): WithheldEntry => ({
  order: entry.order,
  seq: entry.seq,
  digest: digestOf(entry),
  h: entry.h,
});

export interface Head {
  readonly seq: number;
  readonly h: string;
}

export const NO_HEAD: Head = { seq: 0, h: '' };

/** Whether `entry` is the one that comes right after `head`; `gap` and `fork` ask for a repair from the order's log. */
export function follows(head: Head, entry: WireEntry): 'yes' | 'known' | 'gap' | 'fork' {
  if (entry.seq <= head.seq) return 'known';
  if (entry.seq !== head.seq + 1) return 'gap';
  const digest = isWithheld(entry) ? entry.digest : digestOf(entry);
  return linkHash(head.h, digest) === entry.h ? 'yes' : 'fork';
}
