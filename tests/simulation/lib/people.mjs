// Who wants what: customers who ask, write and change their minds, a desk that answers.

const picture = (n) =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3, 4, n & 255, (n >> 8) & 255]);

export class People {
  constructor(world) {
    this.world = world;
    this.chance = world.dice(4);
    this.pictures = 0;
    this.words = 0;
  }

  schedule() {
    const { world, chance } = this;
    const { clock, plan } = world;
    for (let i = 0; i < plan.commands; i++)
      clock.after(chance.between(50, plan.active), world.outside, () =>
        this.#act(chance.hit(0.55) ? 'buyer' : 'desk'),
      );
    // The desk looks in regularly, and does what is next.
    for (let at = 3000; at < plan.active; at += chance.between(2500, 6000))
      clock.after(at, world.outside, () => this.#act('desk'));
  }

  #act(who) {
    const { world, chance } = this;
    const tabs = world.devices
      .flatMap(({ tabs }) => tabs)
      .filter((tab) => tab.client && !tab.frozen && (tab.person === 'desk') === (who === 'desk'));
    if (!tabs.length) return;
    const tab = chance.pick(tabs);
    world.clock.after(0, tab, () => {
      world.oracle.shown(tab);
      const wish = who === 'desk' ? this.#deskWish(tab) : this.#buyerWish(tab);
      if (wish) this.#submit(tab, wish);
    });
  }

  #submit(tab, wish) {
    const { world } = this;
    const before = new Set(world.oracle.commands.keys());
    world.log(`${tab.name} wants ${wish.type} on ${wish.case ?? wish.order}`);
    tab.client.submit(wish).then(
      ({ id }) => {
        world.log(`${tab.name} is told that ${id} is kept`);
        world.oracle.wasSaved(id, tab);
      },
      (error) => {
        world.log(`${tab.name} is told that it is not kept: ${error.name}`);
        if (error.name !== 'NotSavedError') world.violation ??= `submit failed with ${error.stack}`;
        world.oracle.wasNotSaved(before, tab, wish);
      },
    );
  }

  #buyerWish(tab) {
    const { world, chance } = this;
    const mine = [...world.orders.values()].filter(({ subject }) => subject === tab.person);
    const cases = tab.client.cases();
    this.#dismiss(tab, cases);
    if (!mine.length) return undefined;
    const open = cases.filter(({ state }) => state !== 'needs_you');
    if (!open.length || chance.hit(0.4)) return this.#request(tab, chance.pick(mine), cases);
    const about = chance.pick(open);
    const on = { order: about.order, case: about.id };
    const way = chance.below(10);
    if (way < 5)
      return { ...on, type: chance.hit(0.5) ? 'note' : 'message', data: { text: `words ${++this.words}` } };
    if (way < 8 && world.plan.pictures) return { ...on, type: 'add_evidence', ...this.#pictures() };
    if (way < 9) return { ...on, type: 'cancel' };
    return { ...on, type: 'note', data: { text: `more ${++this.words}` } };
  }

  #pictures() {
    const bytes = picture(++this.pictures);
    const { sha256 } = this.world;
    return {
      data: { evidence: [{ id: `p${this.pictures}`, kind: 'photo', sha256: sha256(bytes) }] },
      evidence: [{ type: 'image/png', arrayBuffer: async () => bytes.buffer }],
    };
  }

  #request(tab, order, cases) {
    const { world, chance } = this;
    const request = {
      items: [{ line: 'mug', quantity: chance.hit(0.7) ? 1 : 2, reason: 'changed_mind' }],
      resolution: 'original_payment_method',
      method: 'keep',
    };
    return {
      order: order.id,
      type: 'request',
      data: { request },
      ...this.#quote(tab, order, request, cases, world),
    };
  }

  #quote(tab, order, request, cases, world) {
    try {
      const others = cases.filter((each) => each.order === order.id).map(({ confirmed }) => confirmed);
      const now = new Date(Math.floor(tab.device.time() / 1000) * 1000).toISOString().replace('.000', '');
      const { hash } = world.engine.quote({
        order: order.document,
        policies: [world.plan.automatic ? 'trusts' : 'asks'],
        request,
        cases: others.filter(({ events }) => events.length),
        now,
      });
      return { quote: hash };
    } catch {
      // More than there is: the shop has to say so.
      return { quote: '0'.repeat(64) };
    }
  }

  /** What was refused is read and put away; now and then somebody tries that with what is still on its way. */
  #dismiss(tab, cases) {
    const { world, chance } = this;
    for (const { pending } of cases) {
      for (const { id, state } of pending) {
        if (!chance.hit(state === 'needs_you' ? 0.5 : 0.05)) continue;
        if (world.oracle.receipts.get(id)?.st === 'rejected') world.oracle.dismissed.add(id);
        tab.client.dismiss(id).catch((error) => world.log(`${tab.name} cannot dismiss: ${error.name}`));
      }
    }
  }

  #deskWish(tab) {
    const { world, chance } = this;
    const cases = tab.client.cases();
    this.#dismiss(tab, cases);
    const open = cases.filter(({ state }) => state !== 'needs_you');
    if (!open.length) return undefined;
    const about = chance.pick(open);
    const on = { order: about.order, case: about.id };
    const types = new Set(
      (chance.hit(0.5) ? about.projected : about.confirmed).events.map(({ type }) => type),
    );
    const asked = new Set(about.pending.map(({ type }) => type));
    if (chance.hit(0.15)) return { ...on, type: 'note', data: { text: `desk ${++this.words}` } };
    if (types.has('refund.issued') || types.has('case.canceled') || types.has('case.refused')) {
      if (world.plan.erases && chance.hit(0.3))
        return { ...on, type: 'redact', data: { reason: 'asked_for' } };
      return undefined;
    }
    if (types.has('case.approved') || asked.has('approve'))
      return asked.has('refund') ? undefined : { ...on, type: 'refund' };
    if (chance.hit(0.2)) return { ...on, type: 'refuse' };
    return { ...on, type: 'approve' };
  }
}
