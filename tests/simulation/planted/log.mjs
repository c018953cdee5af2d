// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of TypeScript
// What could be wrong with how a device takes in the log, and how the shop gives it out.

const change = (file, find, replace) => ({ changes: [{ file, find, replace }] });
const pull = 'sync/pull.ts';
const chain = 'sync/chain.ts';
const ledger = 'server/store-ledger.ts';

/** What the client mends by comparing logs is only seen where it does not, and where the store gives no other reason to. */
const unmended = {
  file: 'sync/heads.ts',
  find: 'if (this.#suspects.length) this.#look();',
  replace: 'this.#suspects = [];',
};

export default [
  {
    name: 'believes any numbers in a log',
    ...change(chain, "return linkHash(head.h, digest) === entry.h ? 'yes' : 'fork';", "return 'yes';"),
    also: { file: chain, find: "if (entry.seq !== head.seq + 1) return 'gap';", replace: '' },
  },
  {
    name: 'passes over an order whose log has a hole',
    ...change(
      pull,
      'await Promise.all([...broken].map((order) => repair(transport, order, signal)));',
      'await Promise.all([].map((order) => repair(transport, order, signal)));\n  broken.clear();',
    ),
  },
  {
    name: 'mends a log and forgets how long it is',
    ...change(pull, 'for (const { head } of repaired) changed.set(head.order, head);', ''),
  },
  {
    name: 'writes an older page over a newer one',
    ...change(pull, '      after: contents.cursor,\n', ''),
    also: unmended,
    honest: true,
  },
  {
    name: 'settles only what was queued when the page was asked for',
    ...change(
      pull,
      'remove: [...new Set(entries.map(({ cause }) => cause))],',
      'remove: contents.items.filter(({ id }) => entries.some(({ cause }) => cause === id)).map(({ id }) => id),',
    ),
  },
  {
    name: 'does not settle what is in the log',
    ...change(pull, 'remove: [...new Set(entries.map(({ cause }) => cause))],', 'remove: [],'),
  },
  {
    name: 'settles all commands of a case of which there is news',
    ...change(
      pull,
      'remove: [...new Set(entries.map(({ cause }) => cause))],',
      'remove: contents.items.filter(({ command }) => entries.some((entry) => entry.case === command.case)).map(({ id }) => id),',
    ),
  },
  {
    name: 'keeps on devices what was to be erased',
    ...change(pull, '[...erased.filter(({ order }) => !broken.has(order)), ...entries]', '[...entries]'),
  },
  {
    name: 'chains each entry to nothing',
    ...change(chain, 'fingerprint({ digest, prev: previous })', "fingerprint({ digest, prev: '' })"),
  },
  {
    name: 'cuts a page and not its cursor',
    ...change(ledger, '      events: found.events,\n', '      events: found.events.slice(0, 3),\n'),
    also: unmended,
    honest: true,
  },
  {
    name: 'reads cursors of another database',
    ...change(ledger, 'return of === epoch && ', "return of !== '' && "),
    also: unmended,
    honest: true,
  },
  {
    name: 'never asks how long the logs are',
    changes: [unmended],
  },
  {
    name: 'asks how long the logs are only once',
    ...change(
      'sync/heads.ts',
      'if (Math.abs(now - this.#asked) < this.#pause) return;',
      'if (this.#asked > 0) return;',
    ),
  },
  {
    name: 'gives everybody everything',
    ...change('server/rights.ts', 'if (seesAll(subject)) return {};', 'if (subject.id) return {};'),
  },
];
