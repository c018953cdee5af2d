// The shop's side: what it sells, its rules, its processes over one store, and how they end.

import { Process } from './clock.mjs';
import { serverPoint } from './crashes.mjs';
import { createMemoryStore, Memory } from './store.mjs';

export const PRICE = 1000;
const euros = (amount) => ({ amount, currency: 'EUR' });

export const policyOf = (id, mode) => ({
  schema: 'aftersale/policy/1',
  id,
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', basis: ['customer_remorse'], window: { days: 30, from: 'delivery' } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        // Nothing is sent back: two steps less between a request and its money.
        { id: 'keep', method: { method: 'keep', payer: 'merchant' } },
        { id: 'ask', approval: { mode, code: 'always' } },
        // biome-ignore lint/suspicious/noThenProperty: it is what the wire calls it
        { id: 'answer', response: { withinHours: 12, then: 'approve' } },
        { id: 'refund', refund: { withinDays: 5, of: 'receipt' } },
      ],
    },
  ],
});

export const policies = [policyOf('asks', 'manual'), policyOf('trusts', 'automatic')];

function orderOf(id, subject, quantity, delivered) {
  return {
    id,
    number: id,
    createdAt: '2026-03-01T08:00:00Z',
    currency: 'EUR',
    taxMode: 'inclusive',
    channel: 'store',
    // A country without a statute pack, so that the shop's own rules are all there is.
    buyer: { id: subject, name: subject, country: 'CH' },
    lines: [{ id: 'mug', title: 'Mug', quantity, unitPrice: euros(PRICE) }],
    shipments: [
      {
        id: 's',
        lines: [{ line: 'mug', quantity }],
        status: 'delivered',
        shippedAt: '2026-03-02T08:00:00Z',
        delivered: { at: delivered },
      },
    ],
    tenders: [{ id: 'card', kind: 'card', amount: euros(PRICE * quantity) }],
  };
}

/** Every order that a run may have, by a name that says all that is in it. */
export const orders = new Map();
for (const delivered of ['2026-05-02T08:00:00Z', '2026-04-10T08:00:00Z'])
  for (const quantity of [2, 3, 4])
    for (const subject of ['ada', 'bob'])
      for (const id of ['o-1', 'o-2'])
        orders.set(
          `${id}/${subject}/${quantity}/${delivered}`,
          Object.freeze(orderOf(id, subject, quantity, delivered)),
        );

const ROLES = { desk: 'merchant' };

export class Shop {
  servers = [];
  #started = 0;
  #replaced = 0;
  #tokens = new Map();

  constructor(world) {
    this.world = world;
    this.chance = world.dice(3);
    this.memory = new Memory('epoch-0');
  }

  get up() {
    return this.servers.filter(({ alive }) => alive);
  }

  /** Starts a process of the backend over the store. */
  start() {
    const { world } = this;
    const { clock, product, plan } = world;
    const server = new Process(`server${++this.#started}`);
    this.servers = [...this.up, server];
    world.log(`${server.name} starts`);
    const store = createMemoryStore(this.memory, {
      serial: plan.serial,
      sloppy: plan.sloppy,
      around: this.#around(server),
    });
    clock.after(0, server, () => {
      server.backend = product.createBackend({
        engine: world.engine,
        store: this.#failing(store, server),
        auth: { identify: (request) => this.#identify(request) },
        policies: () => [plan.automatic ? 'trusts' : 'asks'],
        clock: () => this.time(),
        timers: {
          setTimeout: (work, ms) => clock.after(ms, server, work),
          clearTimeout: (timer) => clock.cancel(timer),
        },
        effects: { issue_refund: product.refundsThrough(world.provider.for(server), () => this.time()) },
        onError: (error) => error instanceof product.EffectError || world.told(server, error),
      });
      server.backend.start(2500);
    });
    return server;
  }

  time() {
    return this.world.start + Math.floor(this.world.clock.now);
  }

  /** What may happen to a process in a transaction. */
  #around(server) {
    const { world, chance } = this;
    const { clock, plan, crashes } = world;
    const never = new Promise(() => {});
    return {
      alive: () => server.alive,
      pause: async (tx, op) => {
        if (!server.alive) await never;
        const last = tx.ops.at(-1);
        if (op && last && crashes.between('server', last, op)) {
          this.crash(server, `between ${last} and ${op}`);
          await never;
        }
        if (plan.storeDelay && chance.hit(plan.storeDelay)) await clock.sleep(chance.between(0, 5), server);
      },
      committing: async () => {
        if (!plan.storeDelay) return;
        // Where positions do not wait for commits, some commits take long enough for others to overtake them.
        const longest = plan.sloppy ? (chance.hit(0.3) ? 3000 : 400) : 20;
        await clock.sleep(chance.between(1, longest), server);
      },
      crashes: (tx) => {
        const point = serverPoint(tx.ops);
        const mode = crashes.at('server', point);
        if (!mode) return false;
        if (mode === 'after') {
          tx.commit();
          this.#committed(server, tx, point);
        }
        this.crash(server, `${mode} ${point}`);
        return true;
      },
      committed: (tx) => {
        if (tx.ops.length) this.#committed(server, tx, serverPoint(tx.ops));
      },
      hand: (work) => clock.after(0, server, work),
      onEnd: (tx) => server.ends.push(() => tx.end()),
    };
  }

  #committed(server, tx, point) {
    this.world.log(`${server.name} commits ${point}`);
    this.world.oracle.committed(tx, this.time());
    const { clock, flaky, plan, outside } = this.world;
    // Pictures that nobody names are cleared away, and now and then too early.
    if (point === 'picture whole' && flaky && plan.moves && this.chance.hit(0.4))
      clock.after(this.chance.between(1, 300), outside, () => this.#clear());
  }

  #clear() {
    const { queue, locks, tables } = this.memory;
    // What a decision is looking at stays.
    if (queue.length || locks.size) return;
    const { events, blobs, parts } = tables;
    const shown = JSON.stringify([...events.values()].map(({ entry }) => entry.p));
    for (const table of [blobs, parts])
      for (const [key, { sha256 }] of table) if (!shown.includes(sha256)) table.delete(key);
  }

  /** A database that fails now and then, and a command that it always fails on. */
  #failing(store, server) {
    const { world, chance } = this;
    if (!world.plan.fails && !world.plan.poison) return store;
    return {
      ...store,
      transaction: (work) =>
        store.transaction(async (tx) => {
          if (world.flaky && chance.hit(world.plan.fails)) throw new Error('the database is busy');
          const result = await work(tx);
          if (
            world.flaky &&
            world.plan.poison &&
            tx.changes('receipts').some(({ stored }) => world.isPoison(stored.receipt.id))
          )
            throw new Error('this one fails always');
          if (world.flaky && chance.hit(world.plan.fails)) throw new Error('the commit failed');
          return result;
        }),
      server,
    };
  }

  #identify(request) {
    const token = request.headers.get('authorization') ?? '';
    const known = this.#tokens.get(token) ?? this.#read(token);
    return known && known.until > this.time() ? known.subject : undefined;
  }

  #read(text) {
    const token = /^Bearer ([\w-]+)~(\d+)$/.exec(text);
    if (!token) return undefined;
    const [, id, until] = token;
    const known = { until: Number(until), subject: { id, role: ROLES[id] ?? 'customer', name: id } };
    this.#tokens.set(text, known);
    return known;
  }

  crash(server, how) {
    const { world, chance } = this;
    world.log(`${server.name} ends ${how}`);
    world.clock.kill(server);
    world.clock.after(
      chance.hit(0.2) ? chance.between(5000, 40_000) : chance.between(200, 3000),
      world.outside,
      () => {
        if (this.up.length < world.plan.servers && !world.closedForTheNight) this.start();
      },
    );
  }

  /**
   * The same shop in another database: what is in it is the same in another order, and cursors of the old one mean nothing
   * there. Pictures that no case shows yet are left behind.
   */
  move() {
    const { memory } = this;
    const { events } = memory.tables;
    this.world.log('the shop moves to another database');
    for (const server of this.up) this.crash(server, 'to move');
    memory.epoch = `epoch-${++this.#replaced}`;
    memory.position = 0;
    const rows = [...events].sort(([a], [b]) => (a < b ? 1 : -1));
    for (const [key, row] of rows.reverse()) events.set(key, { ...row, position: ++memory.position });
    this.#clear();
  }

  /** Whether everything that was to be done is done. */
  get settled() {
    return (
      this.up.length > 0 && [...this.memory.tables.outbox.values()].every(({ done }) => done !== undefined)
    );
  }
}
