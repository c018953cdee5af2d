import type { CaseKind, Event } from '../generated/types.js';

/** The kind of a case, by what its events say: how it was opened, or what it was last made. */
export function kindOf(events: readonly Event[]): CaseKind {
  let kind: CaseKind = 'return';
  for (const { type, data } of events) {
    if (type !== 'case.opened' && type !== 'case.converted') continue;
    kind = (data.request as { kind?: CaseKind } | undefined)?.kind ?? 'return';
  }
  return kind;
}
