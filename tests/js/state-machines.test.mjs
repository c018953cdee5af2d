// Each state and move of the machines that others have is carried by one of ours, or by an honest no. The tables that the core
// exports are the judge.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { readJson } from './support.mjs';

const { machines } = readJson('core/data/state-machines.json');
const { lifecycle } = (await createAftersale()).describe();
const enums = readJson('core/data/enums.json');
const kinds = lifecycle.kinds.map(({ kind }) => kind);

const platforms = ['Solidus', 'Spree', 'Medusa', 'Shopify', 'TikTok Shop', 'Douyin', 'Taobao', 'eBay', 'OCA'];
const marks = { reception: 'Reception', disposition: 'Disposition', resolution: 'Resolution' };

const commandRows = (kind, type) =>
  lifecycle.commands.filter((row) => row.type === type && row.kinds.includes(kind));
const deadlineRows = (kind, id, stage) =>
  lifecycle.deadlines.filter((row) => row.id === id && row.stage === stage && row.kinds.includes(kind));

/** The command that does by hand what a deadline does by itself; the others leave the case where it is. */
const likeCommand = {
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

/** The stages to which a deadline may lead. */
function outcomes({ then, stage }, kind) {
  if (then === 'expire') return ['expired'];
  const stages = (likeCommand[then] ?? []).flatMap((type) => commandRows(kind, type).flatMap(({ to }) => to));
  return ['by_policy', 'escalate', 'retry', 'resume', 'flag'].includes(then) ? [...stages, stage] : stages;
}

function* placeFaults(places) {
  for (const { kind, stage, ...rest } of places) {
    if (!kinds.includes(kind)) yield `no kind ${kind}`;
    if (!lifecycle.stages.includes(stage)) yield `no stage ${stage}`;
    for (const [name, value] of Object.entries(rest)) {
      if (!(marks[name] && value in enums[marks[name]].values)) yield `no ${name} ${value}`;
    }
  }
}

function* stepFaults({ kind, command, deadline, from, to, by }) {
  if (Boolean(command) === Boolean(deadline)) yield 'wants a command or a deadline';
  const rows = command ? commandRows(kind, command) : deadlineRows(kind, deadline, from);
  if (rows.length === 0) return yield `${kind} has no ${command ?? `${deadline} at ${from}`}`;
  const fits = rows.some((row) => {
    if (deadline) return row.who === by && outcomes(row, kind).includes(to);
    const starts = from === undefined ? row.from.length === 0 : row.from.includes(from);
    // A command that leads nowhere else leaves the case where it was; so does a reply, but for one to an answer.
    const stays = row.to.length === 0 || (command === 'reply' && from !== 'answered');
    return row.by.includes(by) && starts && (stays ? to === from : row.to.includes(to));
  });
  if (!fits) yield `${kind}: ${command ?? deadline} by ${by} does not lead from ${from} to ${to}`;
}

function* moveFaults(move, steps, states) {
  for (const step of steps) yield* stepFaults(step);
  for (let i = 1; i < steps.length; ++i) {
    if (steps[i].from !== steps[i - 1].to || steps[i].kind !== steps[i - 1].kind)
      yield `step ${i + 1} does not begin where the one before it ends`;
  }
  const [, from, to] = move.match(/^(.+?) -> (.+?)(?: \([^)]*\))?$/) ?? [];
  const at = (state, kind, stage) =>
    Array.isArray(states[state]) &&
    states[state].some((place) => place.kind === kind && place.stage === stage);
  const [first] = steps;
  const last = steps.at(-1);
  // What is not yet there, or what of theirs ours has nothing for, may lead in, but not out.
  const outside = from === '(new)' || (states[from]?.no && first.from === undefined);
  const waits = states[from]?.no && at(to, last.kind, last.to);
  if (!outside && !waits && !at(from, first.kind, first.from))
    yield `begins at ${first.kind} ${first.from}, not at ${from}`;
  if (!at(to, last.kind, last.to)) yield `ends at ${last.kind} ${last.to}, not at ${to}`;
}

/** What is not right, with its place. */
function faults(given) {
  const found = [];
  for (const { id, theirs, ours } of given) {
    const say = (place, text) => found.push(`${id}, ${place}: ${text}`);
    const sides = [
      ['states', (_, places) => placeFaults(places)],
      ['moves', (move, steps) => moveFaults(move, steps, ours.states)],
    ];
    for (const [side, check] of sides) {
      for (const name of Object.keys(ours[side]))
        if (!theirs[side].includes(name)) say(name, 'is not theirs');
      for (const name of theirs[side]) {
        const answer = ours[side][name];
        if (!answer) say(name, 'has no answer');
        else if (!Array.isArray(answer)) {
          if (!(typeof answer.no === 'string' && answer.no.length >= 20)) say(name, 'a no has a reason');
        } else if (answer.length === 0) say(name, 'has an empty answer');
        else for (const fault of check(name, answer)) say(name, fault);
      }
    }
    for (const move of theirs.moves) {
      const ends = move.replace(/ \([^)]*\)$/, '').split(' -> ');
      for (const end of ends)
        if (end !== '(new)' && !theirs.states.includes(end)) say(move, `no state ${end}`);
    }
  }
  return found;
}

test('every state and move of the machines of others is carried, or honestly is not', () => {
  assert.deepEqual(faults(machines), []);
});

test('no machine of the list is left out, and none says only no', () => {
  for (const name of platforms)
    assert.ok(
      machines.some((machine) => machine.name.startsWith(name)),
      name,
    );
  for (const { id, source, ours } of machines) {
    assert.ok(source.length > 10, id);
    assert.ok(Object.values(ours.states).some(Array.isArray), id);
  }
  const answers = machines.flatMap(({ ours }) => Object.values(ours.moves));
  const no = answers.filter((answer) => !Array.isArray(answer));
  assert.ok(no.length < answers.length / 4, `${no.length} of ${answers.length}`);
});

// The check itself: each of these is wrong in one place.
const wrong = {
  'a state is forgotten': ({ ours }) => delete ours.states.RETURN_OR_REFUND_REQUEST_SUCCESS,
  'a move is forgotten': ({ ours }) => delete ours.moves[Object.keys(ours.moves)[1]],
  'a state is made up': ({ ours }) => {
    ours.states.NOWHERE = [{ kind: 'return', stage: 'closed' }];
  },
  'a stage is made up': ({ ours }) => {
    ours.states.AWAITING_BUYER_SHIP = [{ kind: 'return', stage: 'awaiting' }];
  },
  'a command of another kind': ({ ours }) => {
    Object.values(ours.moves)[1][0].command = 'answer';
  },
  'a command by somebody else': ({ ours }) => {
    Object.values(ours.moves)[1][0].by = 'carrier';
  },
  'a deadline of another stage': ({ ours }) => {
    Object.values(ours.moves)[2][0].deadline = 'inspect';
  },
  'a move that ends elsewhere': ({ ours }) => {
    Object.values(ours.moves)[1][0].to = 'fulfilling';
  },
  'a no without a reason': ({ ours }) => {
    ours.moves[Object.keys(ours.moves)[0]] = { no: '' };
  },
};
for (const [name, spoil] of Object.entries(wrong)) {
  test(`found: ${name}`, () => {
    const machine = structuredClone(machines.find(({ id }) => id === 'tiktok_return'));
    spoil(machine);
    assert.notDeepEqual(faults([machine]), []);
  });
}
