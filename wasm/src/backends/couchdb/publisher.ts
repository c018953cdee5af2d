import type { CouchDatabase } from './database.js';
import { changes, type EventDocument, eventId, isSame } from './documents.js';
import type { MemoryFeed } from './feed.js';
import type { Written } from './orders.js';

/**
 * Writes the events down, one document each, after they were decided. One batch at a time, so that places follow the order in
 * which they can be read; what could not be written stays in front and keeps its place.
 */
export class Publisher {
  readonly #events: CouchDatabase;
  readonly #feed: MemoryFeed;
  readonly #ownOf: (subject: string) => Promise<CouchDatabase | undefined>;
  #pending = new Map<string, Written>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    events: CouchDatabase,
    feed: MemoryFeed,
    ownOf: (subject: string) => Promise<CouchDatabase | undefined>,
  ) {
    this.#events = events;
    this.#feed = feed;
    this.#ownOf = ownOf;
  }

  /** Resolves when it can be read. */
  publish(written: Written): Promise<void> {
    const before = this.#pending.get(written.id);
    this.#pending.set(written.id, {
      ...written,
      rewritten: written.rewritten || before?.rewritten === true,
    });
    return this.flush();
  }

  /** Tries again what could not be written. */
  flush(): Promise<void> {
    const going = this.#last.then(() => this.#batch());
    this.#last = going.catch(() => undefined);
    return going;
  }

  async #batch(): Promise<void> {
    const batch = [...this.#pending.values()];
    if (!batch.length) return;
    let n = this.#feed.next;
    const fresh: EventDocument[] = [];
    for (const { seat } of batch) {
      for (const entry of seat.store.book.log) {
        if (entry.seq <= this.#feed.seen(entry.order)) continue;
        fresh.push({ _id: eventId(entry.order, entry.seq), type: 'event', n: n++, entry });
      }
    }
    const taken = await this.#events.putAll(fresh);
    // An attempt whose answer was lost has written them.
    if (taken.length) await this.#adopt(fresh.filter(({ _id }) => taken.includes(_id)));
    for (const { id, rewritten, seat } of batch) if (rewritten) await this.#rewrite(id, seat);
    for (const written of batch) await this.#mirror(written);
    for (const written of batch) {
      if (this.#pending.get(written.id) === written) this.#pending.delete(written.id);
      const notice = await written.seat.desk.notice();
      const own = fresh.filter(({ entry }) => entry.order === written.id);
      if (notice)
        this.#feed.take(
          notice,
          own.map((document) => document.n),
        );
    }
  }

  async #adopt(documents: readonly EventDocument[]): Promise<void> {
    for (const document of documents) {
      const there = await this.#events.get<EventDocument>(document._id);
      if (!there || !isSame(there.entry, document.entry))
        throw new Error(`somebody else has written the event ${document._id}`);
      // Another round gave it another place; nobody has seen it there, since a round counts as a whole.
      if (there.n !== document.n) await put(this.#events, [{ ...there, n: document.n }]);
    }
  }

  /** What was erased is erased here as well; the databases forget older revisions when they are compacted. */
  async #rewrite(id: string, { store }: Written['seat']): Promise<void> {
    const there = await this.#ofOrder(this.#events, id);
    const places = new Map(there.map(({ _id, n }) => [_id, n]));
    const wanted = store.book.log.map((entry): EventDocument => {
      const _id = eventId(id, entry.seq);
      return { _id, type: 'event', n: places.get(_id) ?? 0, entry };
    });
    await put(this.#events, changes(wanted, there));
  }

  /** The customer's own database has what the customer may see: who has become a party since gets the whole case. */
  async #mirror({ id, seat }: Written): Promise<void> {
    const record = seat.store.book.orders.find((each) => each.id === id);
    const own = record && (await this.#ownOf(record.subject));
    if (!own) return;
    const subject = { id: record.subject, role: 'customer' } as const;
    const entries = await seat.desk.entries(subject, 1, Number.MAX_SAFE_INTEGER);
    const wanted = entries.map(
      (entry): EventDocument => ({ _id: eventId(id, entry.seq), type: 'event', n: entry.seq, entry }),
    );
    await put(own, changes(wanted, await this.#ofOrder(own, id)));
  }

  /** Ids of orders may hold colons, so that one may begin like another. */
  async #ofOrder(database: CouchDatabase, id: string): Promise<EventDocument[]> {
    const found = await database.startingWith<EventDocument>(`${id}:`);
    return found.filter(({ entry }) => entry?.order === id);
  }
}

async function put(database: CouchDatabase, documents: readonly EventDocument[]): Promise<void> {
  const taken = await database.putAll(documents);
  if (taken.length) throw new Error(`somebody else has written ${taken.join(', ')}`);
}
