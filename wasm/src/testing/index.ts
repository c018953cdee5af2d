// `aftersale/testing`: does a plugin hold what plugins promise? For node:test, vitest, or `npx aftersale plugin-test`.

import type { PluginDefinition } from '../api/plugin.js';
import type { Answer, Order, ReadOrder, ReadUpdate, Recognition } from '../generated/types.js';
import { changed, cut, places, spoiled } from './mutations.js';

/** As much of an engine as is needed; that of `aftersale/tools`. */
export interface TestEngine {
  dispatch(call: never): Answer;
}

export interface Fixture {
  readonly name: string;
  /** As the storefront sends it. */
  readonly text: string;
  /** What has to be read: members of the order or update, as deep as they are given. */
  readonly expect?: {
    readonly order?: object;
    readonly orders?: readonly object[];
    readonly update?: object;
    readonly updates?: readonly object[];
    /** Codes of warnings: these and no others. */
    readonly warnings?: readonly string[];
    /** A document that is named and refused: a word of the message. */
    readonly refused?: string;
  };
}

export interface CheckResult {
  readonly check: string;
  /** The fixture's name, where it is about one. */
  readonly fixture?: string;
  readonly ok: boolean;
  readonly detail?: string;
}

export interface PluginReport {
  readonly plugin: string;
  readonly results: readonly CheckResult[];
  readonly passed: number;
  readonly failed: number;
}

type Mode = 'recognize' | 'read_order' | 'read_update' | 'write';

const amount = (money?: { amount: number }): number => money?.amount ?? 0;

/** What the parts of an order come to. */
function partsOf({ lines, shipping = [], taxMode }: Order): number {
  const sum = (list: readonly { amount: { amount: number } }[] = []): number =>
    list.reduce((total, item) => total + amount(item.amount), 0);
  const tax = (list?: readonly { amount: { amount: number } }[]): number =>
    taxMode === 'exclusive' ? sum(list) : 0;
  return (
    lines.reduce(
      (total, line) =>
        total +
        (line.gross ? amount(line.gross) : amount(line.unitPrice) * line.quantity) -
        sum(line.discounts) +
        tax(line.taxes as never),
      0,
    ) +
    shipping.reduce(
      (total, charge) => total + amount(charge.price) - amount(charge.discount) + tax(charge.taxes as never),
      0,
    )
  );
}

/** Where `given` lacks what is wanted of it, or undefined. */
function lacks(given: unknown, wanted: unknown, path = ''): string | undefined {
  if (wanted === null || typeof wanted !== 'object')
    return Object.is(given, wanted)
      ? undefined
      : `${path}: ${JSON.stringify(given)}, not ${JSON.stringify(wanted)}`;
  if (given === null || typeof given !== 'object') return `${path}: ${JSON.stringify(given)}`;
  if (Array.isArray(wanted) && Array.isArray(given) && given.length !== wanted.length)
    return `${path}: ${given.length} elements, not ${wanted.length}`;
  for (const [key, value] of Object.entries(wanted)) {
    const fault = lacks((given as Record<string, unknown>)[key], value, `${path}/${key}`);
    if (fault) return fault;
  }
  return undefined;
}

/** An answer without what names the document to the byte. */
const meaning = (answer: Answer): string =>
  JSON.stringify(answer, (key, value) => (key === 'digest' || key === 'unread' ? undefined : value));

export function testPlugin(given: {
  readonly engine: TestEngine;
  readonly plugin: PluginDefinition;
  readonly fixtures: readonly Fixture[];
}): PluginReport {
  const { engine, plugin, fixtures } = given;
  const { prepare, ...document } = plugin;
  const { id } = plugin.manifest;
  const results: CheckResult[] = [];
  let now: string | undefined;

  function ask(mode: Mode, text: string, name = id): Answer {
    const call = { op: 'translate', mode, plugin: name, plugins: [document], text: prepare?.(text) ?? text };
    return engine.dispatch(call as never);
  }
  /** Runs one check; what it returns is what is wrong. */
  function check(name: string, run: () => string | undefined): void {
    let detail: string | undefined;
    try {
      detail = run();
    } catch (error) {
      detail = `threw ${String(error)}`;
    }
    results.push({
      check: name,
      ...(now === undefined ? {} : { fixture: now }),
      ok: detail === undefined,
      ...(detail === undefined ? {} : { detail }),
    });
  }
  const told = (answer: Answer): string =>
    answer.ok
      ? 'it was answered'
      : answer.errors.map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`).join('; ');

  check('the definition is sound', () => {
    const answer = ask('recognize', '{}');
    return answer.ok ? undefined : told(answer);
  });
  if (!results[0]?.ok) return report(id, results);
  check('the manifest tells the words that the tables know', () => wordsOf(plugin));

  for (const fixture of fixtures) {
    now = fixture.name;
    const { text, expect = {} } = fixture;
    const recognized = ask('recognize', text, 'auto');
    const first = recognized.ok ? (recognized.result as unknown as Recognition).candidates[0] : undefined;
    check('is recognised, and surer than any other plugin is', () =>
      first?.plugin === id && first.confidence >= 30
        ? undefined
        : `taken for ${first?.plugin} (${first?.confidence})`,
    );
    const order = ask('read_order', text);
    const update = ask('read_update', text);
    const orders = order.ok ? listed<Order>(order.result as unknown as ReadOrder, 'order') : [];
    const updates = update.ok ? listed<object>(update.result as unknown as ReadUpdate, 'update') : [];

    if (expect.refused !== undefined) {
      check('is named and refused', () =>
        !order.ok && told(order).includes(expect.refused as string) ? undefined : told(order),
      );
    } else {
      check('is read', () => (order.ok || update.ok ? undefined : `${told(order)}; ${told(update)}`));
    }
    if (expect.order || expect.orders)
      check('holds the order that is expected', () => lacks(orders, expect.orders ?? [expect.order]));
    if (expect.update || expect.updates)
      check('tells what is expected', () => lacks(updates, expect.updates ?? [expect.update]));
    if (expect.warnings) {
      check('is warned about as expected', () => {
        const codes = [...new Set((order.ok ? order : update).warnings.map(({ code }) => code))].sort();
        return lacks(codes, [...(expect.warnings ?? [])].sort());
      });
    }
    for (const one of orders) {
      check('adds up, or says that it does not', () => {
        const total = one.totals?.total;
        const warned = order.warnings.some(({ code }) => code === 'totals_differ');
        if (!total || warned || partsOf(one) === total.amount) return undefined;
        return `the parts come to ${partsOf(one)}, the total is ${total.amount}`;
      });
      check('is an order that the core takes', () => {
        const answer = engine.dispatch({
          op: 'evaluate',
          order: one,
          policies: [],
          packs: [],
          now: one.createdAt,
          zone,
        } as never);
        const wrong = answer.ok ? [] : answer.errors.filter(({ pointer }) => pointer.startsWith('/order'));
        return wrong.length === 0 ? undefined : told(answer);
      });
    }
    check('is read the same twice', () =>
      meaning(ask('read_order', text)) === meaning(order) &&
      meaning(ask('read_update', text)) === meaning(update)
        ? undefined
        : 'two readings differ',
    );
    tolerance(text, order, update);
    check('keeps its answer, or gives one, whatever is done to it', () => {
      for (const { what, text: one } of [...spoiled(JSON.parse(text)), ...cut(text)]) {
        for (const mode of ['recognize', 'read_order', 'read_update'] as const) {
          const answer = ask(mode, one);
          if (typeof answer?.ok !== 'boolean') return `${what}: no answer to ${mode}`;
          if (!answer.ok && answer.errors.some(({ code, message }) => !code || !message))
            return `${what}: an error without words`;
        }
      }
      return undefined;
    });
    if (orders[0]) writing(orders[0]);
  }
  now = undefined;
  return report(id, results);

  function tolerance(text: string, order: Answer, update: Answer): void {
    const document = JSON.parse(text);
    const read = order.ok ? 'read_order' : 'read_update';
    const before = meaning(order.ok ? order : update);
    check('tolerates members of tomorrow', () => {
      for (const { pointer, value } of places(document)) {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) continue;
        const more = JSON.stringify(
          changed(document, pointer, { to: { ...value, a_member_of_tomorrow: { amount: '7.00' } } }),
        );
        if (pointer !== '' && meaning(ask(read, more)) !== before)
          return `a member more at ${pointer} changes the answer`;
      }
      return undefined;
    });
    check('reads amounts and ids by their digits, as numbers and as texts', () => {
      for (const { pointer, value } of places(document)) {
        if (typeof value !== 'number') continue;
        const answer = ask(read, JSON.stringify(changed(document, pointer, { to: String(value) })));
        if (
          answer.ok &&
          answer.warnings.length === (order.ok ? order : update).warnings.length &&
          meaning(answer) !== before
        )
          return `${pointer} as a text changes the answer silently`;
      }
      return undefined;
    });
    check('keeps a word of tomorrow, and says that it does not know it', () => {
      const known = new Map(
        Object.values(plugin.tables.words ?? {}).flatMap((words) => Object.entries(words)),
      );
      for (const { pointer, value } of places(document)) {
        if (typeof value !== 'string' || !known.has(value)) continue;
        const answer = ask(read, JSON.stringify(changed(document, pointer, { to: 'A_WORD_OF_TOMORROW' })));
        if (!answer.ok || meaning(answer) === before) continue;
        const kept = JSON.stringify(answer.result).includes('A_WORD_OF_TOMORROW');
        if (!kept && !answer.warnings.some(({ code }) => code === 'unknown_code'))
          return `${pointer}: it is gone without a word`;
      }
      return undefined;
    });
  }

  function writing(order: Order): void {
    const intents = plugin.manifest.intents ?? [];
    const current = caseOf(engine, order);
    if (!current) return; // nothing of it can come back any more
    for (const intent of ['create_return', 'approve', 'refuse', 'receive', 'refund', 'cancel'] as const) {
      check(`${intent} is written, or refused with what there is instead`, () => {
        const answer = engine.dispatch({
          op: 'translate',
          mode: 'write',
          plugin: id,
          plugins: [document],
          document: { case: current, order, intent, ids: {} },
        } as never);
        const codes = answer.ok ? [] : answer.errors.map(({ code }) => code);
        if (intents.includes(intent))
          return answer.ok || codes.every((code) => code === 'missing_id') ? undefined : told(answer);
        return codes.includes('not_supported') ? undefined : `the manifest does not have it: ${told(answer)}`;
      });
    }
  }
}

function listed<One>(result: object, name: string): One[] {
  const { [name]: one, [`${name}s`]: many } = result as Record<string, unknown>;
  return (many ?? [one]) as One[];
}

/** Words of the manifest that no table knows, or knows otherwise. */
function wordsOf({ manifest, tables }: PluginDefinition): string | undefined {
  const all = Object.values(tables.words ?? {});
  const pairs = [
    ...Object.entries(manifest.statuses ?? {}),
    ...Object.entries(manifest.reasons?.read ?? {}),
    ...Object.entries(manifest.reasons?.write ?? {}),
  ];
  for (const [word, means] of pairs)
    if (!all.some((words) => words[word] === means)) return `"${word}" means "${means}" in no table`;
  return undefined;
}

/** A shop that takes everything back, whenever. */
const generous = {
  schema: 'aftersale/policy/1',
  id: 'generous',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', window: { days: 3650, from: 'order' } },
        { id: 'offers', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'mail', method: { method: 'by_mail', payer: 'merchant' } },
        { id: 'staff', approval: { mode: 'manual' } },
      ],
    },
  ],
};
const zone = { name: 'UTC', offset: 0, transitions: [] };

/** A case about a unit of a line that can come back; without one, what requests are written from cannot be tried. */
function caseOf(engine: TestEngine, order: Order): object | undefined {
  const given = { ...order, buyer: { ...order.buyer, consumer: false } };
  const world = { order: given, policies: [generous], packs: [], now: order.createdAt, zone };
  for (const { id: line } of order.lines) {
    const request = {
      items: [{ line, quantity: 1, reason: 'other' }],
      resolution: 'original_payment_method',
      method: 'by_mail',
    };
    const quote = engine.dispatch({ op: 'quote', ...world, request } as never);
    if (!quote.ok) continue;
    const data = { request, quote: (quote.result as { hash: string }).hash };
    const actor = { kind: 'buyer', id: 'test' };
    const command = { id: 'c1', case: 'test-case', type: 'request', version: 0, actor, data };
    const opened = engine.dispatch({ op: 'transition', ...world, case: null, command } as never);
    const { accepted, events } = (opened.ok ? opened.result : {}) as {
      accepted?: boolean;
      events?: object[];
    };
    if (accepted) return { id: 'test-case', order: order.id, kind: 'return', events };
  }
  return undefined;
}

const report = (plugin: string, results: readonly CheckResult[]): PluginReport => ({
  plugin,
  results,
  passed: results.filter(({ ok }) => ok).length,
  failed: results.filter(({ ok }) => !ok).length,
});

/** One line for each check that failed, or for all. */
export const reportText = ({ plugin, results, passed, failed }: PluginReport, all = false): string =>
  [
    ...results
      .filter(({ ok }) => all || !ok)
      .map(
        ({ check, fixture, ok, detail }) =>
          `${ok ? 'ok    ' : 'FAILED'} ${fixture ? `${fixture}: ` : ''}${check}${detail ? `: ${detail}` : ''}`,
      ),
    `${plugin}: ${passed} passed, ${failed} failed`,
    '',
  ].join('\n');
