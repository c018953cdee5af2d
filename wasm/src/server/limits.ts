import { HttpProblem } from './problems.js';

/** A bucket of `burst` tokens into which `perSecond` drip. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Keeps the buckets; a shop with several processes puts one over its Redis or database here. */
export interface Limiter {
  /** Takes a token; 0, or the milliseconds after which there will be one. */
  take(key: string, rate: Rate, now: number): number | Promise<number>;
}

export interface Limits {
  readonly limiter?: Limiter;
  /** For each that is signed in. */
  readonly subject?: Rate;
  /** For each address, signed in or not. */
  readonly address?: Rate;
  /** The address behind a request. A header of that name is the sender's own word unless a proxy of yours has set it. */
  readonly addressOf?: (request: Request) => string | undefined;
}

/** In this process; of more than `keep` buckets those that were not asked for the longest go. */
export function createMemoryLimiter({ keep = 100_000 } = {}): Limiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, { burst, perSecond }, now) {
      const known = buckets.get(key);
      const filled = known ? known.tokens + (Math.max(0, now - known.at) / 1000) * perSecond : burst;
      const tokens = Math.min(burst, filled);
      const enough = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: enough ? tokens - 1 : tokens, at: now });
      if (buckets.size > keep) buckets.delete(buckets.keys().next().value as string);
      return enough ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}

/** Asks the limiter for both, in the order in which they become known. */
export function createGate(limits: Limits | undefined, clock: () => number) {
  const limiter = limits?.limiter ?? createMemoryLimiter();
  const pass = async (kind: string, name: string | undefined, rate: Rate | undefined): Promise<void> => {
    if (!rate || name === undefined) return;
    const wait = await limiter.take(`${kind}:${name}`, rate, clock());
    if (wait > 0) {
      const seconds = String(Math.max(1, Math.ceil(wait / 1000)));
      throw new HttpProblem(
        429,
        'too_many',
        'Too many requests; nothing was decided',
        {},
        { 'retry-after': seconds },
      );
    }
  };
  return {
    address: (request: Request) => pass('address', network(limits?.addressOf?.(request)), limits?.address),
    subject: (id: string) => pass('subject', id, limits?.subject),
  };
}

/** Whoever has one address of the sixth version has billions of them: the first half of it is one customer's. */
function network(address: string | undefined): string | undefined {
  if (!address?.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [front = '', back] = address.toLowerCase().split('::');
  const groups = front.split(':').filter(Boolean);
  const rest = (back ?? '').split(':').filter(Boolean);
  const zeros = back === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':');
}
