// Evidence: sent in pieces, believed only after a look at its bytes, served so that nothing runs.

import { sha256 } from '../sync/sha256.js';
import { type Answer, type Device, expect, expectProblem, same } from './device.js';
import type { Check } from './kit.js';

/** The beginning of a PNG, and some bytes that make it this one. */
export function picture(seed: number): Uint8Array<ArrayBuffer> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, seed, ...salt);
}

const announce = (device: Device, order: string, bytes: Uint8Array, more: object = {}): Promise<Answer> =>
  device.post(
    'blob',
    JSON.stringify({ sha256: sha256(bytes), size: bytes.length, type: 'image/png', order, ...more }),
  );

const send = (
  device: Device,
  digest: string,
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
): Promise<Answer> =>
  device.call('PATCH', `blob/${digest}`, {
    body: bytes,
    headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
  });

export async function uploaded(
  device: Device,
  order: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const digest = sha256(bytes);
  same((await announce(device, order, bytes)).status, 200, 'status of the announcement');
  same((await send(device, digest, bytes, 0)).status, 204, 'status of the upload');
  return digest;
}

export const blobChecks: readonly Check[] = [
  {
    id: 'blobs.resume',
    rule: 'R15',
    title: 'an upload goes on where it stopped, and a piece that comes twice is not taken twice',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const bytes = picture(1);
      const digest = sha256(bytes);
      same((await announce(ada, order, bytes)).json?.offset, 0, 'the offset at first');
      const part = await send(ada, digest, bytes.slice(0, 9), 0);
      same([part.status, part.headers.get('upload-offset')], [204, '9'], 'the first piece');
      same((await announce(ada, order, bytes)).json?.offset, 9, 'the offset then');
      const head = await ada.call('HEAD', `blob/${digest}`);
      same(head.headers.get('upload-offset'), '9', 'the offset by HEAD');
      const again = await send(ada, digest, bytes.slice(0, 9), 0);
      same([again.status, again.headers.get('upload-offset')], [409, '9'], 'the first piece again');
      same((await send(ada, digest, bytes.slice(9), 9)).status, 204, 'the rest');
      same((await announce(ada, order, bytes)).json?.have, true, 'what it says when it is there');
      const got = await ada.raw('GET', `blob/${digest}`);
      same([...new Uint8Array(await got.arrayBuffer())], [...bytes], 'the bytes');
    },
  },
  {
    id: 'blobs.missing',
    rule: 'R15',
    title: 'a request waits for its evidence',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const bytes = picture(2);
      const digest = sha256(bytes);
      const honest = kit.request(order);
      const request = honest.p.request as { items: object[] };
      const items = [{ ...request.items[0], evidence: [{ id: 'p', kind: 'photo', sha256: digest }] }];
      const asked = { ...honest, p: { request: { ...request, items } } };
      const early = await ada.receipt(asked);
      same(
        [early.st, (early as { code?: string }).code, (early as { blobs?: string[] }).blobs],
        ['retry', 'blob_missing', [digest]],
        'the receipt',
      );
      await uploaded(ada, order, bytes);
      await ada.applied(asked, 'the request with its evidence');
    },
  },
  {
    id: 'blobs.digest',
    rule: 'R15',
    title: 'bytes that are not what was announced are refused',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const [said, sent] = [picture(3), picture(4)];
      await announce(ada, order, said);
      expectProblem(await send(ada, sha256(said), sent, 0), 422);
      expect((await ada.get(`blob/${sha256(said)}`)).status === 404, 'what was refused is served');
    },
  },
  {
    id: 'blobs.more_than_announced',
    rule: 'R15',
    title: 'more bytes than were announced are refused',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const bytes = picture(5);
      await announce(ada, order, bytes, { size: bytes.length - 4 });
      expectProblem(await send(ada, sha256(bytes), bytes, 0), 400);
    },
  },
  {
    id: 'blobs.disguise',
    rule: 'R15',
    title: 'a page that calls itself a picture is refused',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const page = new TextEncoder().encode(`<html><script>alert(${Math.random()})</script>`);
      for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
        await announce(ada, order, page, { type });
        expectProblem(await send(ada, sha256(page), page, 0), 422);
      }
    },
  },
  {
    id: 'blobs.types',
    rule: 'R15',
    title: 'only pictures that run nothing are taken',
    async run(kit) {
      const ada = kit.device('ada');
      const order = kit.order();
      for (const type of ['text/html', 'image/svg+xml', 'application/pdf', 'toString'])
        expectProblem(await announce(ada, order, picture(6), { type }), 415);
    },
  },
  {
    id: 'blobs.size',
    rule: 'R15',
    title: 'more than ten MiB are not even announced',
    async run(kit) {
      const ada = kit.device('ada');
      expectProblem(await announce(ada, kit.order(), picture(7), { size: 10 * 1024 * 1024 + 1 }), 413);
    },
  },
  {
    id: 'blobs.served',
    rule: 'R15',
    title: 'evidence is served as an attachment of its type that nothing sniffs',
    async run(kit) {
      const ada = kit.device('ada');
      const digest = await uploaded(ada, kit.order(), picture(8));
      const { headers } = await ada.get(`blob/${digest}`);
      expect(/^attachment/.test(headers.get('content-disposition') ?? ''), 'it is not an attachment');
      same(
        [headers.get('x-content-type-options'), headers.get('content-type')],
        ['nosniff', 'image/png'],
        'headers',
      );
    },
  },
];
