// Tokens that are asked for, kept while they are good, and asked for once by many at a time.

import { StorefrontError } from './client.js';
import { base64, bytesOf } from './signing.js';

export interface Tokens {
  get(): Promise<string>;
  renew(): Promise<void>;
}

export interface Granted {
  readonly token: string;
  /** Seconds. */
  readonly expires?: number | undefined;
}

export function createTokens(ask: () => Promise<Granted>, clock: () => number = Date.now): Tokens {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  const fresh = (): Promise<string> => {
    asking ??= ask()
      .then(({ token, expires = 3600 }) => {
        // A minute early: what is sent takes its time.
        held = { token, until: clock() + Math.max(1, expires - 60) * 1000 };
        return token;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  return {
    get: async () => (held && clock() < held.until ? held.token : fresh()),
    async renew() {
      held = undefined;
      await fresh();
    },
  };
}

/** OAuth 2: a token for a grant. */
export function oauth(given: {
  readonly storefront: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly basic?: readonly [id: string, secret: string];
  readonly fetch?: typeof fetch | undefined;
  readonly clock?: (() => number) | undefined;
}): Tokens {
  return createTokens(async () => {
    const response = await (given.fetch ?? fetch)(given.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        ...(given.basic ? { authorization: `Basic ${base64(bytesOf(given.basic.join(':')))}` } : {}),
      },
      body: new URLSearchParams(given.form).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (!response.ok || typeof answer.access_token !== 'string') {
      throw new StorefrontError(
        `${given.storefront} gave no token: ${response.status} ${String(answer.error ?? '')}`,
        {
          storefront: given.storefront,
          status: response.status,
          code: String(answer.error ?? 'no_token'),
          done: 'no',
        },
      );
    }
    return { token: answer.access_token, expires: Number(answer.expires_in) || undefined };
  }, given.clock);
}
