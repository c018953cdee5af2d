// The lifecycle for others: each format is read by a reader of its own, and no row of the tables is lost on the way.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DOMParser } from '@xmldom/xmldom';
import { createActor, createMachine, getNextSnapshot } from 'xstate';
import { createAftersale, diagramFormats, kindMachine, lifecycleDiagram } from '../../dist/tools-node.js';
import { pictures } from '../../wasm/tools/pictures.mjs';
import { at } from './support.mjs';

const { lifecycle } = (await createAftersale()).describe();
const kinds = lifecycle.kinds.map(({ kind }) => kind);

/** Commands that a row gives to every kind, at a stage that this kind never reaches. */
const pointless = { inquiry: ['accept', 'decline', 'decide'] };
/** Clocks that never run, since an earlier row of the same stage always does. */
const hidden = { repair: ['inspect'] };

const commandsOf = (kind) =>
  [...new Set(lifecycle.commands.filter((row) => row.kinds.includes(kind)).map(({ type }) => type))].filter(
    (type) => !pointless[kind]?.includes(type),
  );
const clocksOf = (kind, stages) => [
  ...new Set(
    lifecycle.deadlines
      .filter((row) => row.kinds.includes(kind) && stages.includes(row.stage))
      .map(({ id }) => id)
      .filter((id) => !hidden[kind]?.includes(id)),
  ),
];
const configOf = (kind) => JSON.parse(lifecycleDiagram(lifecycle, kind, 'xstate'));

for (const kind of kinds) {
  const { stages } = kindMachine(lifecycle, kind);

  test(`${kind}: stages are those of the kind`, () => {
    const row = lifecycle.kinds.find((each) => each.kind === kind);
    for (const stage of row.way) assert.ok(stages.includes(stage), stage);
    assert.ok(stages.length < lifecycle.stages.length);
    assert.equal(stages.includes('in_transit'), row.comesBack);
  });

  test(`${kind}: the picture has every command, every clock and every stage`, () => {
    const text = lifecycleDiagram(lifecycle, kind, 'mermaid');
    assert.match(text, /^stateDiagram-v2\n/);
    const words = new Set(text.match(/[a-z_]+/g));
    for (const name of [...commandsOf(kind), ...clocksOf(kind, stages), ...stages])
      assert.ok(words.has(name), name);
    for (const line of text.trimEnd().split('\n').slice(1)) {
      assert.match(
        line,
        /^ {2}(direction TB|state "[a-z ]+" as [a-z_]+|[a-z_]+ : .+|(\[\*\]|[a-z_]+) --> (\[\*\]|[a-z_]+)( : .+)?)$/,
      );
    }
  });

  test(`${kind}: SCXML is read by an XML parser and leads only to states that there are`, () => {
    const problems = [];
    const onError = (_, message) => problems.push(message);
    const document = new DOMParser({ onError }).parseFromString(
      lifecycleDiagram(lifecycle, kind, 'scxml'),
      'text/xml',
    );
    assert.deepEqual(problems, []);
    const root = document.documentElement;
    assert.equal(root.namespaceURI, 'http://www.w3.org/2005/07/scxml');
    const ids = [...document.getElementsByTagName('state')].map((state) => state.getAttribute('id'));
    assert.deepEqual(ids, ['start', ...stages]);
    assert.ok(ids.includes(root.getAttribute('initial')));
    const events = new Set();
    for (const transition of document.getElementsByTagName('transition')) {
      events.add(transition.getAttribute('event'));
      const target = transition.getAttribute('target');
      assert.ok(!target || ids.includes(target), target);
      assert.ok(transition.getAttribute('case:by'));
    }
    const wanted = [...commandsOf(kind), ...clocksOf(kind, stages).map((id) => `deadline.${id}`)];
    for (const event of wanted) assert.ok(events.has(event), event);
  });

  test(`${kind}: XState takes the machine and walks its usual way`, () => {
    const config = configOf(kind);
    const { states } = config;
    const known = new Set(
      Object.values(states).flatMap(({ on, after }) => [
        ...Object.keys(on ?? {}),
        ...Object.keys(after ?? {}),
      ]),
    );
    for (const name of [...commandsOf(kind), ...clocksOf(kind, stages)]) assert.ok(known.has(name), name);
    // Guards are the host's: this one wants what the event says.
    const guards = {};
    for (const stage of lifecycle.stages) guards[`leads_to_${stage}`] = ({ event }) => event.to === stage;
    const machine = createMachine(config, {
      guards,
      delays: Object.fromEntries([...known].map((name) => [name, 1e6])),
    });
    const actor = createActor(machine).start();
    const { way } = lifecycle.kinds.find((each) => each.kind === kind);
    actor.send({ type: 'request', to: way[0] });
    assert.equal(actor.getSnapshot().value, way[0]);
    let snapshot = actor.getSnapshot();
    for (const stage of way.slice(1)) {
      const { on = {} } = states[snapshot.value];
      const found = Object.entries(on).find(([, list]) => list.some(({ target }) => target === stage));
      // A stage of the way that this turn of it leaves out: goods in the place of money.
      if (!found) continue;
      snapshot = getNextSnapshot(machine, snapshot, { type: found[0], to: stage });
      assert.equal(snapshot.value, stage);
    }
    assert.ok(snapshot.hasTag('final'), snapshot.value);
    actor.stop();
  });
}

test('an unknown kind or format is told', () => {
  assert.throws(() => lifecycleDiagram(lifecycle, 'rumour', 'mermaid'), /rumour/);
  assert.throws(() => lifecycleDiagram(lifecycle, 'return', 'png'), /png/);
  assert.deepEqual(diagramFormats, ['mermaid', 'scxml', 'xstate']);
});

test('the page of pictures is up to date', async () => {
  assert.equal(readFileSync(at('docs/lifecycle-pictures.md'), 'utf8'), await pictures());
});
