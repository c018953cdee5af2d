// What hosts promise on air: recorded once, never changed, bound to the orders that are placed while it stands.

import type { Aftersale } from '../api/engine.js';
import type { LivePromise, Order, Rule } from '../generated/types.js';
import { canonical } from '../sync/canonical.js';
import { sha256 } from '../sync/sha256.js';
import type { OrderRecord, Store } from './ports.js';
import { HttpProblem, notFound } from './problems.js';
import type { Signer } from './signing.js';
import type { SqliteDatabase } from './sqlite.js';

// A record is never changed: an end is a record of its own that names the one before. Nothing goes before its time.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS promise_record (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, revision INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE,
    retain_until TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (id, revision)
  );
  CREATE TABLE IF NOT EXISTS promise_bound (
    order_id TEXT NOT NULL, promise TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (order_id, promise)
  ) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS promise_record_stays BEFORE UPDATE ON promise_record
    BEGIN SELECT RAISE(ABORT, 'a promise is never changed'); END;
  CREATE TRIGGER IF NOT EXISTS promise_record_kept BEFORE DELETE ON promise_record WHEN OLD.retain_until >= date('now')
    BEGIN SELECT RAISE(ABORT, 'a promise is kept until its day'); END;
  CREATE TRIGGER IF NOT EXISTS promise_bound_stays BEFORE UPDATE ON promise_bound
    BEGIN SELECT RAISE(ABORT, 'an order keeps what it was promised'); END;
  CREATE TRIGGER IF NOT EXISTS promise_bound_kept BEFORE DELETE ON promise_bound
    BEGIN SELECT RAISE(ABORT, 'an order keeps what it was promised'); END;`;

/** What a host says, as the host application takes it down. Who says it, where and when, the application knows by itself. */
export interface Statement {
  readonly id: string;
  readonly platform?: string;
  readonly room: string;
  readonly stream?: string;
  readonly streamStartedAt?: string;
  /** When the stream is to end; the record is kept for years after that. */
  readonly streamEndsAt: string;
  readonly host: string;
  readonly hostName?: string;
  readonly wording: string;
  readonly locale?: string;
  readonly products?: readonly string[];
  readonly rules: readonly Rule[];
}

export interface Promises {
  /** Records what is said now. */
  state(statement: Statement): Promise<LivePromise>;
  /** From now on it stands no more; for orders that carry it, it does. */
  end(id: string): Promise<LivePromise>;
  /** Every promise in its newest record, the latest first, with the verdict on its signature. */
  all(): readonly LivePromise[];
  standing(room: string): readonly LivePromise[];
  /** Reads the records again, when another process has written some. */
  reload(): Promise<void>;
  /** Writes down what stands for an order that is being placed. Call it in the transaction that puts the order. */
  bind(record: OrderRecord): readonly string[];
  /** The orders that carry a promise, the latest first. */
  ordersOf(promise: string): readonly { readonly order: string; readonly at: string }[];
  /** What a decision on the order has to know: what it carries, and what others of its room were promised. */
  of(record: OrderRecord): readonly LivePromise[];
}

export interface PromisesOptions {
  readonly db: SqliteDatabase;
  /** The store in the same database; its transactions take turns. */
  readonly store: Store;
  readonly engine: Pick<Aftersale, 'load' | 'unload'>;
  /** Without a signer records are unsigned, and policies with `signedPromises` send them to a person. */
  readonly signer?: Signer;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** How many years records are kept after the end of the stream. China asks for three. */
  readonly retainYears?: number;
}

export async function createPromises(options: PromisesOptions): Promise<Promises> {
  const { db, store, engine, signer, clock = Date.now, retainYears = 3 } = options;
  await store.transaction(async () => db.exec(SCHEMA));
  const known = new Map<string, LivePromise>();
  await reload();

  /** Reads every record again and checks its signature. */
  async function reload(): Promise<void> {
    for (const { body } of db.all('SELECT body FROM promise_record ORDER BY position')) {
      const record = JSON.parse(body as string) as LivePromise;
      known.set(record.id, await checked(record, signer));
    }
  }

  /** Appends a record; its hash names it, and the signature is over the hash. */
  async function append(record: LivePromise): Promise<LivePromise> {
    const { hash: _hash, signature: _signature, ...said } = record;
    const hash = sha256(canonical(said));
    const value = await signer?.sign(hash);
    const whole: LivePromise = {
      ...said,
      hash,
      ...(signer && value ? { signature: { key: signer.key, algorithm: signer.algorithm, value } } : {}),
    };
    // Reading it is the check: an engine keeps nothing that it cannot read, and names what is wrong.
    engine.load('policy', `promise/${whole.id}`, whole);
    engine.unload('policy', `promise/${whole.id}`);
    await store.transaction(async () => {
      const revision = Number(
        db.get('SELECT count(*) AS n FROM promise_record WHERE id = ?', [whole.id]).n as number,
      );
      const before = known.get(whole.id);
      // Two ends at once: the first one counts.
      if (revision !== (before ? revisionOf(before) + 1 : 0)) throw ended();
      db.run('INSERT INTO promise_record (id, revision, hash, retain_until, body) VALUES (?, ?, ?, ?, ?)', [
        whole.id,
        revision,
        hash,
        whole.retainUntil ?? '',
        JSON.stringify(whole),
      ]);
    });
    const seen = await checked(whole, signer);
    known.delete(whole.id);
    known.set(whole.id, seen);
    return seen;
  }

  const all = (): LivePromise[] => [...known.values()].sort((a, b) => (a.saidAt < b.saidAt ? 1 : -1));
  const standing = (room: string): LivePromise[] =>
    all().filter((promise) => promise.room === room && promise.endedAt === undefined);

  return {
    all,
    standing,
    reload,
    async state({ streamEndsAt, ...said }) {
      if (known.has(said.id)) throw new HttpProblem(409, 'id_reused', 'A promise has this name already');
      const saidAt = second(clock());
      return append({
        schema: 'aftersale/promise/1',
        ...said,
        saidAt,
        retainUntil: retainedUntil(streamEndsAt > saidAt ? streamEndsAt : saidAt, retainYears),
      });
    },
    async end(id) {
      const promise = known.get(id);
      if (!promise) throw notFound();
      if (promise.endedAt) throw ended();
      // The second that has begun still counts, and no promise ends before it was made.
      const endedAt = second(Math.max(clock() + 999, Date.parse(promise.saidAt) + 1000));
      const kept = retainedUntil(endedAt, retainYears);
      return append({
        ...promise,
        endedAt,
        ...(promise.hash ? { previous: promise.hash } : {}),
        retainUntil: promise.retainUntil && promise.retainUntil > kept ? promise.retainUntil : kept,
      });
    },
    bind({ id, order }) {
      const carried = all().filter((promise) => stands(promise, order));
      for (const promise of carried) {
        db.run('INSERT OR IGNORE INTO promise_bound VALUES (?, ?, ?, ?)', [
          id,
          promise.id,
          promise.hash ?? '',
          order.createdAt,
        ]);
      }
      return carried.map((promise) => promise.id);
    },
    ordersOf(promise) {
      const sql = 'SELECT order_id, at FROM promise_bound WHERE promise = ? ORDER BY at DESC, order_id DESC';
      return db
        .all(sql, [promise])
        .map(({ order_id, at }) => ({ order: order_id as string, at: at as string }));
    },
    of({ id, order }) {
      const bound = new Set(
        db.all('SELECT promise FROM promise_bound WHERE order_id = ?', [id]).map(({ promise }) => promise),
      );
      // What the order missed is there to be told; that it does not count, the core finds by itself.
      return all().filter((promise) => bound.has(promise.id) || missed(promise, order));
    },
  };
}

const ended = (): HttpProblem => new HttpProblem(409, 'promise_ended', 'This promise has ended already');
const revisionOf = (promise: LivePromise): number => (promise.previous ? 1 : 0);
const second = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The day until which a record is kept: years after an instant, wherever on earth its day is read. */
export function retainedUntil(end: string, years: number): string {
  const day = new Date(Date.parse(end) + 14 * 3_600_000);
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return day.toISOString().slice(0, 10);
}

async function checked(record: LivePromise, signer: Signer | undefined): Promise<LivePromise> {
  const { signature, hash = '' } = record;
  if (!signature || !signer) return record;
  const valid = signature.key === signer.key && (await signer.verify(hash, signature.value));
  return { ...record, signature: { ...signature, verdict: valid ? 'valid' : 'invalid' } };
}

const here = (promise: LivePromise, { attribution = {} }: Order): boolean =>
  attribution.room === promise.room &&
  (!promise.stream || !attribution.stream || promise.stream === attribution.stream);

const inTime = (promise: LivePromise, { createdAt }: Order): boolean => {
  const placed = Date.parse(createdAt);
  return Date.parse(promise.saidAt) <= placed && !(promise.endedAt && Date.parse(promise.endedAt) <= placed);
};

/** Where and when the order was placed, and what of; whether more is asked, the core decides. */
function stands(promise: LivePromise, order: Order): boolean {
  const { products } = promise;
  const meant = order.lines.some(
    ({ product, sku }) => !products || products.includes(product ?? '') || products.includes(sku ?? ''),
  );
  return here(promise, order) && inTime(promise, order) && meant;
}

const missed = (promise: LivePromise, order: Order): boolean =>
  here(promise, order) && !stands(promise, order);
