// What gateways that put every operation behind one signature have in common: parameters, times of China, answers with a code.

import type { Answered, Fault } from './client.js';

/** "2026-05-01 18:00:00", as clocks in China show it. */
export const chinaTime = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Members of a request as parameters: texts as they are, everything else as JSON. */
export function parameters(body: unknown): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    out[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return out;
}

/** What is in the query of a path, as the codec writes it: "/router/rest?method=taobao.refund.refuse". */
export function inPath(path: string): { readonly path: string; readonly query: Record<string, string> } {
  const [bare = '', question = ''] = path.split('?');
  return { path: bare, query: Object.fromEntries(new URLSearchParams(question)) };
}

export const form = (params: Readonly<Record<string, string>>): string =>
  new URLSearchParams(params).toString();

export interface FaultWords {
  /** Where the code and the words stand; the first path that leads to something counts. */
  readonly code: readonly string[];
  readonly message: readonly string[];
  /** Codes of success. */
  readonly fine?: readonly string[];
  readonly expired?: RegExp;
  readonly limited?: RegExp;
}

/** What an answer of a gateway says went wrong. */
export function faultOf({ text }: Answered, words: FaultWords): Fault | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  const find = (paths: readonly string[]): string | undefined => {
    for (const path of paths) {
      let value: unknown = answer;
      for (const step of path.split('.'))
        value = (value as Record<string, unknown> | null | undefined)?.[step];
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
    return undefined;
  };
  const code = find(words.code);
  if (code === undefined || words.fine?.includes(code)) return undefined;
  const message = find(words.message) ?? '';
  const said = `${code} ${message}`;
  const kind = words.expired?.test(said) ? 'expired' : words.limited?.test(said) ? 'limited' : undefined;
  return { code, message, ...(kind ? { kind } : {}) };
}
