// A transaction of the store in memory: it sees what others have committed and what it wrote itself.

export const TABLES = [
  'orders',
  'heads',
  'events',
  'parties',
  'receipts',
  'deadlines',
  'outbox',
  'blobs',
  'parts',
  'replicas',
];

/** Somebody else has just taken the key: the transaction is run again, and sees what is there. */
export class Race extends Error {}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const within = (tx, { subject, order, parties }) => {
  if (order !== undefined) return (id) => id === order;
  if (subject !== undefined) return (id) => tx.get('orders', id)?.subject === subject;
  if (!parties) return () => true;
  const open = new Set(
    tx
      .all('parties')
      .filter(({ name }) => parties.includes(name))
      .map((row) => row.order),
  );
  return (id) => open.has(id);
};

/** Written words are texts in a database; so is what is kept here, and nobody can change it from outside. */
const kept = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

export class MemoryTx {
  /** What was changed, in order, by the names of the port's functions. */
  ops = [];
  /** By table: the rows that it leaves, for tables that it writes to. */
  #own = new Map();
  #inserted = [];
  #held = [];
  #appended = new Set();

  constructor(memory, around, serial, sloppy) {
    this.memory = memory;
    this.around = around;
    this.serial = serial;
    this.sloppy = sloppy;
  }

  async begin() {
    if (!this.serial) return;
    const { queue } = this.memory;
    queue.push(this);
    if (queue[0] !== this) await new Promise((resolve) => (this.wake = resolve));
  }

  end() {
    const { queue, locks } = this.memory;
    const at = queue.indexOf(this);
    if (at >= 0) {
      queue.splice(at, 1);
      if (at === 0 && queue[0]) queue[0].around.hand(queue[0].wake);
    }
    for (const name of this.#held.splice(0)) {
      const line = locks.get(name);
      line.splice(line.indexOf(this), 1);
      if (!line.length) locks.delete(name);
      else if (line[0].wake) line[0].around.hand(line[0].wake);
    }
  }

  /** Whether a key that was free has been taken meanwhile. */
  lost() {
    return this.#inserted.some(({ table, key, seen }) => this.memory.tables[table].get(key) !== seen);
  }

  commit() {
    for (const [name, own] of this.#own) {
      const table = this.memory.tables[name];
      for (const [key, row] of own) {
        if (row === undefined) table.delete(key);
        // Given under a lock that is held until the commit is done, so that positions follow commits.
        else if (name === 'events' && !row.position)
          table.set(key, { ...row, position: ++this.memory.position });
        else table.set(key, row);
      }
    }
    return this.#appended;
  }

  /** The rows that this transaction leaves in a table. */
  changes(name) {
    return [...(this.#own.get(name)?.values() ?? [])].filter(Boolean);
  }

  get(name, key) {
    const own = this.#own.get(name);
    return own?.has(key) ? own.get(key) : this.memory.tables[name].get(key);
  }

  all(name) {
    const own = this.#own.get(name);
    if (!own) return [...this.memory.tables[name].values()];
    const rows = new Map(this.memory.tables[name]);
    for (const [key, row] of own) {
      if (row === undefined) rows.delete(key);
      else rows.set(key, row);
    }
    return [...rows.values()];
  }

  #set(name, key, row) {
    const own = this.#own.get(name);
    if (own) own.set(key, row);
    else this.#own.set(name, new Map([[key, row]]));
  }

  #insert(name, key, row) {
    this.#inserted.push({ table: name, key, seen: this.memory.tables[name].get(key) });
    this.#set(name, key, row);
  }

  /** A statement: it takes a while, and the process may end before it. */
  async #statement(op) {
    await this.around.pause(this, op);
    if (op) this.ops.push(op);
    if (!this.around.alive()) await new Promise(() => {});
  }

  async #lock(name) {
    if (this.serial || this.#held.includes(name)) return;
    const { locks } = this.memory;
    const line = locks.get(name) ?? [];
    locks.set(name, line);
    line.push(this);
    this.#held.push(name);
    while (line[0] !== this) await new Promise((resolve) => (this.wake = resolve));
    this.wake = undefined;
  }

  /** Takes a row unless somebody has it. */
  #claim(name) {
    const { locks } = this.memory;
    if (this.serial) return true;
    if (locks.has(name)) return locks.get(name)[0] === this;
    locks.set(name, [this]);
    this.#held.push(name);
    return true;
  }

  async order(id) {
    await this.#statement();
    return this.get('orders', id);
  }

  async orders(subject) {
    await this.#statement();
    const rows = this.all('orders').filter((row) => subject === undefined || row.subject === subject);
    return rows.sort((a, b) => byText(a.id, b.id));
  }

  async putOrder({ id, subject, order, meta }) {
    await this.#statement('putOrder');
    const known = this.get('orders', id);
    const row = { id, subject: known?.subject ?? subject, order: kept(order) };
    this.#set('orders', id, meta ? { ...row, meta: kept(meta) } : row);
    if (!this.get('heads', id)) this.#insert('heads', id, { order: id, seq: 0, h: '' });
  }

  async lockOrder(id) {
    await this.#statement();
    await this.#lock(`order ${id}`);
    const { seq, h } = this.get('heads', id) ?? { seq: 0, h: '' };
    return { seq, h };
  }

  async entries(order, from, limit) {
    await this.#statement();
    return this.#log(order)
      .filter(({ seq }) => seq >= from)
      .slice(0, limit);
  }

  #log(order) {
    return this.all('events')
      .filter(({ entry }) => entry.order === order)
      .map(({ entry }) => entry)
      .sort((a, b) => a.seq - b.seq);
  }

  async entriesAfter(position, limit, scope) {
    await this.#statement();
    const mine = within(this, scope);
    const rows = this.all('events')
      .filter((row) => row.position > position && mine(row.entry.order))
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
    if (rows.length) return { entries: rows.map(({ entry }) => entry), position: rows.at(-1).position };
    return { entries: [], position: Math.min(position, this.memory.position) };
  }

  async append(entries) {
    for (const given of entries) {
      await this.#statement('append');
      const entry = kept(given);
      const key = `${entry.order} ${entry.seq}`;
      if (this.get('events', key)) throw new Race(`there is an entry ${key} already`);
      this.#insert('events', key, this.sloppy ? { entry, position: ++this.memory.position } : { entry });
      this.#set('heads', entry.order, { order: entry.order, seq: entry.seq, h: entry.h });
      this.#appended.add(entry.order);
    }
  }

  async cases(order) {
    await this.#statement();
    const cases = new Map();
    for (const { case: id, p } of this.#log(order)) cases.set(id, [...(cases.get(id) ?? []), p]);
    return [...cases].map(([id, events]) => ({ id, order, kind: kindOf(events), events }));
  }

  async orderOf(caseId) {
    await this.#statement();
    return this.all('events').find(({ entry }) => entry.case === caseId)?.entry.order;
  }

  async heads(scope) {
    await this.#statement();
    const mine = within(this, scope);
    return this.all('heads')
      .filter(({ order, seq }) => seq > 0 && mine(order))
      .sort((a, b) => byText(a.order, b.order))
      .map(({ order, seq, h }) => [order, seq, h]);
  }

  async replacePayload(order, seq, p) {
    await this.#statement('replacePayload');
    const key = `${order} ${seq}`;
    const row = this.get('events', key);
    this.#set('events', key, { ...row, entry: { ...row.entry, p: kept(p) } });
  }

  async addParties(order, caseId, parties) {
    for (const name of parties) {
      if (this.get('parties', `${caseId} ${name}`)) continue;
      await this.#statement('addParties');
      this.#set('parties', `${caseId} ${name}`, { order, case: caseId, name });
    }
  }

  async parties(orders) {
    await this.#statement();
    const found = new Map();
    for (const { order, case: id, name } of this.all('parties')) {
      if (!orders.includes(order)) continue;
      found.set(id, (found.get(id) ?? new Set()).add(name));
    }
    return found;
  }

  async receipt(command) {
    await this.#statement();
    return this.get('receipts', command)?.stored;
  }

  async putReceipt(stored, at) {
    await this.#statement('putReceipt');
    const { id } = stored.receipt;
    if (this.get('receipts', id)) throw new Race(`there is a receipt for ${id} already`);
    this.#insert('receipts', id, { stored: kept(stored), at });
  }

  async receiptsOf(caseId) {
    await this.#statement();
    return this.all('receipts')
      .filter(({ stored }) => stored.case === caseId)
      .sort((a, b) => a.at - b.at || byText(a.stored.receipt.id, b.stored.receipt.id))
      .map(({ stored }) => stored);
  }

  async replaceReceipt(receipt, fingerprint) {
    await this.#statement('replaceReceipt');
    const row = this.get('receipts', receipt.id);
    this.#set('receipts', receipt.id, {
      ...row,
      stored: { ...row.stored, receipt: kept(receipt), fingerprint },
    });
  }

  async setDeadline(caseId, order, due) {
    if (due === undefined && !this.get('deadlines', caseId)) return this.#statement();
    await this.#statement('setDeadline');
    this.#set('deadlines', caseId, due === undefined ? undefined : { case: caseId, order, due });
  }

  async claimCases(now, until, limit) {
    await this.#statement();
    const rows = this.all('deadlines')
      .filter(({ due }) => due <= now)
      .sort((a, b) => a.due - b.due)
      .filter((row) => this.#claim(`deadline ${row.case}`))
      .slice(0, limit);
    if (rows.length) this.ops.push('claimCases');
    for (const row of rows) this.#set('deadlines', row.case, { ...row, due: until });
    return rows.map(({ case: id, order }) => ({ case: id, order }));
  }

  async enqueue({ key, order, case: id, kind, data }, at) {
    if (this.get('outbox', key)) return;
    await this.#statement('enqueue');
    if (this.get('outbox', key)) return void this.ops.pop();
    this.#insert('outbox', key, {
      key,
      order,
      case: id,
      kind,
      data: kept(data),
      created: at,
      next: at,
      attempts: 0,
    });
  }

  /** Whether another refund of the order is on its way, or comes first. */
  #refundBefore(row, now) {
    return this.all('outbox').some(
      ({ key, order, kind, done, next, leased = 0 }) =>
        order === row.order &&
        kind === row.kind &&
        key !== row.key &&
        done === undefined &&
        (leased > now || (next <= now && (next < row.next || (next === row.next && key < row.key)))),
    );
  }

  async claimEffects(now, until, limit) {
    await this.#statement();
    const rows = this.all('outbox')
      .filter(({ done, next }) => done === undefined && next <= now)
      .filter((row) => row.kind !== 'issue_refund' || !this.#refundBefore(row, now))
      .sort((a, b) => a.next - b.next)
      .filter((row) => this.#claim(`effect ${row.key}`))
      .slice(0, limit);
    if (rows.length) this.ops.push('claimEffects');
    return rows.map((row) => {
      const firstTry = row.firstTry ?? now;
      this.#set('outbox', row.key, {
        ...row,
        next: until,
        leased: until,
        attempts: row.attempts + 1,
        firstTry,
      });
      const { key, order, case: id, kind, data, attempts } = row;
      return { key, order, case: id, kind, data, attempts, firstTry };
    });
  }

  async effectDone(key, at, result) {
    await this.#statement('effectDone');
    const { error: _error, ...row } = this.get('outbox', key);
    this.#set('outbox', key, { ...row, done: at, result: kept(result) });
  }

  async effectFailed(key, retryAt, error) {
    await this.#statement('effectFailed');
    const row = this.get('outbox', key);
    this.#set('outbox', key, { ...row, next: retryAt, leased: 0, error });
  }

  async effects(caseId) {
    await this.#statement();
    return this.all('outbox')
      .filter((row) => row.case === caseId)
      .sort((a, b) => a.created - b.created || byText(a.key, b.key))
      .map(({ key, kind, data, done, result }) => {
        const known = { key, kind, data, done: done !== undefined };
        return result === undefined ? known : { ...known, result };
      });
  }

  async forgetResult(key) {
    await this.#statement('forgetResult');
    const { result: _result, error: _error, ...row } = this.get('outbox', key);
    this.#set('outbox', key, row);
  }

  #record(row) {
    const { sha256, subject, order, size, type, complete } = row;
    const received = this.#parts(sha256, subject).reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { sha256, subject, order, size, type, received, complete };
  }

  #parts(sha256, subject) {
    return this.all('parts')
      .filter((part) => part.sha256 === sha256 && part.subject === subject)
      .sort((a, b) => a.start - b.start);
  }

  async blob(sha256, subject) {
    await this.#statement();
    const rows = this.all('blobs').filter(
      (row) => row.sha256 === sha256 && (subject === undefined || row.subject === subject),
    );
    const [first] = rows.sort((a, b) => Number(b.complete) - Number(a.complete));
    return first && this.#record(first);
  }

  async putBlob({ sha256, subject, order, size, type }) {
    await this.#statement('putBlob');
    const row = { sha256, subject, order, size, type, complete: false };
    if (this.get('blobs', `${sha256} ${subject}`)) throw new Race('there is such a blob already');
    this.#insert('blobs', `${sha256} ${subject}`, row);
  }

  async appendBlob(sha256, subject, start, bytes) {
    await this.#statement('appendBlob');
    this.#insert('parts', `${sha256} ${subject} ${start}`, { sha256, subject, start, bytes: bytes.slice() });
  }

  async completeBlob(sha256, subject) {
    await this.#statement('completeBlob');
    const key = `${sha256} ${subject}`;
    this.#set('blobs', key, { ...this.get('blobs', key), complete: true });
  }

  async dropBlob(sha256, subject) {
    await this.#statement('dropBlob');
    for (const { start } of this.#parts(sha256, subject))
      this.#set('parts', `${sha256} ${subject} ${start}`, undefined);
    this.#set('blobs', `${sha256} ${subject}`, undefined);
  }

  async blobBytes(sha256, subject) {
    await this.#statement();
    const parts = this.#parts(sha256, subject);
    const whole = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
    let at = 0;
    for (const { bytes } of parts) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    return whole;
  }

  async blobsOf(order) {
    await this.#statement();
    return this.all('blobs')
      .filter((row) => row.order === order)
      .sort((a, b) => byText(a.sha256, b.sha256))
      .map((row) => this.#record(row));
  }

  async bindReplica(id, subject, now) {
    if (!this.get('replicas', id)) {
      await this.#statement('bindReplica');
      if (this.get('replicas', id)) this.ops.pop();
      else this.#insert('replicas', id, { id, subject, firstSeen: now });
    } else await this.#statement();
    const row = this.get('replicas', id);
    return { subject: row.subject, firstSeen: row.firstSeen };
  }
}

/** As the port has it: by what the events say. Written here once more, so that the product's own may be broken in tests. */
function kindOf(events) {
  let kind = 'return';
  for (const { type, data } of events) {
    if (type === 'case.opened' || type === 'case.converted') kind = data.request?.kind ?? 'return';
  }
  return kind;
}
