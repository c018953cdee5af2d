import { AftersaleError } from '../api/errors.js';
import type { Actor, Case, Command, Problem, TransitionResult } from '../generated/types.js';
import { fingerprint } from '../sync/canonical.js';
import { chainHash, type Head } from '../sync/chain.js';
import { toCommand, typeOf } from '../sync/command.js';
import type { FinalReceipt, JsonObject, LogEntry, Receipt, WireCommand } from '../sync/protocol.js';
import { evidenceOf } from '../sync/queue.js';
import { eraseFor } from './erase.js';
import type { OrderRecord, OutboxRow, Subject, Tx } from './ports.js';
import { maySee, owns, partiesOf, seesAll, takesPart } from './rights.js';
import { type Engine, instant, type Rules } from './world.js';

export interface Decider {
  readonly engine: Engine;
  readonly rules: Rules;
  /** How far back, in hours, a declaration that was made offline may count. */
  readonly graceHours: number;
  /** What else goes into the outbox with an entry. */
  readonly outgoing?: (entry: LogEntry) => readonly Omit<OutboxRow, 'attempts' | 'firstTry'>[];
}

export interface Sender {
  readonly subject: Subject;
  readonly replica: string;
  /** When this replica was first heard of. */
  readonly knownSince: number;
}

/** A command of the backend itself: what a payment provider reported, say. It is never stale. */
export interface SystemCommand {
  readonly id: string;
  readonly order: string;
  readonly case: string;
  readonly type: string;
  readonly data: JsonObject;
}

/** The id was used before, for something else or by somebody else. */
export class IdReused extends Error {}

/**
 * Decides one command of a client inside a transaction: lock, look up, decide with the core, append, receipt, outbox.
 * What the client says about money, time and itself is not used. `claimedBy` is the order that the case belongs to, for stores
 * that know one order only; the transaction says it unless told.
 */
export async function decide(
  on: Decider,
  tx: Tx,
  command: WireCommand,
  from: Sender,
  now: number,
  claimedBy?: string,
): Promise<Receipt> {
  const head = await tx.lockOrder(command.order);
  const print = fingerprint(command);
  const known = await tx.receipt(command.id);
  if (known) {
    // What was erased has no fingerprint any more.
    const alike = known.fingerprint === print || known.fingerprint === '';
    const same = alike && known.subject === from.subject.id && known.replica === from.replica;
    if (!same) throw new IdReused(command.id);
    return known.receipt;
  }
  const settle = async (receipt: FinalReceipt): Promise<Receipt> => {
    await tx.putReceipt(
      {
        receipt,
        fingerprint: print,
        subject: from.subject.id,
        replica: from.replica,
        order: command.order,
        case: command.case,
      },
      now,
    );
    return receipt;
  };
  const reject = (code: string, more: object = {}) =>
    settle({ id: command.id, st: 'rejected', seq: head.seq, code, ...more });

  const record = await tx.order(command.order);
  if (!record || !(await maySee(tx, from.subject, record))) return reject('order_not_found');
  // An id that names a case of others is no way into it, nor into its deadlines.
  const belongs = (await tx.orderOf(command.case)) ?? (claimedBy === command.order ? undefined : claimedBy);
  if (belongs !== undefined && belongs !== command.order) return reject('unknown_case');
  if (belongs !== undefined) {
    const parties = (await tx.parties([command.order])).get(command.case);
    if (!takesPart(from.subject, parties)) return reject('unknown_case');
  } else if (!seesAll(from.subject) && !owns(from.subject, record)) {
    return reject('unknown_case');
  }
  if (command.dep && !(await tx.receipt(command.dep))) {
    return { id: command.id, st: 'retry', code: 'dep_missing', after: 1 };
  }
  const blobs = await missingBlobs(tx, command, from.subject);
  if (blobs.length) return { id: command.id, st: 'retry', code: 'blob_missing', after: 5, blobs };

  const cases = await tx.cases(record.id);
  const current = cases.find(({ id }) => id === command.case);
  const judgedAt = typeOf(command) === 'request' ? declaredAt(on, command, from, now) : now;
  let result: TransitionResult;
  try {
    result = transition(
      on,
      record,
      cases,
      current,
      instant(judgedAt),
      toCommand(command, actorOf(from.subject)),
    );
  } catch (error) {
    const problems = error instanceof AftersaleError ? error.errors.map(ofCommand) : [];
    if (problems.length && problems.every(({ pointer }) => pointer.startsWith('/command'))) {
      return reject('invalid_command', { problems });
    }
    throw error;
  }
  if (!result.accepted) {
    const { code = 'refused', currentVersion: version, ...rest } = result.refusal ?? {};
    return reject(code, { ...rest, ...(version === undefined ? {} : { version }) });
  }
  const seq = await commitDecision(on, tx, head, record, command.case, current, result, now);
  return settle({ id: command.id, st: 'applied', seq });
}

/** The core judges a request as such; here it is a part of the command. */
const ofCommand = (problem: Problem): Problem =>
  problem.pointer.startsWith('/request')
    ? { ...problem, pointer: `/command/data${problem.pointer}` }
    : problem;

/** Applies a command of the backend itself; false when the case no longer allows it. */
export async function decideSystem(
  on: Decider,
  tx: Tx,
  command: SystemCommand,
  now: number,
): Promise<boolean> {
  const head = await tx.lockOrder(command.order);
  const record = await tx.order(command.order);
  if (!record) return false;
  const cases = await tx.cases(record.id);
  const current = cases.find(({ id }) => id === command.case);
  const { order: _order, ...rest } = command;
  // What the provider reports is text of the outbox; the core reads it as it reads everybody's.
  const call = {
    ...rest,
    version: current?.events.length ?? 0,
    actor: { kind: 'system' },
  } as unknown as Command;
  const result = transition(on, record, cases, current, instant(now), call);
  if (!result.accepted) return false;
  await commitDecision(on, tx, head, record, command.case, current, result, now);
  return true;
}

/** Fires what is due on a case; true when something happened. */
export async function fireDeadlines(
  on: Decider,
  tx: Tx,
  order: string,
  caseId: string,
  now: number,
): Promise<boolean> {
  const head = await tx.lockOrder(order);
  const record = await tx.order(order);
  const cases = await tx.cases(order);
  const current = cases.find(({ id }) => id === caseId);
  if (!record || !current) {
    await tx.setDeadline(caseId, order, undefined);
    return false;
  }
  const world = worldOf(on, record, cases, current, instant(now));
  const result = on.engine.tick({ ...world, case: current });
  await commitDecision(on, tx, head, record, caseId, current, result, now);
  return result.events.length > 0;
}

const actors: Readonly<Record<Subject['role'], Actor['kind']>> = {
  customer: 'buyer',
  merchant: 'seller',
  host: 'buyer',
  carrier: 'carrier',
  platform: 'platform',
  insurer: 'insurer',
};

function actorOf({ id, role, name }: Subject): Actor {
  return { kind: actors[role], id, ...(name ? { name } : {}) };
}

function transition(
  on: Decider,
  record: OrderRecord,
  cases: readonly Case[],
  current: Case | undefined,
  now: string,
  command: Command,
): TransitionResult {
  return on.engine.transition({
    ...worldOf(on, record, cases, current, now),
    case: current ?? null,
    command,
  });
}

function worldOf(
  on: Decider,
  record: OrderRecord,
  cases: readonly Case[],
  current: Case | undefined,
  now: string,
) {
  const others = cases.filter((other) => other !== current);
  return { order: record.order, policies: on.rules.policies(record), cases: others, now };
}

/**
 * The moment that a request counts as made. The client's word is taken within the grace, and only from a replica that
 * was known by then: a clock that is wrong, or a window that has just closed, gains nothing.
 */
function declaredAt(on: Decider, command: WireCommand, from: Sender, now: number): number {
  const at = Date.parse(command.at);
  const believable = at < now && at >= from.knownSince && now - at <= on.graceHours * 3_600_000;
  return believable ? at : now;
}

async function missingBlobs(tx: Tx, command: WireCommand, subject: Subject): Promise<string[]> {
  const missing: string[] = [];
  for (const sha256 of evidenceOf(command)) {
    const blob = await tx.blob(sha256, subject.id);
    if (!blob?.complete || blob.order !== command.order) missing.push(sha256);
  }
  return missing;
}

/** Appends what the core decided to the order's log and notes what follows from it; gives the new head's number. */
async function commitDecision(
  on: Decider,
  tx: Tx,
  head: Head,
  record: OrderRecord,
  caseId: string,
  before: Case | undefined,
  result: TransitionResult,
  now: number,
): Promise<number> {
  const entries: LogEntry[] = [];
  let { seq, h } = head;
  for (const event of result.events) {
    const entry = {
      order: record.id,
      seq: ++seq,
      case: caseId,
      t: event.type,
      v: event.v,
      cause: event.command,
      at: instant(now),
      p: event,
    };
    h = chainHash(h, entry);
    entries.push({ ...entry, h });
  }
  await tx.append(entries);
  if (result.case) {
    const parties = on.rules.parties ?? ((theCase, view) => partiesOf(theCase, view));
    const events = [...(before?.events ?? []), ...result.events];
    const theCase: Case = { id: caseId, order: record.id, kind: result.case.kind, events };
    await tx.addParties(record.id, caseId, parties(theCase, result.case, record));
  }
  for (const entry of entries) {
    for (const row of on.outgoing?.(entry) ?? []) await tx.enqueue(row, now);
    await eraseFor(tx, entry);
  }
  const due = result.case?.deadlines?.[0]?.due;
  await tx.setDeadline(caseId, record.id, due === undefined ? undefined : Date.parse(due));
  for (const { key, kind, data } of result.effects) {
    await tx.enqueue({ key, kind, data, order: record.id, case: caseId }, now);
  }
  return seq;
}
