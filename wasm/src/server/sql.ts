import type { Case, Event, Order } from '../generated/types.js';
import { type Head, NO_HEAD } from '../sync/chain.js';
import { kindOf } from '../sync/kind.js';
import type { FinalReceipt, Heads, JsonObject, LogEntry } from '../sync/protocol.js';
import type { BlobRecord, EffectRecord, OrderRecord, OutboxRow, Scope, StoredReceipt, Tx } from './ports.js';

export type Value = string | number | bigint | boolean | null | Uint8Array;
export type Row = Record<string, Value>;

/** What differs between the databases; statements and rows are the same in all of them. */
export interface Dialect {
  /** Runs a statement with `$1`, `$2` …, gives its rows. */
  all(sql: string, values?: readonly Value[]): Row[] | Promise<Row[]>;
  /** Follows a SELECT whose row nobody else may have; empty where only one transaction runs at a time. */
  readonly lock: string;
  /** The same, passing over rows that others have. */
  readonly skip: string;
}

const json = (value: unknown): string => JSON.stringify(value);
const parse = <T>(text: Value | undefined): T => JSON.parse(text as string) as T;
const marks = (values: readonly unknown[], from = 1): string =>
  values.map((_, index) => `$${from + index}`).join(', ');

/** The store's port in SQL that SQLite and PostgreSQL both speak. */
export class SqlTx implements Tx {
  readonly #sql: Dialect;

  constructor(sql: Dialect) {
    this.#sql = sql;
  }

  protected async all(sql: string, ...values: Value[]): Promise<Row[]> {
    return this.#sql.all(sql, values);
  }

  async #one(sql: string, ...values: Value[]): Promise<Row | undefined> {
    return (await this.#sql.all(sql, values))[0];
  }

  async order(id: string): Promise<OrderRecord | undefined> {
    const row = await this.#one('SELECT * FROM order_doc WHERE id = $1', id);
    return row && toOrder(row);
  }

  async orders(subject?: string): Promise<OrderRecord[]> {
    const rows =
      subject === undefined
        ? await this.all('SELECT * FROM order_doc ORDER BY id')
        : await this.all('SELECT * FROM order_doc WHERE subject = $1 ORDER BY id', subject);
    return rows.map(toOrder);
  }

  async putOrder({ id, subject, order, meta }: OrderRecord): Promise<void> {
    await this.all(
      `INSERT INTO order_doc (id, subject, doc, meta) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, meta = excluded.meta`,
      id,
      subject,
      json(order),
      meta ? json(meta) : null,
    );
    // There from the start, so that the first two commands have a row to contend for.
    await this.all("INSERT INTO order_head VALUES ($1, 0, '') ON CONFLICT DO NOTHING", id);
  }

  async lockOrder(id: string): Promise<Head> {
    const row = await this.#one(`SELECT seq, h FROM order_head WHERE order_id = $1${this.#sql.lock}`, id);
    return row ? { seq: Number(row.seq), h: row.h as string } : NO_HEAD;
  }

  async entries(order: string, from: number, limit: number): Promise<LogEntry[]> {
    const sql = 'SELECT * FROM event WHERE order_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3';
    return (await this.all(sql, order, from, limit)).map(toEntry);
  }

  async entriesAfter(
    position: number,
    limit: number,
    scope: Scope,
  ): Promise<{ entries: LogEntry[]; position: number }> {
    const { where, values } = within(scope, 3);
    const sql = `SELECT * FROM event WHERE position > $1${where} ORDER BY position LIMIT $2`;
    const rows = await this.all(sql, position, limit, ...values);
    if (rows.length) return { entries: rows.map(toEntry), position: Number(rows.at(-1)?.position) };
    // A cursor from before a backup was put back is ahead of the log.
    const last = Number((await this.#one('SELECT max(position) AS last FROM event'))?.last ?? 0);
    return { entries: [], position: Math.min(position, last) };
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    for (const { order, seq, case: id, t, v, cause, at, h, p } of entries) {
      await this.all(
        'INSERT INTO event (order_id, seq, case_id, t, v, cause, at, h, p) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        ...[order, seq, id, t, v, cause, at, h, json(p)],
      );
      await this.all('UPDATE order_head SET seq = $2, h = $3 WHERE order_id = $1', order, seq, h);
    }
  }

  async cases(order: string): Promise<Case[]> {
    const cases = new Map<string, Event[]>();
    for (const row of await this.all('SELECT * FROM event WHERE order_id = $1 ORDER BY seq', order)) {
      const { case: id, p } = toEntry(row);
      cases.set(id, [...(cases.get(id) ?? []), p]);
    }
    return [...cases].map(([id, events]) => ({ id, order, kind: kindOf(events), events }));
  }

  async orderOf(caseId: string): Promise<string | undefined> {
    const row = await this.#one('SELECT order_id FROM event WHERE case_id = $1 LIMIT 1', caseId);
    return row?.order_id as string | undefined;
  }

  async heads(scope: Scope): Promise<Heads> {
    const { where, values } = within(scope, 1);
    const sql = `SELECT order_id, seq, h FROM order_head WHERE seq > 0${where} ORDER BY order_id`;
    return (await this.all(sql, ...values)).map((row) => [
      row.order_id as string,
      Number(row.seq),
      row.h as string,
    ]);
  }

  async replacePayload(order: string, seq: number, p: Event): Promise<void> {
    await this.all('UPDATE event SET p = $3 WHERE order_id = $1 AND seq = $2', order, seq, json(p));
  }

  async addParties(order: string, caseId: string, parties: readonly string[]): Promise<void> {
    for (const party of parties) {
      await this.all(
        'INSERT INTO party (order_id, case_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        ...[order, caseId, party],
      );
    }
  }

  async parties(orders: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const found = new Map<string, Set<string>>();
    if (!orders.length) return found;
    const sql = `SELECT case_id, name FROM party WHERE order_id IN (${marks(orders)})`;
    for (const { case_id: id, name } of await this.all(sql, ...orders)) {
      const names = found.get(id as string) ?? new Set();
      found.set(id as string, names.add(name as string));
    }
    return found;
  }

  async receipt(command: string): Promise<StoredReceipt | undefined> {
    const row = await this.#one('SELECT * FROM receipt WHERE command = $1', command);
    return row && toReceipt(row);
  }

  async putReceipt(stored: StoredReceipt, at: number): Promise<void> {
    const { receipt, fingerprint, subject, replica, order, case: id } = stored;
    await this.all(
      `INSERT INTO receipt (command, subject, replica, fingerprint, body, at, order_id, case_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      ...[receipt.id, subject, replica, fingerprint, json(receipt), at, order, id],
    );
  }

  async receiptsOf(caseId: string): Promise<StoredReceipt[]> {
    return (await this.all('SELECT * FROM receipt WHERE case_id = $1 ORDER BY at, command', caseId)).map(
      toReceipt,
    );
  }

  async replaceReceipt(receipt: FinalReceipt, fingerprint: string): Promise<void> {
    const sql = 'UPDATE receipt SET body = $2, fingerprint = $3 WHERE command = $1';
    await this.all(sql, receipt.id, json(receipt), fingerprint);
  }

  async setDeadline(caseId: string, order: string, due: number | undefined): Promise<void> {
    if (due === undefined) await this.all('DELETE FROM deadline WHERE case_id = $1', caseId);
    else {
      await this.all(
        `INSERT INTO deadline (case_id, order_id, due) VALUES ($1, $2, $3)
         ON CONFLICT (case_id) DO UPDATE SET due = excluded.due`,
        ...[caseId, order, due],
      );
    }
  }

  async claimCases(now: number, until: number, limit: number): Promise<{ case: string; order: string }[]> {
    const rows = await this.all(
      `WITH claimed AS MATERIALIZED (
         SELECT case_id AS id FROM deadline WHERE due <= $1 ORDER BY due LIMIT $3${this.#sql.skip})
       UPDATE deadline SET due = $2 WHERE case_id IN (SELECT id FROM claimed) RETURNING case_id, order_id`,
      ...[now, until, limit],
    );
    return rows.map((row) => ({ case: row.case_id as string, order: row.order_id as string }));
  }

  async enqueue(row: Omit<OutboxRow, 'attempts' | 'firstTry'>, at: number): Promise<void> {
    await this.all(
      `INSERT INTO outbox (key, order_id, case_id, kind, data, created, next) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING`,
      ...[row.key, row.order, row.case, row.kind, json(row.data), at, at],
    );
  }

  async claimEffects(now: number, until: number, limit: number): Promise<OutboxRow[]> {
    const rows = await this.all(
      `WITH claimed AS MATERIALIZED (
         SELECT key AS id FROM outbox mine WHERE done IS NULL AND next <= $1 AND (kind <> 'issue_refund' OR NOT EXISTS (
           SELECT 1 FROM outbox other
           WHERE other.order_id = mine.order_id AND other.kind = mine.kind AND other.key <> mine.key AND other.done IS NULL
             AND (other.leased > $1 OR (other.next <= $1 AND (other.next, other.key) < (mine.next, mine.key)))
         )) ORDER BY next LIMIT $3${this.#sql.skip})
       UPDATE outbox SET next = $2, leased = $2, attempts = attempts + 1, first_try = coalesce(first_try, $1)
       WHERE key IN (SELECT id FROM claimed) RETURNING *`,
      ...[now, until, limit],
    );
    return rows.map(toOutbox);
  }

  async effectDone(key: string, at: number, result: JsonObject | undefined): Promise<void> {
    const sql = 'UPDATE outbox SET done = $2, result = $3, error = NULL WHERE key = $1';
    await this.all(sql, key, at, result ? json(result) : null);
  }

  async effectFailed(key: string, retryAt: number, error: string): Promise<void> {
    // Whatever a handler throws; a NUL is no text to PostgreSQL.
    const told = error.replaceAll('\0', '').slice(0, 2000);
    await this.all('UPDATE outbox SET next = $2, leased = 0, error = $3 WHERE key = $1', key, retryAt, told);
  }

  async effects(caseId: string): Promise<EffectRecord[]> {
    const sql = 'SELECT * FROM outbox WHERE case_id = $1 ORDER BY created, key';
    return (await this.all(sql, caseId)).map((row) => ({
      key: row.key as string,
      kind: row.kind as string,
      data: parse<JsonObject>(row.data),
      done: row.done !== null,
      ...(row.result === null ? {} : { result: parse<JsonObject>(row.result) }),
    }));
  }

  async forgetResult(key: string): Promise<void> {
    await this.all('UPDATE outbox SET result = NULL, error = NULL WHERE key = $1', key);
  }

  async blob(sha256: string, subject?: string): Promise<BlobRecord | undefined> {
    const of = subject === undefined ? [] : [subject];
    const sql = `${BLOB} WHERE sha256 = $1${of.length ? ' AND subject = $2' : ''} ORDER BY complete DESC LIMIT 1`;
    const row = await this.#one(sql, sha256, ...of);
    return row && toBlob(row);
  }

  async putBlob(record: Omit<BlobRecord, 'received' | 'complete'>): Promise<void> {
    const { sha256, subject, order, size, type } = record;
    const sql = 'INSERT INTO blob (sha256, subject, order_id, size, type) VALUES ($1, $2, $3, $4, $5)';
    await this.all(sql, sha256, subject, order, size, type);
  }

  async appendBlob(sha256: string, subject: string, offset: number, bytes: Uint8Array): Promise<void> {
    await this.all('INSERT INTO blob_part VALUES ($1, $2, $3, $4)', sha256, subject, offset, bytes);
  }

  async completeBlob(sha256: string, subject: string): Promise<void> {
    await this.all('UPDATE blob SET complete = 1 WHERE sha256 = $1 AND subject = $2', sha256, subject);
  }

  async dropBlob(sha256: string, subject: string): Promise<void> {
    await this.all('DELETE FROM blob_part WHERE sha256 = $1 AND subject = $2', sha256, subject);
    await this.all('DELETE FROM blob WHERE sha256 = $1 AND subject = $2', sha256, subject);
  }

  async blobBytes(sha256: string, subject: string): Promise<Uint8Array> {
    const sql = 'SELECT bytes FROM blob_part WHERE sha256 = $1 AND subject = $2 ORDER BY start';
    const parts = (await this.all(sql, sha256, subject)).map((row) => row.bytes as Uint8Array);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  async blobsOf(order: string): Promise<BlobRecord[]> {
    return (await this.all(`${BLOB} WHERE order_id = $1 ORDER BY sha256`, order)).map(toBlob);
  }

  async bindReplica(
    replica: string,
    subject: string,
    now: number,
  ): Promise<{ subject: string; firstSeen: number }> {
    await this.all(
      'INSERT INTO replica VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      ...[replica, subject, now],
    );
    const row = await this.#one('SELECT subject, first_seen FROM replica WHERE id = $1', replica);
    return { subject: row?.subject as string, firstSeen: Number(row?.first_seen) };
  }
}

const BLOB = `SELECT blob.*, (SELECT coalesce(sum(length(bytes)), 0) FROM blob_part AS part
  WHERE part.sha256 = blob.sha256 AND part.subject = blob.subject) AS received FROM blob`;

/** The condition that keeps a statement over `order_id` within a scope; its values stand from `$from` on. */
function within({ subject, order, parties }: Scope, from: number): { where: string; values: string[] } {
  if (order !== undefined) return { where: ` AND order_id = $${from}`, values: [order] };
  if (subject !== undefined) {
    const where = ` AND order_id IN (SELECT id FROM order_doc WHERE subject = $${from})`;
    return { where, values: [subject] };
  }
  if (!parties) return { where: '', values: [] };
  if (!parties.length) return { where: ' AND 1 = 0', values: [] };
  const where = ` AND order_id IN (SELECT order_id FROM party WHERE name IN (${marks(parties, from)}))`;
  return { where, values: [...parties] };
}

export function toEntry(row: Row): LogEntry {
  return {
    order: row.order_id as string,
    seq: Number(row.seq),
    case: row.case_id as string,
    t: row.t as string,
    v: Number(row.v),
    cause: row.cause as string,
    at: row.at as string,
    h: row.h as string,
    p: parse<Event>(row.p),
  };
}

function toOrder(row: Row): OrderRecord {
  return {
    id: row.id as string,
    subject: row.subject as string,
    order: parse<Order>(row.doc),
    ...(row.meta === null ? {} : { meta: parse<JsonObject>(row.meta) }),
  };
}

function toReceipt(row: Row): StoredReceipt {
  return {
    receipt: parse(row.body),
    fingerprint: row.fingerprint as string,
    subject: row.subject as string,
    replica: row.replica as string,
    order: row.order_id as string,
    case: row.case_id as string,
  };
}

function toOutbox(row: Row): OutboxRow {
  return {
    key: row.key as string,
    order: row.order_id as string,
    case: row.case_id as string,
    kind: row.kind as string,
    data: parse<JsonObject>(row.data),
    // Before this one, which the row counts already.
    attempts: Number(row.attempts) - 1,
    ...(row.first_try === null ? {} : { firstTry: Number(row.first_try) }),
  };
}

function toBlob(row: Row): BlobRecord {
  return {
    sha256: row.sha256 as string,
    subject: row.subject as string,
    order: row.order_id as string,
    size: Number(row.size),
    type: row.type as string,
    received: Number(row.received),
    complete: Number(row.complete) === 1,
  };
}
