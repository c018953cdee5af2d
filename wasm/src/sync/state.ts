import type { Case, CommandType, Event } from '../generated/types.js';
import { typeOf } from './command.js';
import { kindOf } from './kind.js';
import type { FinalReceipt, JsonObject, LogEntry, WireCommand } from './protocol.js';
import type { OutboxItem } from './storage.js';

/** In words for people: kept on this device; on its way; the shop has it; the shop has decided; it is your turn. */
export type SyncState = 'saved' | 'sending' | 'sent' | 'confirmed' | 'needs_you';

export interface PendingCommand {
  readonly id: string;
  readonly type: CommandType;
  readonly at: string;
  readonly data: JsonObject;
  readonly state: Exclude<SyncState, 'confirmed'>;
  /** Why the shop said no. */
  readonly receipt?: Extract<FinalReceipt, { st: 'rejected' }>;
  /** It keeps failing and is tried only now and then. */
  readonly parked?: boolean;
  /** What the core on this device makes of it now. */
  readonly mayBeRefused?: boolean;
}

export interface CaseState {
  readonly id: string;
  readonly order: string;
  readonly state: SyncState;
  /** What the shop has confirmed. */
  readonly confirmed: Case;
  /** The same with what is pending on top, as far as the core on this device allows it. */
  readonly projected: Case;
  readonly pending: readonly PendingCommand[];
}

/** Applies a command on this device; undefined when it would be refused. */
export type Apply = (
  command: WireCommand,
  current: Case | undefined,
  others: readonly Case[],
) => readonly Event[] | undefined;

const RANK: Record<SyncState, number> = { confirmed: 0, sent: 1, sending: 2, saved: 3, needs_you: 4 };

/** What the client shows: the confirmed log with its own pending commands replayed on top. */
export function project(
  entries: readonly LogEntry[],
  items: readonly OutboxItem[],
  sending: ReadonlySet<string>,
  apply?: Apply,
): CaseState[] {
  const confirmed = new Map<string, Case>();
  const caused = new Set<string>();
  for (const { case: id, order, cause, p } of [...entries].sort((a, b) => a.seq - b.seq)) {
    caused.add(cause);
    const known = confirmed.get(id);
    const events = [...(known?.events ?? []), p];
    confirmed.set(id, { id, order, kind: kindOf(events), events });
  }
  const projected = new Map(confirmed);
  const pending = new Map<string, PendingCommand[]>();
  for (const item of [...items].sort((a, b) => a.n - b.n)) {
    const { command, receipt } = item;
    if (caused.has(command.id)) continue;
    const current = projected.get(command.case);
    const others = [...projected.values()].filter(
      ({ id, order }) => order === command.order && id !== command.case,
    );
    const events = receipt?.st === 'rejected' ? undefined : safely(apply, command, current, others);
    if (events) {
      const all = [...(current?.events ?? []), ...events];
      projected.set(command.case, {
        id: command.case,
        order: command.order,
        kind: kindOf(all),
        events: all,
      });
    }
    const list = pending.get(command.case) ?? [];
    list.push({
      id: command.id,
      type: typeOf(command),
      at: command.at,
      data: command.p,
      state: stateOf(item, sending),
      ...(receipt?.st === 'rejected' ? { receipt } : {}),
      ...(item.parkedUntil === undefined ? {} : { parked: true }),
      ...(apply && !events && receipt?.st !== 'rejected' ? { mayBeRefused: true } : {}),
    });
    pending.set(command.case, list);
  }
  const ids = new Set([...confirmed.keys(), ...pending.keys()]);
  return [...ids].map((id) => {
    const mine = pending.get(id) ?? [];
    const order =
      confirmed.get(id)?.order ?? items.find(({ command }) => command.case === id)?.command.order ?? '';
    const empty: Case = { id, order, kind: 'return', events: [] };
    return {
      id,
      order,
      state: mine.reduce<SyncState>(
        (worst, { state }) => (RANK[state] > RANK[worst] ? state : worst),
        'confirmed',
      ),
      confirmed: confirmed.get(id) ?? empty,
      projected: projected.get(id) ?? empty,
      pending: mine,
    };
  });
}

function safely(
  apply: Apply | undefined,
  command: WireCommand,
  current: Case | undefined,
  others: readonly Case[],
): readonly Event[] | undefined {
  try {
    return apply?.(command, current, others);
  } catch {
    return undefined;
  }
}

function stateOf({ id, receipt }: OutboxItem, sending: ReadonlySet<string>): PendingCommand['state'] {
  if (receipt?.st === 'rejected') return 'needs_you';
  if (receipt?.st === 'applied') return 'sent';
  return sending.has(id) ? 'sending' : 'saved';
}
