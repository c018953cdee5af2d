// Deadlines fired by a job queue that a PostgreSQL has already: pg-boss, which the shop brings along as it brings its pool.

import { sha256 } from '../sync/sha256.js';

export interface Due {
  readonly case: string;
  readonly order: string;
  /** Milliseconds since 1970. */
  readonly due: number;
}

/** Runs a statement in the transaction that sets the deadline. */
// biome-ignore lint/suspicious/noExplicitAny: drivers type their rows in their own ways
export type Execute = (text: string, values: any[]) => Promise<{ rows: any[] }>;

/**
 * Who wakes cases when their time has come. It may do so more than once, and for what is no longer due: the case's own log says
 * what there is to do.
 */
export interface DeadlineQueue {
  /** Notes a deadline in the transaction that sets it; nobody hears of it when that one is rolled back. */
  schedule(due: Due, execute: Execute): Promise<void>;
  /** Calls `fire` for what is due, again when it rejects, until the function that it resolves to is called. */
  work(fire: (due: Due) => Promise<void>): Promise<() => Promise<void>>;
}

/** What is used of a started `PgBoss` of version 10. */
export interface Boss {
  createQueue(name: string): Promise<unknown>;
  send(name: string, data: object, options: object): Promise<unknown>;
  work(
    name: string,
    options: { batchSize: number; pollingIntervalSeconds: number },
    handler: (jobs: { data: unknown }[]) => Promise<unknown>,
  ): Promise<string>;
  offWork(worker: { id: string }): Promise<unknown>;
}

export interface BossOptions {
  /** The queue's name; one for each schema of the log. */
  readonly queue?: string;
  /** After how many seconds a job whose worker is gone is another one's. */
  readonly expireInSeconds?: number;
  readonly pollingIntervalSeconds?: number;
}

/** The same deadline is the same job, however often it is set. */
function jobId({ case: id, due }: Due): string {
  const hex = sha256(`${id} ${due}`);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** For `createPostgresStore(pool, { deadlines })`; the boss has to be on the same database. */
export async function createBossDeadlines(boss: Boss, options: BossOptions = {}): Promise<DeadlineQueue> {
  const { queue = 'aftersale-deadlines', expireInSeconds = 60, pollingIntervalSeconds = 1 } = options;
  await boss.createQueue(queue);
  return {
    async schedule(due, execute) {
      await boss.send(queue, due, {
        id: jobId(due),
        startAfter: new Date(due.due),
        expireInSeconds,
        retryLimit: 10,
        retryDelay: 1,
        retryBackoff: true,
        db: { executeSql: execute },
      });
    },
    async work(fire) {
      const id = await boss.work(queue, { batchSize: 20, pollingIntervalSeconds }, async (jobs) => {
        const ended = await Promise.allSettled(jobs.map(({ data }) => fire(data as Due)));
        // The batch is tried again as a whole; what has been fired finds nothing to do.
        for (const each of ended) if (each.status === 'rejected') throw each.reason;
      });
      return async () => {
        await boss.offWork({ id });
      };
    },
  };
}
