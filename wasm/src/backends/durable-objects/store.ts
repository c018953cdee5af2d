import type { Store } from '../../server/ports.js';
import { type Row, SqlTx, type Value } from '../../server/sql.js';
import { MIGRATIONS, type SqliteDatabase } from '../../server/sqlite.js';
import type { DurableStorage } from './platform.js';

/** What one row of the platform may hold is two megabytes. */
const PIECE = 1 << 20;

/** The store in an object's own SQLite, as the platform lends it: no BEGIN, no PRAGMA, arrays of bytes in their own way. */
export function createDurableStore(storage: DurableStorage): Store {
  const all = (sql: string, values: readonly Value[] = []): Row[] =>
    [...storage.sql.exec(sql, ...values)].map(fromPlatform);
  const database: SqliteDatabase = {
    exec: (sql) => void all(sql),
    run: all,
    get: (sql, values) => all(sql, values)[0],
    all,
    close: () => {},
  };
  storage.transactionSync(() => migrate(database));
  const tx = new DurableTx({
    lock: '',
    skip: '',
    all: (sql, values = []) => all(sql.replace(/\$(\d+)/g, '?$1'), values),
  });
  let last: Promise<unknown> = Promise.resolve();
  return {
    epoch: database.get("SELECT value FROM meta WHERE name = 'epoch'").value as string,
    transaction(work) {
      // The object is one, but what it was asked may wait for something in between.
      const run = () => storage.transaction(() => work(tx));
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    close: () => {},
  };
}

/** An object that nobody has put anything into has no tables, and costs nothing. */
export const isOpened = ({ sql }: DurableStorage): boolean =>
  [...sql.exec("SELECT name FROM sqlite_master WHERE name = 'meta'")].length > 0;

function migrate(database: SqliteDatabase): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS durable (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID',
  );
  const version = Number(database.get("SELECT value FROM durable WHERE name = 'schema'")?.value ?? 0);
  if (version > MIGRATIONS.length)
    throw new Error(`the object has schema ${version}, newer than this program`);
  if (version === MIGRATIONS.length) return;
  for (const step of MIGRATIONS.slice(version)) {
    if (typeof step === 'string') database.exec(step);
    else step(database);
  }
  database.run("INSERT OR REPLACE INTO durable VALUES ('schema', ?)", [MIGRATIONS.length]);
}

const fromPlatform = (row: Record<string, unknown>): Row => {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof ArrayBuffer ? new Uint8Array(value) : value,
  ]);
  return Object.fromEntries(entries) as Row;
};

class DurableTx extends SqlTx {
  override async appendBlob(
    sha256: string,
    subject: string,
    offset: number,
    bytes: Uint8Array,
  ): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE)
      await super.appendBlob(sha256, subject, offset + at, bytes.slice(at, at + PIECE));
  }
}
