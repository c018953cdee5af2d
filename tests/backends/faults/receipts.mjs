import { answers, cmds, json, jsonOf, requests, sleep, store, wrap } from './seed.mjs';

export default [
  {
    name: 'forgets its receipts',
    check: 'receipts.replay',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) =>
        real.transition({ ...call, command: { ...call.command, id: crypto.randomUUID() } }),
    }),
    ...store(() => ({ receipt: () => undefined, putReceipt() {} })),
  },
  {
    name: 'keeps no receipts of rejections',
    check: 'receipts.rejection_stays',
    ...store((tx) => ({
      putReceipt: (stored, at) => stored.receipt.st === 'applied' && tx.putReceipt(stored, at),
    })),
  },
  {
    name: 'does not compare what an id stood for',
    check: 'receipts.same_id_other_words',
    ...store((tx) => ({
      receipt: async (id) => {
        const known = await tx.receipt(id);
        return known && { ...known, fingerprint: '' };
      },
    })),
  },
  {
    name: 'takes an id from any device',
    check: 'receipts.same_id_other_device',
    fetch: (() => {
      const of = new Map();
      return async (request, next) => {
        if (!request.url.endsWith('/push')) return next(request);
        const body = await request.clone().text();
        try {
          const { replica, cmds: all } = JSON.parse(body);
          const known = of.get(all[0]?.id);
          if (known && known.replica !== replica && request.headers.get('authorization') === known.token)
            return json({
              receipts: [{ id: all[0].id, st: 'applied', seq: 1 }],
              now: new Date().toISOString(),
            });
          if (all[0]) of.set(all[0].id, { replica, token: request.headers.get('authorization') });
        } catch {}
        return next(request);
      };
    })(),
  },
  {
    name: 'answers a rejection with 409',
    check: 'receipts.rejected_is_200',
    ...answers('/push', async (response) => {
      if (!response.ok) return response;
      const body = await response.json();
      return body.receipts.length === 1 && body.receipts[0].st === 'rejected' ? json(body, 409) : json(body);
    }),
  },
  {
    name: 'stops at the first bad command',
    check: 'receipts.others_go_on',
    ...jsonOf('/push', (body) => {
      const at = body.receipts.findIndex(({ st }) => st === 'rejected');
      return at < 0 ? body : { ...body, receipts: body.receipts.slice(0, at + 1) };
    }),
  },
  {
    name: 'decides a batch from behind',
    check: 'receipts.batch_in_order',
    ...requests('/push', (text) => {
      try {
        const body = JSON.parse(text);
        return JSON.stringify({ ...body, cmds: body.cmds.toReversed() });
      } catch {
        return text;
      }
    }),
  },
  {
    name: 'does not wait for what a command builds on',
    check: 'receipts.dep_missing',
    ...cmds(({ dep: _dep, ...rest }) => rest),
  },
  {
    name: 'answers before it has decided',
    check: 'receipts.seq',
    fetch: async (request, next) => {
      if (!request.url.endsWith('/push')) return next(request);
      const body = await request
        .clone()
        .json()
        .catch(() => undefined);
      const answer = await next(request);
      if (!answer.ok || !body?.cmds?.length) return answer;
      const read = await answer.json();
      return json({
        ...read,
        receipts: read.receipts.map((each) => (each.st === 'applied' ? { ...each, seq: 1 } : each)),
      });
    },
  },
  { name: 'tells no time', check: 'receipts.now', ...jsonOf('/push', ({ now: _now, ...body }) => body) },
  {
    name: 'loses what it has decided when nobody waits for the answer',
    check: 'receipts.cut_connection',
    fetch: (() => {
      const lost = new Map();
      return async (request, next) => {
        if (!request.url.endsWith('/push')) return next(request);
        const text = await request.text();
        const { url, method, headers, signal } = request;
        const again = () => new Request(url, { method, headers, body: text });
        await sleep(10);
        if (signal.aborted) {
          const body = JSON.parse(text);
          lost.set(body.cmds[0]?.id, true);
        }
        const body = JSON.parse(text || '{}');
        if (!signal.aborted && lost.has(body.cmds?.[0]?.id))
          return json({
            receipts: [{ id: body.cmds[0].id, st: 'rejected', seq: 0, code: 'gone' }],
            now: new Date().toISOString(),
          });
        return signal.aborted ? new Response(null, { status: 499 + 1 }) : next(again());
      };
    })(),
  },
];
