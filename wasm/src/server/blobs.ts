import { evidenceIn } from '../sync/erase.js';
import { LIMITS } from '../sync/protocol.js';
import { sha256 } from '../sync/sha256.js';
import type { EvidenceDesk } from './ledger.js';
import type { BlobRecord, Store, Subject, Tx } from './ports.js';
import { HttpProblem, json, notFound } from './problems.js';
import { isOrderId } from './push.js';
import { maySee, seesAll, takesPart } from './rights.js';

const DIGEST = /^[0-9a-f]{64}$/;

const MAGIC: Record<string, (b: Uint8Array) => boolean> = {
  'image/jpeg': (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff,
  'image/png': (b) => starts(b, 0, '\x89PNG\r\n\x1a\n'),
  'image/webp': (b) => starts(b, 0, 'RIFF') && starts(b, 8, 'WEBP'),
};
const starts = (b: Uint8Array, at: number, text: string): boolean =>
  [...text].every((char, i) => b[at + i] === char.charCodeAt(0));

interface Announcement {
  readonly digest: string;
  readonly size: number;
  readonly type: string;
  readonly order: string;
}

/** Reads what somebody announces to send. */
export function readAnnouncement(body: Record<string, unknown>): Announcement {
  const { sha256: digest, size, type, order } = body;
  if (typeof digest !== 'string' || !DIGEST.test(digest))
    throw invalid('/sha256', 'a SHA-256 digest in lower-case hex');
  if (typeof order !== 'string' || !isOrderId(order)) throw invalid('/order', 'the id of an order');
  if (typeof type !== 'string' || !Object.hasOwn(MAGIC, type)) {
    throw new HttpProblem(415, 'unsupported_type', 'Evidence is a JPEG, PNG or WebP image', {
      pointer: '/type',
    });
  }
  if (typeof size !== 'number' || size < 12) throw invalid('/size', 'the number of bytes');
  if (size > LIMITS.blobBytes) throw tooLarge('/size');
  return { digest, size, type, order };
}

/** Evidence: uploaded in pieces that can be resumed, named by its digest, believed only after a look at its bytes. */
export function blobRoutes(store: Store, base: string): EvidenceDesk {
  const address = (digest: string): string => `${base}/blob/${digest}`;
  const offsetHeaders = (record: BlobRecord): Record<string, string> => ({
    'upload-offset': String(record.complete ? record.size : record.received),
    'upload-length': String(record.size),
    'cache-control': 'no-store',
  });

  async function create(subject: Subject, body: Record<string, unknown>): Promise<Response> {
    const { digest, size, type, order } = readAnnouncement(body);
    const answer = await store.transaction(async (tx) => {
      const record = await tx.order(order);
      if (!(await maySee(tx, subject, record))) throw notFound();
      const known = await tx.blob(digest, subject.id);
      if (known?.complete && known.order === order) return { have: true };
      if (known && (known.size !== size || known.type !== type || known.order !== order)) {
        await tx.dropBlob(digest, subject.id);
        await tx.putBlob({ sha256: digest, subject: subject.id, order, size, type });
      } else if (!known) {
        await tx.putBlob({ sha256: digest, subject: subject.id, order, size, type });
      }
      return { url: address(digest), offset: (await tx.blob(digest, subject.id))?.received ?? 0 };
    });
    return json(answer);
  }

  async function patch(subject: Subject, digest: string, request: Request): Promise<Response> {
    const offset = Number(request.headers.get('upload-offset'));
    if (request.headers.get('content-type') !== 'application/offset+octet-stream') {
      throw new HttpProblem(415, 'unsupported_type', 'Send application/offset+octet-stream');
    }
    if (Number(request.headers.get('content-length') ?? 0) > LIMITS.blobBytes) throw tooLarge('');
    const bytes = new Uint8Array(await request.arrayBuffer());
    const outcome = await store.transaction(async (tx) => {
      const record = await tx.blob(digest, subject.id);
      if (!record) throw notFound();
      if (record.complete || offset !== record.received) return { record, conflict: !record.complete };
      if (record.received + bytes.length > record.size)
        throw invalid('', `no more than ${record.size} bytes`);
      if (bytes.length) await tx.appendBlob(digest, subject.id, offset, bytes);
      const next = { ...record, received: record.received + bytes.length };
      if (next.received < record.size) return { record: next, conflict: false };
      const whole = await tx.blobBytes(digest, subject.id);
      if (!MAGIC[record.type]?.(whole) || sha256(whole) !== digest) {
        await tx.dropBlob(digest, subject.id);
        return { record: next, conflict: false, bad: true };
      }
      await tx.completeBlob(digest, subject.id);
      return { record: { ...next, complete: true }, conflict: false };
    });
    if ('bad' in outcome) {
      throw new HttpProblem(422, 'content_mismatch', 'The bytes are not what was announced; send them again');
    }
    const headers = offsetHeaders(outcome.record);
    if (outcome.conflict)
      throw new HttpProblem(409, 'offset_conflict', 'Go on at Upload-Offset', {}, headers);
    return new Response(null, { status: 204, headers });
  }

  async function find(subject: Subject, digest: string): Promise<BlobRecord> {
    if (!DIGEST.test(digest)) throw notFound();
    return store.transaction(async (tx) => {
      // Everybody sees what they sent; the desk what anybody sent; the others what a case shows that they take part in.
      const own = await tx.blob(digest, seesAll(subject) ? undefined : subject.id);
      if (own) return own;
      const record = await tx.blob(digest);
      if (!record || !(await isShown(tx, subject, record))) throw notFound();
      return record;
    });
  }

  async function isShown(tx: Tx, subject: Subject, { order, sha256: digest }: BlobRecord): Promise<boolean> {
    if (!(await maySee(tx, subject, await tx.order(order)))) return false;
    const parties = await tx.parties([order]);
    const cases = (await tx.cases(order)).filter(({ id }) => takesPart(subject, parties.get(id)));
    return cases.some(({ events }) => evidenceIn(events).includes(digest));
  }

  async function get(subject: Subject, digest: string): Promise<Response> {
    const record = await find(subject, digest);
    if (!record.complete) throw notFound();
    const bytes = await store.transaction(async (tx) => tx.blobBytes(digest, record.subject));
    return new Response(bytes as BodyInit, {
      headers: {
        'content-type': record.type,
        'content-disposition': `attachment; filename="${digest.slice(0, 12)}.${record.type.slice('image/'.length)}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, max-age=31536000, immutable',
      },
    });
  }

  const head = async (subject: Subject, digest: string): Promise<Response> =>
    new Response(null, { headers: offsetHeaders(await find(subject, digest)) });

  return { create, patch, get, head };
}

const tooLarge = (pointer: string): HttpProblem =>
  new HttpProblem(413, 'too_large', `Evidence may have ${LIMITS.blobBytes} bytes`, { pointer });
const invalid = (pointer: string, expected: string): HttpProblem =>
  new HttpProblem(400, 'invalid', `Expected ${expected}`, { pointer });
