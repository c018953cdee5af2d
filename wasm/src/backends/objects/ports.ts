// What an engine with one object per order has to offer, so that the whole of case-sync/1 can be served from it.

import type { Sender } from '../../server/decide.js';
import type { OrderRecord, Scope, Subject } from '../../server/ports.js';
import type { Head } from '../../sync/chain.js';
import type { Heads, Receipt, WireCommand, WireEntry } from '../../sync/protocol.js';

/** What one order knows and decides. Calls on the same order never overlap inside of it. */
export interface OrderPort {
  /**
   * Rejects with `IdReused`. `claimedBy` is the order that the command's case was first named on: an order knows no cases
   * but its own.
   */
  decide(command: WireCommand, from: Sender, now: number, claimedBy: string): Promise<Receipt>;
  /** The log from a number on as the subject may see it; undefined when it may not know of the order. */
  log(subject: Subject, from: number): Promise<OrderLog | undefined>;
  /** Entries `from` up to and with `to`, as the subject may see them. */
  entries(subject: Subject, from: number, to: number): Promise<readonly WireEntry[]>;
  /** Forwards a request about evidence; what comes back goes to the client. */
  evidence(call: EvidenceCall): Promise<Response>;
  put(record: OrderRecord): Promise<void>;
  /** Erases who the order is about; false when there is none. */
  erase(reason: string): Promise<boolean>;
}

export interface OrderLog {
  readonly events: readonly WireEntry[];
  readonly head: Head;
  /** The customer that the order belongs to. */
  readonly owner: string;
}

export type EvidenceCall =
  | { readonly kind: 'create'; readonly subject: Subject; readonly body: Record<string, unknown> }
  | { readonly kind: 'patch'; readonly subject: Subject; readonly digest: string; readonly request: Request }
  | { readonly kind: 'head' | 'get'; readonly subject: Subject; readonly digest: string };

/** A place in a feed. Another epoch means another feed. */
export interface Position {
  readonly epoch: string;
  readonly at: number;
}

export interface FeedPage {
  readonly epoch: string;
  /** In the order in which the feed heard of them. */
  readonly refs: readonly (readonly [order: string, seq: number, at: number])[];
  /** Where the page ends; where the feed ends when nothing was asked for. */
  readonly at: number;
  /** What was asked for is of another feed, or ahead of this one. */
  readonly lost: boolean;
}

/** What an order tells its feed: the whole of it each time, so that it may be told twice, late, or out of turn. */
export interface Notice {
  readonly order: string;
  readonly subject: string;
  readonly head: Head;
  readonly parties: readonly string[];
}

/** The orders of some customers in the order of their commits: what a cursor goes along. */
export interface FeedPort {
  append(notice: Notice): Promise<void>;
  page(after: Position | undefined, limit: number, scope: Scope): Promise<FeedPage>;
  heads(scope: Scope): Promise<Heads>;
  /** True as soon as there is something after `after`, false when the time is over. */
  wait(after: Position, scope: Scope, ms: number, signal: AbortSignal): Promise<boolean>;
}

/** Whose a name is, for names that have to be unique over all orders. The first who asks has it, for ever. */
export interface NamesPort {
  claim(name: string, order: string): Promise<string>;
  bind(replica: string, subject: string, now: number): Promise<{ subject: string; firstSeen: number }>;
  /** Notes that somebody has announced a picture to an order. */
  place(digest: string, subject: string, order: string): Promise<void>;
  /** Where a picture was announced, the latest first. */
  placesOf(digest: string): Promise<readonly { readonly subject: string; readonly order: string }[]>;
}

export interface Objects {
  order(id: string): OrderPort;
  feed(shard: number): FeedPort;
  readonly names: NamesPort;
  /** How many feeds there are. It is chosen once: a customer's orders stay in the feed that its id leads to. */
  readonly feeds: number;
}
