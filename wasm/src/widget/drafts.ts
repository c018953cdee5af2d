/** Where drafts live unless the host says otherwise: IndexedDB, or localStorage where that is closed. */
import type { Drafts } from './controller.js';
import type { Answers } from './wire.js';

const name = 'aftersale-drafts';
interface Kept {
  v: 1;
  answers: Answers;
}

async function open() {
  const { openDB } = await import('idb');
  return openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('drafts');
      db.createObjectStore('files');
    },
  });
}

const read = (kept: unknown): Answers | undefined =>
  (kept as Kept | undefined)?.v === 1 ? (kept as Kept).answers : undefined;
const filesOf = (key: string): IDBKeyRange => IDBKeyRange.bound([key], [key, []]);

const local: Drafts = {
  async load(key) {
    return read(JSON.parse(localStorage.getItem(`${name}/${key}`) ?? 'null'));
  },
  async save(key, answers) {
    localStorage.setItem(`${name}/${key}`, JSON.stringify({ v: 1, answers } satisfies Kept));
  },
  async clear(key) {
    localStorage.removeItem(`${name}/${key}`);
  },
};

export function browserDrafts(): Drafts {
  let opened: ReturnType<typeof open> | undefined;
  /** IndexedDB if it can be had; what goes wrong once is not tried again. */
  async function db() {
    try {
      opened ??= open();
      return await opened;
    } catch {
      return undefined;
    }
  }
  return {
    async load(key) {
      const store = await db();
      return store ? read(await store.get('drafts', key)) : local.load(key);
    },
    async save(key, answers) {
      const store = await db();
      if (store) await store.put('drafts', { v: 1, answers } satisfies Kept, key);
      else await local.save(key, answers);
    },
    async clear(key) {
      const store = await db();
      if (!store) return local.clear(key);
      await store.delete('drafts', key);
      await store.delete('files', filesOf(key));
    },
    async saveFile(key, id, file) {
      await (await db())?.put('files', file, [key, id]);
    },
    async loadFile(key, id) {
      return (await db())?.get('files', [key, id]) as Promise<Blob | undefined>;
    },
  };
}

/** The host's drafts where it has some, else the browser's; photos stay in the browser either way. */
export function draftsOf(
  load: ((key: string) => Promise<Answers | undefined>) | undefined,
  save: ((key: string, answers: Answers | undefined) => Promise<void>) | undefined,
  allowed: (key: string, answers: Answers) => boolean,
): Drafts {
  const own = browserDrafts();
  const store: Drafts = save
    ? {
        ...own,
        load: async (key) => load?.(key),
        save: (key, answers) => save(key, answers),
        clear: (key) => save(key, undefined),
      }
    : own;
  return {
    ...store,
    save: async (key, answers) => {
      if (allowed(key, answers)) await store.save(key, answers);
    },
  };
}
