import type { Head } from '../sync/chain.js';
import type { JsonObject, LogEntry } from '../sync/protocol.js';
import type { OrderRecord, OutboxRow, StoredReceipt } from './ports.js';

export interface ReceiptLine extends StoredReceipt {
  readonly at: number;
}

export interface OutboxLine extends OutboxRow {
  readonly created: number;
  readonly next: number;
  /** Until when a worker has it. */
  readonly leased: number;
  readonly done: number | null;
  readonly result: JsonObject | null;
  readonly error: string | null;
}

export interface BlobLine {
  readonly sha256: string;
  readonly subject: string;
  readonly order: string;
  readonly size: number;
  readonly type: string;
  readonly complete: boolean;
  /** Where each piece begins and how long it is, in their order. */
  readonly pieces: readonly (readonly [start: number, length: number])[];
}

/**
 * What a store holds, as documents: for engines that keep values by their names and know no tables. Each section is read and
 * written as a whole, so this is for one order, or a few.
 */
export interface Book {
  readonly orders: readonly OrderRecord[];
  readonly heads: Readonly<Record<string, Head>>;
  /** In the order of commits. */
  readonly log: readonly LogEntry[];
  readonly parties: readonly { readonly order: string; readonly case: string; readonly name: string }[];
  readonly receipts: readonly ReceiptLine[];
  readonly deadlines: readonly { readonly case: string; readonly order: string; readonly due: number }[];
  readonly outbox: readonly OutboxLine[];
  readonly blobs: readonly BlobLine[];
  readonly replicas: Readonly<Record<string, { readonly subject: string; readonly firstSeen: number }>>;
}

export type Section = keyof Book;

export const EMPTY: Book = {
  orders: [],
  heads: {},
  log: [],
  parties: [],
  receipts: [],
  deadlines: [],
  outbox: [],
  blobs: [],
  replicas: {},
};

export const SECTIONS = Object.keys(EMPTY) as Section[];

/** Where the bytes of evidence are, which are too many for a section. What was dropped may be asked for no more. */
export interface Pieces {
  put(sha256: string, subject: string, start: number, bytes: Uint8Array): Promise<void> | void;
  get(sha256: string, subject: string, start: number): Promise<Uint8Array> | Uint8Array;
  drop(sha256: string, subject: string, starts: readonly number[]): Promise<void> | void;
}

export function createMemoryPieces(): Pieces {
  const all = new Map<string, Uint8Array>();
  const key = (sha256: string, subject: string, start: number) => `${sha256} ${start} ${subject}`;
  return {
    put: (sha256, subject, start, bytes) => void all.set(key(sha256, subject, start), bytes.slice()),
    get: (sha256, subject, start) => all.get(key(sha256, subject, start)) ?? new Uint8Array(),
    drop(sha256, subject, starts) {
      for (const start of starts) all.delete(key(sha256, subject, start));
    },
  };
}
