// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of TypeScript
// What could be wrong with how commands are kept, sent and settled on a device.

const change = (file, find, replace) => ({ changes: [{ file, find, replace }] });
const client = 'sync/client.ts';
const state = 'sync/state.ts';
const storage = 'sync/storage.ts';

export default [
  {
    name: 'says that a command is kept before it is',
    ...change(client, 'await this.#storage.write({ add:', 'void this.#storage.write({ add:'),
  },
  {
    name: 'says that a command is kept when the disk is full',
    ...change(
      client,
      "throw new NotSavedError('this could not be kept on this device', { cause });",
      'void cause;',
    ),
  },
  {
    name: 'writes the picture of a command after the command',
    ...change(
      client,
      'savedAt: command.at, attempts: 0 }], blobs });',
      'savedAt: command.at, attempts: 0 }] });\n      await this.#storage.write({ blobs });',
    ),
  },
  {
    name: 'does not look at the queue after a command is kept',
    ...change(
      client,
      "    await this.load();\n    this.#tell({ type: 'changed' });\n    this.#wake();",
      "    this.#tell({ type: 'changed' });\n    this.#wake();",
    ),
  },
  {
    name: 'throws the queue away when nobody is signed in',
    ...change(
      client,
      '      case 401:\n',
      '      case 401:\n        await this.#write({ remove: batch.map(({ id }) => id) });\n',
    ),
  },
  {
    name: 'gives up on a command that fails three times',
    ...change(
      client,
      '    await this.#write({ patch });\n  }\n\n  // Pulling',
      '    await this.#write({ patch, remove: patch.filter(([, { parkedUntil }]) => parkedUntil).map(([id]) => id) });\n  }\n\n  // Pulling',
    ),
  },
  {
    name: 'gives up on a command that a proxy calls bad',
    ...change(
      client,
      'await this.#write({ patch: ids.map((id) => [id, { parkedUntil, trouble }]) });',
      'void parkedUntil, trouble;\n    await this.#write({ remove: ids });',
    ),
  },
  {
    name: 'gives a command a new id when it is tried again',
    ...change(
      client,
      'batch.map(({ command }) => command),',
      'batch.map(({ command, attempts }) => (attempts ? { ...command, id: newId(this.#platform, 0) } : command)),',
    ),
  },
  {
    name: 'says of each try that it was made just now',
    ...change(
      client,
      'batch.map(({ command }) => command),',
      'batch.map(({ command }) => ({ ...command, at: new Date(this.#clock()).toISOString() })),',
    ),
  },
  {
    name: 'takes a command off the queue when it has a receipt',
    ...change(
      client,
      'await this.#write({ patch: final.map((receipt) => [receipt.id, { receipt }]) });',
      'await this.#write({ remove: final.map(({ id }) => id) });',
    ),
  },
  {
    name: 'takes refusals off the list by itself',
    ...change(
      client,
      'await this.#write({ patch: final.map((receipt) => [receipt.id, { receipt }]) });',
      "await this.#write({ patch: final.map((receipt) => [receipt.id, { receipt }]), remove: final.filter(({ st }) => st === 'rejected').map(({ id }) => id) });",
    ),
  },
  {
    name: 'does not keep receipts of refusals',
    ...change(
      client,
      "(receipt): receipt is FinalReceipt => receipt.st !== 'retry'",
      "(receipt): receipt is FinalReceipt => receipt.st === 'applied'",
    ),
  },
  {
    name: 'lets go of what is not settled when asked to',
    ...change(client, "if (item?.receipt?.st === 'rejected') await", 'if (item) await'),
  },
  {
    name: 'has one queue for everybody on a device',
    ...change(client, 'aftersale-sync:${options.url}:${options.subject}', 'aftersale-sync:${options.url}'),
  },
  {
    name: 'waits for ever once nobody is signed in',
    ...change(
      client,
      '(await this.#identify()) ? 0 : 30_000',
      '(await this.#identify()) ? 0 : Number.POSITIVE_INFINITY',
    ),
  },
  {
    name: 'never takes over from a tab that is silent',
    ...change(client, 'if (this.#platform.locks) void this.#watch(signal);', ''),
  },
  {
    name: 'does not tell other tabs what has changed',
    ...change(client, "if (written) this.#tell({ type: 'changed' });", ''),
  },
  {
    name: 'keeps the cursor before it keeps the page',
    ...change(
      client,
      '!(await this.#write(changes))',
      "!((await this.#storage.write({ cursor: changes.cursor ?? '' })), await this.#write({ ...changes, after: changes.cursor ?? '' }))",
    ),
  },
  {
    name: 'does not send a picture again that the shop has lost',
    ...change(
      client,
      'if (blob?.done) await this.#storage.write({ blobs: [{ ...blob, done: false }] });',
      '',
    ),
  },
  {
    name: 'shows as sent what is on its way',
    ...change(state, "sending.has(id) ? 'sending' : 'saved'", "sending.has(id) ? 'sent' : 'saved'"),
  },
  {
    name: 'shows as confirmed what is only sent',
    ...change(
      state,
      'if (caused.has(command.id)) continue;',
      "if (caused.has(command.id) || receipt?.st === 'applied') continue;",
    ),
  },
  {
    name: 'hides refusals',
    ...change(
      state,
      'if (caused.has(command.id)) continue;',
      "if (caused.has(command.id) || receipt?.st === 'rejected') continue;",
    ),
  },
  {
    name: 'shows as confirmed what it expects',
    ...change(state, 'confirmed: confirmed.get(id) ?? empty,', 'confirmed: projected.get(id) ?? empty,'),
  },
  {
    name: 'does not wait for the disk to be strict',
    ...change(storage, "STORES, 'readwrite', { durability: 'strict' })", "STORES, 'readwrite')"),
  },
  {
    name: 'takes requests for their transaction',
    ...change(
      storage,
      '      await tx.done;\n      return true;',
      '      void tx.done.catch(() => {});\n      return true;',
    ),
  },
  {
    name: 'does not open a lost database again',
    ...change(storage, 'if (!lost || closed) throw error;', 'if (lost || closed) throw error;'),
  },
  {
    name: 'calls the device another one each time',
    ...change(storage, 'if (!replica) {', '{'),
  },
  {
    name: 'forgets a log and keeps its head',
    ...change(
      storage,
      'ignore(entries.clear());\n        ignore(heads.clear());',
      'ignore(entries.clear());',
    ),
  },
  {
    name: 'makes ids of the time alone',
    ...change('sync/uuid.ts', 'bytes.set(random, 6);', 'bytes.set(random.subarray(0, 0), 6);'),
  },
  {
    name: 'sends the newest command first',
    ...change(
      'sync/queue.ts',
      '[...items].sort((a, b) => a.n - b.n)',
      '[...items].sort((a, b) => b.n - a.n)',
    ),
  },
  {
    name: 'lets what is set aside hold up all others',
    ...change(
      'sync/queue.ts',
      'held.add(item.command.case);\n      continue;',
      'held.add(item.command.case);\n      break;',
    ),
  },
  {
    name: 'never tries again what was set aside',
    ...change(
      'sync/queue.ts',
      'item.parkedUntil !== undefined && item.parkedUntil > now',
      'item.parkedUntil !== undefined && now > 0',
    ),
  },
  {
    name: 'waits for ever for an answer that was lost',
    ...change(
      'sync/transport.ts',
      'const timer = timeout ? platform',
      'const timer = timeout < 0 ? platform',
    ),
  },
];
