import type { Pieces } from '../../server/book.js';
import { fromText, joined, toText } from '../../server/bytes.js';
import type { NamesPort } from '../objects/ports.js';
import type { CouchDatabase, CouchDocument } from './database.js';

type Valued<T> = CouchDocument & { readonly value: T };
interface Place {
  readonly subject: string;
  readonly order: string;
}

/** A document is made once: whoever comes second finds it there. */
export function createNames(state: CouchDatabase): NamesPort {
  async function first<T>(id: string, value: T): Promise<T> {
    const known = await state.get<Valued<T>>(id);
    if (known) return known.value;
    if (await state.put({ _id: id, value })) return value;
    return (await state.get<Valued<T>>(id))?.value as T;
  }
  const pictureId = (digest: string): string => `picture:${digest}`;
  return {
    claim: (name, order) => first(`name:${name}`, order),
    bind: (replica, subject, now) => first(`device:${replica}`, { subject, firstSeen: now }),
    async place(digest, subject, order) {
      for (let done = false; !done; ) {
        const _id = pictureId(digest);
        const known = await state.get<Valued<Place[]>>(_id);
        const others = (known?.value ?? []).filter(
          (each) => each.subject !== subject || each.order !== order,
        );
        const value = [{ subject, order }, ...others];
        done = (await state.put({ ...known, _id, value })) !== undefined;
      }
    },
    placesOf: async (digest) => (await state.get<Valued<Place[]>>(pictureId(digest)))?.value ?? [],
  };
}

/** CouchDB takes documents of eight megabytes; what comes as one piece may be more. */
const PART = 1 << 20;

/** The bytes of evidence, as texts in documents of their own. */
export function createPieces(state: CouchDatabase, order: string): Pieces {
  const partId = (sha256: string, subject: string, start: number, part: number): string =>
    `piece:${order}:${sha256}:${encodeURIComponent(subject)}:${start}:${part}`;
  type Part = CouchDocument & { readonly text: string; readonly more: boolean };

  async function* parts(sha256: string, subject: string, start: number): AsyncGenerator<Part> {
    for (let part = 0, more = true; more; part++) {
      const found = await state.get<Part>(partId(sha256, subject, start, part));
      if (!found) return;
      yield found;
      more = found.more;
    }
  }
  return {
    async put(sha256, subject, start, bytes) {
      for (let at = 0, part = 0; at < bytes.length; at += PART, part++) {
        const _id = partId(sha256, subject, start, part);
        const known = await state.get<Part>(_id);
        const text = toText(bytes.subarray(at, at + PART));
        const more = at + PART < bytes.length;
        await state.put({ _id, ...(known?._rev ? { _rev: known._rev } : {}), text, more });
      }
    },
    async get(sha256, subject, start) {
      const found: Uint8Array[] = [];
      for await (const { text } of parts(sha256, subject, start)) found.push(fromText(text));
      return joined(found);
    },
    async drop(sha256, subject, starts) {
      for (const start of starts)
        for await (const { _id, _rev } of parts(sha256, subject, start))
          await state.put({ _id, ...(_rev ? { _rev } : {}), _deleted: true });
    },
  };
}
