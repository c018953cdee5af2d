// What has to be true at every step, and in the end. It keeps books of its own and uses nothing of the product: numbers,
// chains, units and money are counted here once more.

import { createHash } from 'node:crypto';

export class Violation extends Error {}

const sha = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

const CLOSED = new Set(['case.canceled', 'case.refused', 'case.expired']);
/** What came the same way has its members in the same order, mostly. */
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b) || canonical(a) === canonical(b);

export class Oracle {
  /** By id: who gave a command, on which device, and as what. */
  commands = new Map();
  /** Commands of which somebody was told that they are kept. */
  saved = new Map();
  dismissed = new Set();
  notSaved = new Set();
  receipts = new Map();
  /** By order: the log as committed. */
  logs = new Map();
  /** By command: the transaction that applied it. */
  causes = new Map();
  /** By case: units it holds, and its events. */
  cases = new Map();
  payments = new Map();
  effects = new Map();
  evidence = new Set();
  counts = { commands: 0, applied: 0, rejected: 0, refunds: 0, entries: 0, money: 0 };

  constructor(world) {
    this.world = world;
  }

  fail(what) {
    this.world.violation ??= what;
    throw new Violation(what);
  }

  // People

  wasSaved(id, tab) {
    if (!this.commands.has(id)) this.fail(`${tab.name} was told that ${id} is kept, and it is not`);
    this.saved.set(id, tab.person);
  }

  /** Nobody is told the id of what could not be kept; the tab may have asked for something else at the same time. */
  wasNotSaved(before, tab, wish) {
    const more = [...this.commands].filter(
      ([id, { tab: by, command }]) =>
        by === tab &&
        !before.has(id) &&
        !this.saved.has(id) &&
        command.t === `return.${wish.type}` &&
        (wish.case === undefined || wish.case === command.case),
    );
    for (const [id] of more) this.notSaved.add(id);
  }

  // Devices

  wrote(device, { ops, owner, disk }) {
    for (const { store, op, before, after } of ops) {
      if (store !== 'outbox') continue;
      if (op === 'add') {
        if (this.commands.has(after.id)) this.fail(`${after.id} was given to two commands`);
        this.commands.set(after.id, { person: owner.person, device, tab: owner, command: after.command });
        this.counts.commands++;
      } else if (op === 'delete') {
        this.#removed(before, disk);
      } else {
        if (!same(before.command, after.command)) this.fail(`${before.id} was changed after it was kept`);
        if (after.receipt) this.#receiptOnDevice(after);
        if (before.receipt && !after.receipt) this.fail(`the receipt of ${before.id} was lost`);
      }
    }
    this.#copy(disk, ops);
  }

  #removed({ id, command }, disk) {
    const receipt = this.receipts.get(id);
    if (!receipt) return this.fail(`${id} was deleted on the device without a receipt`);
    if (receipt.st === 'rejected' && !this.dismissed.has(id))
      this.fail(`${id} was refused and nobody has seen it`);
    if (receipt.st === 'applied' && !disk.rows('entries').some(({ cause }) => cause === id))
      this.fail(`${id} was taken off the queue before its entry of ${command.order} is here`);
  }

  #receiptOnDevice({ id, receipt }) {
    const known = this.receipts.get(id);
    if (!known || known.st !== receipt.st || known.seq !== receipt.seq || known.code !== receipt.code)
      this.fail(`the device has a receipt for ${id} that the shop never gave: ${receipt.st}`);
  }

  /** The device's copy of a log is a part of the log that begins at the beginning, and its head says how long it is. */
  #copy(disk, ops) {
    if (!ops.some(({ store }) => store === 'entries' || store === 'heads')) return;
    const heads = new Map(disk.rows('heads').map((head) => [head.order, head]));
    const seen = new Map();
    for (const { order } of disk.rows('entries')) seen.set(order, (seen.get(order) ?? 0) + 1);
    for (const { store, after: entry } of ops) {
      if (store !== 'entries' || !entry) continue;
      const { subject } = this.world.orders.get(entry.order);
      if (!disk.people.has('desk') && !disk.people.has(subject))
        this.fail(`the log of ${entry.order} is on ${disk.name}`);
      const truth = this.logs.get(entry.order)?.[entry.seq - 1];
      if (!truth || truth.h !== entry.h)
        this.fail(`a device has an entry ${entry.order}/${entry.seq} that is not in the log`);
      const { personal: _words, ...p } = entry.p;
      const { personal: _same, ...q } = truth.p;
      if (!same(p, q)) this.fail(`a device has another event at ${entry.order}/${entry.seq}`);
    }
    for (const [order, head] of heads) {
      const truth = this.logs.get(order)?.[head.seq - 1];
      if (head.seq && truth?.h !== head.h)
        this.fail(`a device has a head of ${order} that is not in the log`);
      if ((seen.get(order) ?? 0) !== head.seq)
        this.fail(`a device has ${seen.get(order) ?? 0} of ${head.seq} entries of ${order}`);
    }
    for (const order of seen.keys())
      if (!heads.has(order)) this.fail(`a device has entries of ${order} and no head`);
  }

  /** What somebody sees on the screen. */
  shown(tab) {
    const { client, device, person } = tab;
    if (!client || !tab.alive) return;
    const disk = [...device.disks.values()].find(({ people }) => people.has(person));
    const kept = new Map(disk?.rows('outbox').map((item) => [item.id, item]));
    const cases = client.cases();
    this.#nothingHidden(tab, disk, cases);
    for (const { id, state, confirmed, pending } of cases) {
      const truth = this.cases.get(id)?.hashes ?? [];
      for (const [i, { hash }] of confirmed.events.entries())
        if (truth[i] !== hash) this.fail(`${tab.name} shows an event of ${id} that was never confirmed`);
      for (const item of pending) {
        const receipt = this.receipts.get(item.id);
        if (item.state === 'sent' && receipt?.st !== 'applied')
          this.fail(`${tab.name} shows ${item.id} as sent, and the shop has not taken it`);
        if (item.state === 'needs_you' && receipt?.st !== 'rejected')
          this.fail(`${tab.name} shows ${item.id} as refused, and it was not`);
        if ((item.state === 'saved' || item.state === 'sending') && !kept.has(item.id) && !receipt)
          this.fail(`${tab.name} shows ${item.id} as kept, and it is not`);
      }
      if (state === 'confirmed' && (pending.length || !confirmed.events.length))
        this.fail(`${tab.name} shows ${id} as confirmed with ${pending.length} commands pending`);
    }
  }

  /** Who has read the disk as it is shows everything that is on its way. */
  #nothingHidden({ name, saw }, disk, cases) {
    if (!disk || saw?.version !== disk.version || saw.step >= this.world.clock.steps) return;
    const items = disk.rows('outbox');
    if (!items.length) return;
    const shown = new Set(cases.flatMap(({ pending }) => pending.map(({ id }) => id)));
    const settled = new Set(disk.rows('entries').map(({ cause }) => cause));
    for (const { id } of items)
      if (!shown.has(id) && !settled.has(id)) this.fail(`${name} does not show ${id}`);
  }

  // The wire

  arrived(authorization, { cmds, replica }) {
    const [subject] = authorization.slice('Bearer '.length).split('~');
    for (const command of cmds ?? []) {
      const known = this.commands.get(command.id);
      if (!known) this.fail(`${command.id} was sent and is kept nowhere`);
      if (known.person !== subject)
        this.fail(`${subject} sent ${command.id}, which ${known.person} has left`);
      if (!same(known.command, command))
        this.fail(`${command.id} was sent as something else than it was kept`);
      known.replica = replica;
      if (this.notSaved.has(command.id))
        this.fail(`${command.id} was sent though it was said not to be kept`);
    }
  }

  answered(body) {
    const { receipts = [] } = JSON.parse(body);
    for (const receipt of receipts) {
      if (receipt.st === 'retry') continue;
      const known = this.receipts.get(receipt.id);
      if (!known) this.fail(`the shop answered ${receipt.st} to ${receipt.id} before that was kept`);
      // Erasing takes what a receipt quotes, also between a commit and its answer.
      if (known.st !== receipt.st || known.seq !== receipt.seq || known.code !== receipt.code)
        this.fail(`the shop answered ${receipt.id} in two ways`);
    }
  }

  // The shop

  committed(tx, now) {
    const fresh = [];
    for (const row of tx.changes('events')) {
      const { entry } = row;
      const log = this.logs.get(entry.order) ?? [];
      this.logs.set(entry.order, log);
      if (entry.seq <= log.length) log[entry.seq - 1] = this.#rewritten(log[entry.seq - 1], entry);
      else {
        this.#appended(log, entry, tx, now);
        fresh.push(entry);
      }
    }
    for (const { stored } of tx.changes('receipts')) this.#receipt(stored, fresh, now);
    for (const row of tx.changes('outbox')) {
      if (row.kind === 'issue_refund' && !this.effects.has(row.key)) this.effects.set(row.key, row);
    }
    for (const { t, p, order, seq } of fresh) this.#ordered(t, p, `${order}/${seq}`);
  }

  /** What the log says is to be paid is in the outbox with it, or nobody ever pays. */
  #ordered(t, p, place) {
    if (t !== 'refund.issued') return;
    for (const { key } of p.data.tenders)
      if (!this.effects.has(key)) this.fail(`${place} orders a payment that is not in the outbox`);
  }

  #rewritten(old, entry) {
    const { personal: _words, ...p } = entry.p;
    const { personal: _old, ...q } = old.p;
    if (old.h !== entry.h || !same(p, q)) this.fail(`${entry.order}/${entry.seq} was written over`);
    return entry;
  }

  #appended(log, entry, tx, now) {
    const { order, seq, case: id, t, v, cause, at, h, p } = entry;
    if (seq !== log.length + 1) this.fail(`the log of ${order} goes from ${log.length} to ${seq}`);
    const { personal: _words, ...event } = p;
    const digest = sha(canonical({ order, seq, case: id, t, v, cause, at, p: event }));
    if (h !== sha(canonical({ digest, prev: log.at(-1)?.h ?? '' })))
      this.fail(`the chain of ${order} breaks at ${seq}`);
    // What the backend does by itself is numbered by case.
    const whole = this.commands.has(cause) ? cause : `${id} ${cause}`;
    const before = this.causes.get(whole);
    if ((before ?? tx) !== tx) this.fail(`${cause} was applied twice`);
    this.causes.set(whole, tx);
    log.push(entry);
    this.counts.entries++;
    // It is decided when the backend looks at its clock, and committed a little later.
    const decided = Date.parse(at);
    if (now - decided > 60_000) this.fail(`${order}/${seq} says ${at}, long before it was written`);
    this.#account(entry, before === undefined, decided);
  }

  #account({ order, case: id, t, p, cause }, first, now) {
    const known = this.cases.get(id) ?? { order, units: 0, hashes: [], types: [] };
    this.cases.set(id, known);
    if (known.order !== order) this.fail(`the case ${id} is of two orders`);
    if (p.seq !== known.hashes.length + 1)
      this.fail(`the case ${id} goes from ${known.hashes.length} to ${p.seq}`);
    known.hashes.push(p.hash);
    known.types.push(t);
    const given = this.commands.get(cause);
    // What follows from a command at once, the shop does by itself.
    if (given && first && p.actor.id !== given.person) this.fail(`${cause} was applied as ${p.actor.id}'s`);
    if (t === 'case.opened') {
      known.openedAt = now;
      known.units = p.data.request.items.reduce((sum, { quantity }) => sum + quantity, 0);
      known.total = p.data.quote.total.amount;
      if (given && !this.#inTime(given, now)) this.fail(`${cause} was accepted after the last day`);
    }
    if (CLOSED.has(t)) known.units = 0;
    const held = [...this.cases.values()]
      .filter((each) => each.order === order)
      .reduce((sum, { units }) => sum + units, 0);
    const { quantity } = this.world.orders.get(order);
    if (held > quantity) this.fail(`${held} of ${quantity} units of ${order} are to come back`);
  }

  #receipt({ receipt, order, case: caseId, subject }, fresh, now) {
    const { id, st, code } = receipt;
    const known = this.receipts.get(id);
    if (known) {
      // Only erasing takes something from it.
      if (known.st !== st || known.seq !== receipt.seq) this.fail(`the receipt of ${id} was changed`);
      this.receipts.set(id, receipt);
      return;
    }
    this.receipts.set(id, receipt);
    const given = this.commands.get(id);
    if (!given) this.fail(`a receipt for ${id}, which nobody gave`);
    if (given.person !== subject) this.fail(`a receipt of ${given.person}'s ${id} for ${subject}`);
    const events = fresh.filter(({ cause }) => cause === id);
    if (st === 'applied') {
      this.counts.applied++;
      if (!events.length) this.fail(`${id} is said to be applied, and no event says so`);
      if (events.at(-1).seq !== receipt.seq) this.fail(`the receipt of ${id} names another entry`);
      return;
    }
    this.counts.rejected++;
    if (events.length) this.fail(`${id} is said to be refused, and was applied`);
    const head = this.logs.get(order)?.length ?? 0;
    if (head !== receipt.seq)
      this.fail(`the refusal of ${id} says that the log was at ${receipt.seq}, not ${head}`);
    this.#refusal(given.command, code, caseId, now);
  }

  /** What may be said always must not be refused, nor must units that are there. */
  #refusal({ id, t, order, p }, code, caseId, now) {
    const open = this.cases.get(caseId);
    const type = t.slice('return.'.length);
    if (['note', 'message'].includes(type) && open)
      this.fail(`${id}, a ${type} on an open case, was refused: ${code}`);
    if (type !== 'request') return;
    if (['unknown_case', 'order_not_found', 'invalid_command'].includes(code))
      this.fail(`the request ${id} was refused: ${code}`);
    const held = [...this.cases.values()]
      .filter((each) => each.order === order)
      .reduce((sum, { units }) => sum + units, 0);
    const wanted = p.request.items.reduce((sum, { quantity }) => sum + quantity, 0);
    const { quantity } = this.world.orders.get(order);
    if (code === 'exceeds_returnable' && held + wanted <= quantity)
      this.fail(`${id} was refused, and ${quantity - held} units are there`);
    if (code === 'not_eligible' && this.#inTime(this.commands.get(id), now))
      this.fail(`${id} was refused, and it was in time`);
  }

  /** Whether a request counts: it came before the window closed, or was made before by a device that was known by then. */
  #inTime({ command, replica }, now) {
    const { closes, shop } = this.world;
    if (now < closes) return true;
    const at = Date.parse(command.at);
    const known = shop.memory.tables.replicas.get(replica)?.firstSeen ?? Number.POSITIVE_INFINITY;
    return at < closes && at < now && at >= known && now - at <= 72 * 3_600_000;
  }

  // Money

  paid({ key, order, amount, paid }) {
    const effect = this.effects.get(key);
    if (!effect) this.fail(`the provider was asked for ${key}, which no commit has ordered`);
    if (effect.data.amount.amount !== amount)
      this.fail(`another amount than the shop's was paid under ${key}`);
    if (!paid) return;
    this.counts.refunds++;
    this.counts.money += amount;
    if (this.payments.has(key)) this.fail(`${key} was paid twice`);
    this.payments.set(key, { order, amount });
    const sum = [...this.payments.values()]
      .filter((each) => each.order === order)
      .reduce((all, each) => all + each.amount, 0);
    const { quantity } = this.world.orders.get(order);
    if (sum > quantity * this.world.price) this.fail(`${sum} was paid back on ${order}`);
  }
}
