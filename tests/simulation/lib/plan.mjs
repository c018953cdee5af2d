// What goes wrong in a run. Each seed switches kinds of faults on and off, so that some runs have one thing going wrong all
// the time and others a little of everything; a fault that is always there hides others.

export function planOf(chance) {
  const some = (p, ...levels) => (chance.hit(p) ? chance.pick(levels) : 0);
  const quiet = chance.hit(0.04);
  const plan = {
    // The world
    orders: chance.hit(0.35) ? 2 : 1,
    phones: chance.hit(0.4) ? 2 : 1,
    quantity: chance.between(2, 4),
    deskTabs: chance.hit(0.25) ? 2 : 1,
    active: chance.pick([15_000, 30_000, 30_000, 60_000]),
    commands: chance.between(5, 14),
    serial: chance.hit(0.5),
    projects: chance.hit(0.35),
    automatic: chance.hit(0.3),
    pokes: chance.hit(0.6),
    channels: chance.hit(0.9),
    locks: chance.hit(0.8),
    pictures: chance.hit(0.45),
    erases: chance.hit(0.4),
    closing: chance.hit(0.2),
    another: chance.hit(0.3),
    // The network
    lose: some(0.5, 0.03, 0.1, 0.3),
    loseAnswer: some(0.55, 0.05, 0.2, 0.4),
    double: some(0.4, 0.1, 0.3),
    slow: some(0.4, 0.05, 0.3),
    cut: some(0.25, 0.05, 0.2),
    strangers: some(0.35, 0.03, 0.15),
    offline: some(0.4, 1, 2),
    // Devices
    kills: some(0.4, 1, 3),
    freezes: some(0.25, 1, 2),
    power: some(0.2, 1, 2),
    full: some(0.2, 1),
    lostDisk: some(0.2, 0.02, 0.1),
    skew: some(0.4, 100_000, 7_200_000),
    jumps: some(0.15, 1),
    // The shop
    crash: some(0.5, 0.01, 0.04),
    down: some(0.3, 1, 2),
    fails: some(0.25, 0.02, 0.08),
    poison: some(0.15, 1),
    storeDelay: some(0.4, 0.1, 0.4),
    moves: some(0.2, 1),
    night: some(0.15, 1),
    tokens: some(0.3, 8_000, 20_000),
    // The payment provider
    providerLoses: some(0.3, 0.2, 0.5),
    providerLosesAnswer: some(0.45, 0.3, 0.6),
    providerSlow: some(0.3, 0.3),
    refuses: some(0.2, 0.3),
    keyLife: chance.pick([60_000, 86_400_000]),
    // Where and when somebody pulls the plug; see crashes.mjs
    plug: chance.hit(0.6)
      ? { side: chance.pick(['device', 'server']), at: chance.below(45), how: chance.below(3) }
      : undefined,
  };
  if (quiet) for (const name of FAULTS) plan[name] = name === 'plug' ? undefined : 0;
  plan.sloppy = !plan.serial && !quiet && chance.hit(0.3);
  if (plan.sloppy) Object.assign(plan, { orders: 2, storeDelay: 0.4 });
  plan.servers = !plan.serial && chance.hit(0.6) ? 2 : 1;
  return plan;
}

const FAULTS = [
  ...[
    'lose',
    'loseAnswer',
    'double',
    'slow',
    'cut',
    'strangers',
    'offline',
    'kills',
    'freezes',
    'power',
    'full',
    'lostDisk',
  ],
  ...[
    'skew',
    'jumps',
    'crash',
    'down',
    'fails',
    'poison',
    'storeDelay',
    'moves',
    'night',
    'tokens',
    'providerLoses',
  ],
  ...['providerLosesAnswer', 'providerSlow', 'refuses', 'plug'],
];
