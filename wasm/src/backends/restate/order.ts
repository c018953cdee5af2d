import { createOffice, type Office } from '../../server/backend.js';
import type { Book, Pieces } from '../../server/book.js';
import { SECTIONS } from '../../server/book.js';
import { type BookStore, createBookStore } from '../../server/book-store.js';
import { fromText, toText } from '../../server/bytes.js';
import { IdReused, type Sender } from '../../server/decide.js';
import { type EffectResult, settleEffect } from '../../server/effects.js';
import type { OrderRecord, OutboxRow, Subject } from '../../server/ports.js';
import type { Receipt, WireCommand } from '../../sync/protocol.js';
import { createOrderDesk, type OrderDesk } from '../objects/order.js';
import { shardOf } from '../objects/shards.js';
import { type Packed, pack } from './bytes.js';
import { type RestateOptions, SHARDS } from './options.js';
import { calls, FORGET, NAMES, type RestateContext, type RestateSdk } from './sdk.js';

/** What was claimed is done by a call that Restate sees through to its end. */
const FOREVER = Number.MAX_SAFE_INTEGER;

export type Decided = { readonly receipt: Receipt } | { readonly reused: true } | { readonly failed: string };

export interface EvidenceInput {
  readonly kind: 'create' | 'patch' | 'head' | 'get';
  readonly subject: Subject;
  readonly digest?: string;
  readonly body?: Record<string, unknown>;
  readonly headers?: readonly (readonly [string, string])[];
  readonly bytes?: string;
}

interface Open {
  readonly store: BookStore;
  readonly office: Office;
  readonly desk: OrderDesk;
  readonly now: number;
}

/** The virtual object of an order: its state is the order's book, and whoever changes it has it alone. */
export function orderService(sdk: RestateSdk, options: RestateOptions) {
  const { clock = Date.now, onError = () => {}, webhooks, ...deciding } = options;
  const { shards = SHARDS } = options;

  async function open(ctx: RestateContext, now: number): Promise<Open> {
    const known: Partial<Record<keyof Book, unknown>> = {};
    for (const section of SECTIONS) {
      const value = await ctx.get(section);
      if (value !== null) known[section] = value;
    }
    const store = createBookStore('book', known as Partial<Book>, piecesOf(sdk, ctx));
    // Only what goes into the outbox matters here; the effects are run by a service of their own.
    const tells = webhooks ? { webhooks: webhooks(store) } : {};
    const office = createOffice({ ...deciding, ...tells, clock: () => now, onError }, store);
    return { store, office, desk: createOrderDesk(ctx.key, office, store), now };
  }

  /** Writes down what changed, and sees to what follows from it. Whatever is sent here is sent once, also after a crash. */
  async function close(ctx: RestateContext, { store, desk, now }: Open): Promise<void> {
    const { call, send } = calls(sdk, ctx);
    const effects = await store.transaction(async (tx) => tx.claimEffects(now, FOREVER, FOREVER));
    for (const section of store.changed()) ctx.set(section, store.book[section]);
    for (const row of effects) send(NAMES.effect, undefined, 'run', row);
    const due = Math.min(...store.book.deadlines.map((line) => line.due));
    const timer = await ctx.get<number>('timer');
    if (due < FOREVER && (timer === null || due < timer || timer <= now)) {
      ctx.set('timer', due);
      send(NAMES.order, ctx.key, 'tick', {}, Math.max(1, due - now));
    }
    const notice = await desk.notice();
    const told = (await ctx.get<number>('told')) ?? 0;
    if (!notice || notice.head.seq <= told) return;
    ctx.set('told', notice.head.seq);
    // Before the answer: whoever has the receipt can pull what it caused.
    await call(NAMES.feed, String(shardOf(notice.subject, shards)), 'append', notice);
  }

  const time = (ctx: RestateContext): Promise<number> => ctx.run('now', async () => clock(), {});

  const exclusive = <In, Out>(work: (order: Open, input: In) => Promise<Out>) =>
    sdk.handlers.object.exclusive(FORGET, async (ctx: RestateContext, input: In): Promise<Out> => {
      const order = await open(ctx, await time(ctx));
      const result = await work(order, input);
      await close(ctx, order);
      return result;
    });
  const shared = <In, Out>(work: (order: Open, input: In) => Promise<Out>) =>
    sdk.handlers.object.shared(FORGET, async (ctx: RestateContext, input: In): Promise<Out> => {
      return work(await open(ctx, clock()), input);
    });

  const handlers = {
    decide: sdk.handlers.object.exclusive(
      FORGET,
      async (
        ctx: RestateContext,
        input: { command: WireCommand; from: Sender; now: number; claimedBy: string },
      ): Promise<Decided> => {
        const { command, from, now, claimedBy } = input;
        const order = await open(ctx, now);
        let receipt: Receipt;
        try {
          receipt = await order.desk.decide(command, from, now, claimedBy);
        } catch (error) {
          // Nothing was written. Trying again is the client's business, and another command may do better.
          if (error instanceof IdReused) return { reused: true };
          onError(error);
          return { failed: String(error) };
        }
        await close(ctx, order);
        return { receipt };
      },
    ),
    put: exclusive(async ({ desk }, record: OrderRecord) => desk.put(record)),
    erase: exclusive(async ({ desk }, { reason }: { reason: string }) => desk.erase(reason)),
    tick: exclusive(async ({ office }) => {
      await office.fire();
    }),
    settle: exclusive(
      async ({ store, office, now }, { row, done }: { row: OutboxRow; done: EffectResult | null }) => {
        await store.transaction(async (tx) => settleEffect(office.on, tx, row, done ?? undefined, now));
      },
    ),
    log: shared(async ({ desk }, { subject, from }: { subject: Subject; from: number }) => {
      return (await desk.log(subject, from)) ?? null;
    }),
    entries: shared(async ({ desk }, { subject, from, to }: { subject: Subject; from: number; to: number }) =>
      desk.entries(subject, from, to),
    ),
    book: shared(async ({ store }) => ({ orders: store.book.orders, log: store.book.log })),
    upload: exclusive(async ({ desk }, input: EvidenceInput) => evidence(desk, input)),
    evidence: shared(async ({ desk }, input: EvidenceInput) => evidence(desk, input)),
  };
  return sdk.object({ name: NAMES.order, handlers });
}

async function evidence(desk: OrderDesk, input: EvidenceInput): Promise<Packed> {
  const { kind, subject, digest = '', body = {}, headers = [], bytes = '' } = input;
  if (kind === 'create') return pack(await desk.evidence({ kind, subject, body }));
  if (kind !== 'patch') return pack(await desk.evidence({ kind, subject, digest }));
  const request = new Request('http://order/', {
    method: 'PATCH',
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    body: fromText(bytes),
  });
  return pack(await desk.evidence({ kind, subject, digest, request }));
}

/** Evidence is too much for an order's book; each picture is an object of its own. */
function piecesOf(sdk: RestateSdk, ctx: RestateContext): Pieces {
  const { call, send } = calls(sdk, ctx);
  const key = (sha256: string, subject: string) => `${ctx.key} ${sha256} ${subject}`;
  return {
    put: (sha256, subject, start, bytes) =>
      call(NAMES.pieces, key(sha256, subject), 'put', { start, text: toText(bytes) }),
    async get(sha256, subject, start) {
      return fromText(
        (await call<string | null>(NAMES.pieces, key(sha256, subject), 'get', { start })) ?? '',
      );
    },
    drop: (sha256, subject, starts) => send(NAMES.pieces, key(sha256, subject), 'drop', { starts }),
  };
}
