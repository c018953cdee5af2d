import type { Event } from '../generated/types.js';
import type { LogEntry } from './protocol.js';

/** The event without what names or quotes people. The hash of it stays, so every chain holds. */
export function withoutPersonal({ personal: _personal, ...event }: Event): Event {
  return event;
}

/** Until which event of its case an entry erases; undefined when it erases nothing. */
export function erasesUntil({ t, p }: LogEntry): number | undefined {
  return t === 'case.redacted' && typeof p.data.until === 'number' ? p.data.until : undefined;
}

/** The entries among `known` that `entry` erases something of, as they are afterwards. */
export function erasedBy(entry: LogEntry, known: readonly LogEntry[]): LogEntry[] {
  const until = erasesUntil(entry);
  if (until === undefined) return [];
  return known
    .filter(({ case: id, p }) => id === entry.case && p.seq <= until)
    .map((old) => ({ ...old, p: withoutPersonal(old.p) }));
}

/** The digests of the pictures that a value names, wherever they stand. */
export function evidenceIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as { sha256?: unknown }).sha256;
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(evidenceIn)];
}
