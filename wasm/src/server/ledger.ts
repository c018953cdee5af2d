import type { Heads, OrderAnswer, PullAnswer, Receipt, WireCommand } from '../sync/protocol.js';
import type { Sender } from './decide.js';
import type { Subject } from './ports.js';

/** How long a pull may hold on until there is something, and what ends it sooner. */
export interface Waiting {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Evidence over the wire; the answers are those that go to the client. */
export interface EvidenceDesk {
  create(subject: Subject, body: Record<string, unknown>): Promise<Response>;
  patch(subject: Subject, digest: string, request: Request): Promise<Response>;
  head(subject: Subject, digest: string): Promise<Response>;
  get(subject: Subject, digest: string): Promise<Response>;
}

/**
 * What the wire asks for, each call whole by itself. A database gives it in transactions, an engine that has an object per
 * order by calling those objects; who may see what is decided behind it, who is asking and what a body may look like before.
 */
export interface Ledger {
  /** The subject that a replica is bound to and since when it is known; binds it when it is new. */
  bind(replica: string, subject: string, now: number): Promise<{ subject: string; firstSeen: number }>;
  /** Rejects with `IdReused` when the id stands for something else. */
  decide(command: WireCommand, from: Sender, now: number): Promise<Receipt>;
  /** After the decisions of a push, with the orders that something happened on. */
  decided?(orders: ReadonlySet<string>): Promise<void>;
  pull(subject: Subject, cursor: string, limit: number, waiting: Waiting): Promise<Omit<PullAnswer, 'now'>>;
  /** Undefined when there is none that the subject may know of. */
  order(subject: Subject, id: string, from: number): Promise<Omit<OrderAnswer, 'now'> | undefined>;
  heads(subject: Subject): Promise<Heads>;
  /** Tells whenever there is something to pull, from the moment that it resolves until the signal. */
  watch(subject: Subject, told: () => void, signal: AbortSignal): Promise<void>;
  readonly evidence: EvidenceDesk;
}
