import type { Scope } from '../../server/ports.js';
import type { Heads } from '../../sync/protocol.js';
import type { FeedPage, Notice, Position } from '../objects/ports.js';
import { answer } from './calls.js';
import type { DurableState, DurableStorage } from './platform.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS feed (epoch TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS head (
    order_id TEXT PRIMARY KEY, subject TEXT NOT NULL, seq INTEGER NOT NULL, h TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS head_of_subject ON head (subject);
  CREATE TABLE IF NOT EXISTS party (name TEXT NOT NULL, order_id TEXT NOT NULL, PRIMARY KEY (name, order_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ref (position INTEGER PRIMARY KEY AUTOINCREMENT, order_id TEXT NOT NULL, seq INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS ref_of_order ON ref (order_id);`;

/**
 * The orders of some customers, in the order in which this object heard of their commits. It holds numbers only; what they
 * stand for is read from the orders, so that what is erased there is nowhere else.
 */
export class FeedObject {
  readonly #storage: DurableStorage;
  readonly #epoch: string;
  readonly #waiting = new Set<() => void>();

  constructor(state: DurableState) {
    this.#storage = state.storage;
    this.#epoch = state.storage.transactionSync(() => {
      this.#all(SCHEMA);
      this.#all('INSERT INTO feed SELECT lower(hex(randomblob(4))) WHERE NOT EXISTS (SELECT 1 FROM feed)');
      return this.#all('SELECT epoch FROM feed')[0]?.epoch as string;
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of SQL
  #all(sql: string, ...values: unknown[]): any[] {
    return [...this.#storage.sql.exec(sql, ...values)];
  }

  fetch(request: Request): Promise<Response> {
    const methods = {
      append: (notice: Notice) => this.append(notice),
      page: ({ after, limit, scope }: { after?: Position; limit: number; scope: Scope }) =>
        this.page(after, limit, scope),
      heads: ({ scope }: { scope: Scope }) => this.heads(scope),
      wait: ({ after, scope, ms }: { after: Position; scope: Scope; ms: number }) =>
        this.wait(after, scope, ms, request.signal),
    };
    return answer(methods, request, () => {});
  }

  append({ order, subject, head, parties }: Notice): void {
    this.#storage.transactionSync(() => {
      const known = Number(this.#all('SELECT seq FROM head WHERE order_id = ?', order)[0]?.seq ?? 0);
      for (const name of parties) this.#all('INSERT OR IGNORE INTO party VALUES (?, ?)', name, order);
      // Numbers of a log are dense, so its end says what there is; whatever comes late says nothing new.
      if (head.seq <= known) return;
      for (let seq = known + 1; seq <= head.seq; seq++)
        this.#all('INSERT INTO ref (order_id, seq) VALUES (?, ?)', order, seq);
      this.#all(
        'INSERT INTO head VALUES (?, ?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET seq = excluded.seq, h = excluded.h',
        ...[order, subject, head.seq, head.h],
      );
    });
    for (const look of [...this.#waiting]) look();
  }

  page(after: Position | undefined, limit: number, scope: Scope): FeedPage {
    const last = Number(this.#all('SELECT max(position) AS last FROM ref')[0]?.last ?? 0);
    const epoch = this.#epoch;
    if (limit === 0) return { epoch, refs: [], at: last, lost: false };
    const lost = after !== undefined && (after.epoch !== epoch || after.at > last);
    const from = after === undefined || lost ? 0 : after.at;
    const { where, values } = within(scope);
    const sql = `SELECT order_id, seq, position FROM ref WHERE position > ?${where} ORDER BY position LIMIT ?`;
    const rows = this.#all(sql, from, ...values, limit);
    const refs = rows.map((row) => [row.order_id as string, Number(row.seq), Number(row.position)] as const);
    return { epoch, refs, at: refs.at(-1)?.[2] ?? from, lost };
  }

  heads(scope: Scope): Heads {
    const { where, values } = within(scope);
    return this.#all(
      `SELECT order_id, seq, h FROM head WHERE seq > 0${where} ORDER BY order_id`,
      ...values,
    ).map((row) => [row.order_id as string, Number(row.seq), row.h as string]);
  }

  /** Holds on until there is something in scope. */
  wait(after: Position, scope: Scope, ms: number, signal: AbortSignal): Promise<boolean> {
    const there = (): boolean => {
      const { refs, lost } = this.page(after, 1, scope);
      return lost || refs.length > 0;
    };
    if (there()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (value: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(value);
      };
      const look = (): void => {
        if (there()) end(true);
      };
      const timer = setTimeout(end, ms, false);
      signal.addEventListener('abort', () => end(false), { once: true });
      this.#waiting.add(look);
    });
  }
}

/** The condition that keeps a statement over `order_id` within a scope. */
function within({ subject, order, parties }: Scope): { where: string; values: readonly string[] } {
  if (order !== undefined) return { where: ' AND order_id = ?', values: [order] };
  if (subject !== undefined)
    return { where: ' AND order_id IN (SELECT order_id FROM head WHERE subject = ?)', values: [subject] };
  if (!parties) return { where: '', values: [] };
  const marks = parties.map(() => '?').join(', ');
  return { where: ` AND order_id IN (SELECT order_id FROM party WHERE name IN (${marks}))`, values: parties };
}
