// Drives any implementation of case-sync/1 through what goes wrong, as a black box, and tells what it does about it.

import type { Aftersale } from '../api/engine.js';
import type { Case, Order } from '../generated/types.js';
import type { WireCommand } from '../sync/protocol.js';
import { blobChecks } from './blobs.js';
import { command, Device, Found } from './device.js';
import { limitChecks } from './limits.js';
import { logChecks } from './log.js';
import { moneyChecks } from './money.js';
import { receiptChecks } from './receipts.js';
import { rightChecks } from './rights.js';
import { orderOf, people, policy, type Setup, type SetupAnswer } from './world.js';

export interface Check {
  readonly id: string;
  /** The rule of the protocol that it is about. */
  readonly rule: string;
  /** What holds where it passes. */
  readonly title: string;
  run(kit: Kit): Promise<void>;
}

export interface CheckResult {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly st: 'passed' | 'failed';
  readonly reason?: string;
  readonly ms: number;
}

export interface Report {
  readonly kit: 'aftersale/conformance/1';
  readonly protocol: 'case-sync/1';
  readonly url: string;
  readonly passed: number;
  readonly failed: number;
  readonly checks: readonly CheckResult[];
}

export interface KitOptions {
  /** Where case-sync/1 is served. */
  readonly url: string;
  /** Takes the kit's shop in and answers with tokens. */
  readonly setup: (setup: Setup) => Promise<SetupAnswer>;
  /** `createAftersale()`: quotes are made with it, and cases verified. */
  readonly engine: Pick<Aftersale, 'quote' | 'verify'>;
  readonly fetch?: typeof fetch;
  /** Ids, or beginnings of ids, of the checks to run. */
  readonly only?: readonly string[];
  readonly onCheck?: (result: CheckResult) => void;
  /** How long one check may take. */
  readonly timeoutMs?: number;
  /** Ends after the first that fails. */
  readonly stopAtFirst?: boolean;
}

export const checks: readonly Check[] = [
  ...receiptChecks,
  ...moneyChecks,
  ...rightChecks,
  ...logChecks,
  ...blobChecks,
  ...limitChecks,
];

const ORDERS = 160;
const EVES = 20;
const OLD = 4;

/** What a check plays with. Each takes orders of its own, so that none stands in the way of another. */
export class Kit {
  readonly now: number = Date.now();
  readonly engine: KitOptions['engine'];
  /** An order of Ada's on which nothing happens. */
  spare = '';
  readonly #send: typeof fetch;
  readonly #url: string;
  readonly #orders = new Map<string, Order>();
  readonly #free: { ada: string[]; eve: string[]; old: string[]; many: string[] } = {
    ada: [],
    eve: [],
    old: [],
    many: [],
  };
  #tokens: Readonly<Record<string, string>> = {};

  constructor({ url, engine, fetch: send = (...args) => fetch(...args) }: KitOptions) {
    this.engine = engine;
    this.#send = send;
    this.#url = url.replace(/\/$/, '');
  }

  async open(setup: KitOptions['setup']): Promise<void> {
    const run = this.now.toString(36);
    const orders: Setup['orders'][number][] = [];
    const add = (list: string[], subject: string, id: string, days?: number, quantity?: number): void => {
      const order = orderOf(id, subject, this.now, days, quantity);
      this.#orders.set(id, order);
      orders.push({ subject, order });
      list.push(id);
    };
    for (let i = 0; i < ORDERS; i++) add(this.#free.ada, 'kit-ada', `kit-${run}-${i}`);
    for (let i = 0; i < EVES; i++) add(this.#free.eve, 'kit-eve', `kit-${run}-e${i}`);
    for (let i = 0; i < OLD; i++) add(this.#free.old, 'kit-ada', `kit-${run}-o${i}`, 40);
    for (let i = 0; i < OLD; i++) add(this.#free.many, 'kit-ada', `kit-${run}-m${i}`, 5, 60);
    this.spare = this.order();
    const { tokens } = await setup({ kit: 'aftersale/conformance/1', people, policies: [policy], orders });
    for (const { id } of people)
      if (typeof tokens?.[id] !== 'string') throw new Error(`the setup gave no token for ${id}`);
    this.#tokens = tokens;
  }

  /** An order of Ada's that nobody has used: delivered lately; of Eve's; delivered too long ago; of sixty mugs. */
  order(of: 'ada' | 'eve' | 'old' | 'many' = 'ada'): string {
    const id = this.#free[of].shift();
    if (id === undefined) throw new Error('the kit has run out of orders');
    return id;
  }

  token(who: string): string {
    return this.#tokens[`kit-${who}`] as string;
  }

  device(who: 'ada' | 'eve' | 'desk' | 'nord' | 'late' | 'nobody', token?: string): Device {
    const known = who === 'nobody' ? undefined : this.token(who);
    return new Device((path, init) => this.send(path, init), token ?? known);
  }

  send(path: string, init: RequestInit): Promise<Response> {
    const address = path.startsWith('/') ? new URL(path, this.#url).href : `${this.#url}/${path}`;
    return this.#send(address, { redirect: 'manual', ...init });
  }

  get address(): URL {
    return new URL(this.#url);
  }

  /** A request for some units of an order, with the quote that is shown for it. */
  request(
    order: string,
    quantity = 1,
    more: Partial<WireCommand> = {},
    cases: readonly Case[] = [],
    now: number = this.now,
  ): WireCommand {
    const request = {
      items: [{ line: 'mug', quantity, reason: 'changed_mind' }],
      resolution: 'original_payment_method',
      method: 'in_store',
    } as const;
    const document = this.#orders.get(order) as Order;
    const quote = this.engine.quote({
      order: document,
      policies: [policy],
      request,
      cases,
      now: new Date(now),
    });
    return command('request', { order, p: { request }, quote: quote.hash, ...more });
  }

  /** The same, where the quote is none of the check's business. */
  requestUnquoted(order: string, p: object, quote = '0'.repeat(64)): WireCommand {
    return command('request', { order, p: p as WireCommand['p'], quote });
  }
}

const within = <T>(promise: Promise<T>, ms: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Found(`no end within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

export async function runConformance(options: KitOptions): Promise<Report> {
  const { only, onCheck = () => {}, timeoutMs = 60_000, stopAtFirst = false } = options;
  const kit = new Kit(options);
  await kit.open(options.setup);
  const results: CheckResult[] = [];
  for (const { id, rule, title, run } of checks) {
    if (only && !only.some((each) => id === each || id.startsWith(`${each}.`))) continue;
    const began = performance.now();
    let reason: string | undefined;
    try {
      await within(run(kit), timeoutMs);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    const ms = Math.round(performance.now() - began);
    const result: CheckResult = {
      id,
      rule,
      title,
      st: reason === undefined ? 'passed' : 'failed',
      ...(reason === undefined ? {} : { reason }),
      ms,
    };
    results.push(result);
    onCheck(result);
    if (stopAtFirst && reason !== undefined) break;
  }
  const failed = results.filter(({ st }) => st === 'failed').length;
  return {
    kit: 'aftersale/conformance/1',
    protocol: 'case-sync/1',
    url: options.url,
    passed: results.length - failed,
    failed,
    checks: results,
  };
}
