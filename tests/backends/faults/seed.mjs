// How a fault is seeded: in the store, in the engine, in who is believed, in what goes in and what comes out.

export const json = (body, status = 200, headers = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });

/** Wraps what transactions can do; `over` gives the members that are other than they should be. */
export const store = (over) => ({
  store: (real) => ({
    ...real,
    epoch: real.epoch,
    transaction: (work) =>
      real.transaction((tx) => {
        const others = over(tx, real);
        return work(
          new Proxy(tx, {
            get: (target, name) => {
              if (Object.hasOwn(others, name)) return others[name];
              const member = target[name];
              return typeof member === 'function' ? member.bind(target) : member;
            },
          }),
        );
      }),
  }),
});

/** Alters answers of one endpoint. */
export const answers = (path, alter) => ({
  fetch: async (request, next) => {
    const response = await next(request);
    if (!new URL(request.url).pathname.includes(path)) return response;
    return alter(response, request);
  },
});
export const jsonOf = (path, alter) =>
  answers(path, async (response) => (response.ok ? json(alter(await response.json())) : response));

/** Alters requests of one endpoint before the backend sees them. */
export const requests = (path, alter) => ({
  fetch: async (request, next) => {
    const { pathname } = new URL(request.url);
    if (!pathname.includes(path) || request.method !== 'POST') return next(request);
    const text = await request.text();
    const { url, method } = request;
    const headers = new Headers(request.headers);
    const body = await alter(text, headers, next, request);
    return body instanceof Response ? body : next(new Request(url, { method, headers, body }));
  },
});
/** Makes a body fit that should have been refused. */
export const lenient = (mend) => requests('/push', (text, headers) => mend(text, headers));
export const cmds = (alter) =>
  requests('/push', (text) => {
    try {
      const body = JSON.parse(text);
      return JSON.stringify({ ...body, cmds: body.cmds.map(alter) });
    } catch {
      return text;
    }
  });

export const asDesk = (name, path) => ({
  name,
  auth: (tokens) => ({
    identify: async (request) => {
      const subject = await tokens.identify(request);
      return subject && new URL(request.url).pathname.includes(path)
        ? { ...subject, role: 'merchant' }
        : subject;
    },
  }),
});

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const someone = { id: 'kit-ada', role: 'customer', name: 'Ada' };
export const open = (path) => ({
  auth: (tokens) => ({
    identify: async (request) =>
      (await tokens.identify(request)) ??
      (new URL(request.url).pathname.includes(path) ? someone : undefined),
  }),
});
/** A token that was good once stays good; one that was altered is believed. */
export const trusting = (read) => ({
  auth: (tokens) => ({
    identify: async (request) => {
      const known = await tokens.identify(request);
      const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
      return known ?? (token ? read(token) : undefined);
    },
  }),
});

/** An engine whose methods may be replaced one by one. */
export function wrap(real) {
  return { transition: (call) => real.transition(call), tick: (call) => real.tick(call) };
}
