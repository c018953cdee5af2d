import { answers, json, lenient, requests } from './seed.mjs';

export default [
  {
    name: 'lets the last of two keys win',
    check: 'limits.duplicate_key',
    ...lenient((text) => {
      try {
        return JSON.stringify(JSON.parse(text));
      } catch {
        return text;
      }
    }),
  },
  {
    name: 'drops odd keys silently',
    check: 'limits.proto_key',
    ...lenient((text) => text.replace(/"__proto__":\{[^}]*\},?/, '')),
  },
  {
    name: 'rounds numbers',
    check: 'limits.fraction',
    ...lenient((text) => text.replace('"quantity":1.5', '"quantity":1')),
  },
  {
    name: 'reads past a mark of byte order',
    check: 'limits.byte_order_mark',
    ...lenient((text) => text.replace(/^\ufeff/, '')),
  },
  {
    name: 'does not look how deep a body is',
    check: 'limits.depth',
    ...lenient((text) => text.replace(/"deep":\[+\]+,/, '')),
  },
  { name: 'takes bodies of any size', check: 'limits.size', ...lenient((text) => text.trim()) },
  {
    name: 'takes as many commands as come',
    check: 'limits.commands',
    ...requests('/push', (text) => {
      try {
        const body = JSON.parse(text);
        return JSON.stringify({ ...body, cmds: body.cmds.slice(0, 100) });
      } catch {
        return text;
      }
    }),
  },
  {
    name: 'does not look which protocol is spoken',
    check: 'limits.protocol',
    ...lenient((text) => text.replace('"proto":2', '"proto":1')),
  },
  {
    name: 'ignores members that it does not know',
    check: 'limits.unknown_command_member',
    ...lenient((text) => text.replace(',"force":true', '')),
  },
  {
    name: 'unpacks bodies',
    check: 'limits.compressed',
    ...lenient((text, headers) => {
      headers.delete('content-encoding');
      return text;
    }),
  },
  {
    name: 'takes a form of another site',
    check: 'limits.content_type',
    ...lenient((text, headers) => {
      headers.set('content-type', 'application/json');
      return text;
    }),
  },
  {
    name: 'fails on what it cannot read',
    check: 'limits.trailing',
    fetch: async (request, next) => {
      const answer = await next(request);
      return answer.status === 400 ? new Response('Internal Server Error', { status: 500 }) : answer;
    },
  },
  {
    name: 'writes problems in words only',
    check: 'limits.array',
    fetch: async (request, next) => {
      const answer = await next(request);
      return answer.status === 400 ? new Response('Bad Request', { status: 400 }) : answer;
    },
  },
  {
    name: 'lets caches keep answers',
    check: 'limits.json',
    ...answers('/heads', async (response) =>
      response.ok ? json(await response.text(), 200, { 'cache-control': 'public, max-age=60' }) : response,
    ),
  },
];
