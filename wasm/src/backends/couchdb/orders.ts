import { createOffice, type DecidingOptions, handlersOf, type Office } from '../../server/backend.js';
import { type BookStore, createBookStore } from '../../server/book-store.js';
import { type EffectResult, settleEffect } from '../../server/effects.js';
import type { OutboxRow, Store } from '../../server/ports.js';
import type { Webhooks } from '../../server/webhooks.js';
import type { LogEntry } from '../../sync/protocol.js';
import { createOrderDesk, type OrderDesk } from '../objects/order.js';
import type { OrderPort } from '../objects/ports.js';
import type { CouchDatabase } from './database.js';
import { type OrderDocument, orderId } from './documents.js';
import { createPieces } from './names.js';

export interface OrdersOptions extends Omit<DecidingOptions, 'webhooks'> {
  readonly clock?: () => number;
  readonly onError?: (error: unknown) => void;
  /** Other systems that are told what happens, from a store that holds the one order. */
  readonly webhooks?: (store: Store) => Webhooks;
}

/** An order as it was read, and what can be done with it. */
export interface Seat {
  readonly store: BookStore;
  readonly office: Office;
  readonly desk: OrderDesk;
}

/** What a write has changed of an order. */
export interface Written {
  readonly id: string;
  readonly seat: Seat;
  /** Entries that were there before and are others now. */
  readonly rewritten: boolean;
}

/** How often a decision is made anew because somebody else has written meanwhile; there should be nobody else. */
const TRIES = 5;
const LEASE_MS = 60_000;

/** The orders in their documents: one read, one decision, one write that counts only on what was read. */
export class Orders {
  readonly #state: CouchDatabase;
  readonly #options: OrdersOptions;
  readonly #clock: () => number;
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #due = new Map<string, number>();
  readonly #written: (written: Written) => Promise<void>;

  constructor(state: CouchDatabase, options: OrdersOptions, written: (written: Written) => Promise<void>) {
    this.#state = state;
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#written = written;
  }

  port(id: string): OrderPort {
    return {
      decide: (command, from, now, claimedBy) =>
        this.change(id, ({ desk }) => desk.decide(command, from, now, claimedBy)),
      put: (record) => this.change(id, ({ desk }) => desk.put(record)),
      erase: (reason) => this.change(id, ({ desk }) => desk.erase(reason)),
      log: (subject, from) => this.read(id, ({ desk }) => desk.log(subject, from)),
      entries: (subject, from, to) => this.read(id, ({ desk }) => desk.entries(subject, from, to)),
      evidence: (call) =>
        call.kind === 'create' || call.kind === 'patch'
          ? this.change(id, ({ desk }) => desk.evidence(call))
          : this.read(id, ({ desk }) => desk.evidence(call)),
    };
  }

  /** Takes in what an order's document says, when the server starts. */
  opened(id: string, document: OrderDocument): Seat {
    const seat = this.#seat(id, document);
    this.#remember(id, seat.store);
    return seat;
  }

  /** Of a document that nobody is about to write. */
  async read<T>(id: string, work: (seat: Seat) => Promise<T>): Promise<T> {
    return work(this.#seat(id, await this.#state.get<OrderDocument>(orderId(id))));
  }

  /** One after the other for each order; a write that comes too late is no write, and everything is done anew. */
  change<T>(id: string, work: (seat: Seat) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      for (let tries = 1; ; tries++) {
        const document = await this.#state.get<OrderDocument>(orderId(id));
        const seat = this.#seat(id, document);
        const before = seat.store.book.log;
        const result = await work(seat);
        if (seat.store.changed().length === 0) return result;
        const _rev = document?._rev;
        const next = { _id: orderId(id), ...(_rev ? { _rev } : {}), book: seat.store.book };
        if (await this.#state.put(next)) {
          this.#remember(id, seat.store);
          await this.#written({ id, seat, rewritten: isRewritten(before, seat.store.book.log) });
          return result;
        }
        if (tries === TRIES) throw new Error(`somebody else keeps writing the order ${id}`);
      }
    };
    const going = (this.#last.get(id) ?? Promise.resolve()).then(run, run);
    const settled = going
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(id) === settled) this.#last.delete(id);
      });
    this.#last.set(id, settled);
    return going;
  }

  /** Works off what is due: deadlines, then effects, whose claim is written before anything is done in the world. */
  async work(): Promise<void> {
    const now = this.#clock();
    const due = [...this.#due].filter(([, at]) => at <= now).map(([id]) => id);
    for (const id of due) {
      try {
        const rows = await this.change(id, async ({ store, office }) => {
          await office.fire();
          const { leaseMs = LEASE_MS } = this.#options;
          return store.transaction(async (tx) => tx.claimEffects(now, now + leaseMs, 20));
        });
        await Promise.all(rows.map((row) => this.#run(row)));
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  async #run(row: OutboxRow): Promise<void> {
    try {
      const done = (await this.#handle(row)) ?? undefined;
      await this.change(row.order, ({ store, office }) =>
        store.transaction(async (tx) => settleEffect(office.on, tx, row, done, this.#clock())),
      );
    } catch (error) {
      const wait = Math.min(3_600_000, 1000 * 2 ** Math.min(row.attempts, 12));
      await this.change(row.order, ({ store }) =>
        store.transaction(async (tx) => tx.effectFailed(row.key, this.#clock() + wait, String(error))),
      );
    }
  }

  async #handle(row: OutboxRow): Promise<EffectResult | undefined> {
    const { webhooks, ...options } = this.#options;
    return this.read(row.order, async ({ store }) => {
      const handlers = handlersOf({ ...options, ...(webhooks ? { webhooks: webhooks(store) } : {}) });
      return Object.hasOwn(handlers, row.kind) ? handlers[row.kind]?.(row) : undefined;
    });
  }

  #seat(id: string, document: OrderDocument | undefined): Seat {
    const { webhooks, ...options } = this.#options;
    const store = createBookStore('book', document?.book ?? {}, createPieces(this.#state, id));
    const office = createOffice({ ...options, ...(webhooks ? { webhooks: webhooks(store) } : {}) }, store);
    return { store, office, desk: createOrderDesk(id, office, store) };
  }

  #remember(id: string, { book }: BookStore): void {
    const waits = book.outbox.filter(({ done }) => done === null).map(({ next }) => next);
    const next = Math.min(...waits, ...book.deadlines.map(({ due }) => due));
    if (next === Number.POSITIVE_INFINITY) this.#due.delete(id);
    else this.#due.set(id, next);
  }

  #onError(error: unknown): void {
    this.#options.onError?.(error);
  }
}

/** An entry is replaced only by another object. */
const isRewritten = (before: readonly LogEntry[], after: readonly LogEntry[]): boolean =>
  before.some((entry, index) => after[index] !== entry);
