// A database by the CouchDB protocol, over HTTP: CouchDB itself, or anything that answers like it.

export interface CouchDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly [member: string]: unknown;
}

export interface CouchOptions {
  /** The address of the database: `http://127.0.0.1:5984/cases`. Made when it is not there. */
  readonly url: string;
  /** What every request carries: `authorization`, mostly. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

export interface CouchDatabase {
  open(): Promise<void>;
  get<T extends CouchDocument>(id: string): Promise<T | undefined>;
  /** The new revision; undefined when the document has another revision than the one that was read. */
  put(document: CouchDocument): Promise<string | undefined>;
  /** Writes many; gives the ids of those that have another revision. */
  putAll(documents: readonly CouchDocument[]): Promise<string[]>;
  /** All documents whose ids begin so, in the order of their ids. */
  startingWith<T extends CouchDocument>(prefix: string): Promise<T[]>;
}

const PAGE = 500;

export function createCouchDatabase(options: CouchOptions): CouchDatabase {
  const { headers = {}, fetch: send = fetch } = options;
  const url = options.url.replace(/\/$/, '');

  async function ask(
    method: string,
    path: string,
    body: unknown,
    allowed: readonly number[],
  ): Promise<{ status: number; answer: unknown }> {
    const response = await send(`${url}${path}`, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status } = response;
    if (!response.ok && !allowed.includes(status))
      throw new Error(`CouchDB answered ${method} ${path} with ${status}: ${text.slice(0, 300)}`);
    return { status, answer: text === '' ? undefined : JSON.parse(text) };
  }

  const at = (id: string): string => `/${encodeURIComponent(id)}`;
  return {
    async open() {
      // 412: it is there already.
      await ask('PUT', '', undefined, [412]);
    },
    async get<T extends CouchDocument>(id: string) {
      const { status, answer } = await ask('GET', at(id), undefined, [404]);
      return status === 404 ? undefined : (answer as T);
    },
    async put(document) {
      const { status, answer } = await ask('PUT', at(document._id), document, [409]);
      return status === 409 ? undefined : (answer as { rev: string }).rev;
    },
    async putAll(documents) {
      if (!documents.length) return [];
      const { answer } = await ask('POST', '/_bulk_docs', { docs: documents }, []);
      const failed = (answer as { id: string; error?: string; reason?: string }[]).filter(
        ({ error }) => error,
      );
      const other = failed.find(({ error }) => error !== 'conflict' && error !== 'document_update_conflict');
      if (other) throw new Error(`CouchDB did not take ${other.id}: ${other.error} ${other.reason ?? ''}`);
      return failed.map(({ id }) => id);
    },
    async startingWith<T extends CouchDocument>(prefix: string) {
      const found: T[] = [];
      for (let from = prefix, skip = 0; ; skip = 1) {
        const query = new URLSearchParams({
          include_docs: 'true',
          startkey: JSON.stringify(from),
          endkey: JSON.stringify(`${prefix}\ufff0`),
          limit: String(PAGE),
          skip: String(skip),
        });
        const { answer } = await ask('GET', `/_all_docs?${query}`, undefined, []);
        const { rows } = answer as { rows: { id: string; doc: T }[] };
        found.push(...rows.map(({ doc }) => doc));
        if (rows.length < PAGE) return found;
        from = rows.at(-1)?.id as string;
      }
    },
  };
}
