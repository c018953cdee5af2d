import type { CommandType, Event, Problem, Quote } from '../generated/types.js';

/** The documents of case-sync/1, as both sides know them. What each field means: docs/sync.md. */

export const PROTOCOL = 1;
/** The schema of commands and events that this side writes. */
export const SCHEMA = 1;

export const LIMITS = {
  pushBytes: 256 * 1024,
  commands: 100,
  commandBytes: 64 * 1024,
  depth: 32,
  stringLength: 8 * 1024,
  blobBytes: 10 * 1024 * 1024,
  blobsPerRequest: 10,
  pullEvents: 500,
  pullWaitSeconds: 25,
} as const;

export type JsonObject = { readonly [key: string]: unknown };

/** One thing that somebody wants done. It carries no amount: `quote` names, by its hash, what the sender was shown. */
export interface WireCommand {
  readonly id: string;
  readonly order: string;
  readonly case: string;
  readonly t: `return.${CommandType}`;
  readonly v: 1;
  /** How many events of the case the sender had seen. */
  readonly base: number;
  /** The sender's previous command on this case that had no receipt yet. */
  readonly dep?: string;
  /** The sender's clock: evidence, not authority. */
  readonly at: string;
  readonly quote?: string;
  readonly p: JsonObject;
}

export interface PushBody {
  readonly proto: typeof PROTOCOL;
  readonly replica: string;
  readonly schema: number;
  readonly cmds: readonly WireCommand[];
}

export type Receipt =
  | { readonly id: string; readonly st: 'applied'; readonly seq: number }
  | {
      readonly id: string;
      readonly st: 'rejected';
      /** The head of the order's log when this was decided. */
      readonly seq: number;
      readonly code: string;
      readonly message?: string;
      readonly params?: JsonObject;
      readonly quote?: Quote;
      readonly version?: number;
      readonly problems?: readonly Problem[];
    }
  | {
      readonly id: string;
      readonly st: 'retry';
      readonly code: 'blob_missing' | 'dep_missing';
      readonly after: number;
      readonly blobs?: readonly string[];
    };

export type FinalReceipt = Exclude<Receipt, { st: 'retry' }>;

export interface PushAnswer {
  readonly receipts: readonly Receipt[];
  readonly now: string;
}

/** An entry of an order's log: an event of one of its cases, numbered and chained over the whole order. */
export interface LogEntry {
  readonly order: string;
  readonly seq: number;
  readonly case: string;
  readonly t: string;
  readonly v: number;
  /** The command that caused it. */
  readonly cause: string;
  /** When the backend took it in. */
  readonly at: string;
  /** Links to the entry before; see `chainHash`. */
  readonly h: string;
  /** Without `personal` once that was erased; the chain does not cover it. */
  readonly p: Event;
}

/** An entry of a case that the reader is no party of: there is something, and the chain holds. */
export interface WithheldEntry {
  readonly order: string;
  readonly seq: number;
  /** Of what is withheld; see `digestOf`. */
  readonly digest: string;
  readonly h: string;
}

export type WireEntry = LogEntry | WithheldEntry;

export interface PullAnswer {
  readonly events: readonly WireEntry[];
  readonly cursor: string;
  readonly more: boolean;
  /** The cursor was of no use: the answer begins at the beginning. Pending commands are kept. */
  readonly reset: boolean;
  readonly now: string;
}

export interface OrderAnswer {
  readonly order: string;
  readonly events: readonly WireEntry[];
  readonly head: { readonly seq: number; readonly h: string };
  readonly now: string;
}

export type Heads = readonly (readonly [order: string, seq: number, h: string])[];

/** RFC 9457, with the code that programs branch on. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly pointer?: string;
  readonly range?: readonly [min: number, max: number];
  readonly ids?: readonly string[];
  readonly receipts?: readonly Receipt[];
}
