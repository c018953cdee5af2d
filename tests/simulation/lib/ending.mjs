// What has to be true when everything has come to rest.

export function finalChecks(world) {
  const { oracle, shop } = world;
  const wrong = (what) => {
    world.violation ??= what;
  };
  for (const error of world.trouble) wrong(`the backend failed: ${error.stack}`);
  for (const [id, person] of oracle.saved) {
    const receipt = oracle.receipts.get(id);
    if (!receipt) wrong(`${person}'s ${id} was said to be kept and never reached the shop`);
    else if (receipt.st === 'applied' && !oracle.causes.has(id)) wrong(`${id} was applied and left no event`);
  }
  for (const { tables } of [shop.memory]) {
    for (const row of tables.outbox.values()) if (row.kind === 'issue_refund') checkRefund(world, row, wrong);
    for (const { case: id, due } of tables.deadlines.values()) {
      if (due < shop.time() - 70_000) wrong(`the deadline of ${id} passed ${shop.time() - due} ms ago`);
    }
    checkPictures(world, tables, wrong);
  }
  for (const device of world.devices) {
    for (const disk of device.disks.values())
      for (const person of disk.people) checkDevice(world, device, disk, person, wrong);
  }
}

const WORDS = new Set(['case.opened', 'case.noted', 'case.message', 'evidence.added', 'case.redacted']);

/** A case that waits for the shop's answer longer than the rules allow. */
export function unanswered({ oracle, shop }) {
  for (const [id, { types, openedAt }] of oracle.cases) {
    if (shop.time() - openedAt > 12.1 * 3_600_000 && types.every((type) => WORDS.has(type))) return id;
  }
  return undefined;
}

/** Paid once, or known to have failed, and the case knows. */
function checkRefund(world, { key, case: id, order }, wrong) {
  const entries = world.provider.books.filter((entry) => entry.key === key);
  const paid = entries.filter((entry) => entry.paid);
  if (!entries.length) wrong(`the refund ${key} was never asked for`);
  if (paid.length > 1) wrong(`the refund ${key} was paid ${paid.length} times`);
  const log = world.oracle.logs.get(order).filter((entry) => entry.case === id);
  const said = log.filter(
    ({ t, p }) => (t === 'refund.confirmed' || t === 'refund.failed') && p.data.key === key,
  );
  const last = said.at(-1)?.t;
  if (paid.length && last !== 'refund.confirmed')
    wrong(`the refund ${key} was paid, and the case says ${last}`);
  if (!paid.length && last !== 'refund.failed') wrong(`the refund ${key} failed, and the case says ${last}`);
}

function checkPictures(world, tables, wrong) {
  for (const [id, { command }] of world.oracle.commands) {
    if (world.oracle.receipts.get(id)?.st !== 'applied' || !command.p.evidence) continue;
    const redacted = world.oracle.logs
      .get(command.order)
      .some((entry) => entry.case === command.case && entry.t === 'case.redacted');
    for (const { sha256 } of command.p.evidence) {
      const parts = [...tables.parts.values()].filter((part) => part.sha256 === sha256);
      const bytes = parts.sort((a, b) => a.start - b.start).flatMap((part) => [...part.bytes]);
      if (!redacted && world.sha256(Uint8Array.from(bytes)) !== sha256)
        wrong(`the picture ${sha256} of ${id} is not there whole`);
    }
  }
}

function checkDevice(world, device, disk, person, wrong) {
  for (const [order, log] of world.oracle.logs) {
    if (person !== 'desk' && world.orders.get(order).subject !== person) continue;
    const mine = disk.rows('entries').filter((entry) => entry.order === order);
    if (mine.length !== log.length)
      wrong(`${device.name} of ${person} has ${mine.length} of ${log.length} entries of ${order}`);
    for (const entry of mine) {
      const truth = log[entry.seq - 1];
      if (JSON.stringify(truth.p.personal) !== JSON.stringify(entry.p.personal))
        wrong(`${device.name} of ${person} has other words at ${order}/${entry.seq} than the shop`);
    }
    const until = new Map();
    for (const { case: id, t, p } of log)
      if (t === 'case.redacted') until.set(id, Math.max(until.get(id) ?? 0, p.data.until));
    for (const { case: id, seq, p } of log)
      if (p.personal && p.seq <= (until.get(id) ?? 0))
        wrong(`the words of ${order}/${seq} were to be erased`);
  }
  for (const [id, given] of world.oracle.commands) {
    if (given.device !== device || given.person !== person) continue;
    const receipt = world.oracle.receipts.get(id);
    const item = disk.rows('outbox').find((each) => each.id === id);
    if (receipt?.st === 'rejected' && !item && !world.oracle.dismissed.has(id))
      wrong(`${person} was never told that ${id} was refused`);
  }
  const tab = device.tabOf(person);
  const shown = new Set(tab?.client.cases().flatMap(({ pending }) => pending.map(({ id }) => id)));
  for (const { id } of tab && world.plan.channels ? disk.rows('outbox') : [])
    if (!shown.has(id)) wrong(`${tab.name} does not show that ${id} was refused`);
  for (const theCase of (world.plan.channels && tab?.client.cases()) || []) {
    const truth = world.oracle.cases.get(theCase.id);
    if (theCase.confirmed.events.length !== (truth?.hashes.length ?? 0))
      wrong(`${tab.name} shows ${theCase.id} otherwise than it is`);
    if (theCase.pending.some(({ state }) => state !== 'needs_you'))
      wrong(`${tab.name} shows something pending`);
  }
}
