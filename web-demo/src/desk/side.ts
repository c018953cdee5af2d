// What the backend knows beside the log: effects that ran, payments, photos. Fetched when a case is looked at.

import { call } from '../lib/api.js';

export interface Effects {
  readonly effects: readonly {
    key: string;
    kind: string;
    done: boolean;
    result?: Record<string, string>;
    data: Record<string, unknown>;
  }[];
  readonly payments: readonly {
    key: string;
    reference: string;
    amount: number;
    currency: string;
    at: string;
  }[];
}

const effects = new Map<string, Effects>();
const asked = new Map<string, number>();
const photos = new Map<string, string | 'missing'>();

export const effectsOf = (id: string): Effects | undefined => effects.get(id);
export const forget = (id: string): boolean => asked.delete(id);

export function watchEffects(id: string, headers: Record<string, string>, draw: () => void): void {
  if (asked.has(id)) return;
  asked.set(id, Date.now());
  call<Effects>(`desk/effects/${id}`, { headers })
    .then((found) => {
      effects.set(id, found);
      draw();
    })
    .catch(() => asked.delete(id));
}

/** The address of a photo once it is here. It comes with a token, which an img element cannot send. */
export function photo(sha256: string, token: string, draw: () => void): string | undefined {
  const known = photos.get(sha256);
  if (known) return known === 'missing' ? undefined : known;
  photos.set(sha256, 'missing');
  void fetch(`/case-sync/1/blob/${sha256}`, { headers: { authorization: `Bearer ${token}` } })
    .then(async (response) => {
      if (!response.ok) return;
      photos.set(sha256, URL.createObjectURL(await response.blob()));
      draw();
    })
    .catch(() => {});
  return undefined;
}
