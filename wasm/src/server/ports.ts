import type { Case, Order } from '../generated/types.js';
import type { Head } from '../sync/chain.js';
import type { FinalReceipt, Heads, JsonObject, LogEntry } from '../sync/protocol.js';

/** Who is asking, as the backend found out by itself. */
export interface Subject {
  readonly id: string;
  /** A customer sees what is its own; a host of a live room no cases. The others see every order: who they are is for the shop to know. */
  readonly role: 'customer' | 'merchant' | 'host' | 'carrier' | 'platform' | 'insurer';
  readonly name?: string;
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

type Async<T> = T | Promise<T>;

/** What a transaction can do. All instants are milliseconds since 1970. */
export interface Tx {
  order(id: string): Async<OrderRecord | undefined>;
  orders(subject?: string): Async<OrderRecord[]>;
  putOrder(record: OrderRecord): Async<void>;
  /** Takes the order for this transaction alone and gives the head of its log. */
  lockOrder(id: string): Async<Head>;

  entries(order: string, from: number, limit: number): Async<LogEntry[]>;
  /** In the order in which they were committed. `subject` undefined: all of them. */
  entriesAfter(
    position: number,
    limit: number,
    subject?: string,
  ): Async<{ entries: LogEntry[]; position: number }>;
  append(entries: readonly LogEntry[]): Async<void>;
  cases(order: string): Async<Case[]>;
  /** The order that a case belongs to. */
  orderOf(caseId: string): Async<string | undefined>;
  heads(subject?: string): Async<Heads>;

  receipt(command: string): Async<StoredReceipt | undefined>;
  putReceipt(stored: StoredReceipt, at: number): Async<void>;

  setDeadline(caseId: string, order: string, due: number | undefined): Async<void>;
  dueCases(now: number, limit: number): Async<{ case: string; order: string }[]>;

  enqueue(row: Omit<OutboxRow, 'attempts' | 'firstTry'>, at: number): Async<void>;
  dueEffects(now: number, limit: number): Async<OutboxRow[]>;
  effectStarted(key: string, at: number): Async<void>;
  effectDone(key: string, at: number, result: JsonObject | undefined): Async<void>;
  effectFailed(key: string, retryAt: number, error: string): Async<void>;
  effects(
    caseId: string,
  ): Async<{ key: string; kind: string; data: JsonObject; done: boolean; result?: JsonObject }[]>;

  blob(sha256: string, subject?: string): Async<BlobRecord | undefined>;
  putBlob(record: Omit<BlobRecord, 'received' | 'complete'>): Async<void>;
  appendBlob(sha256: string, subject: string, offset: number, bytes: Uint8Array): Async<void>;
  completeBlob(sha256: string, subject: string): Async<void>;
  dropBlob(sha256: string, subject: string): Async<void>;
  blobBytes(sha256: string, subject: string): Async<Uint8Array>;

  /** The subject that a replica is bound to and since when it is known; binds it when it is new. */
  bindReplica(replica: string, subject: string, now: number): Async<{ subject: string; firstSeen: number }>;
}

export interface Store {
  /** Changes with every new database, so that cursors of another one are recognised. */
  readonly epoch: string;
  /** Runs `work` alone; commits when it resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): void | Promise<void>;
}
