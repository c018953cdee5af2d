// The lifecycle's tables as pictures and machines of others: Mermaid, SCXML, XState.

/** One row of the table of commands, as `describe` gives it. */
export interface LifecycleCommand {
  readonly type: string;
  readonly kinds: readonly string[];
  readonly by: readonly string[];
  /** Empty for the command that opens a case. */
  readonly from: readonly string[];
  /** Empty for one that leads nowhere else. */
  readonly to: readonly string[];
  readonly event: string;
  readonly consequence: string;
  readonly commutes?: boolean;
}

/** One row of the table of clocks. */
export interface LifecycleDeadline {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly stage: string;
  readonly who: string;
  readonly then: string;
  readonly when: string;
  readonly term: string;
  readonly hours?: number;
}

export interface LifecycleKind {
  readonly kind: string;
  /** The kind claims something of the order: units or money. */
  readonly claims: boolean;
  readonly comesBack: boolean;
  readonly answerHours: number;
  /** The stages through which such a case goes if nothing unusual happens. */
  readonly way: readonly string[];
}

/** `describe().lifecycle`. */
export interface Lifecycle {
  readonly commands: readonly LifecycleCommand[];
  readonly deadlines: readonly LifecycleDeadline[];
  readonly kinds: readonly LifecycleKind[];
  readonly stages: readonly string[];
  readonly final: readonly string[];
}

export type DiagramFormat = 'mermaid' | 'scxml' | 'xstate';
export const diagramFormats: readonly DiagramFormat[] = ['mermaid', 'scxml', 'xstate'];

/** A move of a case, by a command or by a clock. */
export interface Move {
  readonly from: string;
  /** The same stage when the case stays where it is. */
  readonly to: string;
  readonly command?: string;
  readonly deadline?: string;
  /** Kinds of actor; of a deadline, whose silence it is. */
  readonly by: readonly string[];
  /** Of a deadline: what has to be so for it to run, and how long it runs. */
  readonly when?: string;
  readonly hours?: number;
}

/** What is known of a kind: its stages in their order, and its moves. */
export interface KindMachine {
  readonly kind: string;
  readonly stages: readonly string[];
  readonly final: readonly string[];
  /** Where `request` may lead. */
  readonly opens: readonly string[];
  readonly openedBy: readonly string[];
  readonly moves: readonly Move[];
}

/** The command that does by hand what a clock does by itself. */
const byHand: Readonly<Record<string, readonly string[]>> = {
  approve: ['approve'],
  by_policy: ['approve', 'refuse'],
  refuse: ['refuse'],
  receive: ['receive'],
  inspect: ['inspect'],
  refund: ['refund'],
  instead: ['refund'],
  close: ['close'],
  acknowledge: ['acknowledge'],
  investigate: ['investigate'],
  lost: ['report'],
  decline: ['decline'],
  dispute: ['dispute'],
  decide: ['decide'],
  replace: ['assess'],
  deliver: ['deliver'],
};
const stays = new Set(['by_policy', 'escalate', 'retry', 'resume', 'flag']);

/** Whether cases of this kind ever stand there, beyond what rows for several kinds say together. */
function stands(row: LifecycleKind, knows: (command: string) => boolean, stage: string): boolean {
  if (row.way.includes(stage)) return true;
  switch (stage) {
    case 'approved':
    case 'expired':
    case 'in_transit':
    case 'received':
    case 'inspected':
      return row.comesBack;
    case 'fulfilling':
    case 'sent':
    case 'delivered':
      return knows('send');
    case 'refund_pending':
    case 'refunded':
      return knows('refund');
    case 'resolved':
      return !row.claims;
    case 'acknowledged':
      return knows('acknowledge');
    case 'investigating':
      return knows('investigate');
    case 'proposed':
      return knows('propose');
    case 'disputed':
      return knows('dispute');
    case 'answered':
      return knows('answer');
    default:
      return true;
  }
}

/** The part of the tables that is about one kind of case, as stages and moves between them. */
export function kindMachine(lifecycle: Lifecycle, kind: string): KindMachine {
  const row = lifecycle.kinds.find((each) => each.kind === kind);
  if (!row) throw new RangeError(`no kind of case is called ${kind}`);
  const commands = lifecycle.commands.filter(({ kinds }) => kinds.includes(kind));
  const knows = (type: string): boolean => commands.some((command) => command.type === type);
  const known = new Set(lifecycle.stages.filter((stage) => stands(row, knows, stage)));
  const only = (stages: readonly string[]): string[] => stages.filter((stage) => known.has(stage));

  const moves: Move[] = [];
  for (const { type, by, from, to } of commands) {
    for (const stage of only(from)) {
      const targets = only(to);
      // A reply stands among what is said, but for one to an answer, which asks anew.
      const leads = type === 'reply' && stage !== 'answered' ? [] : targets;
      for (const target of leads.length > 0 ? leads : [stage])
        moves.push({ from: stage, to: target, command: type, by });
    }
  }
  for (const { id, kinds, stage, who, then, when, hours } of lifecycle.deadlines) {
    if (!kinds.includes(kind) || !known.has(stage)) continue;
    const likes = commands.filter(({ type, from }) => byHand[then]?.includes(type) && from.includes(stage));
    const targets = new Set([
      ...only(likes.flatMap(({ to }) => to)),
      ...(then === 'expire' ? ['expired'] : []),
      ...(stays.has(then) ? [stage] : []),
    ]);
    // What nobody but a clock may do from there: a decline, a finding.
    if (targets.size === 0)
      for (const target of only(
        commands.filter(({ type }) => byHand[then]?.includes(type)).flatMap(({ to }) => to),
      ))
        targets.add(target);
    for (const target of targets)
      moves.push({
        from: stage,
        to: target,
        deadline: id,
        by: [who],
        ...(when !== 'always' && { when }),
        ...(hours !== undefined && { hours }),
      });
  }

  // Stages in the order of the kind's way, the others behind; without those that nothing leads to.
  const opening = commands.filter(({ from }) => from.length === 0);
  const opens = only(opening.flatMap(({ to }) => to));
  const reached = new Set(opens);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const { from, to } of moves) if (reached.has(from)) reached.add(to);
  }
  const order = [...new Set([...row.way, ...lifecycle.stages])];
  return {
    kind,
    stages: order.filter((stage) => reached.has(stage)),
    final: lifecycle.final,
    opens,
    openedBy: [...new Set(opening.flatMap(({ by }) => by))],
    moves: moves.filter(({ from }) => reached.has(from)),
  };
}

/** More arrows of one command than this are told in words: they would cover the picture. */
const mostArrows = 6;

function mermaid(machine: KindMachine): string {
  const lines = ['stateDiagram-v2', '  direction TB'];
  const name = (stage: string): string => stage.replaceAll('_', ' ');
  for (const stage of machine.stages) lines.push(`  state "${name(stage)}" as ${stage}`);
  for (const stage of machine.opens) lines.push(`  [*] --> ${stage} : request`);

  const arrows = new Map<string, Set<string>>();
  const arrow = (from: string, to: string, text: string): void => {
    const key = `${from} --> ${to}`;
    arrows.set(key, (arrows.get(key) ?? new Set()).add(text));
  };
  const words: string[] = [];
  const commands = new Map<string, Move[]>();
  for (const move of machine.moves) {
    if (move.deadline !== undefined) {
      arrow(move.from, move.to, `⏱ ${move.deadline}`);
    } else if (move.command !== undefined) {
      commands.set(move.command, [...(commands.get(move.command) ?? []), move]);
    }
  }
  for (const [command, moves] of commands) {
    const away = moves.filter(({ from, to }) => from !== to);
    if (away.length > 0 && moves.length <= mostArrows) {
      for (const { from, to } of moves) arrow(from, to, command);
    } else if (away.length > 0) {
      words.push(`${command} → ${[...new Set(moves.map(({ to }) => name(to)))].join(', ')}`);
    } else {
      words.push(command);
    }
  }
  for (const [ends, texts] of arrows) {
    const [from, to] = ends.split(' --> ');
    // What leaves a case where it is stands in the stage's box.
    lines.push(`  ${from === to ? from : ends} : ${[...texts].join(', ')}`);
  }
  for (const stage of machine.stages) if (machine.final.includes(stage)) lines.push(`  ${stage} --> [*]`);
  if (words.length > 0) {
    lines.push('  state "from several stages" as several');
    for (const text of words) lines.push(`  several : ${text}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The moves of a stage, by what makes them. */
function grouped(machine: KindMachine, stage: string): Map<string, Move[]> {
  const out = new Map<string, Move[]>();
  for (const move of machine.moves) {
    if (move.from !== stage) continue;
    const key = move.command ?? `deadline.${move.deadline}`;
    out.set(key, [...(out.get(key) ?? []), move]);
  }
  return out;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function scxml(machine: KindMachine): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:case="https://aftersale.dev/scxml" version="1.0" datamodel="ecmascript" name="${escaped(machine.kind)}" initial="start">`,
    '  <state id="start">',
  ];
  const transition = (event: string, to: string | undefined, several: boolean, rest: string): string => {
    const cond = several && to !== undefined ? ` cond="_event.data.to === '${to}'"` : '';
    const target = to === undefined ? '' : ` target="${to}"`;
    return `    <transition event="${escaped(event)}"${cond}${target}${rest}/>`;
  };
  const by = (names: readonly string[]): string => ` case:by="${names.join(' ')}"`;
  for (const stage of machine.opens)
    lines.push(transition('request', stage, machine.opens.length > 1, by(machine.openedBy)));
  lines.push('  </state>');
  for (const stage of machine.stages) {
    const final = machine.final.includes(stage) ? ' case:final="true"' : '';
    lines.push(`  <state id="${stage}"${final}>`);
    for (const [event, moves] of grouped(machine, stage)) {
      for (const move of moves) {
        const clock = `${move.when ? ` case:when="${move.when}"` : ''}${move.hours ? ` case:hours="${move.hours}"` : ''}`;
        const stay = move.to === stage && moves.length === 1;
        lines.push(transition(event, stay ? undefined : move.to, moves.length > 1, by(move.by) + clock));
      }
    }
    lines.push('  </state>');
  }
  return `${[...lines, '</scxml>'].join('\n')}\n`;
}

function xstate(machine: KindMachine): string {
  const targets = (moves: readonly Move[], stage: string): object[] =>
    moves.map((move) => ({
      ...(move.to !== stage && { target: move.to }),
      // Which of several it is the case decides, not the machine.
      ...(moves.length > 1 && { guard: `leads_to_${move.to}` }),
      meta: {
        by: move.by,
        ...(move.when && { when: move.when }),
        ...(move.hours !== undefined && { hours: move.hours }),
      },
    }));
  const states: Record<string, object> = {
    start: {
      on: {
        request: targets(
          machine.opens.map((to) => ({ from: 'start', to, command: 'request', by: machine.openedBy })),
          'start',
        ),
      },
    },
  };
  for (const stage of machine.stages) {
    const on: Record<string, object[]> = {};
    const after: Record<string, object[]> = {};
    for (const [event, moves] of grouped(machine, stage)) {
      const clock = moves[0]?.deadline;
      if (clock === undefined) on[event] = targets(moves, stage);
      else after[clock] = targets(moves, stage);
    }
    states[stage] = {
      // A case that has ended may be taken up again, so that no state is of type `final`.
      ...(machine.final.includes(stage) && { tags: ['final'] }),
      ...(Object.keys(on).length > 0 && { on }),
      ...(Object.keys(after).length > 0 && { after }),
    };
  }
  return `${JSON.stringify({ id: machine.kind, initial: 'start', states }, null, 2)}\n`;
}

/**
 * A kind's lifecycle for others to draw or to run: a Mermaid state diagram, an SCXML document, or the configuration of an
 * XState machine as JSON (delays and guards by name).
 */
export function lifecycleDiagram(lifecycle: Lifecycle, kind: string, format: DiagramFormat): string {
  const machine = kindMachine(lifecycle, kind);
  switch (format) {
    case 'mermaid':
      return mermaid(machine);
    case 'scxml':
      return scxml(machine);
    case 'xstate':
      return xstate(machine);
    default:
      throw new RangeError(`no format is called ${format}`);
  }
}
