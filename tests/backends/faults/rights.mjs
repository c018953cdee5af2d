import { asDesk, jsonOf, open, someone, store, trusting } from './seed.mjs';

export default [
  { name: 'lets anybody pull', check: 'rights.nobody_pull', ...open('/pull') },
  { name: 'lets anybody read evidence', check: 'rights.nobody_blob_get', ...open('/blob/') },
  {
    name: 'never ends a session',
    check: 'rights.expired_push',
    ...trusting((token) => {
      try {
        const { until, ...subject } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
        return until < Date.now() && subject.id === 'kit-late' ? subject : undefined;
      } catch {
        return undefined;
      }
    }),
  },
  { name: 'does not check signatures', check: 'rights.altered_heads', ...trusting(() => someone) },
  {
    name: 'shows every log to everybody',
    check: 'rights.stranger_pull',
    ...store((tx) => ({ entriesAfter: (position, limit) => tx.entriesAfter(position, limit, {}) })),
  },
  {
    name: 'lists every order',
    check: 'rights.stranger_heads',
    ...store((tx) => ({ heads: () => tx.heads({}) })),
  },
  { check: 'rights.stranger_order', ...asDesk('gives any order to whoever knows its number', '/order/') },
  {
    name: 'tells what exists by another answer',
    check: 'rights.stranger_order',
    fetch: async (request, next) => {
      const answer = await next(request);
      if (answer.status !== 404 || request.url.includes('nobodys')) return answer;
      return new Response(JSON.stringify({ ...(await answer.json()), status: 404, title: 'Not yours' }), {
        status: 404,
        headers: answer.headers,
      });
    },
  },
  {
    name: 'takes commands on orders of others',
    check: 'rights.stranger_push',
    ...store((tx) => ({
      order: async (id) => {
        const record = await tx.order(id);
        return record && { ...record, subject: 'kit-eve' };
      },
    })),
  },
  {
    name: 'lets a case of others be named',
    check: 'rights.stranger_case',
    ...store(() => ({ orderOf: () => undefined })),
  },
  {
    name: 'lets a queue change hands',
    check: 'rights.replica_bound',
    ...store((tx) => ({
      bindReplica: async (replica, subject, now) => ({
        ...(await tx.bindReplica(replica, subject, now)),
        subject,
      }),
    })),
  },
  {
    name: "shows the buyer the shop's claim",
    check: 'rights.withheld',
    ...store((tx) => ({
      parties: async (orders) => {
        const found = new Map(await tx.parties(orders));
        for (const [id, names] of found) found.set(id, new Set([...names, 'buyer']));
        return found;
      },
    })),
  },
  {
    name: 'tells of which kind a withheld entry is',
    check: 'rights.withheld',
    ...jsonOf('/order/', (body) => ({
      ...body,
      events: body.events.map((entry) => ('p' in entry ? entry : { ...entry, t: 'case.opened' })),
    })),
  },
  {
    name: 'leaves withheld entries out',
    check: 'rights.withheld',
    ...jsonOf('/order/', (body) => ({ ...body, events: body.events.filter((entry) => 'p' in entry) })),
  },
  {
    name: 'shows carriers every order',
    check: 'rights.carrier',
    ...store((tx) => ({
      parties: async (orders) => {
        const found = new Map(await tx.parties(orders));
        for (const order of orders)
          for (const { id } of await tx.cases(order))
            found.set(id, new Set([...(found.get(id) ?? []), 'carrier']));
        return found;
      },
    })),
  },
  {
    name: 'takes evidence for orders of others',
    check: 'rights.stranger_blob',
    ...asDesk('takes evidence for orders of others', '/blob'),
  },
];
