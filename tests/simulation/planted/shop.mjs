// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of TypeScript
// What could be wrong with how the shop decides, remembers and pays.

const change = (file, find, replace) => ({ changes: [{ file, find, replace }] });
const decide = 'server/decide.ts';
const effects = 'server/effects.ts';
const backend = 'server/backend.ts';

export default [
  {
    name: 'decides a command again that it has decided',
    ...change(decide, '  if (known) {\n', "  if (known && known.receipt.st === 'rejected') {\n"),
  },
  {
    name: 'does not keep refusals',
    ...change(
      decide,
      "settle({ id: command.id, st: 'rejected', seq: head.seq, code, ...more });",
      "Promise.resolve<Receipt>({ id: command.id, st: 'rejected', seq: head.seq, code, ...more });",
    ),
  },
  {
    name: 'forgets who sent what was erased',
    ...change(
      decide,
      "known.fingerprint === print || known.fingerprint === ''",
      'known.fingerprint === print',
    ),
  },
  {
    name: 'takes commands without their pictures',
    ...change(decide, 'if (blobs.length) return', 'if (blobs.length > 9) return'),
  },
  {
    name: 'believes every clock',
    ...change(decide, 'return believable ? at : now;', 'return at < now || believable ? at : now;'),
  },
  {
    name: 'believes no clock',
    ...change(decide, 'return believable ? at : now;', 'return believable ? now : now;'),
  },
  {
    name: 'does not wait for the log to be written',
    ...change(decide, 'await tx.append(entries);', 'void tx.append(entries);'),
  },
  {
    name: 'does not wait for the outbox to be written',
    ...change(decide, 'await tx.enqueue({ key, kind, data,', 'void tx.enqueue({ key, kind, data,'),
  },
  {
    name: 'does not note when a case is due',
    ...change(
      decide,
      '  await tx.setDeadline(caseId, record.id, due',
      '  if (before) await tx.setDeadline(caseId, record.id, due',
    ),
  },
  {
    name: 'answers before it has kept',
    ...change(
      'server/store-ledger.ts',
      'store.transaction((tx) => decide(on, tx, command, from, now)),',
      'new Promise<Receipt>((resolve, reject) => {\n        store.transaction(async (tx) => { const said = await decide(on, tx, command, from, now); resolve(said); return said; }).catch(reject);\n      }),',
    ),
  },
  {
    name: 'calls its own failures refusals',
    ...change(
      'server/front.ts',
      'failed.push(command.id);',
      "receipts.push({ id: command.id, st: 'rejected', seq: 0, code: 'internal' });",
    ),
  },
  {
    name: 'passes over the first case that is due',
    ...change(backend, 'for (const due of await claim()) {', 'for (const due of (await claim()).slice(1)) {'),
  },
  {
    name: 'does not erase words in the log',
    ...change(
      'server/erase.ts',
      'if (p.personal) await tx.replacePayload(',
      'if (p.personal && seq < 0) await tx.replacePayload(',
    ),
  },
  {
    name: 'pays each try under a key of its own',
    ...change(
      effects,
      '(await provider.refund(key, data));',
      '(await provider.refund(late ? key : `${key}${firstTry && clock() - firstTry > 500 ? clock() : ""}`, data));',
    ),
  },
  {
    name: 'pays again without asking what became of the first try',
    ...change(
      effects,
      '(late ? await provider.find(key) : undefined) ??',
      '(late && firstTry < 0 ? await provider.find(key) : undefined) ??',
    ),
  },
  {
    name: 'asks what became of a payment only when its key is long forgotten',
    ...change(effects, '(provider.keyHours * 3_600_000) / 2;', 'provider.keyHours * 3_600_000 * 2;'),
  },
  {
    name: 'calls a payment done before it is made',
    ...change(
      effects,
      'const done = await handlers[row.kind]?.(row);',
      'await store.transaction(async (tx) => tx.effectDone(row.key, clock(), undefined));\n      const done = await handlers[row.kind]?.(row);',
    ),
  },
  {
    name: 'calls a payment done that failed',
    ...change(
      effects,
      'await store.transaction(async (tx) => tx.effectFailed(row.key, clock() + wait, String(error)));',
      'void wait, error;\n      await store.transaction(async (tx) => tx.effectDone(row.key, clock(), undefined));',
    ),
  },
  {
    name: 'tells the case of its payment in another transaction',
    ...change(
      effects,
      'await store.transaction(async (tx) => {\n        if (await settleEffect',
      'await store.transaction(async (tx) => tx.effectDone(row.key, clock(), done?.result));\n      await store.transaction(async (tx) => {\n        if (await settleEffect',
    ),
  },
  {
    name: 'takes a refused payment for a payment',
    ...change(
      effects,
      "commands: [{ type: 'fail_refund', data: { key, code } }],",
      "commands: [{ type: 'confirm_refund', data: { key, reference: code } }],",
    ),
  },
  {
    name: 'does not tell the case of its payment',
    ...change(effects, "commands: [{ type: 'confirm_refund', data: { key, reference } }],", 'commands: [],'),
  },
];
