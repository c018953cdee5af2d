import { createOffice } from '../../server/backend.js';
import type { Sender } from '../../server/decide.js';
import type { OrderRecord, Store, Subject } from '../../server/ports.js';
import { notFound } from '../../server/problems.js';
import type { WireCommand } from '../../sync/protocol.js';
import { createOrderDesk, type OrderDesk } from '../objects/order.js';
import { shardOf } from '../objects/shards.js';
import { answer, call } from './calls.js';
import { type DurableOptions, feedName, SHARDS } from './options.js';
import type { DurableState, DurableStorage } from './platform.js';
import { createDurableStore, isOpened } from './store.js';

/** When an order tries again to tell its feed. */
const RETRY_MS = 2000;

/** One order: its log, its receipts, its evidence, what is due on it, and the code that decides. */
export class OrderObject {
  readonly #storage: DurableStorage;
  readonly #options: DurableOptions;
  readonly #onError: (error: unknown) => void;
  #opened: { desk: OrderDesk; work: () => Promise<void> } | undefined;

  constructor(state: DurableState, options: DurableOptions) {
    this.#storage = state.storage;
    this.#options = options;
    this.#onError = options.onError ?? (() => {});
  }

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/evidence/')) return this.#evidence(url, request);
    return answer(this.#methods, request, this.#onError);
  }

  readonly #methods = {
    decide: async (asked: { command: WireCommand; from: Sender; now: number; claimedBy: string }) => {
      const { desk } = this.#open(asked.command.order);
      const receipt = await desk.decide(asked.command, asked.from, asked.now, asked.claimedBy);
      if (receipt.st === 'applied') await this.#settle(desk);
      return receipt;
    },
    log: ({ order, subject, from }: { order: string; subject: Subject; from: number }) =>
      this.#known(order)?.log(subject, from),
    entries: (asked: { order: string; subject: Subject; from: number; to: number }) =>
      this.#known(asked.order)?.entries(asked.subject, asked.from, asked.to) ?? [],
    put: ({ record }: { record: OrderRecord }) => this.#open(record.id).desk.put(record),
    erase: async ({ order, reason }: { order: string; reason: string }) => {
      const desk = this.#known(order);
      const erased = (await desk?.erase(reason)) ?? false;
      if (desk && erased) await this.#settle(desk);
      return erased;
    },
  };

  /** Deadlines, effects, and what the feed has not heard yet. */
  async alarm(): Promise<void> {
    if (!isOpened(this.#storage)) return;
    const [row] = [...this.#storage.sql.exec('SELECT id FROM order_doc')];
    if (!row) return;
    const { desk, work } = this.#open(row.id);
    await work();
    await this.#settle(desk);
  }

  async #evidence(url: URL, request: Request): Promise<Response> {
    const { order, subject, digest } = Object.fromEntries(url.searchParams) as Record<string, string>;
    const desk = this.#known(order as string);
    if (!desk) return notFound().toResponse();
    const who = JSON.parse(subject as string) as Subject;
    const kind = url.pathname.slice('/evidence/'.length) as 'create' | 'patch' | 'head' | 'get';
    try {
      if (kind === 'create') {
        const body = (await request.json()) as Record<string, unknown>;
        return await desk.evidence({ kind, subject: who, body });
      }
      return await desk.evidence({ kind, subject: who, digest: digest as string, request });
    } catch (error) {
      this.#onError(error);
      throw error;
    }
  }

  /** Of an order that was put here, or that somebody has named. */
  #open(order: string): { desk: OrderDesk; work: () => Promise<void> } {
    if (this.#opened) return this.#opened;
    const store = createDurableStore(this.#storage);
    const office = createOffice(this.#officeOptions(store), store);
    this.#opened = { desk: createOrderDesk(order, office, store), work: office.work };
    return this.#opened;
  }

  /** Asking does not make an object. */
  #known(order: string): OrderDesk | undefined {
    return isOpened(this.#storage) ? this.#open(order).desk : undefined;
  }

  #officeOptions(store: Store) {
    const { webhooks, ...options } = this.#options;
    return { ...options, ...(webhooks ? { webhooks: webhooks(store) } : {}) };
  }

  /** Tells the feed, so that whoever pulls now finds it, and sees to it that the object wakes when something is due. */
  async #settle(desk: OrderDesk): Promise<void> {
    const { feeds, shards = SHARDS } = this.#options;
    const notice = await desk.notice();
    const behind = notice !== undefined && notice.head.seq > this.#published;
    // Before the feed is told: should this object end in between, the alarm tells it.
    await this.#arm(behind);
    if (!behind) return;
    try {
      await call(feeds, feedName(shardOf(notice.subject, shards)), 'append', notice);
      this.#published = notice.head.seq;
      await this.#arm(this.#published < notice.head.seq);
    } catch (error) {
      // It was decided in any case.
      this.#onError(error);
    }
  }

  get #published(): number {
    const [row] = [...this.#storage.sql.exec("SELECT value FROM durable WHERE name = 'published'")];
    return Number(row?.value ?? 0);
  }

  set #published(seq: number) {
    if (seq > this.#published)
      this.#storage.sql.exec("INSERT OR REPLACE INTO durable VALUES ('published', ?)", seq);
  }

  async #arm(behind: boolean): Promise<void> {
    const { clock = Date.now } = this.#options;
    const [row] = [
      ...this.#storage.sql.exec(
        'SELECT min(due) AS due FROM (SELECT due FROM deadline UNION ALL SELECT next FROM outbox WHERE done IS NULL)',
      ),
    ];
    // The backend's clock says what is due, the platform's when it wakes.
    const due = row?.due === null ? undefined : Math.max(0, Number(row?.due) - clock());
    const wait = behind ? Math.min(due ?? RETRY_MS, RETRY_MS) : due;
    const known = await this.#storage.getAlarm();
    if (wait === undefined) {
      if (known !== null) await this.#storage.deleteAlarm();
      return;
    }
    const at = Date.now() + wait;
    if (known === null || Math.abs(known - at) > 50) await this.#storage.setAlarm(at);
  }
}
