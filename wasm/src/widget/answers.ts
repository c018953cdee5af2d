// What is done to answers and worlds as plain data.
import type { Draft, DraftItem, Quote, Step, World } from './wire.js';

/** A world goes by its order; several by all of them. */
export function nameOf({ order, orders = [] }: World): string {
  return (order === undefined ? orders : [order])
    .map((each) => (typeof each === 'string' ? each : each.id))
    .join();
}

export const sameMoney = (a: Quote, b: Quote): boolean =>
  a.total.amount === b.total.amount &&
  a.total.currency === b.total.currency &&
  a.resolution === b.resolution &&
  a.method === b.method;

export function put(target: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const copy = [...target];
    copy[Number(key)] = put(copy[Number(key)], rest, value);
    return copy;
  }
  const { [key]: old, ...others } = (target ?? {}) as Record<string, unknown>;
  const next = put(old, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

/** Takes out what no longer holds; from the back, so that indexes stay right. A quantity becomes what is possible. */
export function prune(answers: Draft, step: Step): Draft {
  const copy = structuredClone(answers) as { items: DraftItem[] };
  const fromBack = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });
  for (const pointer of step.dropped.map((dropped) => dropped.pointer).sort(fromBack)) {
    const path = pointer.split('/').slice(1);
    const last = path.pop();
    if (last === undefined) continue;
    let holder: unknown = copy;
    for (const key of path) holder = (holder as Record<string, unknown> | undefined)?.[key];
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else if (holder && typeof holder === 'object') {
      const known =
        last === 'quantity'
          ? step.items.find(({ line }) => line === (holder as DraftItem).line)?.selected
          : undefined;
      if (known === undefined) delete (holder as Record<string, unknown>)[last];
      else (holder as Record<string, unknown>)[last] = known;
    }
  }
  return copy as Draft;
}
