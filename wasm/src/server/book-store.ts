import { type Book, createMemoryPieces, EMPTY, type Pieces, SECTIONS, type Section } from './book.js';
import { BookTx } from './book-tx.js';
import type { Store } from './ports.js';

export interface BookStore extends Store {
  readonly book: Book;
  /** The sections that transactions have changed since the book was opened, in a fixed order. */
  changed(): Section[];
}

/** A store over documents that somebody else keeps: open it with what there is, and write down what changed. */
export function createBookStore(epoch: string, opened: Partial<Book>, pieces: Pieces): BookStore {
  const before: Book = { ...EMPTY, ...opened };
  let book = before;
  let last: Promise<unknown> = Promise.resolve();
  return {
    epoch,
    get book() {
      return book;
    },
    changed: () => SECTIONS.filter((section) => book[section] !== before[section]),
    transaction(work) {
      const run = async () => {
        const tx = new BookTx(book, pieces);
        const result = await work(tx);
        book = tx.book;
        await tx.finish();
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
    close: () => {},
  };
}

/** A store in memory, for tests and for trying things out: all of it is gone with the process. */
export const createMemoryStore = (): BookStore =>
  createBookStore(crypto.randomUUID().replaceAll('-', '').slice(0, 16), {}, createMemoryPieces());
