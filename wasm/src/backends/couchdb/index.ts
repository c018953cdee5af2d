// `aftersale/backends/couchdb`: case-sync/1 over databases of the CouchDB protocol, with every event as a document to replicate.

import { createFront, type FrontOptions } from '../../server/front.js';
import { createLoop } from '../../server/loop.js';
import type { OrderRecord } from '../../server/ports.js';
import { createObjectsLedger } from '../objects/ledger.js';
import {
  type CouchDatabase,
  type CouchDocument,
  type CouchOptions,
  createCouchDatabase,
} from './database.js';
import { type EventDocument, type OrderDocument, orderId } from './documents.js';
import { MemoryFeed } from './feed.js';
import { createNames } from './names.js';
import { Orders, type OrdersOptions, type Seat } from './orders.js';
import { Publisher } from './publisher.js';

export type { CouchOptions } from './database.js';
export type { EventDocument } from './documents.js';

export interface CouchBackendOptions extends OrdersOptions, FrontOptions {
  /** What the server decides over: nobody else reads or writes it. */
  readonly state: CouchOptions;
  /** Every event as a document: for the shop's other systems to replicate. Nobody else writes it. */
  readonly events: CouchOptions;
  /** A database for a customer's own devices, with what the customer may see; none unless told. Nobody else writes it. */
  readonly eventsOf?: (subject: string) => CouchOptions | undefined;
}

export interface CouchBackend {
  /** Answers the requests under `base`. */
  fetch(request: Request): Promise<Response>;
  /** Takes an order in, or its newer state. */
  putOrder(record: OrderRecord): Promise<void>;
  /** Erases who an order is about: the words of every case, all evidence, and the buyer in the order's record. */
  eraseOrder(id: string, reason?: string): Promise<boolean>;
  /** Works off what is due once: deadlines, effects, events that could not be written. */
  work(): Promise<void>;
  /** Does so every `ms`, and after each push, until the function that it returns is called. */
  start(ms?: number): () => void;
}

/** Opens the backend: it reads what there is, and has to be the only one who writes. */
export async function createCouchBackend(options: CouchBackendOptions): Promise<CouchBackend> {
  const { onError = () => {} } = options;
  const state = createCouchDatabase(options.state);
  const events = createCouchDatabase(options.events);
  await Promise.all([state.open(), events.open()]);

  const feed = new MemoryFeed(await epochOf(state));
  const publisher = new Publisher(events, feed, ownDatabases(options.eventsOf));
  // It was decided in any case; what could not be written is written by the next round.
  const orders = new Orders(state, options, (written) => publisher.publish(written).catch(onError));

  const places = new Map<string, number[]>();
  for (const { n, entry } of await events.startingWith<EventDocument>('')) {
    if (!entry) continue;
    const known = places.get(entry.order) ?? [];
    known[entry.seq - 1] = n;
    places.set(entry.order, known);
  }
  const behind: { id: string; seat: Seat }[] = [];
  for (const document of await state.startingWith<OrderDocument>(orderId(''))) {
    const id = document._id.slice(orderId('').length);
    const seat = orders.opened(id, document);
    const notice = await seat.desk.notice();
    if (!notice) continue;
    const known = places.get(id) ?? [];
    const hole = known.findIndex((n) => !n);
    const there = hole < 0 ? known : known.slice(0, hole);
    feed.take(notice, there);
    if (there.length < notice.head.seq) behind.push({ id, seat });
  }
  feed.sort();
  for (const each of behind) await publisher.publish({ ...each, rewritten: true }).catch(onError);

  async function work(): Promise<void> {
    await publisher.flush();
    await orders.work();
  }
  const { start, nudge } = createLoop(work, onError, options.timers);
  const objects = {
    order: (id: string) => orders.port(id),
    feed: () => feed,
    names: createNames(state),
    feeds: 1,
  };
  const ledger = createObjectsLedger(objects, onError);
  const decided = async (touched: ReadonlySet<string>): Promise<void> => {
    if (touched.size) nudge();
  };
  return {
    fetch: createFront({ ...ledger, decided }, options),
    putOrder: (record) => orders.port(record.id).put(record),
    eraseOrder: (id, reason = 'asked_for') => orders.port(id).erase(reason),
    work,
    start,
  };
}

/** Tells this database from another one, so that cursors of another one are recognised. */
async function epochOf(state: CouchDatabase): Promise<string> {
  const _id = 'aftersale:meta';
  const known = await state.get<CouchDocument & { epoch: string }>(_id);
  if (known) return known.epoch;
  const epoch = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  if (await state.put({ _id, epoch })) return epoch;
  return epochOf(state);
}

/** The customers' databases, each made when it is first needed. */
function ownDatabases(
  eventsOf: CouchBackendOptions['eventsOf'],
): (subject: string) => Promise<CouchDatabase | undefined> {
  const known = new Map<string, CouchDatabase>();
  return async (subject) => {
    const there = known.get(subject);
    const options = there ? undefined : eventsOf?.(subject);
    if (!options) return there;
    const database = createCouchDatabase(options);
    await database.open();
    known.set(subject, database);
    return database;
  };
}
