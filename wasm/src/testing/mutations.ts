// Documents with something wrong in them, the same ones in every run.

/** A place in a document, as a JSON Pointer, and what stands there. */
export interface Place {
  readonly pointer: string;
  readonly value: unknown;
}

export function places(value: unknown, pointer = ''): Place[] {
  if (value === null || typeof value !== 'object') return [{ pointer, value }];
  const below = Object.entries(value).flatMap(([key, child]) =>
    places(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [{ pointer, value }, ...below];
}

/** The document with another value at a place; without one, the place is gone. */
export function changed(document: unknown, pointer: string, change: { to?: unknown }): unknown {
  const copy = structuredClone(document);
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  if (last === undefined) return change.to;
  let owner = copy as Record<string, unknown>;
  for (const step of steps) owner = owner[step] as Record<string, unknown>;
  if ('to' in change) owner[last] = change.to;
  else if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else delete owner[last];
  return copy;
}

const others: unknown[] = [null, {}, [], '', true, -1, 'zz', 1e21, [[{}]], '\u0000'];

/** Every place gone, and every place something else. */
export function* spoiled(document: unknown): Generator<{ what: string; text: string }> {
  let n = 0;
  for (const { pointer } of places(document)) {
    if (pointer === '') continue;
    yield { what: `without ${pointer}`, text: JSON.stringify(changed(document, pointer, {})) };
    const to = others[n++ % others.length];
    yield {
      what: `${pointer} is ${JSON.stringify(to)}`,
      text: JSON.stringify(changed(document, pointer, { to })),
    };
  }
}

/** The text cut at places all over it. */
export function* cut(text: string, count = 40): Generator<{ what: string; text: string }> {
  for (let i = 0; i < count; i++) {
    const size = Math.floor((text.length * i) / count);
    yield { what: `its first ${size} characters`, text: text.slice(0, size) };
  }
}
