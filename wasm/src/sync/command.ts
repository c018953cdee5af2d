import type { Aftersale, World } from '../api/engine.js';
import type { Actor, Command, CommandType } from '../generated/types.js';
import type { WireCommand } from './protocol.js';
import type { Apply } from './state.js';

/** What the sender asks for, without the prefix that names the kind of case. */
export const typeOf = (command: WireCommand): CommandType => command.t.slice('return.'.length) as CommandType;

/** A command as the core reads it. Who acts is never taken from the sender. */
export function toCommand(command: WireCommand, actor: Actor): Command {
  const { id, case: caseId, base, at, quote, p } = command;
  const data = quote === undefined ? p : { ...p, quote };
  // Any JSON object may be in here; the core reads it or says what is wrong with it.
  return { id, case: caseId, type: typeOf(command), version: base, actor, at, data } as unknown as Command;
}

/** Replays pending commands with the core on this device, in the world that each order lives in. */
export function applyWith(
  engine: Pick<Aftersale, 'transition'>,
  actor: Actor,
  world: (order: string) => World | undefined,
): Apply {
  return (command, current, others) => {
    const known = world(command.order);
    if (!known) return undefined;
    const result = engine.transition({
      ...known,
      cases: others,
      case: current ?? null,
      command: toCommand(command, actor),
    });
    return result.accepted ? result.events : undefined;
  };
}
