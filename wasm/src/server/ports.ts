import type { Case, Event, Order } from '../generated/types.js';
import type { Head } from '../sync/chain.js';
import type { FinalReceipt, Heads, JsonObject, LogEntry } from '../sync/protocol.js';
import type { DeadlineQueue } from './deadlines.js';

/** Who is asking, as the backend found out by itself. */
export interface Subject {
  readonly id: string;
  /**
   * A customer sees the orders of its own, and of their cases those it is a party of; carriers and insurers see the cases
   * they take part in; the shop and the supervising platform see all; a host of a live room none.
   */
  readonly role: 'customer' | 'merchant' | 'host' | 'carrier' | 'platform' | 'insurer';
  readonly name?: string;
  /** A guest's: the one order that the link is for. */
  readonly order?: string;
  /** Names that cases may list as a party, instead of the role's own: `carrier:nordpost`. */
  readonly parties?: readonly string[];
}

export interface Auth {
  /** The subject behind a request, or undefined when there is none or no valid one. */
  identify(request: Request): Promise<Subject | undefined> | Subject | undefined;
}

export interface OrderRecord {
  readonly id: string;
  /** The customer that the order belongs to. */
  readonly subject: string;
  /** The order as the core reads it. */
  readonly order: Order;
  /** What the shop keeps beside it. */
  readonly meta?: JsonObject;
}

export interface StoredReceipt {
  readonly receipt: FinalReceipt;
  readonly fingerprint: string;
  readonly subject: string;
  readonly replica: string;
  readonly order: string;
  readonly case: string;
}

export interface OutboxRow {
  readonly key: string;
  readonly order: string;
  readonly case: string;
  readonly kind: string;
  readonly data: JsonObject;
  readonly attempts: number;
  /** When it was tried for the first time, in milliseconds. */
  readonly firstTry?: number;
}

export interface BlobRecord {
  readonly sha256: string;
  readonly subject: string;
  readonly order: string;
  readonly size: number;
  readonly type: string;
  readonly received: number;
  readonly complete: boolean;
}

export interface EffectRecord {
  readonly key: string;
  readonly kind: string;
  readonly data: JsonObject;
  readonly done: boolean;
  readonly result?: JsonObject;
}

/** Which orders are meant: a customer's, one, those with a case that one of the parties takes part in; all when empty. */
export interface Scope {
  readonly subject?: string;
  readonly order?: string;
  readonly parties?: readonly string[];
}

type Async<T> = T | Promise<T>;

/** What a transaction can do. All instants are milliseconds since 1970. */
export interface Tx {
  order(id: string): Async<OrderRecord | undefined>;
  orders(subject?: string): Async<OrderRecord[]>;
  putOrder(record: OrderRecord): Async<void>;
  /** Takes the order for this transaction alone and gives the head of its log. */
  lockOrder(id: string): Async<Head>;

  entries(order: string, from: number, limit: number): Async<LogEntry[]>;
  /** In the order in which they were committed: one that is committed later never stands before one that was read. */
  entriesAfter(
    position: number,
    limit: number,
    scope: Scope,
  ): Async<{ entries: LogEntry[]; position: number }>;
  append(entries: readonly LogEntry[]): Async<void>;
  cases(order: string): Async<Case[]>;
  /** The order that a case belongs to. */
  orderOf(caseId: string): Async<string | undefined>;
  /** Of orders that have a log. */
  heads(scope: Scope): Async<Heads>;
  /** Puts another payload in the place of one, which the chain must not notice. */
  replacePayload(order: string, seq: number, p: Event): Async<void>;

  /** Writes down who takes part in a case; nobody is ever taken off. */
  addParties(order: string, caseId: string, parties: readonly string[]): Async<void>;
  /** Who takes part, by case. */
  parties(orders: readonly string[]): Async<ReadonlyMap<string, ReadonlySet<string>>>;

  receipt(command: string): Async<StoredReceipt | undefined>;
  putReceipt(stored: StoredReceipt, at: number): Async<void>;
  receiptsOf(caseId: string): Async<StoredReceipt[]>;
  /** Keeps the id and who sent it, and puts the rest in the place of what was there. */
  replaceReceipt(receipt: FinalReceipt, fingerprint: string): Async<void>;

  setDeadline(caseId: string, order: string, due: number | undefined): Async<void>;
  /** Cases with something due, for this worker alone until `until`. */
  claimCases(now: number, until: number, limit: number): Async<{ case: string; order: string }[]>;

  enqueue(row: Omit<OutboxRow, 'attempts' | 'firstTry'>, at: number): Async<void>;
  /**
   * Effects to be run, for this worker alone until `until`; counts the attempt and notes the first. Refunds leave an order one
   * after the other, whichever worker runs them: shops lose count of two at once (Medusa doubles the lines of the order).
   */
  claimEffects(now: number, until: number, limit: number): Async<OutboxRow[]>;
  effectDone(key: string, at: number, result: JsonObject | undefined): Async<void>;
  effectFailed(key: string, retryAt: number, error: string): Async<void>;
  effects(caseId: string): Async<EffectRecord[]>;
  /** Takes the result and the error of an effect away. */
  forgetResult(key: string): Async<void>;

  blob(sha256: string, subject?: string): Async<BlobRecord | undefined>;
  putBlob(record: Omit<BlobRecord, 'received' | 'complete'>): Async<void>;
  appendBlob(sha256: string, subject: string, offset: number, bytes: Uint8Array): Async<void>;
  completeBlob(sha256: string, subject: string): Async<void>;
  dropBlob(sha256: string, subject: string): Async<void>;
  blobBytes(sha256: string, subject: string): Async<Uint8Array>;
  blobsOf(order: string): Async<BlobRecord[]>;

  /** The subject that a replica is bound to and since when it is known; binds it when it is new. */
  bindReplica(replica: string, subject: string, now: number): Async<{ subject: string; firstSeen: number }>;
}

export interface Store {
  /** Changes with every new database, so that cursors of another one are recognised. */
  readonly epoch: string;
  /**
   * Runs `work` as one transaction; commits when it resolves, rolls back when it rejects. Where transactions run side by
   * side, `work` may be run again after one that lost a race, so it changes nothing outside of `tx` that it could not
   * change twice.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Tells of orders that any process has appended to; absent where there is only this one. */
  listen?(heard: (order: string) => void): Promise<() => void>;
  /** Who wakes cases when their time has come; where there is nobody, their deadlines are looked through. */
  readonly deadlines?: DeadlineQueue | undefined;
  close(): void | Promise<void>;
}
