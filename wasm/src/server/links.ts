import type { Auth, Subject } from './ports.js';
import { createSealer } from './seal.js';

export interface OrderLinks extends Auth {
  /** What a guest's mail carries: whoever holds it may see and ask for what the buyer of that one order may. */
  issue(order: string, more?: { hours?: number; name?: string }): Promise<string>;
  /** The address of a page with it, after the `#`: servers, their logs and other sites never see that part. */
  link(page: string, order: string, more?: { hours?: number; name?: string }): Promise<string>;
  read(token: string): Promise<Subject | undefined>;
}

const DAYS = 30;

/**
 * Signed links for guests: no account, one order, for some time. Pages send the token as a bearer, never in a cookie, so
 * that no other site can use it. Secrets can be changed: the first signs, all of them open.
 */
export function createOrderLinks(options: {
  secret: string | readonly string[];
  clock?: () => number;
}): OrderLinks {
  const { secret, clock = Date.now } = options;
  const sealers = [secret].flat().map((each) => createSealer(each, 'order-link:'));
  const [first] = sealers;
  if (!first) throw new TypeError('a secret is needed to sign links');

  const issue: OrderLinks['issue'] = async (order, { hours = DAYS * 24, name } = {}) => {
    const until = clock() + hours * 3_600_000;
    return `o.${await first.seal({ order, until, ...(name ? { name } : {}) })}`;
  };

  async function read(token: string): Promise<Subject | undefined> {
    if (!token.startsWith('o.')) return undefined;
    for (const sealer of sealers) {
      const claims = await sealer.open(token.slice(2));
      if (typeof claims?.order !== 'string' || !(Number(claims.until) > clock())) continue;
      const { order, name } = claims as { order: string; name?: string };
      return { id: `guest:${order}`, role: 'customer', order, ...(name ? { name } : {}) };
    }
    return undefined;
  }

  return {
    issue,
    read,
    link: async (page, order, more) => `${page}#${await issue(order, more)}`,
    identify(request) {
      const token = /^Bearer (o\.[\w.-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
      return token ? read(token) : undefined;
    },
  };
}

/** The first that knows who it is. */
export const anyOf = (...ways: readonly Auth[]): Auth => ({
  async identify(request) {
    for (const way of ways) {
      const subject = await way.identify(request);
      if (subject) return subject;
    }
    return undefined;
  },
});
