// docs/state-machines.md: the state machines of others beside ours, by core/data/state-machines.json.

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', '\\|');

/** `return` at `received`, and what else marks the place. */
function place({ kind, stage, ...marks }) {
  const rest = Object.entries(marks).map(([name, value]) => `${name} ${value}`);
  return [`${kind}: ${code(stage)}`, ...rest].join(', ');
}

/** A command or a deadline, by whom, from where to where. */
function step({ command, deadline, from, to, by }) {
  const what = command ? `${code(command)} by ${by}` : `deadline ${code(deadline)} of ${by}`;
  return `${what}: ${from ? `${from} → ` : '→ '}${to}`;
}

const answer = (found, write) =>
  Array.isArray(found) ? found.map(write).join('<br>') : `**no.** ${found.no}`;

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function section({ name, source, inferred, theirs, ours }) {
  const parts = [`## ${name}`, `Source: ${source}.`];
  if (inferred) parts.push('Its documents list the states; the moves are read from names and handlers.');
  parts.push(
    table(
      ['state', 'ours'],
      theirs.states.map((state) => [code(state), answer(ours.states[state], place)]),
    ),
  );
  if (theirs.moves.length > 0) {
    const rows = theirs.moves.map((move) => {
      const found = ours.moves[move];
      const kinds = Array.isArray(found) ? [...new Set(found.map(({ kind }) => kind))].join(', ') : '';
      return [move, kinds, answer(found, step)];
    });
    parts.push(table(['move', 'kind', 'what carries it'], rows));
  }
  return parts.join('\n\n');
}

export function stateMachineFiles({ machines }) {
  const all = machines.flatMap(({ ours }) => [...Object.values(ours.states), ...Object.values(ours.moves)]);
  const no = all.filter((found) => !Array.isArray(found)).length;
  const head = `# State machines of others, and ours

Written by \`npm run generate\` from \`core/data/state-machines.json\`; \`tests/js/state-machines.test.mjs\` holds each
row against the tables that the core exports.

What was read are public sources, at the time when they were read. A row says which kind of case, at which stage, stands for a
state of theirs, and which command or deadline carries a move; several lines are taken one after another. Where ours has nothing
it says no, and why. Of ${all.length} rows ${no} say no.`;
  return new Map([['docs/state-machines.md', `${[head, ...machines.map(section)].join('\n\n')}\n`]]);
}
