// The services beside the order: what is due in the world, in which order things happened, whose a name is, and pictures.

import { handlersOf } from '../../server/backend.js';
import { type Book, createMemoryPieces } from '../../server/book.js';
import { createBookStore } from '../../server/book-store.js';
import type { OutboxRow, Scope } from '../../server/ports.js';
import type { Heads } from '../../sync/protocol.js';
import type { FeedPage, Notice, Position } from '../objects/ports.js';
import type { RestateOptions } from './options.js';
import { calls, FORGET, LAZY, NAMES, type RestateContext, type RestateSdk } from './sdk.js';

/** A refund is tried until it is done, with pauses that grow to an hour. */
const RETRY = { initialRetryInterval: 1000, retryIntervalFactor: 2, maxRetryInterval: 3_600_000 };

/** Runs one effect. It may run again when a machine ended in the middle, with the same key. */
export function effectService(sdk: RestateSdk, { webhooks, ...options }: RestateOptions) {
  const run = async (ctx: RestateContext, row: OutboxRow): Promise<void> => {
    const { call } = calls(sdk, ctx);
    // What goes into a message stands in the order's log and nowhere else.
    const needsLog = webhooks !== undefined && row.kind === 'webhook';
    const book = needsLog ? await call<Partial<Book>>(NAMES.order, row.order, 'book', {}) : {};
    const tells = needsLog ? { webhooks: webhooks(createBookStore('book', book, createMemoryPieces())) } : {};
    const handlers = handlersOf({ ...options, ...tells });
    const handler = Object.hasOwn(handlers, row.kind) ? handlers[row.kind] : undefined;
    const work = handler;
    const done = work ? await ctx.run(row.key, async () => (await work(row)) ?? null, RETRY) : null;
    await call(NAMES.order, row.order, 'settle', { row, done });
  };
  return sdk.service({ name: NAMES.effect, handlers: { run }, options: FORGET });
}

type Ref = readonly [order: string, seq: number, subject: string];
interface FeedMeta {
  readonly epoch: string;
  readonly count: number;
}
/** What a feed knows of a customer's orders; `at` are the places of their entries. */
type Owned = Record<string, { seq: number; h: string; at: number[]; parties: readonly string[] }>;

const PAGE = 256;
/** The beginning of a feed that nothing has been written to yet. */
const NEW: FeedMeta = { epoch: '0', count: 0 };

/** The orders of some customers, in the order in which this object heard of their commits. It holds numbers only. */
export function feedService(sdk: RestateSdk) {
  const metaOf = async (ctx: RestateContext): Promise<FeedMeta> => (await ctx.get<FeedMeta>('meta')) ?? NEW;
  const ownedBy = async (ctx: RestateContext, subject: string): Promise<Owned> =>
    (await ctx.get<Owned>(`of:${subject}`)) ?? {};

  async function append(ctx: RestateContext, { order, subject, head, parties }: Notice): Promise<void> {
    const meta = await ctx.get<FeedMeta>('meta');
    const epoch = meta?.epoch ?? Math.floor(1 + ctx.rand.random() * 0xfffffffe).toString(16);
    const owned = await ownedBy(ctx, subject);
    const known = owned[order] ?? { seq: 0, h: '', at: [], parties: [] };
    const names = [...new Set([...known.parties, ...parties])];
    // Numbers of a log are dense, so its end says what there is; whatever comes late says nothing new.
    if (head.seq <= known.seq) return;
    let count = meta?.count ?? 0;
    const at = [...known.at];
    const pages = new Map<number, Ref[]>();
    for (let seq = known.seq + 1; seq <= head.seq; seq++) {
      const number = Math.floor(count / PAGE);
      const page = pages.get(number) ?? (await ctx.get<Ref[]>(`page:${number}`)) ?? [];
      page.push([order, seq, subject]);
      pages.set(number, page);
      at.push(++count);
    }
    for (const [number, page] of pages) ctx.set(`page:${number}`, page);
    ctx.set(`of:${subject}`, { ...owned, [order]: { seq: head.seq, h: head.h, at, parties: names } });
    ctx.set('meta', { epoch, count });
  }

  async function page(
    ctx: RestateContext,
    { after, limit, scope }: { after?: Position; limit: number; scope: Scope },
  ): Promise<FeedPage> {
    const { epoch, count } = await metaOf(ctx);
    if (limit === 0) return { epoch, refs: [], at: count, lost: false };
    const beginning = after?.epoch === NEW.epoch && after.at === 0;
    const lost = after !== undefined && !beginning && (after.epoch !== epoch || after.at > count);
    const from = after === undefined || lost ? 0 : after.at;
    const refs =
      scope.subject === undefined
        ? await refsOfAll(ctx, from, count, limit, scope.parties)
        : refsOf(await ownedBy(ctx, scope.subject), from, limit, scope.order);
    return { epoch, refs, at: refs.at(-1)?.[2] ?? from, lost };
  }

  async function refsOfAll(
    ctx: RestateContext,
    from: number,
    count: number,
    limit: number,
    parties: readonly string[] | undefined,
  ): Promise<FeedPage['refs']> {
    const refs: FeedPage['refs'][number][] = [];
    const known = new Map<string, Owned>();
    for (let at = from; at < count && refs.length < limit; ) {
      const number = Math.floor(at / PAGE);
      const lines = (await ctx.get<Ref[]>(`page:${number}`)) ?? [];
      for (const [order, seq, subject] of lines.slice(at - number * PAGE)) {
        at++;
        if (parties) {
          const owned = known.get(subject) ?? (await ownedBy(ctx, subject));
          known.set(subject, owned);
          if (!owned[order]?.parties.some((name) => parties.includes(name))) continue;
        }
        refs.push([order, seq, at]);
        if (refs.length === limit) break;
      }
      if (lines.length === 0) break;
    }
    return refs;
  }

  async function heads(ctx: RestateContext, { scope }: { scope: Scope }): Promise<Heads> {
    const { subject, order, parties } = scope;
    const keys =
      subject === undefined
        ? (await ctx.stateKeys()).filter((key) => key.startsWith('of:'))
        : [`of:${subject}`];
    const heads: (readonly [string, number, string])[] = [];
    for (const key of keys.sort()) {
      for (const [id, { seq, h, parties: names }] of Object.entries((await ctx.get<Owned>(key)) ?? {})) {
        if (order !== undefined && id !== order) continue;
        if (parties && !names.some((name) => parties.includes(name))) continue;
        heads.push([id, seq, h]);
      }
    }
    return heads.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  return sdk.object({
    name: NAMES.feed,
    handlers: {
      append: sdk.handlers.object.exclusive(LAZY, append),
      page: sdk.handlers.object.shared(LAZY, page),
      heads: sdk.handlers.object.shared(LAZY, heads),
    },
  });
}

/** A customer's own entries after a place. */
function refsOf(owned: Owned, from: number, limit: number, only: string | undefined): FeedPage['refs'] {
  const refs = Object.entries(owned).flatMap(([order, { at }]) =>
    only !== undefined && order !== only
      ? []
      : at.map((place, index) => [order, index + 1, place] as const).filter(([, , place]) => place > from),
  );
  return refs.sort(([, , a], [, , b]) => a - b).slice(0, limit);
}

/** One object per name: the first who asks has it, for ever. */
export function nameService(sdk: RestateSdk) {
  const first =
    <T>(state: string) =>
    async (ctx: RestateContext, value: T): Promise<T> => {
      const known = await ctx.get<T>(state);
      if (known === null) ctx.set(state, value);
      return known ?? value;
    };
  interface Place {
    readonly subject: string;
    readonly order: string;
  }
  const place = async (ctx: RestateContext, { subject, order }: Place): Promise<void> => {
    const known = (await ctx.get<Place[]>('places')) ?? [];
    const others = known.filter((each) => each.subject !== subject || each.order !== order);
    ctx.set('places', [{ subject, order }, ...others]);
  };
  const placesOf = async (ctx: RestateContext) => (await ctx.get<Place[]>('places')) ?? [];
  return sdk.object({
    name: NAMES.name,
    handlers: {
      claim: sdk.handlers.object.exclusive(FORGET, first<string>('order')),
      bind: sdk.handlers.object.exclusive(FORGET, first<{ subject: string; firstSeen: number }>('device')),
      place: sdk.handlers.object.exclusive(FORGET, place),
      placesOf: sdk.handlers.object.shared(FORGET, placesOf),
    },
  });
}

/** One object per picture. */
export function piecesService(sdk: RestateSdk) {
  return sdk.object({
    name: NAMES.pieces,
    handlers: {
      put: sdk.handlers.object.exclusive(
        LAZY,
        async (ctx: RestateContext, { start, text }: { start: number; text: string }) =>
          ctx.set(`at:${start}`, text),
      ),
      get: sdk.handlers.object.shared(LAZY, (ctx: RestateContext, { start }: { start: number }) =>
        ctx.get<string>(`at:${start}`),
      ),
      drop: sdk.handlers.object.exclusive(
        LAZY,
        async (ctx: RestateContext, { starts }: { starts: readonly number[] }) => {
          for (const start of starts) ctx.clear(`at:${start}`);
        },
      ),
    },
  });
}
