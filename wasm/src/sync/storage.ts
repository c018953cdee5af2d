import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Head } from './chain.js';
import type { FinalReceipt, LogEntry, WireCommand } from './protocol.js';
import { uuidv7 } from './uuid.js';

/** A command of this device that is not yet in the log. */
export interface OutboxItem {
  readonly id: string;
  /** Place in the queue. */
  readonly n: number;
  readonly command: WireCommand;
  readonly savedAt: string;
  readonly attempts: number;
  readonly receipt?: FinalReceipt;
  /** Set aside until then (milliseconds), since it keeps failing by itself; nothing is deleted. */
  readonly parkedUntil?: number;
  readonly trouble?: string;
}

export interface StoredBlob {
  readonly sha256: string;
  readonly order: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly done: boolean;
}

export interface OrderHead extends Head {
  readonly order: string;
}

export interface Contents {
  readonly replica: string;
  readonly cursor: string;
  readonly items: readonly OutboxItem[];
  readonly entries: readonly LogEntry[];
  readonly heads: readonly OrderHead[];
}

/** What is to change, all of it or nothing. */
export interface Changes {
  /** Nothing is written unless this is the cursor that is stored: another tab may have taken the page in. */
  readonly after?: string;
  readonly add?: readonly Omit<OutboxItem, 'n'>[];
  /** Alters items that are still there. */
  readonly patch?: readonly (readonly [id: string, change: Partial<OutboxItem>])[];
  readonly remove?: readonly string[];
  /** Forgets the log of these orders, or of all. */
  readonly forget?: readonly string[] | 'all';
  readonly entries?: readonly LogEntry[];
  readonly heads?: readonly OrderHead[];
  readonly cursor?: string;
  readonly blobs?: readonly StoredBlob[];
  readonly forgetBlobs?: readonly string[];
}

/** Where a device keeps its queue and its copy of the log. `write` resolves when it is on the disk; false when `after` was not. */
export interface SyncStorage {
  read(): Promise<Contents>;
  write(changes: Changes): Promise<boolean>;
  blob(sha256: string): Promise<StoredBlob | undefined>;
  close(): void;
}

interface Schema extends DBSchema {
  meta: { key: string; value: string };
  outbox: { key: number; value: OutboxItem; indexes: { id: string } };
  entries: { key: [string, number]; value: LogEntry };
  heads: { key: string; value: OrderHead };
  blobs: { key: string; value: StoredBlob };
}

const STORES = ['meta', 'outbox', 'entries', 'heads', 'blobs'] as const;

export function createIdbStorage(name: string, newReplica: () => string = uuidv7): SyncStorage {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  let closed = false;

  const open = (): Promise<IDBPDatabase<Schema>> => {
    opening ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('meta');
        db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true }).createIndex('id', 'id', {
          unique: true,
        });
        db.createObjectStore('entries', { keyPath: ['order', 'seq'] });
        db.createObjectStore('heads', { keyPath: 'order' });
        db.createObjectStore('blobs', { keyPath: 'sha256' });
      },
      blocking: () => drop(),
      terminated: () => drop(),
    });
    return opening;
  };
  const drop = (): void => {
    opening?.then((db) => db.close()).catch(() => {});
    opening = undefined;
  };

  /** Browsers lose the connection now and then; the handle is dead after that, so it is opened anew, once. */
  async function use<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    if (closed) throw new Error('the storage is closed');
    try {
      return await work(await open());
    } catch (error) {
      const lost =
        error instanceof DOMException &&
        ['InvalidStateError', 'UnknownError', 'AbortError'].includes(error.name);
      if (!lost || closed) throw error;
      drop();
      return work(await open());
    }
  }

  const read = (): Promise<Contents> =>
    use(async (db) => {
      const tx = db.transaction(STORES, 'readwrite');
      const meta = tx.objectStore('meta');
      let replica = await meta.get('replica');
      if (!replica) {
        replica = newReplica();
        await meta.put(replica, 'replica');
      }
      const [cursor = '', items, entries, heads] = await Promise.all([
        meta.get('cursor'),
        tx.objectStore('outbox').getAll(),
        tx.objectStore('entries').getAll(),
        tx.objectStore('heads').getAll(),
      ]);
      await tx.done;
      return { replica, cursor, items, entries, heads };
    });

  const write = (changes: Changes): Promise<boolean> =>
    use(async (db) => {
      const tx = db.transaction(STORES, 'readwrite', { durability: 'strict' });
      const { after } = changes;
      if (after !== undefined && ((await tx.objectStore('meta').get('cursor')) ?? '') !== after) {
        await tx.done;
        return false;
      }
      const outbox = tx.objectStore('outbox');
      const entries = tx.objectStore('entries');
      const heads = tx.objectStore('heads');
      // A rejected request aborts the transaction; `done` then tells, so single requests need no look.
      const ignore = (request: Promise<unknown>): void => void request.catch(() => {});
      for (const blob of changes.blobs ?? []) ignore(tx.objectStore('blobs').put(blob));
      for (const digest of changes.forgetBlobs ?? []) ignore(tx.objectStore('blobs').delete(digest));
      for (const item of changes.add ?? []) ignore(outbox.add(item as OutboxItem));
      for (const [id, change] of changes.patch ?? []) {
        const item = await outbox.index('id').get(id);
        if (item) ignore(outbox.put({ ...item, ...change }));
      }
      for (const id of changes.remove ?? []) {
        const key = await outbox.index('id').getKey(id);
        if (key !== undefined) ignore(outbox.delete(key));
      }
      if (changes.forget === 'all') {
        ignore(entries.clear());
        ignore(heads.clear());
      } else {
        for (const order of changes.forget ?? []) {
          ignore(entries.delete(IDBKeyRange.bound([order, 0], [order, Number.MAX_SAFE_INTEGER])));
          ignore(heads.delete(order));
        }
      }
      for (const entry of changes.entries ?? []) ignore(entries.put(entry));
      for (const head of changes.heads ?? []) ignore(heads.put(head));
      if (changes.cursor !== undefined) ignore(tx.objectStore('meta').put(changes.cursor, 'cursor'));
      // Only the end of the transaction means that it is kept; a full disk shows here and nowhere before.
      await tx.done;
      return true;
    });

  return {
    read,
    write,
    blob: (sha256) => use((db) => db.get('blobs', sha256)),
    close() {
      closed = true;
      drop();
    },
  };
}

/** For tests, and for places where nothing can be kept. */
export function createMemoryStorage(replica: string = uuidv7()): SyncStorage {
  let n = 0;
  let cursor = '';
  let items: OutboxItem[] = [];
  let entries: LogEntry[] = [];
  let heads: OrderHead[] = [];
  const blobs = new Map<string, StoredBlob>();
  return {
    read: async () => structuredClone({ replica, cursor, items, entries, heads }),
    async write(changes) {
      if (changes.after !== undefined && changes.after !== cursor) return false;
      for (const item of structuredClone(changes.add ?? [])) items.push({ ...item, n: ++n });
      for (const [id, change] of changes.patch ?? []) {
        items = items.map((item) => (item.id === id ? { ...item, ...change } : item));
      }
      items = items.filter(({ id }) => !changes.remove?.includes(id));
      const { forget = [] } = changes;
      const kept = ({ order }: { order: string }): boolean => forget !== 'all' && !forget.includes(order);
      entries = entries.filter(kept);
      heads = heads.filter(kept);
      for (const entry of changes.entries ?? []) {
        entries = [...entries.filter(({ order, seq }) => order !== entry.order || seq !== entry.seq), entry];
      }
      for (const head of changes.heads ?? [])
        heads = [...heads.filter(({ order }) => order !== head.order), head];
      cursor = changes.cursor ?? cursor;
      for (const blob of changes.blobs ?? []) blobs.set(blob.sha256, blob);
      for (const digest of changes.forgetBlobs ?? []) blobs.delete(digest);
      return true;
    },
    blob: async (sha256) => blobs.get(sha256),
    close() {},
  };
}
