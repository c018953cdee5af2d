// A device: its disk, which outlives everything, and the tabs of whoever is signed in. Tabs are closed, killed and frozen;
// the power goes.

import { Process } from './clock.mjs';

export class Device {
  disks = new Map();
  tabs = [];
  offline = false;
  full = false;
  #locks = new Map();
  #channels = new Map();
  #opened = 0;

  constructor(world, name, { skew, locks, channels }) {
    this.world = world;
    this.name = name;
    this.skew = skew;
    this.hasLocks = locks;
    this.hasChannels = channels;
    this.chance = world.dice(10 + world.devices.length);
  }

  time() {
    return this.world.start + this.world.clock.now + this.skew;
  }

  /** Opens a page of the shop for somebody. */
  open(person) {
    const { world, chance } = this;
    const tab = new Process(`${this.name}.${person}.${++this.#opened}`, {
      device: this,
      person,
      connections: new Set(),
      client: undefined,
    });
    this.tabs.push(tab);
    tab.ends.push(() => {
      this.tabs.splice(this.tabs.indexOf(tab), 1);
    });
    world.log(`${tab.name} opens`);
    const { clock } = world;
    const platform = {
      setTimeout: (work, ms) => clock.after(ms, tab, work),
      clearTimeout: (timer) => clock.cancel(timer),
      random: (count) => chance.bytes(count),
      ...(this.hasLocks ? { locks: { request: (...given) => this.#request(tab, ...given) } } : {}),
      ...(this.hasChannels ? { channel: (name) => this.#channel(tab, name) } : {}),
    };
    const start = async () => {
      try {
        tab.client = await world.product.createSync({
          // Each device has an address of its own here, so that its disks have names of their own; it is one shop.
          url: `http://${this.name}.shop/case-sync/1`,
          subject: person,
          fetch: world.network.for(tab),
          clock: () => this.time(),
          platform,
          headers: () => ({ authorization: world.tokenOf(this, person) }),
          reauthenticate: async () => world.signIn(this, person),
          ...(world.plan.projects ? { apply: world.applyFor(person) } : {}),
        });
        tab.client.subscribe(() => world.oracle.shown(tab));
      } catch (error) {
        world.log(`${tab.name} does not start: ${error.name}`);
        clock.after(2000, world.outside, () => {
          clock.kill(tab);
          this.open(person);
        });
      }
    };
    clock.after(0, tab, start);
    return tab;
  }

  /** A tab of somebody. */
  tabOf(person) {
    return this.tabs.find((tab) => tab.person === person && tab.client && !tab.frozen);
  }

  kill(tab, why) {
    if (!tab.alive) return;
    this.world.log(`${tab.name} is ${why}`);
    this.world.clock.kill(tab);
  }

  powerLoss() {
    this.world.log(`${this.name} loses power`);
    for (const tab of [...this.tabs]) this.kill(tab, 'off');
    for (const disk of this.disks.values()) disk.powerLoss();
  }

  /** What a browser may say instead of committing. */
  diskTrouble() {
    const { world, chance } = this;
    const { flaky, plan } = world;
    if (this.full) {
      world.log(`${this.name}: the disk is full`);
      return new DOMException('the disk is full', 'QuotaExceededError');
    }
    if (flaky && chance.hit(plan.lostDisk)) {
      world.log(`${this.name}: the database is lost for a moment`);
      for (const tab of this.tabs) for (const each of tab.connections) each.drop(chance.hit(0.5));
      return new DOMException(
        'the connection is lost',
        chance.pick(['AbortError', 'UnknownError', 'InvalidStateError']),
      );
    }
    return undefined;
  }

  /** Whether the tab, or the device, ends at this write: before it, or when it is done. */
  crashesAt(tx, apply) {
    const point = pointOf(tx.ops);
    const mode = this.world.crashes.at('device', point);
    if (!mode) return false;
    this.world.log(`${tx.owner.name} crashes ${mode} ${point}`);
    if (mode === 'after') {
      apply();
      this.wrote(tx);
    }
    this.#crash(tx.owner);
    return true;
  }

  /** Whether it ends between two requests of a transaction, of which nothing is there when the disk is read again. */
  tearsAt(tx, op) {
    const last = tx.ops.at(-1);
    if (!last || !this.world.crashes.between('device', `${last.store}.${last.op}`, op)) return false;
    this.world.log(`${tx.owner.name} crashes between ${last.store}.${last.op} and ${op}`);
    tx.torn = true;
    this.#crash(tx.owner);
    return true;
  }

  #crash(owner) {
    const { world } = this;
    const power = world.crashes.takesAll();
    const people = power ? this.tabs.map(({ person }) => person) : [owner.person];
    world.clock.after(0, world.outside, () => {
      if (power) this.powerLoss();
      else this.kill(owner, 'killed');
      for (const person of people)
        world.clock.after(this.chance.between(50, 5000), world.outside, () => world.mayOpen(this, person));
    });
  }

  wrote(tx) {
    this.world.log(`${tx.owner.name} wrote ${pointOf(tx.ops)}`);
    this.world.oracle.wrote(this, tx);
  }

  // Locks of the web, as one browser keeps them

  #request(tab, name, given, work = given) {
    const { steal, signal } = typeof given === 'function' ? {} : given;
    const line = this.#locks.get(name) ?? [];
    this.#locks.set(name, line);
    return new Promise((resolve, reject) => {
      const place = { tab, resolve, reject, work };
      const leave = () => this.#leave(name, place);
      place.leave = leave;
      tab.ends.push(leave);
      if (steal) {
        const holder = line.shift();
        if (holder) {
          holder.stolen = true;
          const stolen = new DOMException('the lock was stolen', 'AbortError');
          this.world.clock.after(0, holder.tab, () => holder.reject(stolen));
        }
        line.unshift(place);
        this.#grant(place);
        return;
      }
      signal?.addEventListener('abort', () => {
        if (place.granted) return;
        leave();
        reject(new DOMException('aborted', 'AbortError'));
      });
      line.push(place);
      if (line[0] === place) this.#grant(place);
    });
  }

  #grant(place) {
    place.granted = true;
    this.world.clock.after(0, place.tab, () => {
      if (place.stolen) return;
      Promise.resolve(place.work()).then(
        (value) => {
          place.leave();
          place.resolve(value);
        },
        (error) => {
          place.leave();
          place.reject(error);
        },
      );
    });
  }

  #leave(name, place) {
    const line = this.#locks.get(name);
    const at = line.indexOf(place);
    if (at < 0) return;
    line.splice(at, 1);
    if (at === 0 && line[0] && !line[0].granted) this.#grant(line[0]);
  }

  // What tabs hear each other by

  #channel(tab, name) {
    const all = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, all);
    const channel = {
      onmessage: null,
      postMessage: (message) => {
        const data = JSON.parse(JSON.stringify(message));
        for (const other of all) {
          if (other === channel) continue;
          this.world.clock.after(this.chance.below(5), other.tab, () => other.onmessage?.({ data }));
        }
      },
      close: () => all.delete(channel),
      tab,
    };
    all.add(channel);
    tab.ends.push(() => all.delete(channel));
    return channel;
  }
}

/** What a transaction of a device is for, by what it changes. */
export function pointOf(ops) {
  const has = (store, op) => ops.some((each) => each.store === store && (!op || each.op === op));
  const outbox = ops.filter(({ store }) => store === 'outbox');
  const cursor = ops.some(({ store, op }) => store === 'meta' && op === 'put') && !ops.some(isReplica);
  if (cursor) {
    if (has('entries', 'delete') || has('heads', 'delete')) return has('heads', 'put') ? 'repair' : 'forget';
    if (ops.some(({ store, op, before }) => store === 'entries' && op === 'put' && before)) return 'erase';
    if (has('outbox', 'delete')) return 'page that settles';
    return has('entries') ? 'page' : 'cursor';
  }
  if (ops.some(isReplica)) return 'replica';
  if (outbox.some(({ op }) => op === 'add')) return has('blobs') ? 'command with picture' : 'command';
  if (outbox.some(({ op }) => op === 'delete')) return 'dismiss';
  if (outbox.some(({ before, after }) => after.receipt && !before.receipt)) return 'receipts';
  if (outbox.some(({ before, after }) => after.parkedUntil !== before.parkedUntil)) return 'park';
  if (outbox.length) return outbox.some(({ after }) => after.receipt) ? 'receipts again' : 'blame';
  if (has('blobs', 'put')) return ops.at(-1).after.done ? 'picture sent' : 'picture to be sent again';
  return 'other';
}

const isReplica = ({ store, op, after }) => store === 'meta' && op === 'put' && /^[0-9a-f-]{36}$/.test(after);
