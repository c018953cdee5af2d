// The demo's payment provider: a ledger of its own, in a file of its own, that pays once per key as real ones do.

import { createHash } from 'node:crypto';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function createPayments(db, { delay = 250 } = {}) {
  db.exec(`CREATE TABLE IF NOT EXISTS payment (
    key TEXT PRIMARY KEY, reference TEXT NOT NULL, order_id TEXT NOT NULL, case_id TEXT NOT NULL, tender TEXT NOT NULL,
    amount INTEGER NOT NULL, currency TEXT NOT NULL, at TEXT NOT NULL
  ) WITHOUT ROWID`);

  const find = (key) => {
    const row = db.get('SELECT reference FROM payment WHERE key = ?', [key]);
    return row ? { reference: row.reference } : undefined;
  };

  return {
    keyHours: 24,
    async find(key) {
      return find(key);
    },
    async refund(key, { amount, order, case: caseId, tender }) {
      await wait(delay);
      const reference = `re_${createHash('sha256').update(key).digest('hex').slice(0, 14)}`;
      db.run('INSERT OR IGNORE INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
        key,
        reference,
        order,
        caseId,
        tender,
        amount.amount,
        amount.currency,
        new Date().toISOString(),
      ]);
      return find(key);
    },
    /** What was paid back, for the desk and for tests. */
    list: (caseId) => db.all('SELECT * FROM payment WHERE case_id = ? ORDER BY at', [caseId]),
  };
}
