// One seed, one run: devices, people, a network, a shop and its provider, and what goes wrong among them; then everything is
// mended, and what has to be true is looked at.

import { createHash } from 'node:crypto';
import { chance } from './chance.mjs';
import { Clock, Process } from './clock.mjs';
import { Crashes } from './crashes.mjs';
import { Device } from './device.mjs';
import { finalChecks, unanswered } from './ending.mjs';
import { engineOver } from './engines.mjs';
import { Network } from './network.mjs';
import { Oracle, Violation } from './oracle.mjs';
import { People } from './people.mjs';
import { planOf } from './plan.mjs';
import { Provider } from './provider.mjs';
import { orders, PRICE, Shop } from './shop.mjs';

/** For how long the world may take to come to rest once nothing goes wrong any more. */
const REST_MS = 20 * 60_000;
/** Within that time everything is decided that is not set aside. */
const PROMPT_MS = 150_000;
const HOUR = 3_600_000;

export class World {
  clock = new Clock();
  devices = [];
  orders = new Map();
  violation;
  /** Whether things go wrong. */
  flaky = true;
  closedForTheNight = false;
  price = PRICE;
  trouble = [];
  #hash = createHash('sha256');
  #noted = '';
  #tokens = new Map();
  #names = new Map();

  constructor(seed, { product, core, lines, aim, honest }) {
    this.seed = seed;
    this.product = product;
    this.lines = lines;
    this.aim = aim;
    this.plan = planOf(chance(seed, 1));
    // Some bugs are only seen where the store itself does not make devices miss anything.
    if (honest) this.plan.sloppy = false;
    this.outside = new Process('outside');
    this.engine = engineOver(core, {
      AftersaleError: product.AftersaleError,
      named: (order) => this.#names.get(order) ?? order,
      onCall: (op, answer) => this.#note(`${op} ${answer}\n`),
    });
    this.oracle = new Oracle(this);
    this.crashes = new Crashes(this);
    this.network = new Network(this);
    this.provider = new Provider(this);
    // A quiet morning, or a minute before the window of the order closes.
    this.start = Date.parse(this.plan.closing ? '2026-05-10T23:59:40Z' : '2026-05-10T09:00:00Z');
    this.closes = this.plan.closing ? Date.parse('2026-05-11T00:00:00Z') : Number.POSITIVE_INFINITY;
    this.shop = new Shop(this);
    this.people = new People(this);
    this.#misc = this.dice(7);
  }

  #misc;

  dice(stream) {
    return chance(this.seed, 100 + stream);
  }

  get servers() {
    return this.shop.servers;
  }

  log(what) {
    const line = `${this.clock.now} ${what}`;
    this.#note(`${line}\n`);
    this.lines?.push(line);
  }

  /** What happened goes into the hash in large pieces: each piece costs as much as a thousand letters. */
  #note(text) {
    this.#noted += text;
    if (this.#noted.length < 1 << 16) return;
    this.#hash.update(this.#noted);
    this.#noted = '';
  }

  sha256(bytes) {
    return createHash('sha256').update(bytes).digest('hex');
  }

  diskDelay() {
    return this.#misc.between(0, 12);
  }

  told(server, error) {
    this.log(`${server.name} is told of ${error.message}`);
    const meant = /^the (database is busy|commit failed)$|^this one fails always$/.test(error.message);
    if (!meant) this.trouble.push(error);
  }

  isPoison(id) {
    const type = this.oracle.commands.get(id)?.command.t;
    return type === 'return.message';
  }

  applyFor(person) {
    const kind = person === 'desk' ? 'seller' : 'buyer';
    return this.product.applyWith(this.engine, { kind, id: person }, (id) => ({
      order: this.orders.get(id).document,
      policies: [this.plan.automatic ? 'trusts' : 'asks'],
      now: `${new Date(this.start).toISOString().slice(0, 19)}Z`,
    }));
  }

  // Who is signed in

  tokenOf(device, person) {
    const until = this.#tokens.get(`${device.name} ${person}`) ?? this.#newToken(device, person);
    return `Bearer ${person}~${until}`;
  }

  #newToken(device, person) {
    const { plan } = this;
    const life = plan.tokens && this.flaky ? plan.tokens : 400 * 24 * HOUR;
    const until = this.shop.time() + life;
    this.#tokens.set(`${device.name} ${person}`, until);
    return until;
  }

  signIn(device, person) {
    if (this.flaky && this.#misc.hit(0.4)) return false;
    this.#newToken(device, person);
    return true;
  }

  /** Opens a page again, unless somebody else has the device now. */
  mayOpen(device, person) {
    if (this.closedForTheNight || (this.flaky && device.who() !== person)) return;
    device.open(person);
  }

  // A run

  run() {
    const { clock, plan } = this;
    this.#stock();
    for (let i = 0; i < plan.servers; i++) this.shop.start();
    this.#hand();
    this.people.schedule();
    this.#misfortunes();
    const night = plan.night ? 13 * HOUR : 0;
    const end = plan.active + night;
    this.#go(() => clock.step(end));
    this.#mend();
    const mended = clock.now;
    const last = mended + REST_MS;
    let next = mended + 1000;
    let prompt = false;
    const settle = () => {
      if (clock.now >= next) {
        next = clock.now + 1000;
        if (this.#atRest()) return false;
        if (!prompt && clock.now > mended + PROMPT_MS) {
          prompt = true;
          this.#blocked();
        }
      }
      if (clock.step(last)) return true;
      this.violation ??= `it does not come to rest: ${this.#restless()}`;
      return false;
    };
    do {
      this.#go(settle);
      // The last tab hears of the last change; and if a deadline has just stirred something again, it has to settle, too.
      const heard = clock.now + 200;
      this.#go(() => clock.step(heard));
    } while (!this.violation && !this.#atRest());
    if (!this.violation) finalChecks(this);
    return this.#result();
  }

  #go(step) {
    try {
      while (!this.violation && step());
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
    }
  }

  #result() {
    const { oracle, clock, crashes, violation } = this;
    const counts = { ...oracle.counts, steps: clock.steps, ms: Math.round(clock.now) };
    return {
      seed: this.seed,
      aimed: crashes.aimed === true,
      violation,
      hash: this.#hash.update(this.#noted).digest('hex'),
      counts,
      met: crashes.met,
      hit: crashes.hit,
    };
  }

  #stock() {
    const { plan } = this;
    const people = ['ada', plan.another ? 'bob' : 'ada'];
    for (let i = 0; i < plan.orders; i++) {
      const id = `o-${i + 1}`;
      const subject = people[i];
      const delivered = plan.closing ? '2026-04-10T08:00:00Z' : '2026-05-02T08:00:00Z';
      const name = `${id}/${subject}/${plan.quantity}/${delivered}`;
      const document = orders.get(name);
      this.#names.set(document, name);
      this.orders.set(id, { id, subject, document, quantity: plan.quantity });
      const { tables } = this.shop.memory;
      tables.orders.set(id, { id, subject, order: document });
      tables.heads.set(id, { order: id, seq: 0, h: '' });
    }
  }

  #hand() {
    const { plan } = this;
    const skew = () => (plan.skew ? this.#misc.between(-plan.skew, plan.skew) : 0);
    const device = (name) => {
      const made = new Device(this, name, { skew: skew(), locks: plan.locks, channels: plan.channels });
      this.devices.push(made);
      return made;
    };
    for (let i = 0; i < plan.phones; i++) {
      const phone = device(`phone${i + 1}`);
      phone.tabsWanted = this.#misc.hit(0.4) ? 2 : 1;
      phone.owner = i === 0 ? 'ada' : this.#misc.pick(plan.another ? ['ada', 'bob'] : ['ada']);
      phone.who = () => phone.owner;
      for (let tab = 0; tab < phone.tabsWanted; tab++) this.#later(0, 400, () => phone.open(phone.owner));
    }
    const desk = device('desk');
    desk.tabsWanted = plan.deskTabs;
    desk.who = () => 'desk';
    for (let tab = 0; tab < plan.deskTabs; tab++) this.#later(0, 400, () => desk.open('desk'));
  }

  #later(from, to, work) {
    this.clock.after(this.#misc.between(from, to), this.outside, work);
  }

  #misfortunes() {
    const { plan, devices } = this;
    const dice = this.#misc;
    const { active } = plan;
    const times = (count, work) => {
      for (let i = 0; i < count; i++) this.#later(500, active, () => this.flaky && work(dice.pick(devices)));
    };
    const again = (device, person) =>
      this.#later(100, 8000, () => this.flaky && this.mayOpen(device, person));
    times(plan.offline, (device) => {
      device.offline = true;
      this.#later(500, 15_000, () => (device.offline = false));
    });
    times(plan.kills, ({ tabs }) => {
      if (!tabs.length) return;
      const tab = dice.pick(tabs);
      tab.device.kill(tab, 'closed');
      again(tab.device, tab.person);
    });
    times(plan.freezes, ({ tabs }) => {
      if (!tabs.length) return;
      const tab = dice.pick(tabs);
      this.log(`${tab.name} is frozen`);
      this.clock.freeze(tab);
      for (const { queue } of tab.device.disks.values()) this.clock.unblock(queue);
      this.#later(2000, 30_000, () => this.flaky && tab.alive && this.clock.thaw(tab));
    });
    times(plan.power, (device) => {
      const people = device.tabs.map(({ person }) => person);
      device.powerLoss();
      for (const person of people) again(device, person);
    });
    times(plan.full, (device) => {
      device.full = true;
      this.#later(500, 15_000, () => (device.full = false));
    });
    times(plan.jumps, (device) => {
      device.skew += dice.between(-600_000, 600_000);
    });
    times(plan.down, () => {
      const { up } = this.shop;
      if (up.length) this.shop.crash(dice.pick(up), 'by itself');
    });
    times(plan.moves, () => this.shop.move());
    if (plan.tokens) times(3, (device) => this.#newToken(device, device.who()));
    if (plan.another) times(2, (device) => this.#changeHands(device));
    if (plan.night) this.#later(active * 0.4, active * 0.7, () => this.#night());
  }

  /** Somebody signs out, or just leaves; somebody else signs in on the same device. */
  #changeHands(device) {
    if (device.owner === undefined) return;
    const next = device.owner === 'ada' ? 'bob' : 'ada';
    this.log(`${device.name}: ${device.owner} leaves, ${next} comes`);
    device.owner = next;
    for (const tab of [...device.tabs]) {
      tab.leaving = true;
      if (!this.#misc.hit(0.5) || !tab.client) device.kill(tab, 'closed');
      else
        this.clock.after(0, tab, () =>
          tab.client.close().then(
            () => device.kill(tab, 'closed'),
            (error) => (this.violation ??= `a client does not close: ${error.stack}`),
          ),
        );
    }
    this.#later(100, 3000, () => this.mayOpen(device, next));
  }

  /** Everything stands still for half a day; deadlines pass meanwhile. */
  #night() {
    this.log('night falls');
    this.closedForTheNight = true;
    for (const device of this.devices) for (const tab of [...device.tabs]) device.kill(tab, 'closed');
    for (const server of this.shop.up) this.clock.kill(server);
    this.clock.after(13 * HOUR - 1000, this.outside, () => {
      this.log('morning comes');
      this.closedForTheNight = false;
      for (let i = 0; i < this.plan.servers; i++) this.shop.start();
      for (const device of this.devices)
        for (let i = 0; i < device.tabsWanted; i++) device.open(device.who());
    });
  }

  /** From here on nothing goes wrong, and everybody comes back. */
  #mend() {
    const { clock, devices, shop } = this;
    this.log('everything is mended');
    this.flaky = false;
    this.closedForTheNight = false;
    while (shop.up.length < this.plan.servers) shop.start();
    for (const device of devices) {
      device.offline = false;
      device.full = false;
      for (const tab of [...device.tabs]) {
        // Tabs that cannot hear each other are loaded anew.
        if (tab.leaving || !this.plan.channels) device.kill(tab, 'closed');
        // Some stay so, and hold what they hold.
        else if (tab.frozen && this.#misc.hit(0.5)) clock.thaw(tab);
      }
      const people = new Set([
        device.who(),
        ...[...device.disks.keys()].map((name) => name.split(':').at(-1)),
      ]);
      for (const person of people) {
        this.#newToken(device, person);
        if (!device.tabs.some((tab) => tab.person === person && !tab.frozen)) device.open(person);
      }
    }
  }

  /** One command that keeps failing must not hold up those of other cases. */
  #blocked() {
    for (const device of this.devices) {
      for (const disk of device.disks.values()) {
        const items = disk.rows('outbox').filter(({ receipt }) => !receipt);
        const aside = new Set(
          items.filter(({ parkedUntil }) => parkedUntil).map(({ command }) => command.case),
        );
        const held = items.find(({ command }) => !aside.has(command.case));
        if (held)
          this.violation ??= `${held.id} waits on ${device.name} behind what is set aside, or for nothing`;
      }
    }
  }

  #atRest() {
    return this.#restless() === undefined;
  }

  /** What is still to be done. */
  #restless() {
    const { shop, devices } = this;
    if (!shop.settled) return 'the shop has effects to run';
    const silent = unanswered(this);
    if (silent) return `nobody has answered ${silent}, and its time is over`;
    for (const device of devices) {
      for (const disk of device.disks.values()) {
        const waiting = disk.rows('outbox').filter(({ receipt }) => receipt?.st !== 'rejected');
        const [person] = disk.people;
        if (waiting.length)
          return `${device.name} of ${person} has ${waiting.length} commands, the first ${JSON.stringify(waiting[0])}`;
        const heads = new Map(disk.rows('heads').map(({ order, seq }) => [order, seq]));
        for (const { id, subject } of this.orders.values()) {
          if (person !== 'desk' && person !== subject) continue;
          const length = this.oracle.logs.get(id)?.length ?? 0;
          if ((heads.get(id) ?? 0) !== length)
            return `${device.name} of ${person} is at ${heads.get(id) ?? 0} of ${length} entries of ${id}`;
        }
        const tab = device.tabOf(person);
        if (!tab) return `${device.name} of ${person} is not open`;
        // Tabs that cannot hear each other show what they last saw.
        if (!this.plan.channels) continue;
        if (tab.client.status.waiting)
          return `${tab.name} says that ${tab.client.status.waiting} commands wait`;
        if (tab.client.status.hold) return `${tab.name} holds: ${tab.client.status.hold}`;
        // A tab that wrote a page may have ended before it told the others; they see when they pull themselves.
        for (const [id, { order, hashes }] of this.oracle.cases) {
          if (person !== 'desk' && person !== this.orders.get(order).subject) continue;
          const shown = tab.client.case(id)?.confirmed.events.length ?? 0;
          if (shown !== hashes.length)
            return `${tab.name} shows ${shown} of ${hashes.length} events of ${id}`;
        }
      }
    }
    return undefined;
  }
}
