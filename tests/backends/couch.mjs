// A server of the CouchDB protocol as far as a backend asks it, in this process. The real one is in tests/servers.

export function createCouch() {
  const databases = new Map();
  const respond = (body, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  let revisions = 0;

  function write(documents, given) {
    const { _id, _rev, ...rest } = JSON.parse(JSON.stringify(given));
    const known = documents.get(_id);
    const current = known && !known._deleted ? known._rev : undefined;
    if (current !== _rev) return { id: _id, error: 'conflict', reason: 'Document update conflict.' };
    const rev = `${++revisions}-x`;
    documents.set(_id, { _id, _rev: rev, ...rest });
    return { ok: true, id: _id, rev };
  }

  const couch = {
    databases,
    /** The documents of a database, sorted by their ids. */
    documents: (name) =>
      [...(databases.get(name)?.values() ?? [])]
        .filter(({ _deleted }) => !_deleted)
        .sort((a, b) => (a._id < b._id ? -1 : 1)),
    /** May refuse a request, or take it and lose the answer. */
    before: () => {},
    after: () => {},
    /** How long a request is on its way. */
    ms: 0,
    async fetch(address, { method, body } = {}) {
      const url = new URL(address);
      const [name, id, ...more] = url.pathname.slice(1).split('/').map(decodeURIComponent);
      const asked = { method, name, id, body: body === undefined ? undefined : JSON.parse(body) };
      if (couch.ms) await new Promise((resolve) => setTimeout(resolve, couch.ms));
      couch.before(asked);
      const answer = answerTo(asked, url.searchParams, more);
      couch.after(asked);
      return answer;
    },
  };

  function answerTo({ method, name, id, body }, query, more) {
    if (more.length) throw new Error(`what is ${more}?`);
    if (id === undefined) {
      const there = databases.has(name);
      if (!there) databases.set(name, new Map());
      return there ? respond({ error: 'file_exists' }, 412) : respond({ ok: true }, 201);
    }
    const documents = databases.get(name);
    if (!documents) return respond({ error: 'not_found' }, 404);
    if (id === '_bulk_docs')
      return respond(
        body.docs.map((document) => write(documents, document)),
        201,
      );
    if (id === '_all_docs') {
      const [from, to] = ['startkey', 'endkey'].map((key) => JSON.parse(query.get(key)));
      const found = couch.documents(name).filter(({ _id }) => _id >= from && _id <= to);
      const skip = Number(query.get('skip'));
      const rows = found.slice(skip, skip + Number(query.get('limit')));
      return respond({ rows: rows.map((doc) => ({ id: doc._id, key: doc._id, doc })) });
    }
    if (method === 'GET') {
      const document = documents.get(id);
      return document && !document._deleted ? respond(document) : respond({ error: 'not_found' }, 404);
    }
    const done = write(documents, body);
    return respond(done, done.error ? 409 : 201);
  }
  return couch;
}
