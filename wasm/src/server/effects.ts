import type { JsonObject } from '../sync/protocol.js';
import { type Decider, decideSystem, type SystemCommand } from './decide.js';
import type { OutboxRow, Store, Tx } from './ports.js';

export interface EffectResult {
  /** What is kept beside the effect: the address of a label, the reference of a refund. */
  readonly result?: JsonObject;
  /** What the case is told; decided in the transaction that marks the effect as done. */
  readonly commands?: readonly { readonly type: string; readonly data: JsonObject }[];
}

/** Runs one kind of effect. It may be called again with the same key and must then do nothing twice. */
export type EffectHandler = (effect: OutboxRow) => Promise<EffectResult | undefined>;

export interface PaymentProvider {
  /** Pays back once per key, however often it is called. */
  refund(key: string, data: JsonObject): Promise<{ reference: string } | { failed: string }>;
  /** What became of a key; undefined when the provider has never seen it or has forgotten it. */
  find(key: string): Promise<{ reference: string } | { failed: string } | undefined>;
  /** For how many hours the provider remembers keys. */
  readonly keyHours: number;
}

/**
 * Refunds through a provider. A late retry reads back before it repeats, since the provider may have paid and since
 * forgotten the key.
 */
export function refundsThrough(provider: PaymentProvider, clock: () => number): EffectHandler {
  return async ({ key, data, firstTry }) => {
    const late = firstTry !== undefined && clock() - firstTry > (provider.keyHours * 3_600_000) / 2;
    const outcome = (late ? await provider.find(key) : undefined) ?? (await provider.refund(key, data));
    if ('failed' in outcome) {
      const code = outcome.failed;
      return {
        result: { failed: code },
        commands: [{ type: 'fail_refund', data: { key, code } }],
      };
    }
    const { reference } = outcome;
    return {
      result: { reference },
      commands: [{ type: 'confirm_refund', data: { key, reference } }],
    };
  };
}

/** Tells the case what came of an effect and marks it as done; true when something happened on the case. */
export async function settleEffect(
  on: Decider,
  tx: Tx,
  row: OutboxRow,
  done: EffectResult | undefined,
  now: number,
): Promise<boolean> {
  let happened = false;
  for (const [index, { type, data }] of (done?.commands ?? []).entries()) {
    const id = `${row.key}/${type}${index ? `/${index}` : ''}`;
    const command: SystemCommand = { id, order: row.order, case: row.case, type, data };
    happened = (await decideSystem(on, tx, command, now)) || happened;
  }
  await tx.effectDone(row.key, now, done?.result);
  return happened;
}

/** How long a worker has what it claimed for itself; after that it counts as gone, and another one goes on. */
export const LEASE_MS = 60_000;

/** An effect that could not be carried out now, and why (`cause`); it stays in the outbox and is tried again. */
export class EffectError extends Error {
  override readonly name = 'EffectError';

  constructor(
    readonly effect: OutboxRow,
    readonly retryMs: number,
    cause: unknown,
  ) {
    const { kind, order, attempts } = effect;
    super(`${kind} of order ${order} failed, try ${attempts + 1}; again in ${retryMs / 1000} s: ${cause}`, {
      cause,
    });
  }
}

/** Works through the outbox once; gives the orders on which something happened. */
export async function runEffects(
  on: Decider,
  store: Store,
  handlers: Readonly<Record<string, EffectHandler>>,
  clock: () => number,
  {
    leaseMs = LEASE_MS,
    onError = () => {},
  }: { leaseMs?: number; onError?: (error: EffectError) => void } = {},
): Promise<string[]> {
  const touched: string[] = [];
  const due = await store.transaction(async (tx) => tx.claimEffects(clock(), clock() + leaseMs, 20));
  // Side by side: a slow receiver keeps nobody's refund waiting.
  const work = async (row: OutboxRow): Promise<void> => {
    try {
      const done = await handlers[row.kind]?.(row);
      await store.transaction(async (tx) => {
        if (await settleEffect(on, tx, row, done, clock())) touched.push(row.order);
      });
    } catch (error) {
      const wait = Math.min(3_600_000, 1000 * 2 ** Math.min(row.attempts, 12));
      await store.transaction(async (tx) => tx.effectFailed(row.key, clock() + wait, String(error)));
      onError(new EffectError(row, wait, error));
    }
  };
  await Promise.all(due.map(work));
  return touched;
}
