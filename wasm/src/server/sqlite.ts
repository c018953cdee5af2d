import type { Case, Event, Order } from '../generated/types.js';
import { type Head, NO_HEAD } from '../sync/chain.js';
import { kindOf } from '../sync/kind.js';
import type { Heads, JsonObject, LogEntry } from '../sync/protocol.js';
import type { BlobRecord, OrderRecord, OutboxRow, Store, StoredReceipt, Tx } from './ports.js';

type Value = string | number | bigint | boolean | null | Uint8Array;
type Row = Record<string, Value>;

/** What a SQLite driver must offer; `node-sqlite3-wasm` does. */
export interface SqliteDatabase {
  exec(sql: string): void;
  run(sql: string, values?: Value[]): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: drivers type their rows in their own ways
  get(sql: string, values?: Value[]): any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  all(sql: string, values?: Value[]): any[];
  close(): void;
}

/** Each entry brings the schema one version further. Never change one that was released; add another. */
const MIGRATIONS = [
  `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(8))));

   CREATE TABLE order_doc (
     id TEXT PRIMARY KEY, subject TEXT NOT NULL, doc TEXT NOT NULL, meta TEXT
   ) WITHOUT ROWID;
   CREATE INDEX order_of_subject ON order_doc (subject);

   CREATE TABLE order_head (order_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, h TEXT NOT NULL) WITHOUT ROWID;

   -- One writer at a time, so positions follow the order of commits and a cursor never skips one.
   CREATE TABLE event (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     order_id TEXT NOT NULL REFERENCES order_doc (id), seq INTEGER NOT NULL, case_id TEXT NOT NULL,
     t TEXT NOT NULL, v INTEGER NOT NULL, cause TEXT NOT NULL, at TEXT NOT NULL, h TEXT NOT NULL, p TEXT NOT NULL,
     UNIQUE (order_id, seq)
   );
   CREATE INDEX event_of_case ON event (case_id, seq);

   CREATE TABLE receipt (
     command TEXT PRIMARY KEY, subject TEXT NOT NULL, replica TEXT NOT NULL, fingerprint TEXT NOT NULL,
     body TEXT NOT NULL, at INTEGER NOT NULL
   ) WITHOUT ROWID;

   CREATE TABLE deadline (case_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
   CREATE INDEX deadline_due ON deadline (due);

   CREATE TABLE outbox (
     key TEXT PRIMARY KEY, order_id TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
     created INTEGER NOT NULL, next INTEGER, attempts INTEGER NOT NULL DEFAULT 0, first_try INTEGER, done INTEGER,
     error TEXT, result TEXT
   ) WITHOUT ROWID;
   CREATE INDEX outbox_next ON outbox (next) WHERE done IS NULL;
   CREATE INDEX outbox_of_case ON outbox (case_id);

   CREATE TABLE blob (
     sha256 TEXT NOT NULL, subject TEXT NOT NULL, order_id TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL,
     complete INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (sha256, subject)
   ) WITHOUT ROWID;
   CREATE TABLE blob_part (
     sha256 TEXT NOT NULL, subject TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (sha256, subject, start)
   );

   CREATE TABLE replica (id TEXT PRIMARY KEY, subject TEXT NOT NULL, first_seen INTEGER NOT NULL) WITHOUT ROWID;`,
];

/** Opens the store in an open database and brings its schema up to date. */
export function createSqliteStore(db: SqliteDatabase): Store {
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  migrate(db);
  const epoch = db.get("SELECT value FROM meta WHERE name = 'epoch'").value as string;
  const tx = new SqliteTx(db);
  let last: Promise<unknown> = Promise.resolve();

  return {
    epoch,
    transaction(work) {
      const run = async () => {
        db.exec('BEGIN IMMEDIATE');
        try {
          const result = await work(tx);
          db.exec('COMMIT');
          return result;
        } catch (error) {
          db.exec('ROLLBACK');
          throw error;
        }
      };
      // One connection has one transaction at a time, so they queue.
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    async close() {
      await last;
      db.close();
    },
  };
}

function migrate(db: SqliteDatabase): void {
  const version = Number(db.get('PRAGMA user_version').user_version);
  if (version > MIGRATIONS.length)
    throw new Error(`the database has schema ${version}, newer than this program`);
  MIGRATIONS.slice(version).forEach((sql, index) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${version + index + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  });
}

const json = (value: unknown): string => JSON.stringify(value);
const parse = <T>(text: Value | undefined): T => JSON.parse(text as string) as T;

function toEntry(row: Row): LogEntry {
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

class SqliteTx implements Tx {
  readonly #db: SqliteDatabase;

  constructor(db: SqliteDatabase) {
    this.#db = db;
  }

  order(id: string): OrderRecord | undefined {
    const row = this.#db.get('SELECT * FROM order_doc WHERE id = ?', [id]);
    return row ? toOrder(row) : undefined;
  }

  orders(subject?: string): OrderRecord[] {
    const rows =
      subject === undefined
        ? this.#db.all('SELECT * FROM order_doc')
        : this.#db.all('SELECT * FROM order_doc WHERE subject = ?', [subject]);
    return rows.map(toOrder);
  }

  putOrder({ id, subject, order, meta }: OrderRecord): void {
    this.#db.run(
      `INSERT INTO order_doc (id, subject, doc, meta) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, meta = excluded.meta`,
      [id, subject, json(order), meta ? json(meta) : null],
    );
  }

  lockOrder(id: string): Head {
    // BEGIN IMMEDIATE holds the only write lock already.
    const row = this.#db.get('SELECT seq, h FROM order_head WHERE order_id = ?', [id]);
    return row ? { seq: Number(row.seq), h: row.h as string } : NO_HEAD;
  }

  entries(order: string, from: number, limit: number): LogEntry[] {
    const sql = 'SELECT * FROM event WHERE order_id = ? AND seq >= ? ORDER BY seq LIMIT ?';
    return this.#db.all(sql, [order, from, limit]).map(toEntry);
  }

  entriesAfter(position: number, limit: number, subject?: string): { entries: LogEntry[]; position: number } {
    const rows: Row[] =
      subject === undefined
        ? this.#db.all('SELECT * FROM event WHERE position > ? ORDER BY position LIMIT ?', [position, limit])
        : this.#db.all(
            `SELECT event.* FROM event JOIN order_doc ON order_doc.id = event.order_id
             WHERE position > ? AND subject = ? ORDER BY position LIMIT ?`,
            [position, subject, limit],
          );
    return { entries: rows.map(toEntry), position: rows.length ? Number(rows.at(-1)?.position) : position };
  }

  append(entries: readonly LogEntry[]): void {
    for (const { order, seq, case: id, t, v, cause, at, h, p } of entries) {
      this.#db.run(
        'INSERT INTO event (order_id, seq, case_id, t, v, cause, at, h, p) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [order, seq, id, t, v, cause, at, h, json(p)],
      );
      this.#db.run(
        `INSERT INTO order_head VALUES (?, ?, ?)
         ON CONFLICT (order_id) DO UPDATE SET seq = excluded.seq, h = excluded.h`,
        [order, seq, h],
      );
    }
  }

  cases(order: string): Case[] {
    const cases = new Map<string, Event[]>();
    for (const { case: id, p } of this.#db
      .all('SELECT * FROM event WHERE order_id = ? ORDER BY seq', [order])
      .map(toEntry)) {
      cases.set(id, [...(cases.get(id) ?? []), p]);
    }
    return [...cases].map(([id, events]) => ({ id, order, kind: kindOf(events), events }));
  }

  orderOf(caseId: string): string | undefined {
    return this.#db.get('SELECT order_id FROM event WHERE case_id = ? LIMIT 1', [caseId])?.order_id;
  }

  heads(subject?: string): Heads {
    const rows: Row[] =
      subject === undefined
        ? this.#db.all('SELECT order_id, seq, h FROM order_head ORDER BY order_id')
        : this.#db.all(
            `SELECT order_id, seq, h FROM order_head JOIN order_doc ON id = order_id
             WHERE subject = ? ORDER BY order_id`,
            [subject],
          );
    return rows.map((row) => [row.order_id as string, Number(row.seq), row.h as string] as const);
  }

  receipt(command: string): StoredReceipt | undefined {
    const row = this.#db.get('SELECT * FROM receipt WHERE command = ?', [command]);
    if (!row) return undefined;
    const { fingerprint, subject, replica, body } = row;
    return { receipt: parse(body), fingerprint, subject, replica };
  }

  putReceipt({ receipt, fingerprint, subject, replica }: StoredReceipt, at: number): void {
    this.#db.run(
      'INSERT INTO receipt (command, subject, replica, fingerprint, body, at) VALUES (?, ?, ?, ?, ?, ?)',
      [receipt.id, subject, replica, fingerprint, json(receipt), at],
    );
  }

  setDeadline(caseId: string, order: string, due: number | undefined): void {
    if (due === undefined) this.#db.run('DELETE FROM deadline WHERE case_id = ?', [caseId]);
    else this.#db.run('INSERT OR REPLACE INTO deadline VALUES (?, ?, ?)', [caseId, order, due]);
  }

  dueCases(now: number, limit: number): { case: string; order: string }[] {
    const sql = 'SELECT case_id, order_id FROM deadline WHERE due <= ? ORDER BY due LIMIT ?';
    return this.#db.all(sql, [now, limit]).map((row: Row) => ({
      case: row.case_id as string,
      order: row.order_id as string,
    }));
  }

  enqueue(row: Omit<OutboxRow, 'attempts' | 'firstTry'>, at: number): void {
    this.#db.run(
      'INSERT OR IGNORE INTO outbox (key, order_id, case_id, kind, data, created, next) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [row.key, row.order, row.case, row.kind, json(row.data), at, at],
    );
  }

  dueEffects(now: number, limit: number): OutboxRow[] {
    const sql = 'SELECT * FROM outbox WHERE done IS NULL AND next <= ? ORDER BY next LIMIT ?';
    return this.#db.all(sql, [now, limit]).map((row: Row) => ({
      key: row.key as string,
      order: row.order_id as string,
      case: row.case_id as string,
      kind: row.kind as string,
      data: parse<JsonObject>(row.data),
      attempts: Number(row.attempts),
      ...(row.first_try === null ? {} : { firstTry: Number(row.first_try) }),
    }));
  }

  effectStarted(key: string, at: number): void {
    const sql = 'UPDATE outbox SET attempts = attempts + 1, first_try = coalesce(first_try, ?) WHERE key = ?';
    this.#db.run(sql, [at, key]);
  }

  effectDone(key: string, at: number, result: JsonObject | undefined): void {
    const sql = 'UPDATE outbox SET done = ?, result = ?, error = NULL WHERE key = ?';
    this.#db.run(sql, [at, result ? json(result) : null, key]);
  }

  effectFailed(key: string, retryAt: number, error: string): void {
    this.#db.run('UPDATE outbox SET next = ?, error = ? WHERE key = ?', [retryAt, error, key]);
  }

  effects(
    caseId: string,
  ): { key: string; kind: string; data: JsonObject; done: boolean; result?: JsonObject }[] {
    return this.#db
      .all('SELECT * FROM outbox WHERE case_id = ? ORDER BY created, key', [caseId])
      .map((row: Row) => ({
        key: row.key as string,
        kind: row.kind as string,
        data: parse<JsonObject>(row.data),
        done: row.done !== null,
        ...(row.result === null ? {} : { result: parse<JsonObject>(row.result) }),
      }));
  }

  blob(sha256: string, subject?: string): BlobRecord | undefined {
    const sql = `SELECT blob.*, (SELECT coalesce(sum(length(bytes)), 0) FROM blob_part AS part
                   WHERE part.sha256 = blob.sha256 AND part.subject = blob.subject) AS received
                 FROM blob WHERE sha256 = ? AND (?2 IS NULL OR subject = ?2) ORDER BY complete DESC LIMIT 1`;
    const row = this.#db.get(sql, [sha256, subject ?? null]);
    if (!row) return undefined;
    return {
      sha256,
      subject: row.subject,
      order: row.order_id,
      size: Number(row.size),
      type: row.type,
      received: Number(row.received),
      complete: Number(row.complete) === 1,
    };
  }

  putBlob({ sha256, subject, order, size, type }: Omit<BlobRecord, 'received' | 'complete'>): void {
    const sql = 'INSERT INTO blob (sha256, subject, order_id, size, type) VALUES (?, ?, ?, ?, ?)';
    this.#db.run(sql, [sha256, subject, order, size, type]);
  }

  appendBlob(sha256: string, subject: string, offset: number, bytes: Uint8Array): void {
    this.#db.run('INSERT INTO blob_part VALUES (?, ?, ?, ?)', [sha256, subject, offset, bytes]);
  }

  completeBlob(sha256: string, subject: string): void {
    this.#db.run('UPDATE blob SET complete = 1 WHERE sha256 = ? AND subject = ?', [sha256, subject]);
  }

  dropBlob(sha256: string, subject: string): void {
    this.#db.run('DELETE FROM blob_part WHERE sha256 = ? AND subject = ?', [sha256, subject]);
    this.#db.run('DELETE FROM blob WHERE sha256 = ? AND subject = ?', [sha256, subject]);
  }

  blobBytes(sha256: string, subject: string): Uint8Array {
    const sql = 'SELECT bytes FROM blob_part WHERE sha256 = ? AND subject = ? ORDER BY start';
    const parts = this.#db.all(sql, [sha256, subject]).map((row: Row) => row.bytes as Uint8Array);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  bindReplica(replica: string, subject: string, now: number): { subject: string; firstSeen: number } {
    this.#db.run('INSERT OR IGNORE INTO replica VALUES (?, ?, ?)', [replica, subject, now]);
    const row = this.#db.get('SELECT subject, first_seen FROM replica WHERE id = ?', [replica]);
    return { subject: row.subject, firstSeen: Number(row.first_seen) };
  }
}
