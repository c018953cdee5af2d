import type { LogEntry } from '../sync/protocol.js';
import type { DeadlineQueue, Due } from './deadlines.js';
import type { Store, Tx } from './ports.js';
import { type Row, SqlTx, type Value } from './sql.js';

/** A connection of `pg`, or of anything that speaks like it. */
export interface PgClient {
  // biome-ignore lint/suspicious/noExplicitAny: drivers type their rows in their own ways
  query(text: string, values?: any[]): Promise<{ rows: any[] }>;
  release(error?: Error | boolean): void;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  on?(event: string, listener: (value: any) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  removeListener?(event: string, listener: (value: any) => void): unknown;
}

export interface PgPool {
  connect(): Promise<PgClient>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  on?(event: string, listener: (value: any) => void): unknown;
}

export interface PostgresOptions {
  /** The schema that holds the tables; made when it is not there. */
  readonly schema?: string;
  /** A job queue on the same database that fires deadlines; without it they are looked through each second. */
  readonly deadlines?: DeadlineQueue;
  /** Told of what is mended by itself: idle connections that broke, a listener that was cut off. */
  readonly onError?: (error: unknown) => void;
}

/** Each entry brings the schema one version further. Never change one that was released; add another. */
const MIGRATIONS = [
  `CREATE TABLE order_doc (id TEXT PRIMARY KEY, subject TEXT NOT NULL, doc TEXT NOT NULL, meta TEXT);
   CREATE INDEX order_of_subject ON order_doc (subject);

   CREATE TABLE order_head (order_id TEXT PRIMARY KEY REFERENCES order_doc (id), seq BIGINT NOT NULL, h TEXT NOT NULL);

   -- Positions are given under a lock that ends with the transaction, so they follow the order of commits.
   CREATE TABLE event (
     position BIGSERIAL PRIMARY KEY,
     order_id TEXT NOT NULL REFERENCES order_doc (id), seq BIGINT NOT NULL, case_id TEXT NOT NULL,
     t TEXT NOT NULL, v INTEGER NOT NULL, cause TEXT NOT NULL, at TEXT NOT NULL, h TEXT NOT NULL, p TEXT NOT NULL,
     UNIQUE (order_id, seq)
   );
   CREATE INDEX event_of_case ON event (case_id, seq);

   CREATE TABLE party (
     order_id TEXT NOT NULL, case_id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (case_id, name)
   );
   CREATE INDEX party_of_order ON party (order_id);
   CREATE INDEX party_name ON party (name);

   CREATE TABLE receipt (
     command TEXT PRIMARY KEY, subject TEXT NOT NULL, replica TEXT NOT NULL, fingerprint TEXT NOT NULL,
     body TEXT NOT NULL, at BIGINT NOT NULL, order_id TEXT NOT NULL, case_id TEXT NOT NULL
   );
   CREATE INDEX receipt_of_case ON receipt (case_id);

   CREATE TABLE deadline (case_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, due BIGINT NOT NULL);
   CREATE INDEX deadline_due ON deadline (due);

   CREATE TABLE outbox (
     key TEXT PRIMARY KEY, order_id TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
     created BIGINT NOT NULL, next BIGINT, attempts INTEGER NOT NULL DEFAULT 0, first_try BIGINT, done BIGINT,
     error TEXT, result TEXT
   );
   CREATE INDEX outbox_next ON outbox (next) WHERE done IS NULL;
   CREATE INDEX outbox_of_case ON outbox (case_id);

   CREATE TABLE blob (
     sha256 TEXT NOT NULL, subject TEXT NOT NULL, order_id TEXT NOT NULL, size BIGINT NOT NULL, type TEXT NOT NULL,
     complete INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (sha256, subject)
   );
   CREATE INDEX blob_of_order ON blob (order_id);
   CREATE TABLE blob_part (
     sha256 TEXT NOT NULL, subject TEXT NOT NULL, start BIGINT NOT NULL, bytes BYTEA NOT NULL,
     PRIMARY KEY (sha256, subject, start)
   );

   CREATE TABLE replica (id TEXT PRIMARY KEY, subject TEXT NOT NULL, first_seen BIGINT NOT NULL);`,
  `ALTER TABLE outbox ADD COLUMN leased BIGINT NOT NULL DEFAULT 0;
   CREATE INDEX outbox_of_order ON outbox (order_id) WHERE done IS NULL;`,
];

/** Serialization failure, deadlock, and a key that another transaction has just taken: all of them pass. */
const PASSING = new Set(['40001', '40P01', '23505']);
const TRIES = 6;

/** Opens the store in a PostgreSQL and brings its schema up to date. The pool stays the caller's. */
export async function createPostgresStore(pool: PgPool, options: PostgresOptions = {}): Promise<Store> {
  const { schema = 'aftersale', deadlines, onError = () => {} } = options;
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) throw new TypeError(`not a plain name of a schema: ${schema}`);
  const channel = `${schema}_log`;
  hearErrors(pool, onError);
  const epoch = await connected(pool, onError, (client) => migrate(client, schema));
  const stops = new Set<() => void>();

  async function attempt<T>(client: PgClient, work: (tx: Tx) => Promise<T>): Promise<T> {
    await client.query(`BEGIN; SET LOCAL search_path TO ${schema}`);
    try {
      const tx = new PostgresTx(client, channel, deadlines);
      const result = await work(tx);
      await tx.flush();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await undo(client);
      throw error;
    }
  }

  return {
    epoch,
    deadlines,
    async transaction(work) {
      for (let tries = 1; ; tries++) {
        try {
          return await connected(pool, onError, (client) => attempt(client, work));
        } catch (error) {
          if (tries === TRIES || !PASSING.has((error as { code?: string }).code ?? '')) throw error;
          await pause(Math.random() * 5 * 2 ** tries);
        }
      }
    },
    async listen(heard) {
      const stop = await listen(pool, channel, heard, onError);
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    close() {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}

const heardPools = new WeakMap<PgPool, Set<(error: unknown) => void>>();

/** Without somebody to hear it, a connection that breaks while idle would end the process. One listener a pool is enough. */
function hearErrors(pool: PgPool, onError: (error: unknown) => void): void {
  const known = heardPools.get(pool);
  known?.add(onError);
  if (known) return;
  const all = new Set([onError]);
  heardPools.set(pool, all);
  pool.on?.('error', (error) => {
    for (const each of all) each(error);
  });
}

/** Connections on which a transaction could not even be ended. */
const broken = new WeakSet<PgClient>();

async function undo(client: PgClient): Promise<void> {
  await client.query('ROLLBACK').catch(() => broken.add(client));
}

/** Lends a connection and takes it back; a broken one is not lent again. */
async function connected<T>(
  pool: PgPool,
  onError: (error: unknown) => void,
  work: (client: PgClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // The query that was under way fails by itself; that the connection said so, too, must not end the process.
  client.on?.('error', onError);
  try {
    return await work(client);
  } finally {
    client.removeListener?.('error', onError);
    client.release(broken.has(client));
  }
}

async function migrate(client: PgClient, schema: string): Promise<string> {
  // Processes that start together take turns.
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('${schema}.migrate'))`);
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}; SET LOCAL search_path TO ${schema};
      CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)`);
    const { rows } = await client.query('SELECT name, value FROM meta');
    const meta = new Map<string, string>(rows.map(({ name, value }) => [name, value]));
    const version = Number(meta.get('version') ?? 0);
    if (version > MIGRATIONS.length)
      throw new Error(`the schema ${schema} has version ${version}, newer than this program`);
    for (const sql of MIGRATIONS.slice(version)) await client.query(sql);
    const epoch = meta.get('epoch') ?? crypto.randomUUID().replaceAll('-', '').slice(0, 16);
    const upsert = 'INSERT INTO meta VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
    await client.query(upsert, ['version', String(MIGRATIONS.length)]);
    await client.query(upsert, ['epoch', epoch]);
    await client.query('COMMIT');
    return epoch;
  } catch (error) {
    await undo(client);
    throw error;
  }
}

/** Hears of appended orders from every process, over a connection of its own that is made anew when it breaks. */
async function listen(
  pool: PgPool,
  channel: string,
  heard: (order: string) => void,
  onError: (error: unknown) => void,
): Promise<() => void> {
  let end = (_error: Error): void => {};
  let stopped = false;
  const open = async (): Promise<void> => {
    const client = await pool.connect();
    let ended = false;
    end = (error) => {
      if (ended) return;
      ended = true;
      // The connection listens as long as it lives, so it is not lent out again.
      client.release(error);
      if (stopped) return;
      onError(error);
      void again();
    };
    client.on?.('notification', ({ payload }: { payload?: string }) => payload && heard(payload));
    client.on?.('error', end);
    client.on?.('end', () => end(new Error('the listening connection ended')));
    await client.query(`LISTEN ${channel}`);
    if (stopped) end(new Error('nobody listens any more'));
  };
  const again = async (wait = 100): Promise<void> => {
    await pause(wait);
    if (!stopped) await open().catch(() => again(Math.min(5000, wait * 2)));
  };
  await open().catch((error) => {
    onError(error);
    void again();
  });
  return () => {
    stopped = true;
    end(new Error('nobody listens any more'));
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Appends at the end of the transaction: the lock that keeps positions in the order of commits is held for the last
 * statements only.
 */
class PostgresTx extends SqlTx {
  readonly #channel: string;
  readonly #schedule: ((due: Due) => Promise<void>) | undefined;
  #waiting: LogEntry[] = [];

  constructor(client: PgClient, channel: string, deadlines: DeadlineQueue | undefined) {
    super({
      lock: ' FOR UPDATE',
      skip: ' FOR UPDATE SKIP LOCKED',
      all: async (sql: string, values: readonly Value[] = []): Promise<Row[]> =>
        (await client.query(sql, values.map(toParameter))).rows,
    });
    this.#channel = channel;
    this.#schedule =
      deadlines && ((due) => deadlines.schedule(due, (text, values) => client.query(text, values)));
  }

  async flush(): Promise<void> {
    const entries = this.#waiting;
    if (!entries.length) return;
    this.#waiting = [];
    await this.all(`SELECT pg_advisory_xact_lock(hashtext('${this.#channel}'))`);
    await super.append(entries);
    for (const order of new Set(entries.map((entry) => entry.order)))
      await this.all('SELECT pg_notify($1, $2)', this.#channel, order);
  }

  override async setDeadline(caseId: string, order: string, due: number | undefined): Promise<void> {
    if (this.#schedule && due !== undefined) {
      const [known] = await this.all('SELECT due FROM deadline WHERE case_id = $1', caseId);
      if (Number(known?.due) !== due) await this.#schedule({ case: caseId, order, due });
    }
    await super.setDeadline(caseId, order, due);
  }

  override async append(entries: readonly LogEntry[]): Promise<void> {
    this.#waiting.push(...entries);
  }

  // Whatever reads or alters the log sees what this transaction has appended.
  override async lockOrder(...args: Parameters<SqlTx['lockOrder']>): ReturnType<SqlTx['lockOrder']> {
    await this.flush();
    return super.lockOrder(...args);
  }
  override async entries(...args: Parameters<SqlTx['entries']>): ReturnType<SqlTx['entries']> {
    await this.flush();
    return super.entries(...args);
  }
  override async entriesAfter(...args: Parameters<SqlTx['entriesAfter']>): ReturnType<SqlTx['entriesAfter']> {
    await this.flush();
    return super.entriesAfter(...args);
  }
  override async cases(...args: Parameters<SqlTx['cases']>): ReturnType<SqlTx['cases']> {
    await this.flush();
    return super.cases(...args);
  }
  override async orderOf(...args: Parameters<SqlTx['orderOf']>): ReturnType<SqlTx['orderOf']> {
    await this.flush();
    return super.orderOf(...args);
  }
  override async heads(...args: Parameters<SqlTx['heads']>): ReturnType<SqlTx['heads']> {
    await this.flush();
    return super.heads(...args);
  }
  override async replacePayload(
    ...args: Parameters<SqlTx['replacePayload']>
  ): ReturnType<SqlTx['replacePayload']> {
    await this.flush();
    return super.replacePayload(...args);
  }
}

/** The driver knows buffers as bytes and takes other arrays for lists. */
const toParameter = (value: Value): unknown =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
