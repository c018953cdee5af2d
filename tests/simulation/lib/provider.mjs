// Who pays money back: it loses calls and answers, takes its time, refuses now and then, and forgets keys. Its books are
// what counts in the end.

export class Provider {
  /** What it did, for ever. */
  books = [];
  #keys = new Map();

  constructor(world) {
    this.world = world;
    this.chance = world.dice(5);
  }

  /** The provider as the code of one server's process sees it. */
  for(process) {
    return {
      keyHours: this.world.plan.keyLife / 3_600_000,
      refund: (key, data) => this.#call(process, `refund ${key.slice(0, 8)}`, () => this.#refund(key, data)),
      find: (key) => this.#call(process, `find ${key.slice(0, 8)}`, () => this.#find(key)),
    };
  }

  #refund(key, data) {
    const { world } = this;
    const known = this.#keys.get(key);
    if (known && world.clock.now - known.at < world.plan.keyLife) return known.outcome;
    const refused = world.flaky && this.chance.hit(world.plan.refuses);
    const outcome = refused ? { failed: 'card_closed' } : { reference: `re-${this.books.length + 1}` };
    const { amount, order } = data;
    this.#keys.set(key, { at: world.clock.now, outcome });
    this.books.push({ key, order, amount: amount.amount, paid: !refused, outcome });
    world.log(
      `provider ${refused ? 'refuses' : 'pays'} ${amount.amount} of ${order} under ${key.slice(0, 8)}`,
    );
    world.oracle.paid({ key, order, amount: amount.amount, paid: !refused });
    return outcome;
  }

  #find(key) {
    return this.books.findLast((entry) => entry.key === key)?.outcome;
  }

  #call(process, what, work) {
    const { clock, plan, flaky } = this.world;
    const { chance } = this;
    const delay = () =>
      flaky && chance.hit(plan.providerSlow) ? chance.between(1000, 9000) : chance.between(20, 300);
    return new Promise((resolve, reject) => {
      const fail = (ms) => clock.after(ms, process, () => reject(new Error('the provider did not answer')));
      if (flaky && chance.hit(plan.providerLoses)) return void fail(delay());
      clock.after(delay(), this.world.outside, () => {
        const outcome = work();
        const lost = flaky && chance.hit(plan.providerLosesAnswer);
        if (lost) this.world.log(`provider: the answer to ${what} is lost`);
        if (lost) fail(10_000);
        else clock.after(delay(), process, () => resolve(outcome));
      });
    });
  }
}
