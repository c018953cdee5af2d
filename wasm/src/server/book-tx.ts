import type { Case, Event } from '../generated/types.js';
import { type Head, NO_HEAD } from '../sync/chain.js';
import { kindOf } from '../sync/kind.js';
import type { FinalReceipt, Heads, JsonObject, LogEntry } from '../sync/protocol.js';
import type { BlobLine, Book, OutboxLine, Pieces, ReceiptLine, Section } from './book.js';
import { joined } from './bytes.js';
import type { BlobRecord, EffectRecord, OrderRecord, OutboxRow, Scope, StoredReceipt, Tx } from './ports.js';

type Draft = { -readonly [S in Section]: Book[S] };

/** A transaction over a book: every change puts a new section in the place of the old one, so that forgetting it is easy. */
export class BookTx implements Tx {
  readonly #book: Draft;
  readonly #pieces: Pieces;
  /** What becomes of bytes when the transaction is a fact: until then it may still be undone. */
  readonly #later: (() => Promise<void> | void)[] = [];

  constructor(book: Book, pieces: Pieces) {
    this.#book = { ...book };
    this.#pieces = pieces;
  }

  get book(): Book {
    return { ...this.#book };
  }

  async finish(): Promise<void> {
    for (const each of this.#later) await each();
  }

  order(id: string): OrderRecord | undefined {
    return this.#book.orders.find((record) => record.id === id);
  }

  orders(subject?: string): OrderRecord[] {
    const all = this.#book.orders.filter((record) => subject === undefined || record.subject === subject);
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  putOrder(record: OrderRecord): void {
    const known = this.order(record.id);
    const others = this.#book.orders.filter(({ id }) => id !== record.id);
    this.#book.orders = [...others, copy({ ...record, subject: known?.subject ?? record.subject })];
  }

  lockOrder(id: string): Head {
    return this.#book.heads[id] ?? NO_HEAD;
  }

  entries(order: string, from: number, limit: number): LogEntry[] {
    const own = this.#book.log.filter((entry) => entry.order === order && entry.seq >= from);
    return own.sort((a, b) => a.seq - b.seq).slice(0, limit);
  }

  entriesAfter(position: number, limit: number, scope: Scope): { entries: LogEntry[]; position: number } {
    const within = this.#within(scope);
    const entries: LogEntry[] = [];
    const { log } = this.#book;
    for (let at = position; at < log.length; at++) {
      const entry = log[at] as LogEntry;
      if (!within(entry.order)) continue;
      entries.push(entry);
      if (entries.length === limit) return { entries, position: at + 1 };
    }
    const end = entries.length ? log.lastIndexOf(entries.at(-1) as LogEntry) + 1 : position;
    return { entries, position: Math.min(end, log.length) };
  }

  append(entries: readonly LogEntry[]): void {
    this.#book.log = [...this.#book.log, ...entries.map(copy)];
    for (const { order, seq, h } of entries) this.#book.heads = { ...this.#book.heads, [order]: { seq, h } };
  }

  cases(order: string): Case[] {
    const cases = new Map<string, Event[]>();
    for (const { case: id, p } of this.entries(order, 1, Number.POSITIVE_INFINITY))
      cases.set(id, [...(cases.get(id) ?? []), p]);
    return [...cases].map(([id, events]) => ({ id, order, kind: kindOf(events), events }));
  }

  orderOf(caseId: string): string | undefined {
    return this.#book.log.find((entry) => entry.case === caseId)?.order;
  }

  heads(scope: Scope): Heads {
    const within = this.#within(scope);
    const all = Object.entries(this.#book.heads).filter(([order]) => within(order));
    return all.map(([order, { seq, h }]) => [order, seq, h] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  replacePayload(order: string, seq: number, p: Event): void {
    this.#book.log = this.#book.log.map((entry) =>
      entry.order === order && entry.seq === seq ? { ...entry, p: copy(p) } : entry,
    );
  }

  addParties(order: string, caseId: string, parties: readonly string[]): void {
    const known = new Set(this.#book.parties.filter((each) => each.case === caseId).map(({ name }) => name));
    const added = [...new Set(parties)].filter((name) => !known.has(name));
    if (added.length)
      this.#book.parties = [...this.#book.parties, ...added.map((name) => ({ order, case: caseId, name }))];
  }

  parties(orders: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    for (const each of this.#book.parties) {
      if (orders.includes(each.order))
        found.set(each.case, (found.get(each.case) ?? new Set<string>()).add(each.name));
    }
    return found;
  }

  receipt(command: string): StoredReceipt | undefined {
    const line = this.#book.receipts.find(({ receipt }) => receipt.id === command);
    return line && withoutTime(line);
  }

  putReceipt(stored: StoredReceipt, at: number): void {
    if (this.receipt(stored.receipt.id)) throw new Error(`there is a receipt for ${stored.receipt.id}`);
    this.#book.receipts = [...this.#book.receipts, { ...copy(stored), at }];
  }

  receiptsOf(caseId: string): StoredReceipt[] {
    const own = this.#book.receipts.filter((line) => line.case === caseId);
    return own.sort((a, b) => a.at - b.at || (a.receipt.id < b.receipt.id ? -1 : 1)).map(withoutTime);
  }

  replaceReceipt(receipt: FinalReceipt, fingerprint: string): void {
    this.#book.receipts = this.#book.receipts.map((line) =>
      line.receipt.id === receipt.id ? { ...line, receipt, fingerprint } : line,
    );
  }

  setDeadline(caseId: string, order: string, due: number | undefined): void {
    const others = this.#book.deadlines.filter((line) => line.case !== caseId);
    if (due === undefined && others.length === this.#book.deadlines.length) return;
    this.#book.deadlines = due === undefined ? others : [...others, { case: caseId, order, due }];
  }

  claimCases(now: number, until: number, limit: number): { case: string; order: string }[] {
    const due = this.#book.deadlines.filter((line) => line.due <= now).sort((a, b) => a.due - b.due);
    const taken = due.slice(0, limit);
    for (const { case: id, order } of taken) this.setDeadline(id, order, until);
    return taken.map(({ case: id, order }) => ({ case: id, order }));
  }

  enqueue(row: Omit<OutboxRow, 'attempts' | 'firstTry'>, at: number): void {
    if (this.#book.outbox.some(({ key }) => key === row.key)) return;
    const line = {
      ...copy(row),
      attempts: 0,
      created: at,
      next: at,
      leased: 0,
      done: null,
      result: null,
      error: null,
    };
    this.#book.outbox = [...this.#book.outbox, line];
  }

  claimEffects(now: number, until: number, limit: number): OutboxRow[] {
    const due = this.#book.outbox.filter(({ done, next }) => done === null && next <= now);
    const taken = due
      .sort(before)
      .filter((line) => !this.#waitsFor(line, now))
      .slice(0, limit);
    return taken.map((line) => {
      const firstTry = line.firstTry ?? now;
      this.#change(line.key, { next: until, leased: until, attempts: line.attempts + 1, firstTry });
      const { key, order, case: id, kind, data, attempts } = line;
      return { key, order, case: id, kind, data: copy(data), attempts, firstTry };
    });
  }

  /** Refunds leave an order one after the other. */
  #waitsFor(line: OutboxLine, now: number): boolean {
    return (
      line.kind === 'issue_refund' &&
      this.#book.outbox.some(
        (other) =>
          other.order === line.order &&
          other.kind === line.kind &&
          other.key !== line.key &&
          other.done === null &&
          (other.leased > now || (other.next <= now && before(other, line) < 0)),
      )
    );
  }

  #change(key: string, change: Partial<OutboxLine>): void {
    this.#book.outbox = this.#book.outbox.map((line) => (line.key === key ? { ...line, ...change } : line));
  }

  effectDone(key: string, at: number, result: JsonObject | undefined): void {
    this.#change(key, { done: at, result: result ? copy(result) : null, error: null });
  }

  effectFailed(key: string, retryAt: number, error: string): void {
    this.#change(key, { next: retryAt, leased: 0, error: error.slice(0, 2000) });
  }

  effects(caseId: string): EffectRecord[] {
    const own = this.#book.outbox.filter((line) => line.case === caseId);
    return own
      .sort((a, b) => a.created - b.created || (a.key < b.key ? -1 : 1))
      .map(({ key, kind, data, done, result }) => ({
        key,
        kind,
        data,
        done: done !== null,
        ...(result === null ? {} : { result }),
      }));
  }

  forgetResult(key: string): void {
    this.#change(key, { result: null, error: null });
  }

  blob(sha256: string, subject?: string): BlobRecord | undefined {
    const own = this.#book.blobs.filter(
      (line) => line.sha256 === sha256 && (subject === undefined || line.subject === subject),
    );
    const line = own.find(({ complete }) => complete) ?? own[0];
    return line && toBlob(line);
  }

  putBlob(record: Omit<BlobRecord, 'received' | 'complete'>): void {
    if (this.blob(record.sha256, record.subject)) throw new Error(`there is a blob ${record.sha256}`);
    this.#book.blobs = [...this.#book.blobs, { ...record, complete: false, pieces: [] }];
  }

  async appendBlob(sha256: string, subject: string, offset: number, bytes: Uint8Array): Promise<void> {
    // Bytes nobody names do no harm when the transaction is undone, so they may be there before it is a fact.
    await this.#pieces.put(sha256, subject, offset, bytes);
    this.#changeBlob(sha256, subject, ({ pieces }) => ({ pieces: [...pieces, [offset, bytes.length]] }));
  }

  completeBlob(sha256: string, subject: string): void {
    this.#changeBlob(sha256, subject, () => ({ complete: true }));
  }

  #changeBlob(sha256: string, subject: string, change: (line: BlobLine) => Partial<BlobLine>): void {
    this.#book.blobs = this.#book.blobs.map((line) =>
      line.sha256 === sha256 && line.subject === subject ? { ...line, ...change(line) } : line,
    );
  }

  #piecesOf(sha256: string, subject: string): number[] {
    const line = this.#book.blobs.find((each) => each.sha256 === sha256 && each.subject === subject);
    return (line?.pieces ?? []).map(([start]) => start).sort((a, b) => a - b);
  }

  dropBlob(sha256: string, subject: string): void {
    const starts = this.#piecesOf(sha256, subject);
    if (starts.length) this.#later.push(() => this.#pieces.drop(sha256, subject, starts));
    this.#book.blobs = this.#book.blobs.filter((line) => line.sha256 !== sha256 || line.subject !== subject);
  }

  async blobBytes(sha256: string, subject: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (const start of this.#piecesOf(sha256, subject))
      parts.push(await this.#pieces.get(sha256, subject, start));
    return joined(parts);
  }

  blobsOf(order: string): BlobRecord[] {
    const own = this.#book.blobs.filter((line) => line.order === order);
    return own.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)).map(toBlob);
  }

  bindReplica(replica: string, subject: string, now: number): { subject: string; firstSeen: number } {
    const bound = this.#book.replicas[replica] ?? { subject, firstSeen: now };
    this.#book.replicas = { ...this.#book.replicas, [replica]: bound };
    return bound;
  }

  /** Whether an order is within a scope. */
  #within({ subject, order, parties }: Scope): (id: string) => boolean {
    if (order !== undefined) return (id) => id === order;
    if (subject !== undefined) return (id) => this.order(id)?.subject === subject;
    if (!parties) return () => true;
    const shared = this.#book.parties.filter(({ name }) => parties.includes(name));
    const orders = new Set(shared.map((each) => each.order));
    return (id) => orders.has(id);
  }
}

const before = (a: OutboxLine, b: OutboxLine): number => a.next - b.next || (a.key < b.key ? -1 : 1);

/** As it comes back from where it is kept: nobody shares an object with the book. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function withoutTime({ at: _at, ...stored }: ReceiptLine): StoredReceipt {
  return stored;
}

function toBlob({ pieces, ...record }: BlobLine): BlobRecord {
  return { ...record, received: pieces.reduce((sum, [, length]) => sum + length, 0) };
}
