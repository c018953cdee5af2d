// News that a storefront sends: whether it was that storefront, and whether it was told before.

import { same } from './signing.js';

export interface Delivery {
  /** Names in any letter case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came: a body that was parsed and written again has another signature. */
  readonly body: string;
  /** Where it was sent to; some storefronts sign in the query. */
  readonly url?: string;
}

export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
  readonly reason: 'unsigned' | 'wrong_signature' | 'replayed' | 'too_old';
  constructor(reason: WebhookRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export function headerOf({ headers }: Delivery, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name) return typeof value === 'string' ? value : value?.[0];
  }
  return undefined;
}

/** The header's text, or the refusal of what has none. */
export function signatureOf(delivery: Delivery, name: string): string {
  const given = headerOf(delivery, name);
  if (!given) throw new WebhookRefused('unsigned', `there is no ${name}`);
  return given;
}

export function mustBe(expected: string, given: string): void {
  if (!same(expected, given))
    throw new WebhookRefused('wrong_signature', 'the signature is not of this body');
}

/** Remembers deliveries. True when this one is new. */
export type Remember = (id: string) => boolean | Promise<boolean>;

/** The last deliveries, in memory: for one process. Several need a table with a unique column. */
export function rememberLast(count = 10_000): Remember {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= count) break;
      seen.delete(oldest);
    }
    return true;
  };
}

/** Refuses what came before, by the id that the storefront gives a delivery, else by the signature. */
export async function once(remember: Remember, id: string): Promise<void> {
  if (!(await remember(id))) throw new WebhookRefused('replayed', `the delivery ${id} came before`);
}
