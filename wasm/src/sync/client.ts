import type { CommandType } from '../generated/types.js';
import { Alarm, Backoff } from './backoff.js';
import { HeadCheck } from './heads.js';
import { browser, type Channel, chance, newId, type Platform } from './platform.js';
import { type FinalReceipt, type JsonObject, LIMITS, type Receipt, type WireCommand } from './protocol.js';
import { nextPage } from './pull.js';
import { evidenceOf, nextBatch, untilUnparked } from './queue.js';
import { sha256 } from './sha256.js';
import { type Apply, type CaseState, project } from './state.js';
import {
  type Changes,
  type Contents,
  createIdbStorage,
  type OutboxItem,
  type SyncStorage,
} from './storage.js';
import { createTransport, type Transport, TransportError, type TransportOptions } from './transport.js';

/** The command could not be kept on this device. It was not sent either. */
export class NotSavedError extends Error {
  override readonly name = 'NotSavedError';
  readonly code = 'not_saved';
}

export interface SyncOptions extends TransportOptions {
  /** Whose queue this is. Each subject has a storage of its own, so that nobody sends what another has left behind. */
  readonly subject: string;
  /** Replays pending commands with the core on this device. */
  readonly apply?: Apply;
  readonly storage?: SyncStorage;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Called once when the backend no longer knows who this is; true when that was mended. */
  readonly reauthenticate?: () => Promise<boolean>;
  /** Where this runs; a browser unless told. */
  readonly platform?: Platform;
}

export interface Submission {
  readonly order: string;
  /** Absent: a new case. */
  readonly case?: string;
  readonly type: CommandType;
  readonly data?: JsonObject;
  /** The hash of the quote that the person saw. */
  readonly quote?: string;
  /** The photos that the data names. */
  readonly evidence?: readonly Blob[];
}

export type Hold = 'signed_out' | 'replica_bound' | 'update_needed';

export interface SyncStatus {
  /** Whether the last request reached the backend. */
  readonly online: boolean;
  /** How many commands are not settled. */
  readonly waiting: number;
  /** Why nothing is sent until somebody does something; the queue is kept. */
  readonly hold?: Hold;
  /** Whether this tab does the sending for all tabs. */
  readonly leader: boolean;
  /** Milliseconds since 1970. */
  readonly pulledAt?: number;
}

export interface SyncClient {
  readonly status: SyncStatus;
  /** All cases that this device knows, confirmed or pending. */
  cases(): readonly CaseState[];
  case(id: string): CaseState | undefined;
  /** Resolves when the command is on the disk, with the ids that it will keep for ever. */
  submit(submission: Submission): Promise<{ id: string; case: string }>;
  /** Takes a refused command off the list. What is not settled cannot be taken off. */
  dismiss(command: string): Promise<void>;
  /** Tries everything now. */
  retry(): void;
  /** What is not settled, to be kept elsewhere. */
  export(): readonly WireCommand[];
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

const PARK_AFTER = 3;
const PARK_MS = 5 * 60_000;
const POLL_MS = 20_000;
const SILENCE_MS = 5_000;

type Message = { type: 'changed' | 'work' | 'ping' | 'pong' } | { type: 'sending'; ids: string[] };

/** Opens the queue of a subject on this device and keeps it in step with the backend. */
export async function createSync(options: SyncOptions): Promise<SyncClient> {
  const name = `aftersale-sync:${options.url}:${options.subject}`;
  const { platform = browser(), clock = Date.now } = options;
  const storage = options.storage ?? createIdbStorage(name, () => newId(platform, clock()));
  const client = new Client({ ...options, platform, clock }, name, storage);
  await client.load();
  client.run();
  return client;
}

class Client implements SyncClient {
  readonly #options: SyncOptions;
  readonly #platform: Platform;
  readonly #name: string;
  readonly #storage: SyncStorage;
  readonly #transport: Transport;
  readonly #clock: () => number;
  readonly #channel: Channel | undefined;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #send: Alarm;
  readonly #pull: Alarm;
  readonly #uploaded = new Set<string>();
  readonly #check = new HeadCheck(() => this.#pull.ring());
  #patience = new AbortController();
  #contents: Contents = { replica: '', cursor: '', items: [], entries: [], heads: [] };
  #cases: CaseState[] = [];
  #sending = new Set<string>();
  #status: SyncStatus = { online: true, waiting: 0, leader: false };
  #asked = false;
  #heardAt = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    options: SyncOptions & Required<Pick<SyncOptions, 'platform' | 'clock'>>,
    name: string,
    storage: SyncStorage,
  ) {
    this.#options = options;
    this.#platform = options.platform;
    this.#send = new Alarm(this.#platform);
    this.#pull = new Alarm(this.#platform);
    this.#name = name;
    this.#storage = storage;
    this.#clock = options.clock;
    this.#transport = createTransport(options);
    this.#channel = this.#platform.channel?.(name);
    if (this.#channel) this.#channel.onmessage = ({ data }) => void this.#heard(data as Message);
  }

  get status(): SyncStatus {
    return this.#status;
  }

  cases(): readonly CaseState[] {
    return this.#cases;
  }

  case(id: string): CaseState | undefined {
    return this.#cases.find((each) => each.id === id);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async submit(submission: Submission): Promise<{ id: string; case: string }> {
    const { order, type, data = {}, quote, evidence = [] } = submission;
    const now = this.#clock();
    const id = newId(this.#platform, now);
    const caseId = submission.case ?? newId(this.#platform, now);
    const current = this.case(caseId);
    const open = current?.pending.filter(({ receipt }) => !receipt).at(-1);
    const command: WireCommand = {
      id,
      order,
      case: caseId,
      t: `return.${type}`,
      v: 1,
      base: current?.projected.events.length ?? 0,
      ...(open ? { dep: open.id } : {}),
      at: new Date(now).toISOString(),
      ...(quote === undefined ? {} : { quote }),
      p: data,
    };
    const blobs = await Promise.all(
      evidence.map(async (blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        return { sha256: sha256(bytes), order, type: blob.type, bytes, done: false };
      }),
    );
    try {
      await this.#storage.write({ add: [{ id, command, savedAt: command.at, attempts: 0 }], blobs });
    } catch (cause) {
      throw new NotSavedError('this could not be kept on this device', { cause });
    }
    await this.load();
    this.#tell({ type: 'changed' });
    this.#wake();
    return { id, case: caseId };
  }

  async dismiss(command: string): Promise<void> {
    const item = this.#contents.items.find(({ id }) => id === command);
    if (item?.receipt?.st === 'rejected') await this.#write({ remove: [command] });
  }

  retry(): void {
    this.#wake();
  }

  export(): readonly WireCommand[] {
    return this.#contents.items.filter(({ receipt }) => !receipt).map(({ command }) => command);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running.catch(() => {});
    this.#channel?.close();
    this.#storage.close();
  }

  /** Takes up what is in the storage, also what other tabs have written. */
  async load(): Promise<void> {
    this.#contents = await this.#storage.read();
    this.#refresh();
  }

  /** Sends and pulls for as long as this tab is the one that does so. */
  run(): void {
    const wake = (): void => this.#wake();
    const { signal } = this.#closing;
    globalThis.addEventListener?.('online', wake, { signal });
    globalThis.document?.addEventListener('visibilitychange', wake, { signal });
    this.#running = this.#lead(signal);
    if (this.#platform.locks) void this.#watch(signal);
    // A tab may have ended right after it kept a command, before it could tell the one that sends.
    if (this.#status.waiting) this.#tell({ type: 'changed' });
  }

  /** Waits for the lock that only one tab holds; without locks every tab sends, which ids and receipts make harmless. */
  async #lead(signal: AbortSignal): Promise<void> {
    const { locks } = this.#platform;
    let steal = false;
    while (!signal.aborted) {
      const turn = new AbortController();
      const patience = new AbortController();
      this.#patience = patience;
      const work = async (): Promise<void> => {
        this.#setStatus({ leader: true });
        await this.load();
        const both = AbortSignal.any([signal, turn.signal]);
        await Promise.all([this.#sendLoop(both), this.#pullLoop(both), this.#pokeLoop(both)]);
      };
      try {
        if (!locks) await work();
        else if (steal) await locks.request(this.#name, { steal: true }, work);
        else await locks.request(this.#name, { signal: AbortSignal.any([signal, patience.signal]) }, work);
      } catch (error) {
        // Another tab took over because this one was silent, or this one has waited long enough. Else it is the disk.
        if ((error as { name?: unknown } | undefined)?.name !== 'AbortError')
          await new Alarm(this.#platform).wait(1000, signal);
      }
      steal = patience.signal.aborted;
      turn.abort();
      this.#setStatus({ leader: false, hold: undefined }); // Who does not ask cannot know of a hold.
    }
  }

  /** A tab that the browser has frozen keeps its lock. When it does not answer, the one in front takes over. */
  async #watch(signal: AbortSignal): Promise<void> {
    const idle = new Alarm(this.#platform);
    while (!signal.aborted) {
      await idle.wait(SILENCE_MS, signal);
      if (this.#status.leader || globalThis.document?.visibilityState === 'hidden') continue;
      // Where tabs cannot answer each other, only work that waits is a reason.
      if (!this.#channel && !this.#status.waiting) continue;
      const asked = this.#clock();
      this.#tell({ type: 'ping' });
      await idle.wait(SILENCE_MS, signal);
      if (!signal.aborted && !this.#status.leader && this.#heardAt < asked) this.#patience.abort();
    }
  }

  async #heard(message: Message): Promise<void> {
    if (message.type === 'changed') await this.load();
    if (message.type === 'changed' || message.type === 'work') this.#wake(false);
    if (message.type === 'ping' && this.#status.leader) this.#tell({ type: 'pong' });
    if (message.type === 'pong') this.#heardAt = this.#clock();
    if (message.type === 'sending') {
      this.#sending = new Set(message.ids);
      this.#refresh();
    }
  }

  #wake(tell = true): void {
    this.#send.ring();
    this.#pull.ring();
    if (tell) this.#tell({ type: 'work' });
  }

  #tell(message: Message): void {
    if (!this.#closing.signal.aborted) this.#channel?.postMessage(message);
  }

  async #write(changes: Changes): Promise<boolean> {
    const written = await this.#storage.write(changes);
    await this.load();
    if (written) this.#tell({ type: 'changed' });
    return written;
  }

  #refresh(): void {
    const { entries, items } = this.#contents;
    this.#cases = project(entries, items, this.#sending, this.#options.apply);
    this.#setStatus({ waiting: items.filter(({ receipt }) => !receipt).length });
  }

  #setStatus(change: Partial<Omit<SyncStatus, 'hold'>> & { hold?: Hold | undefined }): void {
    const { hold, ...rest } = { ...this.#status, ...change };
    this.#status = { ...rest, ...(hold ? { hold } : {}) };
    for (const listener of [...this.#listeners]) listener();
  }

  #backoff(base?: number): Backoff {
    return new Backoff({ ...(base === undefined ? {} : { base }), random: () => chance(this.#platform) });
  }

  #mark(ids: string[]): void {
    this.#sending = new Set(ids);
    this.#tell({ type: 'sending', ids });
    this.#refresh();
  }

  // Sending

  async #sendLoop(signal: AbortSignal): Promise<void> {
    const backoff = this.#backoff();
    let size: number = LIMITS.commands;
    while (!signal.aborted) {
      const batch = nextBatch(this.#contents.items, this.#clock(), size);
      if (!batch.length) {
        await this.#send.wait(untilUnparked(this.#contents.items, this.#clock()), signal);
        continue;
      }
      let wait = 0;
      try {
        this.#mark(batch.map(({ id }) => id));
        for (const item of batch) await this.#uploadFor(item, signal);
        const { receipts } = await this.#transport.push(
          this.#contents.replica,
          batch.map(({ command }) => command),
          signal,
        );
        wait = await this.#settle(receipts);
        size = LIMITS.commands;
        backoff.reset();
        this.#setStatus({ online: true, hold: undefined });
        this.#asked = false;
      } catch (error) {
        if (signal.aborted) break;
        const plan = await this.#afterFailure(error, batch, backoff);
        if (plan.halve) size = Math.max(1, Math.floor(batch.length / 2));
        wait = plan.wait;
      } finally {
        this.#mark([]);
      }
      if (wait) await this.#send.wait(wait, signal);
    }
  }

  async #uploadFor({ command }: OutboxItem, signal: AbortSignal): Promise<void> {
    for (const digest of evidenceOf(command)) {
      if (this.#uploaded.has(digest)) continue;
      const blob = await this.#storage.blob(digest);
      if (blob && !blob.done) {
        await this.#transport.upload(blob, signal);
        await this.#storage.write({ blobs: [{ ...blob, done: true }] });
      }
      this.#uploaded.add(digest);
    }
  }

  /** Keeps the receipts; gives how long to wait before the next push. */
  async #settle(receipts: readonly Receipt[]): Promise<number> {
    const final = receipts.filter((receipt): receipt is FinalReceipt => receipt.st !== 'retry');
    if (final.length) await this.#write({ patch: final.map((receipt) => [receipt.id, { receipt }]) });
    if (final.some(({ st }) => st === 'applied')) this.#pull.ring();
    let wait = 0;
    for (const receipt of receipts) {
      if (receipt.st !== 'retry') continue;
      wait = Math.max(wait, receipt.after * 1000);
      for (const digest of receipt.blobs ?? []) {
        this.#uploaded.delete(digest);
        const blob = await this.#storage.blob(digest);
        if (blob?.done) await this.#storage.write({ blobs: [{ ...blob, done: false }] });
        if (blob) wait = Math.min(wait, 250);
      }
    }
    return wait;
  }

  /** Asks once who this is, when the backend no longer knows; true when that was mended. */
  async #identify(): Promise<boolean> {
    if (!this.#asked && this.#options.reauthenticate) {
      this.#asked = true;
      if (await this.#options.reauthenticate().catch(() => false)) return true;
    }
    this.#setStatus({ hold: 'signed_out' });
    return false;
  }

  /** What a failure means for the next attempt. Whatever it is, the commands stay. */
  async #afterFailure(
    error: unknown,
    batch: readonly OutboxItem[],
    backoff: Backoff,
  ): Promise<{ wait: number; halve?: true }> {
    if (!(error instanceof TransportError)) return { wait: backoff.next() };
    const { status, problem, after } = error;
    this.#setStatus({ online: status !== 0 });
    await this.#settle(problem?.receipts ?? []);
    const guilty = problem?.ids ?? (batch.length === 1 ? batch.map(({ id }) => id) : []);
    switch (status) {
      case 401:
        return { wait: (await this.#identify()) ? 0 : 30_000 };
      case 403:
        if (problem?.code === 'replica_bound') this.#setStatus({ hold: 'replica_bound' });
        return { wait: 60_000 };
      case 426:
        this.#setStatus({ hold: 'update_needed' });
        return { wait: 60_000 };
      case 400:
      case 413:
        if (batch.length > 1) return { wait: 0, halve: true };
        await this.#park(guilty, problem?.code ?? String(status));
        return { wait: 0 };
      case 422:
        await this.#park(guilty, problem?.code ?? String(status));
        return { wait: 0 };
      default:
        if (status >= 500 && guilty.length && status !== 503)
          await this.#blame(guilty, problem?.code ?? String(status));
        return { wait: Math.max(after ?? 0, backoff.next()) };
    }
  }

  async #park(ids: readonly string[], trouble: string): Promise<void> {
    const parkedUntil = this.#clock() + PARK_MS;
    await this.#write({ patch: ids.map((id) => [id, { parkedUntil, trouble }]) });
  }

  /** Counts failures that are a command's own; after a few it is parked so that it stops nobody else. */
  async #blame(ids: readonly string[], trouble: string): Promise<void> {
    const patch = this.#contents.items
      .filter(({ id }) => ids.includes(id))
      .map(({ id, attempts }): [string, Partial<OutboxItem>] => {
        const parked = attempts + 1 >= PARK_AFTER ? { parkedUntil: this.#clock() + PARK_MS } : {};
        return [id, { attempts: attempts + 1, trouble, ...parked }];
      });
    await this.#write({ patch });
  }

  // Pulling

  async #pullLoop(signal: AbortSignal): Promise<void> {
    const backoff = this.#backoff();
    while (!signal.aborted) {
      let wait = POLL_MS;
      try {
        while (await this.#pullOnce(signal));
        void this.#check.ask(this.#transport, this.#contents, this.#clock(), signal);
        backoff.reset();
        this.#asked = false;
        const known = this.#status.hold === 'signed_out' ? { hold: undefined } : {};
        this.#setStatus({ online: true, pulledAt: this.#clock(), ...known });
      } catch (error) {
        if (signal.aborted) break;
        const failed = error instanceof TransportError ? error : undefined;
        if (failed) this.#setStatus({ online: failed.status !== 0 });
        if (failed?.status === 401 && (await this.#identify())) continue;
        wait = Math.max(failed?.after ?? 0, backoff.next());
      }
      await this.#pull.wait(wait, signal);
    }
  }

  /** Takes in one page; true when there is another, or when another tab was quicker. */
  async #pullOnce(signal: AbortSignal): Promise<boolean> {
    const { changes, more } = await nextPage(this.#transport, this.#contents, this.#check, signal);
    return (changes !== undefined && !(await this.#write(changes))) || more;
  }

  async #pokeLoop(signal: AbortSignal): Promise<void> {
    const backoff = this.#backoff(1000);
    const pause = new Alarm(this.#platform);
    while (!signal.aborted) {
      try {
        await this.#transport.listen(() => {
          backoff.reset();
          this.#pull.ring();
        }, signal);
      } catch {
        // Pulling now and then goes on without it.
      }
      await pause.wait(backoff.next(), signal);
    }
  }
}
