// A log in PostgreSQL whose deadlines are pg-boss's business, on the same database.

import { createBossDeadlines, createPostgresStore } from 'aftersale/server';
import pg from 'pg';
import PgBoss from 'pg-boss';

export async function openStore(database) {
  const pool = new pg.Pool({ connectionString: database, max: 30 });
  // The shop's pool, as it lends it to the log.
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    maintenanceIntervalSeconds: 1,
  });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  // What a killed worker had taken is soon another one's.
  const deadlines = await createBossDeadlines(boss, { expireInSeconds: 3, pollingIntervalSeconds: 0.5 });
  const store = await createPostgresStore(pool, { deadlines });
  const close = async () => {
    await boss.stop({ graceful: false, wait: true });
    await store.close();
    await pool.end();
  };
  return { store, boss, pool, close };
}
