import type { Event } from '../generated/types.js';
import { chainHash } from '../sync/chain.js';
import { kindOf } from '../sync/kind.js';
import type { LogEntry } from '../sync/protocol.js';
import type { Store } from './ports.js';
import { partiesOf } from './rights.js';
import { type Row, SqlTx, toEntry, type Value } from './sql.js';

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
export const MIGRATIONS: readonly (string | ((db: SqliteDatabase) => void))[] = [
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
  (db) => {
    db.exec(`
      CREATE TABLE party (
        order_id TEXT NOT NULL, case_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (case_id, name)
      ) WITHOUT ROWID;
      CREATE INDEX party_of_order ON party (order_id);
      CREATE INDEX party_name ON party (name);
      ALTER TABLE receipt ADD COLUMN order_id TEXT NOT NULL DEFAULT '';
      ALTER TABLE receipt ADD COLUMN case_id TEXT NOT NULL DEFAULT '';
      CREATE INDEX receipt_of_case ON receipt (case_id);
      CREATE INDEX blob_of_order ON blob (order_id);
      INSERT INTO order_head SELECT id, 0, '' FROM order_doc WHERE id NOT IN (SELECT order_id FROM order_head);
      UPDATE receipt SET (order_id, case_id) = (SELECT order_id, case_id FROM event WHERE cause = command LIMIT 1)
        WHERE command IN (SELECT cause FROM event);`);
    rechain(db);
  },
  `ALTER TABLE outbox ADD COLUMN leased INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX outbox_of_order ON outbox (order_id) WHERE done IS NULL;`,
];

/** The chain of the first schema covered names and words; devices notice the other one and fetch these logs anew. */
function rechain(db: SqliteDatabase): void {
  const heads = new Map<string, string>();
  const cases = new Map<string, Event[]>();
  for (const row of db.all('SELECT * FROM event ORDER BY order_id, seq') as Row[]) {
    const { h: _old, ...entry }: LogEntry = toEntry(row);
    const h = chainHash(heads.get(entry.order) ?? '', entry);
    heads.set(entry.order, h);
    db.run('UPDATE event SET h = ? WHERE order_id = ? AND seq = ?', [h, entry.order, entry.seq]);
    db.run('UPDATE order_head SET h = ? WHERE order_id = ?', [h, entry.order]);
    const events = [...(cases.get(entry.case) ?? []), entry.p];
    cases.set(entry.case, events);
    const { case: id, order } = entry;
    for (const name of partiesOf({ id, order, kind: kindOf(events), events }))
      db.run('INSERT OR IGNORE INTO party VALUES (?, ?, ?)', [order, id, name]);
  }
}

/** Opens the store in an open database and brings its schema up to date. */
export function createSqliteStore(db: SqliteDatabase): Store {
  db.exec(
    'PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
  );
  migrate(db);
  const epoch = db.get("SELECT value FROM meta WHERE name = 'epoch'").value as string;
  const tx = new SqlTx({
    lock: '',
    skip: '',
    // What is found by number in PostgreSQL is so here, too, by another sign.
    all: (sql, values = []) => db.all(sql.replace(/\$(\d+)/g, '?$1'), [...values]) as Row[],
  });
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
  MIGRATIONS.slice(version).forEach((step, index) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      if (typeof step === 'string') db.exec(step);
      else step(db);
      db.exec(`PRAGMA user_version = ${version + index + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  });
}
