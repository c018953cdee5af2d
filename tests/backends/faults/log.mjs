import { answers, cmds, json, jsonOf, sleep, store } from './seed.mjs';

export default [
  {
    name: 'skips a number',
    check: 'log.chain',
    ...jsonOf('/order/', (body) => ({
      ...body,
      events: body.events.map((entry) => ({ ...entry, seq: entry.seq > 2 ? entry.seq + 1 : entry.seq })),
      head: { ...body.head, seq: body.head.seq > 2 ? body.head.seq + 1 : body.head.seq },
    })),
  },
  {
    name: 'chains nothing',
    check: 'log.chain',
    ...jsonOf('/order/', (body) => ({
      ...body,
      events: body.events.map((entry) => ({ ...entry, h: `sha256:${'0'.repeat(64)}` })),
    })),
  },
  {
    name: 'gives a head that is not the end',
    check: 'log.heads',
    ...jsonOf('/heads', (body) => body.map(([order, seq]) => [order, seq, `sha256:${'0'.repeat(64)}`])),
  },
  {
    name: 'alters events on the way out',
    check: 'log.case_verifies',
    ...jsonOf('/order/', (body) => ({
      ...body,
      events: body.events.map((entry) =>
        'p' in entry ? { ...entry, p: { ...entry.p, data: { ...entry.p.data, seen: true } } } : entry,
      ),
    })),
  },
  {
    name: 'begins every page at the beginning',
    check: 'log.pages',
    ...store((tx) => ({ entriesAfter: (_position, limit, scope) => tx.entriesAfter(0, limit, scope) })),
  },
  {
    name: 'says that there is no more when there is',
    check: 'log.pages',
    ...jsonOf('/pull', (body) => ({ ...body, more: false })),
  },
  {
    name: 'passes an entry at the end of a page',
    check: 'log.pages',
    ...store((tx) => ({
      entriesAfter: async (position, limit, scope) => {
        const page = await tx.entriesAfter(position, limit, scope);
        return page.entries.length === limit ? { ...page, position: page.position + 1 } : page;
      },
    })),
  },
  {
    name: 'keeps a cursor by the clock',
    check: 'log.cursor_under_load',
    ...(() => {
      let n = 0;
      return store((tx) => ({
        entriesAfter: async (position, limit, scope) => {
          const page = await tx.entriesAfter(position, limit, scope);
          return ++n % 3 === 0 && page.entries.length
            ? { entries: page.entries.slice(0, -1), position: page.position }
            : page;
        },
      }));
    })(),
  },
  {
    name: "skips the device's own events",
    check: 'log.own_push',
    ...(() => {
      const sent = new Set();
      return {
        fetch: async (request, next) => {
          const url = request.url;
          if (url.endsWith('/push')) {
            const body = await request
              .clone()
              .json()
              .catch(() => ({}));
            for (const { id } of body.cmds ?? []) sent.add(`${request.headers.get('authorization')}${id}`);
            return next(request);
          }
          const answer = await next(request);
          if (!url.includes('/pull') || !answer.ok) return answer;
          const body = await answer.json();
          return json({
            ...body,
            events: body.events.filter(
              ({ cause }) => !sent.has(`${request.headers.get('authorization')}${cause}`),
            ),
          });
        },
      };
    })(),
  },
  {
    name: 'takes any cursor for its own',
    check: 'log.reset',
    ...jsonOf('/pull', (body) => ({ ...body, reset: false })),
  },
  {
    name: 'cannot mend a hole in the middle',
    check: 'log.from',
    fetch: (request, next) =>
      next(
        request.url.includes('from=')
          ? new Request(request.url.replace(/from=[^&]*/, 'from=1'), request)
          : request,
      ),
  },
  {
    name: 'never wakes who waits',
    check: 'log.wait',
    fetch: async (request, next) => {
      if (!request.url.includes('wait=12')) return next(request);
      await sleep(11_000);
      return next(new Request(request.url.replace('wait=12', 'wait=0'), request));
    },
  },
  {
    name: 'pokes with data',
    check: 'log.poke',
    ...answers(
      '/poke',
      (response) =>
        new Response(
          response.body.pipeThrough(
            new TransformStream({
              transform: (chunk, out) =>
                out.enqueue(
                  new TextEncoder().encode(
                    new TextDecoder().decode(chunk).replace('data: pull', 'data: Zanzibar'),
                  ),
                ),
            }),
          ),
          response,
        ),
    ),
  },
  {
    name: 'cleans texts',
    check: 'log.words',
    ...cmds((each) =>
      each?.p?.text ? { ...each, p: { ...each.p, text: each.p.text.replaceAll('<', '&lt;') } } : each,
    ),
  },
];
