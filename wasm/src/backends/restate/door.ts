import { toText } from '../../server/bytes.js';
import { IdReused } from '../../server/decide.js';
import type { FrontOptions } from '../../server/front.js';
import type { Scope } from '../../server/ports.js';
import { HttpProblem } from '../../server/problems.js';
import { LIMITS } from '../../sync/protocol.js';
import { createDoor, type Door } from '../objects/door.js';
import type { EvidenceCall, FeedPage, NamesPort, Objects, OrderPort, Position } from '../objects/ports.js';
import { type Packed, unpack } from './bytes.js';
import { SHARDS } from './options.js';
import type { Decided, EvidenceInput } from './order.js';
import { Pulse } from './pulse.js';
import { NAMES } from './sdk.js';

export interface RestateDoorOptions extends FrontOptions {
  /** Where Restate takes requests: one address, or one for each node. */
  readonly ingress: string | readonly string[];
  /** What every request to it carries: a key of your own gateway, say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same as of the services. */
  readonly shards?: number;
  /** How often feeds are looked at while somebody waits; 250 ms unless told. */
  readonly pollMs?: number;
  /** How long a node may take for one call before another one is asked. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

export type RestateBackend = Door;

/** The door in front of Restate: it keeps nothing, so there may be any number of it, anywhere. */
export const createRestateBackend = (options: RestateDoorOptions): RestateBackend =>
  createDoor(objectsOf(options), options);

type Call = <T>(service: string, key: string, handler: string, body: unknown) => Promise<T>;

/** Calls by HTTP, at one node after the other. Every call of ours may be made twice, so one without an answer is made again. */
function ingressOf(options: RestateDoorOptions): Call {
  const { timeoutMs = 10_000, headers, fetch: send = fetch } = options;
  const nodes = [options.ingress].flat();
  let turn = 0;
  return async <T>(service: string, key: string, handler: string, body: unknown): Promise<T> => {
    let last: unknown;
    for (let tries = 0; tries < Math.max(2, nodes.length); tries++) {
      const node = nodes[turn++ % nodes.length] as string;
      try {
        const response = await send(`${node}/${service}/${encodeURIComponent(key)}/${handler}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body ?? null),
          signal: AbortSignal.timeout(timeoutMs),
        });
        const text = await response.text();
        if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
        last = new Error(`${service}/${handler} answered ${response.status}: ${text.slice(0, 300)}`);
        // The node cannot reach what it needs; another one may.
        if (response.status < 500) break;
      } catch (error) {
        last = error;
      }
    }
    throw last;
  };
}

function objectsOf(options: RestateDoorOptions): Objects {
  const { shards = SHARDS, pollMs = 250 } = options;
  const call = ingressOf(options);
  const names: NamesPort = {
    claim: (name, order) => call(NAMES.name, name, 'claim', order),
    bind: (replica, subject, now) =>
      call(NAMES.name, `device:${replica}`, 'bind', { subject, firstSeen: now }),
    place: (digest, subject, order) => call(NAMES.name, `picture:${digest}`, 'place', { subject, order }),
    placesOf: (digest) => call(NAMES.name, `picture:${digest}`, 'placesOf', null),
  };
  const order = (id: string): OrderPort => ({
    async decide(command, from, now, claimedBy) {
      const decided = await call<Decided>(NAMES.order, id, 'decide', { command, from, now, claimedBy });
      if ('reused' in decided) throw new IdReused(command.id);
      if ('failed' in decided) throw new Error(decided.failed);
      return decided.receipt;
    },
    log: async (subject, from) => (await call(NAMES.order, id, 'log', { subject, from })) ?? undefined,
    entries: (subject, from, to) => call(NAMES.order, id, 'entries', { subject, from, to }),
    put: (record) => call(NAMES.order, id, 'put', record),
    erase: (reason) => call(NAMES.order, id, 'erase', { reason }),
    async evidence(asked) {
      const handler = asked.kind === 'head' || asked.kind === 'get' ? 'evidence' : 'upload';
      return unpack(await call<Packed>(NAMES.order, id, handler, await evidenceInput(asked)));
    },
  });
  const feeds = Array.from({ length: shards }, (_, shard) => {
    const key = String(shard);
    const page = (after: Position | undefined, limit: number, scope: Scope): Promise<FeedPage> =>
      call(NAMES.feed, key, 'page', { after, limit, scope });
    const pulse = new Pulse(async () => (await page(undefined, 0, {})).at, pollMs);
    return {
      append: (notice: object) => call<void>(NAMES.feed, key, 'append', notice),
      page,
      heads: (scope: Scope) => call<never>(NAMES.feed, key, 'heads', { scope }),
      async wait(after: Position, scope: Scope, ms: number, signal: AbortSignal): Promise<boolean> {
        const until = Date.now() + ms;
        const place = { epoch: after.epoch, at: after.at };
        let seen: number | undefined = await pulse.read();
        while (seen !== undefined) {
          const { refs, lost } = await page(place, 1, scope);
          if (lost || refs.length) return true;
          seen = await pulse.changed(seen, until - Date.now(), signal);
        }
        return false;
      },
    };
  });
  return { order, names, feeds: shards, feed: (shard) => feeds[shard] as (typeof feeds)[number] };
}

const SENT = ['content-type', 'upload-offset'];

/** A request about evidence as a document; the bytes of a piece go along as text. */
async function evidenceInput(asked: EvidenceCall): Promise<EvidenceInput> {
  const { kind, subject } = asked;
  if (kind === 'create') return { kind, subject, body: asked.body };
  if (kind !== 'patch') return { kind, subject, digest: asked.digest };
  const { request, digest } = asked;
  // Before it is read: nobody fills the memory with what will be refused.
  if (Number(request.headers.get('content-length') ?? 0) > LIMITS.blobBytes)
    throw new HttpProblem(413, 'too_large', `Evidence may have ${LIMITS.blobBytes} bytes`, { pointer: '' });
  const bytes = toText(new Uint8Array(await request.arrayBuffer()));
  const headers = SENT.map((name) => [name, request.headers.get(name) ?? ''] as const);
  return { kind, subject, digest, headers, bytes };
}
