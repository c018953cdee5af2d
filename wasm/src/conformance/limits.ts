// What breaks the protocol is named, and decides nothing.

import { command, expect, expectProblem, same } from './device.js';
import type { Check } from './kit.js';

interface Row {
  readonly id: string;
  readonly title: string;
  /** The body, given a push that would be applied. */
  readonly body: (good: string) => string | Uint8Array<ArrayBuffer>;
  readonly status: number;
  readonly code?: string;
  readonly headers?: Record<string, string>;
}

const insert = (good: string, member: string): string => `{${member},${good.slice(1)}`;
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const rows: readonly Row[] = [
  {
    id: 'duplicate_key',
    title: 'a key that stands twice',
    body: (good) => insert(good, '"proto":1'),
    status: 400,
    code: 'duplicate_key',
  },
  {
    id: 'duplicate_key_deep',
    title: 'a key that stands twice in a command',
    body: (good) => good.replace('"quantity":1', '"quantity":1,"quantity":3'),
    status: 400,
    code: 'duplicate_key',
  },
  {
    id: 'proto_key',
    title: '__proto__',
    body: (good) => good.replace('"request":{', '"request":{"__proto__":{"approved":true},'),
    status: 400,
    code: 'forbidden_key',
  },
  {
    id: 'constructor_key',
    title: 'constructor',
    body: (good) => good.replace('"request":{', '"request":{"constructor":{"prototype":{"x":1}},'),
    status: 400,
    code: 'forbidden_key',
  },
  {
    id: 'escaped_proto_key',
    title: '__proto__ in other letters',
    body: (good) => good.replace('"request":{', '"request":{"\\u005f_proto__":{},'),
    status: 400,
    code: 'forbidden_key',
  },
  {
    id: 'fraction',
    title: 'a number with a fraction',
    body: (good) => good.replace('"quantity":1', '"quantity":1.5'),
    status: 400,
    code: 'not_an_integer',
  },
  {
    id: 'exponent',
    title: 'a number with an exponent',
    body: (good) => good.replace('"quantity":1', '"quantity":1e0'),
    status: 400,
    code: 'not_an_integer',
  },
  {
    id: 'large_number',
    title: 'a number beyond 2^53',
    body: (good) => good.replace('"base":0', '"base":9007199254740993'),
    status: 400,
    code: 'not_an_integer',
  },
  {
    id: 'minus_zero',
    title: 'minus zero',
    body: (good) => good.replace('"base":0', '"base":-0'),
    status: 400,
    code: 'not_an_integer',
  },
  {
    id: 'digits',
    title: 'a hundred thousand digits',
    body: (good) => good.replace('"base":0', `"base":${'9'.repeat(100_000)}`),
    status: 400,
  },
  {
    id: 'nan',
    title: 'NaN',
    body: (good) => good.replace('"base":0', '"base":NaN'),
    status: 400,
    code: 'malformed_json',
  },
  {
    id: 'surrogate',
    title: 'half of a surrogate pair',
    body: (good) => good.replace('changed_mind', '\\ud800'),
    status: 400,
    code: 'lone_surrogate',
  },
  {
    id: 'byte_order_mark',
    title: 'a mark of byte order',
    body: (good) => bytes(`\ufeff${good}`),
    status: 400,
    code: 'malformed_json',
  },
  {
    id: 'utf8',
    title: 'what is no UTF-8',
    body: (good) => Uint8Array.of(...bytes(good.slice(0, -1)), 0xc3, 0x28),
    status: 400,
    code: 'malformed_json',
  },
  {
    id: 'depth',
    title: 'forty levels',
    body: (good) => good.replace('"request":{', `"deep":${'['.repeat(40)}${']'.repeat(40)},"request":{`),
    status: 400,
    code: 'too_deep',
  },
  {
    id: 'string_length',
    title: 'a string of nine thousand characters',
    body: (good) => good.replace('changed_mind', 'x'.repeat(9000)),
    status: 400,
    code: 'string_too_long',
  },
  { id: 'size', title: 'more than 256 KiB', body: (good) => `${good}${' '.repeat(257 * 1024)}`, status: 413 },
  {
    id: 'command_size',
    title: 'a command of more than 64 KiB',
    body: (good) =>
      good.replace(
        '"request":{',
        `"more":[${Array(9)
          .fill(`"${'x'.repeat(8000)}"`)
          .join(',')}],"request":{`,
      ),
    status: 413,
  },
  {
    id: 'trailing',
    title: 'text after the end',
    body: (good) => `${good}{}`,
    status: 400,
    code: 'malformed_json',
  },
  { id: 'array', title: 'an array instead of an object', body: (good) => `[${good}]`, status: 400 },
  { id: 'empty', title: 'an empty body', body: () => '', status: 400 },
  {
    id: 'protocol',
    title: 'another version of the protocol',
    body: (good) => good.replace('"proto":1', '"proto":2'),
    status: 426,
    code: 'client_version',
  },
  {
    id: 'schema',
    title: 'a schema of the future',
    body: (good) => good.replace('"schema":1', '"schema":99'),
    status: 426,
    code: 'client_version',
  },
  {
    id: 'unknown_member',
    title: 'a member that nobody knows',
    body: (good) => insert(good, '"priority":1'),
    status: 400,
    code: 'unknown_field',
  },
  {
    id: 'unknown_command_member',
    title: 'a member of a command that nobody knows',
    body: (good) => good.replace('"base":0', '"base":0,"force":true'),
    status: 400,
    code: 'unknown_field',
  },
  {
    id: 'no_replica',
    title: 'a push of no device',
    body: (good) => good.replace(/"replica":"[^"]*"/, '"replica":"x"'),
    status: 400,
  },
  {
    id: 'order_id',
    title: 'an order with a NUL in its name',
    body: (good) => good.replace(/"order":"[^"]*"/, '"order":"a\\u0000b"'),
    status: 400,
  },
  {
    id: 'case_id',
    title: 'a case that is no UUID',
    body: (good) => good.replace(/"case":"[^"]*"/, '"case":"../../etc"'),
    status: 400,
  },
  {
    id: 'instant',
    title: 'a time that is none',
    body: (good) => good.replace(/"at":"[^"]*"/, '"at":"2026-02-31T25:00:00Z"'),
    status: 400,
  },
  {
    id: 'command_version',
    title: 'a version of a command that nobody knows',
    body: (good) => good.replace('"v":1', '"v":2'),
    status: 400,
  },
  {
    id: 'compressed',
    title: 'a compressed body',
    body: (good) => good,
    status: 415,
    headers: { 'content-encoding': 'gzip' },
  },
  {
    id: 'content_type',
    title: 'what calls itself plain text',
    body: (good) => good,
    status: 415,
    headers: { 'content-type': 'text/plain' },
  },
];

export const limitChecks: readonly Check[] = [
  ...rows.map(
    ({ id, title, body, status, code, headers }): Check => ({
      id: `limits.${id}`,
      rule: 'R15',
      title: `${title} is ${status}${code ? ` ${code}` : ''}, and nothing is decided`,
      async run(kit) {
        const ada = kit.device('ada');
        const order = kit.order();
        const good = ada.body([kit.request(order)]);
        expectProblem(await ada.post('push', body(good), headers), status, code);
        same((await ada.log(order)).events.length, 0, 'events in the log');
        const { status: then } = await ada.post('push', good);
        same(then, 200, 'status of the same push without the fault');
      },
    }),
  ),
  {
    id: 'limits.commands',
    rule: 'R15',
    title: 'a hundred commands are decided, a hundred and one are 413',
    async run(kit) {
      const ada = kit.device('ada');
      const order = kit.order();
      const many = Array.from({ length: 101 }, () => command('message', { order, p: { text: 'x' } }));
      expectProblem(await ada.push(many), 413);
      const { status, json } = await ada.push(many.slice(1));
      same([status, json?.receipts?.length], [200, 100], 'a hundred');
    },
  },
  {
    id: 'limits.range',
    rule: 'R11',
    title: 'an answer to another version says which ones are spoken',
    async run(kit) {
      const { json } = await kit.device('ada').push([], { proto: 9 });
      expect(Array.isArray(json?.range) && json.range.length === 2, 'no range');
    },
  },
  {
    id: 'limits.paths',
    rule: 'R15',
    title: 'odd paths are 404 and nothing breaks',
    async run(kit) {
      const ada = kit.device('ada');
      for (const path of [
        'order/%00',
        'order/..%2f..%2fetc',
        'order/%ff',
        'nothing',
        'blob/%00',
        `blob/${'z'.repeat(64)}`,
        `order/${'x'.repeat(3000)}`,
      ]) {
        const { status } = await ada.get(path);
        expect(status >= 400 && status < 500, `${path.slice(0, 30)} was answered ${status}`);
      }
    },
  },
  {
    id: 'limits.json',
    rule: 'R2',
    title: 'answers are JSON that no cache keeps',
    async run(kit) {
      const ada = kit.device('ada');
      for (const { headers } of [await ada.push([]), await ada.get('pull?cursor='), await ada.get('heads')]) {
        expect(
          headers.get('content-type')?.startsWith('application/json'),
          `content-type ${headers.get('content-type')}`,
        );
        expect(headers.get('cache-control')?.includes('no-store'), 'a cache may keep it');
      }
    },
  },
];
