import type { Aftersale } from '../api/engine.js';
import type { Case, CaseView, LivePromise, Policy } from '../generated/types.js';
import type { OrderRecord } from './ports.js';

/** What the backend asks of the core. `createAftersale()` gives it, with the statute packs that it was made with. */
export type Engine = Pick<Aftersale, 'transition' | 'tick'>;

export interface Rules {
  /** The shop's policies that may govern an order, and what was promised to it on air: documents, or the names of loaded ones. */
  policies(record: OrderRecord): readonly (Policy | LivePromise | string)[];
  /** Who takes part in a case, by the names of `Subject.parties`; `partiesOf` unless told, where each role is one party. */
  parties?(theCase: Case, view: CaseView, record: OrderRecord): readonly string[];
}

/** RFC 3339 in UTC, to the second. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
