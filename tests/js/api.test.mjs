import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AftersaleError, createAftersale, loadShippedPack, shippedPacks, version } from '../../dist/node.js';
import { errorsOf, now, order, policy, readJson, request } from './support.mjs';

let aftersale;
before(async () => {
  aftersale = await createAftersale({ policies: [policy()] });
});
after(() => aftersale.close());

const world = () => ({ order: order(), now });
const code = (wanted) => (error) => {
  assert.ok(error instanceof AftersaleError);
  assert.equal(error.code, wanted);
  return true;
};

/** A case that was opened, with the events that it has so far. */
function openCase() {
  const asked = request();
  const quote = aftersale.quote({ ...world(), request: asked });
  const command = {
    id: 'c1',
    case: 'rma-1',
    type: 'request',
    version: 0,
    actor: { kind: 'buyer' },
    data: { request: asked, quote: quote.hash },
  };
  const result = aftersale.transition({ ...world(), command });
  assert.equal(result.accepted, true, JSON.stringify(result.refusal));
  return { id: 'rma-1', order: '1001', kind: 'return', events: result.events };
}

function assertFrozen(value, path = '') {
  if (typeof value !== 'object' || value === null) return;
  assert.ok(Object.isFrozen(value), path);
  for (const [key, member] of Object.entries(value)) assertFrozen(member, `${path}/${key}`);
}

describe('answers are as the schemas say', () => {
  test('decision', () => {
    assert.deepEqual(errorsOf('decision', aftersale.evaluate(world())), []);
    assert.deepEqual(errorsOf('decision', aftersale.evaluate({ ...world(), request: request() })), []);
  });
  test('quote', () =>
    assert.deepEqual(errorsOf('quote', aftersale.quote({ ...world(), request: request() })), []));
  test('wizard, from the first step to the last', () => {
    let answers = {};
    const seen = [];
    for (let turn = 0; turn < 8; turn++) {
      const step = aftersale.wizard({ ...world(), answers });
      assert.deepEqual(errorsOf('wizard', step), [], step.step);
      seen.push(step.step);
      if (step.complete) {
        assert.deepEqual(errorsOf('request', step.request), []);
        return;
      }
      answers = { ...request(), confirmed: step.confirmations.map((statement) => statement.code) };
    }
    assert.fail(`never complete: ${seen.join()}`);
  });
  test('transition, view, verify, tick', () => {
    const document = openCase();
    assert.deepEqual(errorsOf('case', document), []);
    const result = aftersale.transition({
      ...world(),
      case: document,
      command: {
        id: 'c2',
        case: 'rma-1',
        type: 'note',
        version: document.events.length,
        actor: { kind: 'seller' },
        data: { text: 'Hello' },
      },
    });
    assert.deepEqual(errorsOf('case#TransitionResult', result), []);
    assert.deepEqual(errorsOf('case#CaseView', aftersale.view(document)), []);
    assert.deepEqual(errorsOf('answer#Verification', aftersale.verify(document)), []);
    assert.deepEqual(errorsOf('case#TransitionResult', aftersale.tick({ ...world(), case: document })), []);
  });
  test('the rest', () => {
    assert.deepEqual(errorsOf('answer#Description', aftersale.describe()), []);
    assert.deepEqual(errorsOf('answer#Requirements', aftersale.requirements({ order: order() })), []);
    assert.deepEqual(
      errorsOf('answer#Canonical', aftersale.dispatch({ op: 'canonical', text: '[1]' }).result),
      [],
    );
    assert.deepEqual(errorsOf('answer#Recognition', aftersale.recognize({ some: 'thing' })), []);
  });
  test('calls that were completed', () => {
    for (const call of [
      { op: 'evaluate', ...world() },
      { op: 'quote', ...world(), request: request() },
      { op: 'wizard', ...world(), answers: {} },
    ]) {
      assert.deepEqual(errorsOf('call', aftersale.complete(call)), [], call.op);
    }
  });
});

test('the buyer may return what was sold', () => {
  const decision = aftersale.evaluate(world());
  assert.equal(decision.outcome, 'eligible');
  assert.equal(decision.zone, 'Europe/Berlin');
  const [line] = decision.lines;
  assert.equal(line.until.at, '2026-05-23T22:00:00Z', 'thirty days, and the last one to its end');
  assert.ok(line.findings.some(({ layer, policy: id }) => layer === 'statute' && id === 'eu'));
});

test('being refused is a result', () => {
  const late = aftersale.evaluate({ ...world(), now: '2027-05-01T10:00:00Z' });
  assert.equal(late.outcome, 'ineligible');
  const document = openCase();
  const stale = { id: 'c9', case: 'rma-1', type: 'approve', version: 0, actor: { kind: 'seller' } };
  const { accepted, refusal, events } = aftersale.transition({ ...world(), case: document, command: stale });
  assert.equal(accepted, false);
  assert.ok(refusal.code);
  assert.deepEqual(events, []);
});

test('a case that is refused from the start is no case', () => {
  const command = { id: 'c1', case: 'rma-2', type: 'approve', version: 0, actor: { kind: 'seller' } };
  const result = aftersale.transition({ ...world(), command });
  assert.equal(result.accepted, false);
  assert.equal(result.case, undefined);
  assert.deepEqual(errorsOf('case#TransitionResult', result), []);
});

test('results are frozen all the way down', () => {
  const decision = aftersale.evaluate(world());
  assertFrozen(decision);
  assert.throws(() => {
    decision.lines[0].outcome = 'ineligible';
  }, TypeError);
  assertFrozen(aftersale.dispatch({ op: 'nonsense' }));
  assertFrozen(aftersale.describe());
});

test('what is given is left as it was', () => {
  const given = { ...world(), policies: [policy()], request: request() };
  const copy = structuredClone(given);
  aftersale.quote(given);
  assert.deepEqual(given, copy);
});

test('a call that cannot be answered throws', () => {
  const wrong = { ...order(), lnes: [] };
  assert.throws(
    () => aftersale.evaluate({ order: wrong, now }),
    (error) => {
      assert.ok(error instanceof AftersaleError && error instanceof Error);
      assert.equal(error.code, 'unknown_field');
      assert.equal(error.type, 'https://aftersale.dev/problems/unknown_field');
      assert.equal(error.status, 400);
      assert.equal(error.errors[0].pointer, '/order/lnes');
      assert.ok(error.detail.startsWith('/order/lnes: '));
      assert.ok(error.message.includes('/order/lnes'));
      assert.ok(Object.isFrozen(error.errors) && Object.isFrozen(error.errors[0]));
      assert.deepEqual(errorsOf('common#ProblemDocument', JSON.parse(JSON.stringify(error))), []);
      return true;
    },
  );
  assert.throws(() => aftersale.evaluate({ order: 'nobody', now }), code('not_loaded'));
});

test('dispatch answers, whatever it is asked', () => {
  const answer = aftersale.dispatch({ op: 'nonsense', id: '7' });
  assert.equal(answer.ok, false);
  assert.equal(answer.id, '7');
  assert.deepEqual(errorsOf('answer', answer), []);
  assert.equal(JSON.parse(aftersale.dispatchText('{')).ok, false);
  const bytes = aftersale.dispatchBytes(new TextEncoder().encode('{"op":"describe"}'));
  assert.ok(bytes instanceof Uint8Array);
  assert.equal(JSON.parse(new TextDecoder().decode(bytes)).result.version, version);
});

test('a completed call gives the same answer in an engine that knows nothing', async () => {
  const call = aftersale.complete({ op: 'quote', ...world(), request: request() });
  assert.ok(call.packs.every((pack) => typeof pack === 'object'));
  assert.ok(call.policies.every((one) => typeof one === 'object'));
  const other = await createAftersale({ packs: 'none' });
  assert.deepEqual(other.dispatch(call).result, aftersale.quote({ ...world(), request: request() }));
  other.close();
});

test('the zone may be left out, named, or given', () => {
  const byOrder = aftersale.evaluate(world());
  assert.deepEqual(aftersale.evaluate({ ...world(), zone: 'Europe/Berlin' }), byOrder);
  const { zone } = aftersale.complete({ op: 'evaluate', ...world() });
  assert.equal(zone.name, 'Europe/Berlin');
  assert.deepEqual(aftersale.evaluate({ ...world(), zone }), byOrder);
  assert.equal(
    aftersale.evaluate({ ...world(), zone: 'Asia/Tokyo' }).lines[0].until.at,
    '2026-05-23T15:00:00Z',
  );
  assert.throws(() => aftersale.evaluate({ ...world(), zone: 'Nowhere/Land' }), code('unknown_zone'));
});

test('the time may be left out', async () => {
  const clocked = await createAftersale({ clock: () => new Date('2026-05-01T10:00:00.999Z') });
  assert.equal(clocked.evaluate({ order: order() }).now, '2026-05-01T10:00:00Z');
  assert.equal(
    clocked.evaluate({ order: order(), now: new Date('2026-05-02T00:00:00Z') }).now,
    '2026-05-02T00:00:00Z',
  );
  clocked.close();
});

test('policies of a call stand instead of those of the engine', () => {
  const layers = (decision) => new Set(decision.lines[0].findings.map(({ layer }) => layer));
  assert.ok(layers(aftersale.evaluate(world())).has('merchant'));
  assert.ok(!layers(aftersale.evaluate({ ...world(), policies: [] })).has('merchant'));
  assert.ok(layers(aftersale.evaluate({ ...world(), policies: [], policy: policy() })).has('merchant'));
});

test('loaded documents go by their names', () => {
  aftersale.load('order', 'mine', order());
  assert.deepEqual(aftersale.evaluate({ order: 'mine', now }), aftersale.evaluate(world()));
  aftersale.unload('order', 'mine');
  assert.throws(() => aftersale.evaluate({ order: 'mine', now }), code('not_loaded'));
});

test('packs: shipped, prepared, of your own, or none', async () => {
  assert.ok(shippedPacks.includes('eu'));
  const statutes = (engine) =>
    engine.evaluate(world()).lines[0].findings.filter(({ layer }) => layer === 'statute');
  const empty = await createAftersale({ packs: [] });
  assert.throws(() => empty.evaluate(world()), code('pack_missing'));
  await empty.prepare(order());
  assert.ok(statutes(empty).length > 0);
  const none = await createAftersale({ packs: 'none' });
  assert.ok(statutes(none).every(({ effect }) => effect !== 'grants'));
  const asked = [];
  const own = await createAftersale({
    packs: async (id) => {
      asked.push(id);
      return readJson('core/data/packs/eu.json');
    },
  });
  await own.prepare(order());
  await own.prepare(order());
  assert.deepEqual(asked, ['eu']);
  assert.deepEqual(statutes(own), statutes(empty));
  assert.equal(await loadShippedPack('atlantis'), undefined);
  for (const engine of [empty, none, own]) engine.close();
});

test('a batch answers every call, also those that fail', () => {
  const answers = aftersale.batch([
    { op: 'evaluate', id: 'a', ...world() },
    { op: 'verify', id: 'b', case: openCase() },
    { op: 'nonsense', id: 'c' },
  ]);
  assert.deepEqual(
    answers.map(({ id, ok }) => [id, ok]),
    [
      ['a', true],
      ['b', true],
      ['c', false],
    ],
  );
  assert.deepEqual(answers[0].result, aftersale.evaluate(world()));
  assertFrozen(answers);
});

test('warnings are told', async () => {
  const told = [];
  const engine = await createAftersale({ onWarning: (warning, op) => told.push([op, warning.code]) });
  engine.evaluate({ ...world(), order: { ...order(), totals: { total: { amount: 1, currency: 'EUR' } } } });
  for (const [op, warning] of told) assert.ok(op && warning);
  engine.close();
});

test('a record can be verified, and a forged one is found', () => {
  const document = openCase();
  assert.deepEqual(aftersale.verify(document), { valid: true, events: document.events.length });
  const forged = structuredClone(document);
  forged.events[0].at = '2026-04-30T00:00:00Z';
  assert.equal(aftersale.verify(forged).valid, false);
  assert.equal(aftersale.verify(forged).brokenAt, 0);
});

test('equal values have equal canonical texts', () => {
  const text = aftersale.canonical({ b: [1, 'é\n'], a: { d: false, c: null } });
  assert.equal(text, '{"a":{"c":null,"d":false},"b":[1,"é\\n"]}');
  assert.equal(aftersale.canonical({ a: { c: null, d: false }, b: [1, 'é\n'] }), text);
});

test('a closed engine says so', async () => {
  const engine = await createAftersale({ packs: 'none' });
  engine.close();
  engine.close();
  assert.throws(() => engine.describe(), code('engine_closed'));
});
