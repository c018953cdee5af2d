import type { Case, CaseView } from '../generated/types.js';
import { isWithheld, withhold } from '../sync/chain.js';
import { kindOf } from '../sync/kind.js';
import type { LogEntry, WireEntry } from '../sync/protocol.js';
import type { OrderRecord, Scope, Subject, Tx } from './ports.js';

/** Roles that work on every case. */
const everywhere: ReadonlySet<Subject['role']> = new Set(['merchant', 'platform']);
/** What cases call the party that a role stands for; the others take part in none by their role. */
const partyOf: Partial<Record<Subject['role'], string>> = {
  customer: 'buyer',
  carrier: 'carrier',
  insurer: 'insurer',
};

/** Kinds that are somebody's business from the start. */
const concerned: Readonly<Record<string, readonly string[]>> = {
  damage_claim: ['carrier', 'insurer'],
  not_received: ['carrier'],
};

export const seesAll = ({ role }: Subject): boolean => everywhere.has(role);

export function namesOf({ role, parties }: Subject): readonly string[] {
  const own = partyOf[role];
  return parties ?? (own ? [own] : []);
}

/** The orders whose logs a subject may ask for. */
export function scopeOf(subject: Subject): Scope {
  if (seesAll(subject)) return {};
  if (subject.order !== undefined) return { order: subject.order };
  return subject.role === 'customer' ? { subject: subject.id } : { parties: namesOf(subject) };
}

/** Whether an order is the subject's own: a customer's, or the one that a guest's link is for. */
export function owns(subject: Subject, record: OrderRecord): boolean {
  if (subject.role !== 'customer') return false;
  return subject.order === undefined ? record.subject === subject.id : record.id === subject.order;
}

/**
 * Who takes part in a case: who acted, whom a clock waits for, whom a question went to, and those whose business its kind
 * is. The buyer does in every case but a claim that others hold against the carrier.
 */
export function partiesOf(theCase: Case, view?: CaseView): string[] {
  const names = new Set<string>(view?.deadlines.map(({ who }) => who));
  if (view?.waitingFor) names.add(view.waitingFor);
  for (const [index, { type, actor, data }] of theCase.events.entries()) {
    names.add(actor.kind);
    if (type === 'case.asked' && typeof data.of === 'string') names.add(data.of);
    const kind = kindOf(theCase.events.slice(0, index + 1));
    if (kind !== 'damage_claim') names.add('buyer');
    for (const name of concerned[kind] ?? []) names.add(name);
  }
  return [...names].sort();
}

/** Whether a subject may know of a case. */
export function takesPart(subject: Subject, parties: ReadonlySet<string> | undefined): boolean {
  return seesAll(subject) || namesOf(subject).some((name) => parties?.has(name));
}

/** Whether a subject may know of an order at all. */
export async function maySee(tx: Tx, subject: Subject, record: OrderRecord | undefined): Promise<boolean> {
  if (!record) return false;
  if (seesAll(subject) || owns(subject, record)) return true;
  if (subject.role === 'customer') return false;
  return [...(await tx.parties([record.id])).values()].some((parties) => takesPart(subject, parties));
}

/** A page of the log as the subject may see it: what is none of its business is there by its digest only. */
export async function shown(tx: Tx, subject: Subject, entries: readonly LogEntry[]): Promise<WireEntry[]> {
  if (seesAll(subject) || !entries.length) return [...entries];
  const parties = await tx.parties([...new Set(entries.map(({ order }) => order))]);
  return entries.map((entry) => (takesPart(subject, parties.get(entry.case)) ? entry : withhold(entry)));
}

export { isWithheld };
