// IndexedDB as a device has it, behind the part of `idb` that the product uses; the bundler puts it in its place. Databases
// belong to a device and outlive its tabs. Transactions take turns; one is there whole or not at all; what is committed
// without strict durability may be lost when the power goes, as in browsers.

let world;

/** Whose devices are meant by what is opened from now on. */
export const enter = (simulated) => {
  world = simulated;
};

export async function openDB(name, _version, { upgrade, terminated } = {}) {
  const owner = world.clock.current;
  const { device } = owner;
  let disk = device.disks.get(name);
  if (!disk) {
    disk = new Disk(name, device);
    upgrade({ createObjectStore: (store, options) => disk.create(store, options) });
    device.disks.set(name, disk);
  }
  disk.people.add(owner.person);
  return new Connection(disk, owner, terminated);
}

const lost = (name, message) => new DOMException(message, name);
const keyText = (key) => (Array.isArray(key) ? JSON.stringify(key) : key);

export class Disk {
  /** Who has used it. */
  people = new Set();
  stores = new Map();
  /** Transactions that wait for their turn, the first of which has it. */
  queue = [];
  /** Changes with every commit. */
  version = 0;
  /** What undoes the transactions that a loss of power would undo. */
  soft = [];

  constructor(name, device) {
    this.name = name;
    this.device = device;
  }

  create(store, { keyPath, autoIncrement } = {}) {
    this.stores.set(store, {
      name: store,
      keyPath,
      autoIncrement,
      next: 0,
      rows: new Map(),
      sorted: undefined,
    });
    return { createIndex() {} };
  }

  rows(store) {
    return [...this.stores.get(store).rows.values()].map(({ value }) => value);
  }

  /** What a device finds when it is switched on again. */
  powerLoss() {
    this.version++;
    for (const undo of this.soft.splice(0).reverse()) undo();
  }
}

class Connection {
  #open = true;

  constructor(disk, owner, terminated) {
    this.disk = disk;
    this.owner = owner;
    this.terminated = terminated;
    owner.connections.add(this);
  }

  transaction(_stores, mode, { durability } = {}) {
    if (!this.#open) throw lost('InvalidStateError', 'the connection is closed');
    return new Transaction(this, mode, durability === 'strict');
  }

  async get(store, key) {
    if (!this.#open) throw lost('InvalidStateError', 'the connection is closed');
    return this.disk.stores.get(store).rows.get(keyText(key))?.value;
  }

  /** The browser takes the connection away, with or without saying so. */
  drop(quietly) {
    this.#open = false;
    this.owner.connections.delete(this);
    if (!quietly) this.terminated?.();
  }

  close() {
    this.#open = false;
    this.owner.connections.delete(this);
  }
}

class Transaction {
  /** By store: what is to become of keys. */
  writes = new Map();
  ops = [];
  #turn;
  #next = new Map();

  constructor(connection, mode, strict) {
    this.connection = connection;
    this.disk = connection.disk;
    this.owner = connection.owner;
    this.strict = strict;
    this.mode = mode;
    const { queue } = this.disk;
    queue.push(this);
    if (queue.length > 1) this.#turn = new Promise((resolve) => (this.begin = resolve));
    world.clock.unblock(queue);
    this.leave = () => this.#leave();
    this.owner.ends.push(this.leave);
  }

  objectStore(name) {
    return new ObjectStore(this, name);
  }

  /** Waits for its turn, then does what was asked for. */
  async request(work) {
    if (this.#turn) await this.#turn;
    if (this.torn) return new Promise(() => {});
    return work();
  }

  /** The next number of a store that numbers its rows. */
  number(store) {
    const n = Math.max(this.#next.get(store.name) ?? 0, store.next) + 1;
    this.#next.set(store.name, n);
    return n;
  }

  /** Asked for once, when all requests are made: the end of the transaction. */
  get done() {
    return this.#commit();
  }

  async #commit() {
    if (this.#turn) await this.#turn;
    if (this.torn) return new Promise(() => {});
    const { clock } = world;
    if (!this.ops.length) return this.#leave();
    await clock.sleep(world.diskDelay(), this.owner);
    const { device } = this.disk;
    const trouble = this.broken ?? device.diskTrouble(this);
    if (trouble) {
      this.#leave();
      throw trouble;
    }
    // A tab that is killed at this moment never learns what became of its transaction, nor do we resolve it.
    const apply = () => this.#apply();
    if (device.crashesAt(this, apply)) return new Promise(() => {});
    apply();
    this.#leave();
    device.wrote(this);
  }

  #apply() {
    this.disk.version++;
    const undo = [];
    for (const [name, own] of this.writes) {
      const store = this.disk.stores.get(name);
      store.next = Math.max(store.next, this.#next.get(name) ?? 0);
      store.sorted = undefined;
      for (const [key, row] of own) {
        const old = store.rows.get(key);
        undo.push(() => {
          store.sorted = undefined;
          if (old) store.rows.set(key, old);
          else store.rows.delete(key);
        });
        if (row) store.rows.set(key, row);
        else store.rows.delete(key);
      }
    }
    // What is strict takes everything before it to the disk with it.
    if (this.strict) this.disk.soft.length = 0;
    else {
      this.disk.soft.push(() => {
        for (const each of undo.reverse()) each();
      });
    }
  }

  #leave() {
    const { queue } = this.disk;
    const at = queue.indexOf(this);
    if (at < 0) return;
    queue.splice(at, 1);
    const next = queue[0];
    const { ends } = this.owner;
    const mine = ends.indexOf(this.leave);
    if (mine >= 0) ends.splice(mine, 1);
    // Whose turn it is now may be another tab's, and its code runs in a step of its own.
    if (at === 0 && next) world.clock.after(0, next.owner, next.begin);
    world.clock.unblock(queue);
  }
}

/** A store as a transaction sees it: what is kept, with what the transaction has changed on top. */
class ObjectStore {
  constructor(tx, name) {
    this.tx = tx;
    this.name = name;
    this.store = tx.disk.stores.get(name);
  }

  #find(key) {
    const own = this.tx.writes.get(this.name);
    return own?.has(key) ? own.get(key) : this.store.rows.get(key);
  }

  /** The rows in the order of their keys. */
  #all() {
    const { store } = this;
    const own = this.tx.writes.get(this.name);
    if (!own) {
      store.sorted ??= [...store.rows.values()].sort(byKey);
      return store.sorted;
    }
    const rows = new Map(store.rows);
    for (const [key, row] of own)
      if (row) rows.set(key, row);
      else rows.delete(key);
    return [...rows.values()].sort(byKey);
  }

  #set(op, key, row) {
    const { tx, name } = this;
    if (tx.torn || tx.disk.device.tearsAt(tx, `${name}.${op}`)) return;
    tx.ops.push({ store: name, op, before: this.#find(key)?.value, after: row?.value });
    const own = tx.writes.get(name);
    if (own) own.set(key, row);
    else tx.writes.set(name, new Map([[key, row]]));
  }

  #keyOf(value, key) {
    if (key !== undefined) return key;
    const { keyPath } = this.store;
    return Array.isArray(keyPath) ? keyPath.map((path) => value[path]) : value[keyPath];
  }

  get(key) {
    return this.tx.request(() => this.#find(keyText(key))?.value);
  }

  getAll() {
    const { owner, disk } = this.tx;
    return this.tx.request(() => {
      // Who has read everything as it is now has to show it, too.
      if (this.name === 'outbox') owner.saw = { version: disk.version, step: world.clock.steps };
      return this.#all().map(({ value }) => value);
    });
  }

  put(value, given) {
    return this.tx.request(() => {
      const key = this.#keyOf(value, given);
      this.#set('put', keyText(key), { key, value });
    });
  }

  add(given) {
    return this.tx.request(() => {
      const { store, tx } = this;
      const value = store.autoIncrement ? { ...given, [store.keyPath]: tx.number(store) } : given;
      const key = this.#keyOf(value);
      const taken = value.id !== undefined && this.#all().some((row) => row.value.id === value.id);
      if (taken || this.#find(keyText(key))) {
        tx.broken = lost('ConstraintError', 'the key is there already');
        throw tx.broken;
      }
      this.#set('add', keyText(key), { key, value });
    });
  }

  delete(key) {
    return this.tx.request(() => {
      const within = key?.range;
      const keys = within
        ? this.#all()
            .filter((row) => within(row.key))
            .map((row) => keyText(row.key))
        : [keyText(key)];
      for (const each of keys) if (this.#find(each)) this.#set('delete', each, undefined);
    });
  }

  clear() {
    return this.tx.request(() => {
      for (const row of [...this.#all()]) this.#set('delete', keyText(row.key), undefined);
    });
  }

  /** The only index is the one of the outbox by id. */
  index(path) {
    const find = (wanted) => this.#all().find(({ value }) => value[path] === wanted);
    return {
      get: (wanted) => this.tx.request(() => find(wanted)?.value),
      getKey: (wanted) => this.tx.request(() => find(wanted)?.key),
    };
  }
}

function byKey({ key: a }, { key: b }) {
  if (!Array.isArray(a)) return a < b ? -1 : 1;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/** Ranges of keys, for the one kind that is used. */
export const IDBKeyRange = {
  bound: (low, high) => ({
    range: (key) => key[0] === low[0] && key[1] >= low[1] && key[1] <= high[1],
  }),
};
