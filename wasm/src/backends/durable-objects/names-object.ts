import { answer } from './calls.js';
import type { DurableState, DurableStorage } from './platform.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS claim (name TEXT PRIMARY KEY, order_id TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS replica (id TEXT PRIMARY KEY, subject TEXT NOT NULL, first_seen INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS place (
    position INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, subject TEXT NOT NULL, order_id TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS place_of ON place (sha256, subject, order_id);`;

/** Names that have to be unique over all orders: ids of commands and cases, devices; and where pictures were announced. */
export class NamesObject {
  readonly #storage: DurableStorage;

  constructor(state: DurableState) {
    this.#storage = state.storage;
    state.storage.transactionSync(() => this.#all(SCHEMA));
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of SQL
  #all(sql: string, ...values: unknown[]): any[] {
    return [...this.#storage.sql.exec(sql, ...values)];
  }

  fetch(request: Request): Promise<Response> {
    const methods = {
      claim: ({ name, order }: { name: string; order: string }) => {
        this.#all('INSERT OR IGNORE INTO claim VALUES (?, ?)', name, order);
        return this.#all('SELECT order_id FROM claim WHERE name = ?', name)[0]?.order_id;
      },
      bind: ({ replica, subject, now }: { replica: string; subject: string; now: number }) => {
        this.#all('INSERT OR IGNORE INTO replica VALUES (?, ?, ?)', replica, subject, now);
        const row = this.#all('SELECT subject, first_seen FROM replica WHERE id = ?', replica)[0];
        return { subject: row.subject, firstSeen: Number(row.first_seen) };
      },
      place: ({ digest, subject, order }: { digest: string; subject: string; order: string }) => {
        const key = [digest, subject, order];
        this.#storage.transactionSync(() => {
          this.#all('DELETE FROM place WHERE sha256 = ? AND subject = ? AND order_id = ?', ...key);
          this.#all('INSERT INTO place (sha256, subject, order_id) VALUES (?, ?, ?)', ...key);
        });
      },
      placesOf: ({ digest }: { digest: string }) =>
        this.#all('SELECT subject, order_id FROM place WHERE sha256 = ? ORDER BY position DESC', digest).map(
          (row) => ({ subject: row.subject, order: row.order_id }),
        ),
    };
    return answer(methods, request, () => {});
  }
}
