import type { Book } from '../../server/book.js';
import { canonical } from '../../sync/canonical.js';
import type { WireEntry } from '../../sync/protocol.js';
import type { CouchDocument } from './database.js';

/** An order as the server keeps it: one document, so that a decision is one write, which its revision guards. */
export interface OrderDocument extends CouchDocument {
  readonly book: Partial<Book>;
}

/** An event as others may replicate it: written once, and again only when its words are erased. */
export interface EventDocument extends CouchDocument {
  readonly type: 'event';
  /** Its place among the events of all orders; no two have the same, and readers never see a smaller one later. */
  readonly n: number;
  /** The entry of the order's log, as docs/sync.md has it. */
  readonly entry: WireEntry;
}

const WIDTH = 8;

export const orderId = (order: string): string => `order:${order}`;
/** Numbers are padded, so that ids are sorted as the log is. */
export const eventId = (order: string, seq: number): string => `${order}:${String(seq).padStart(WIDTH, '0')}`;

/** Databases need not keep the order of members. */
export const isSame = (a: WireEntry, b: WireEntry): boolean => canonical(a) === canonical(b);

/** Which of these documents differ from those that are there, with the revisions that they replace. */
export function changes(wanted: readonly EventDocument[], there: readonly EventDocument[]): EventDocument[] {
  const known = new Map(there.map((document) => [document._id, document]));
  return wanted.flatMap((document) => {
    const before = known.get(document._id);
    if (!before?._rev) return [document];
    return isSame(before.entry, document.entry) ? [] : [{ ...document, n: before.n, _rev: before._rev }];
  });
}
