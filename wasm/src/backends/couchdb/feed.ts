import type { Scope } from '../../server/ports.js';
import type { Head } from '../../sync/chain.js';
import type { Heads } from '../../sync/protocol.js';
import type { FeedPage, FeedPort, Notice, Position } from '../objects/ports.js';

interface Known {
  readonly subject: string;
  readonly head: Head;
  readonly parties: ReadonlySet<string>;
}

type Ref = readonly [order: string, seq: number, at: number];

/** In which order events were written, in memory: the server is the only one who writes, and reads them all when it starts. */
export class MemoryFeed implements FeedPort {
  readonly #epoch: string;
  readonly #orders = new Map<string, Known>();
  readonly #refs: Ref[] = [];
  readonly #own = new Map<string, Ref[]>();
  readonly #waiting = new Set<() => void>();
  #seen = new Map<string, number>();

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  /** The place that the next event gets. */
  get next(): number {
    return (this.#refs.at(-1)?.[2] ?? 0) + 1;
  }

  /** How far an order's log is known here. */
  seen(order: string): number {
    return this.#seen.get(order) ?? 0;
  }

  async append({ order, subject, head, parties }: Notice): Promise<void> {
    const places = Array.from({ length: Math.max(0, head.seq - this.seen(order)) }, (_, i) => this.next + i);
    this.take({ order, subject, head, parties }, places);
  }

  /** Takes in what was written at these places. */
  take({ order, subject, head, parties }: Notice, places: readonly number[]): void {
    this.#orders.set(order, { subject, head, parties: new Set(parties) });
    const own = this.#own.get(subject) ?? [];
    this.#own.set(subject, own);
    let seq = this.seen(order);
    for (const at of places) {
      const ref: Ref = [order, ++seq, at];
      this.#refs.push(ref);
      own.push(ref);
    }
    this.#seen.set(order, seq);
    for (const look of [...this.#waiting]) look();
  }

  /** After all of them were taken in, in whatever order. */
  sort(): void {
    for (const refs of [this.#refs, ...this.#own.values()]) refs.sort(([, , a], [, , b]) => a - b);
  }

  async page(after: Position | undefined, limit: number, scope: Scope): Promise<FeedPage> {
    const epoch = this.#epoch;
    const last = this.next - 1;
    if (limit === 0) return { epoch, refs: [], at: last, lost: false };
    const lost = after !== undefined && (after.epoch !== epoch || after.at > last);
    const from = after === undefined || lost ? 0 : after.at;
    const refs: Ref[] = [];
    const all = scope.subject === undefined ? this.#refs : (this.#own.get(scope.subject) ?? []);
    for (let i = firstAfter(all, from); i < all.length && refs.length < limit; i++) {
      const ref = all[i] as Ref;
      if (this.#within(scope, ref[0])) refs.push(ref);
    }
    return { epoch, refs, at: refs.at(-1)?.[2] ?? from, lost };
  }

  async heads(scope: Scope): Promise<Heads> {
    const heads: (readonly [string, number, string])[] = [];
    for (const [order, { head }] of this.#orders)
      if (head.seq > 0 && this.#within(scope, order)) heads.push([order, head.seq, head.h]);
    return heads.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async wait(after: Position, scope: Scope, ms: number, signal: AbortSignal): Promise<boolean> {
    const there = async (): Promise<boolean> => {
      const { refs, lost } = await this.page(after, 1, scope);
      return lost || refs.length > 0;
    };
    if (await there()) return true;
    return new Promise((resolve) => {
      const end = (value: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(value);
      };
      const look = (): void => void there().then((found) => found && end(true));
      const timer = setTimeout(end, ms, false);
      signal.addEventListener('abort', () => end(false), { once: true });
      this.#waiting.add(look);
      // What came between the look and the waiting.
      look();
    });
  }

  #within({ subject, order, parties }: Scope, id: string): boolean {
    const known = this.#orders.get(id);
    if (!known || (order !== undefined && order !== id)) return false;
    if (subject !== undefined && known.subject !== subject) return false;
    return !parties || parties.some((name) => known.parties.has(name));
  }
}

/** Where the references after a place begin. */
function firstAfter(refs: readonly Ref[], place: number): number {
  let low = 0;
  let high = refs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((refs[middle] as Ref)[2] > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
