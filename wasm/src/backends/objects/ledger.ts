// The wire over objects: which of them a call concerns, and how their answers become one.

import { readAnnouncement } from '../../server/blobs.js';
import { IdReused } from '../../server/decide.js';
import type { EvidenceDesk, Ledger } from '../../server/ledger.js';
import type { Scope, Subject } from '../../server/ports.js';
import { notFound } from '../../server/problems.js';
import { scopeOf } from '../../server/rights.js';
import type { WireEntry } from '../../sync/protocol.js';
import { readCursor, writeCursor } from './cursor.js';
import type { EvidenceCall, FeedPage, Objects, Position } from './ports.js';
import { shardOf } from './shards.js';

const DIGEST = /^[0-9a-f]{64}$/;
/** How many orders are asked at a time for their part of a page. */
const AT_ONCE = 16;
/** How many orders one picture is looked for in. */
const PLACES = 20;
const WATCH_MS = 25_000;
/** What a feed's wait ends with when the time is over. */
const QUIET = Symbol('nothing yet');

/** Where a subject's cursor goes along. */
interface Course {
  readonly shards: readonly number[];
  readonly scope: Scope;
}

export function createObjectsLedger(objects: Objects, onError: (error: unknown) => void): Ledger {
  const { names } = objects;

  /** A customer's orders are all in one feed; everybody else's may be in any. */
  async function courseOf(subject: Subject): Promise<Course> {
    const scope = scopeOf(subject);
    if (subject.order !== undefined) {
      const log = await objects.order(subject.order).log(subject, 1);
      if (!log) return { scope, shards: [] };
      return { scope: { ...scope, subject: log.owner }, shards: [shardOf(log.owner, objects.feeds)] };
    }
    if (scope.subject !== undefined) return { scope, shards: [shardOf(scope.subject, objects.feeds)] };
    return { scope, shards: Array.from({ length: objects.feeds }, (_, shard) => shard) };
  }

  const pagesOf = (
    { shards, scope }: Course,
    after: readonly (Position | undefined)[],
    limit: number,
  ): Promise<FeedPage[]> =>
    Promise.all(shards.map((shard, index) => objects.feed(shard).page(after[index], limit, scope)));

  /** Whether there is something after these positions, in any of the feeds, before the time is over. */
  async function changed(
    course: Course,
    after: readonly Position[],
    ms: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener('abort', end, { once: true });
    const waits = course.shards.map(async (shard, index) => {
      const position = after[index] as Position;
      if (await objects.feed(shard).wait(position, course.scope, ms, over.signal)) return true;
      throw QUIET;
    });
    try {
      return await Promise.any(waits);
    } catch (error) {
      // A feed that fails is not one in which nothing happens.
      const failed = (error as AggregateError).errors.find((each) => each !== QUIET);
      if (failed !== undefined && !signal.aborted) throw failed;
      return false;
    } finally {
      over.abort();
      signal.removeEventListener('abort', end);
    }
  }

  const pull: Ledger['pull'] = async (subject, given, limit, { ms, signal }) => {
    const course = await courseOf(subject);
    const known = readCursor(given, course.shards.length);
    const begin = course.shards.map((_, index) => known?.[index]);
    let pages = await pagesOf(course, begin, limit);
    const lost = pages.some((page) => page.lost);
    // One feed that is another one makes the whole begin anew: the client throws its copy away.
    if (lost) pages = await pagesOf(course, [], limit);
    let before: readonly (Position | undefined)[] = lost ? [] : begin;
    const nothing = course.shards.length > 0 && pages.every(({ refs }) => refs.length === 0);
    if (ms && nothing && (await changed(course, pages, ms, signal))) {
      before = pages;
      pages = await pagesOf(course, pages, limit);
    }
    const { refs, positions, cut } = firstOf(pages, before, limit);
    return {
      events: await entriesOf(subject, refs),
      cursor: writeCursor(positions),
      more: cut || pages.some((page) => page.refs.length === limit),
      reset: (given !== '' && known === undefined) || lost,
    };
  };

  /** What the references of a page stand for, each order asked once. */
  async function entriesOf(subject: Subject, refs: FeedPage['refs']): Promise<WireEntry[]> {
    const ranges = new Map<string, { from: number; to: number }>();
    for (const [order, seq] of refs) {
      const { from = seq, to = seq } = ranges.get(order) ?? {};
      ranges.set(order, { from: Math.min(from, seq), to: Math.max(to, seq) });
    }
    const found = new Map<string, WireEntry>();
    const waiting = [...ranges];
    const hand = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [order, { from, to }] = next;
        for (const entry of await objects.order(order).entries(subject, from, to))
          found.set(`${entry.seq} ${order}`, entry);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, hand));
    return refs.map(([order, seq]) => {
      const entry = found.get(`${seq} ${order}`);
      if (!entry) throw new Error(`the feed knows an entry ${seq} that the order ${order} does not have`);
      return entry;
    });
  }

  async function watch(subject: Subject, told: () => void, signal: AbortSignal): Promise<void> {
    const course = await courseOf(subject);
    if (!course.shards.length) return;
    const ends = () => pagesOf(course, [], 0);
    let after: readonly Position[] = await ends();
    const turn = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          if (!(await changed(course, after, WATCH_MS, signal)) || signal.aborted) continue;
          after = await ends();
          told();
        } catch (error) {
          onError(error);
          await new Promise((resolve) => setTimeout(resolve, 1000));
        }
      }
    };
    void turn();
  }

  /** Asks the orders that a picture was announced to, one after the other, until one shows it. */
  async function find(kind: 'head' | 'get', subject: Subject, digest: string): Promise<Response> {
    if (!DIGEST.test(digest)) throw notFound();
    const places = await names.placesOf(digest);
    const own = places.filter((place) => place.subject === subject.id);
    const others = places.filter((place) => place.subject !== subject.id);
    // Somebody else's picture is only in a case that is shown, and never announced to those who see none of them.
    const orders = new Set([...own, ...others].map(({ order }) => order));
    for (const order of [...orders].slice(0, PLACES)) {
      const response = await objects.order(order).evidence({ kind, subject, digest });
      if (response.status !== 404) return response;
      await response.body?.cancel();
    }
    throw notFound();
  }

  const evidence: EvidenceDesk = {
    async create(subject, body) {
      const { order, digest } = readAnnouncement(body);
      const call: EvidenceCall = { kind: 'create', subject, body };
      const response = await objects.order(order).evidence(call);
      if (response.ok) await names.place(digest, subject.id, order);
      return response;
    },
    async patch(subject, digest, request) {
      const places = DIGEST.test(digest) ? await names.placesOf(digest) : [];
      const own = places.find((place) => place.subject === subject.id);
      if (!own) throw notFound();
      return objects.order(own.order).evidence({ kind: 'patch', subject, digest, request });
    },
    head: (subject, digest) => find('head', subject, digest),
    get: (subject, digest) => find('get', subject, digest),
  };

  return {
    pull,
    watch,
    evidence,
    bind: (replica, subject, now) => names.bind(replica, subject, now),
    async decide(command, from, now) {
      const [first, claimedBy] = await Promise.all([
        names.claim(`command:${command.id}`, command.order),
        names.claim(`case:${command.case}`, command.order),
      ]);
      if (first !== command.order) throw new IdReused(command.id);
      return objects.order(command.order).decide(command, from, now, claimedBy);
    },
    async order(subject, id, from) {
      const log = await objects.order(id).log(subject, from);
      return log && { order: id, events: log.events, head: log.head };
    },
    async heads(subject) {
      const { shards, scope } = await courseOf(subject);
      const heads = await Promise.all(shards.map((shard) => objects.feed(shard).heads(scope)));
      return heads.flat().sort(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}

/** As much of the feeds' pages as one answer holds, and where it ends in each. */
function firstOf(
  pages: readonly FeedPage[],
  before: readonly (Position | undefined)[],
  limit: number,
): { refs: FeedPage['refs']; positions: Position[]; cut: boolean } {
  const refs: FeedPage['refs'][number][] = [];
  let cut = false;
  const positions = pages.map((page, index) => {
    const taken = page.refs.slice(0, limit - refs.length);
    refs.push(...taken);
    if (taken.length === page.refs.length) return { epoch: page.epoch, at: page.at };
    cut = true;
    return { epoch: page.epoch, at: taken.at(-1)?.[2] ?? before[index]?.at ?? 0 };
  });
  return { refs, positions, cut };
}
