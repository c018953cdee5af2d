import { LIMITS, type WireCommand } from './protocol.js';
import type { OutboxItem } from './storage.js';

/**
 * The next commands in order, at most `size`. After one that is parked the others of its case wait with it; other cases
 * go on.
 */
export function nextBatch(items: readonly OutboxItem[], now: number, size: number): OutboxItem[] {
  const held = new Set<string>();
  const batch: OutboxItem[] = [];
  let bytes = 512;
  for (const item of [...items].sort((a, b) => a.n - b.n)) {
    if (item.receipt || held.has(item.command.case)) continue;
    if (item.parkedUntil !== undefined && item.parkedUntil > now) {
      held.add(item.command.case);
      continue;
    }
    bytes += 3 * JSON.stringify(item.command).length;
    if (batch.length && (batch.length >= size || bytes > LIMITS.pushBytes)) break;
    batch.push(item);
  }
  return batch;
}

/** Milliseconds until the first parked command is to be tried again. */
export function untilUnparked(items: readonly OutboxItem[], now: number): number {
  const times = items.filter(({ receipt }) => !receipt).map(({ parkedUntil = 0 }) => parkedUntil);
  return times.length ? Math.max(250, Math.min(...times) - now) : Number.POSITIVE_INFINITY;
}

/** The digests of the photos that a command names: those of the items that are asked for, and those that are added. */
export function evidenceOf({ p }: Pick<WireCommand, 'p'>): string[] {
  const list = (value: unknown): { sha256?: unknown; evidence?: unknown }[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
  const request = p.request as { items?: unknown } | null | undefined;
  return [...list(p.evidence), ...list(request?.items).flatMap(({ evidence }) => list(evidence))].flatMap(
    ({ sha256 }) => (typeof sha256 === 'string' ? [sha256] : []),
  );
}
