// What the backend knows beside the log: effects that ran and payments. Fetched when a case is looked at.

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
