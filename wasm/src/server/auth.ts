import type { Auth, Subject } from './ports.js';
import { createSealer } from './seal.js';

export interface Tokens extends Auth {
  issue(subject: Subject, hours?: number): Promise<string>;
  read(token: string): Promise<Subject | undefined>;
}

/**
 * Signed tokens, as a bearer or in a cookie. A shop will have sessions of its own and implement `Auth` over them; this
 * is enough for one process and for tests.
 */
export function createTokens(options: { secret: string; cookie?: string; clock?: () => number }): Tokens {
  const { secret, cookie = 'aftersale_session', clock = Date.now } = options;
  const sealer = createSealer(secret, '');

  const issue = (subject: Subject, hours = 12): Promise<string> =>
    sealer.seal({ ...subject, until: clock() + hours * 3_600_000 });

  async function read(token: string): Promise<Subject | undefined> {
    const { until, ...subject } = (await sealer.open(token)) ?? {};
    return Number(until) > clock() ? (subject as unknown as Subject) : undefined;
  }

  function identify(request: Request): Promise<Subject | undefined> | undefined {
    const bearer = /^Bearer ([\w.-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (bearer) return read(bearer);
    // A cookie travels by itself, also when another site asks; such requests may not change anything.
    if (!['GET', 'HEAD'].includes(request.method) && !sameOrigin(request)) return undefined;
    for (const pair of (request.headers.get('cookie') ?? '').split(/; */)) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at) === cookie) return read(pair.slice(at + 1));
    }
    return undefined;
  }

  return { identify, issue, read };
}

function sameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  const origin = request.headers.get('origin');
  return !origin || hostOf(origin) === new URL(request.url).host;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
