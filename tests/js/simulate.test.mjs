// Replays: batches add up to what one batch gives, and a report says what single decisions and quotes say.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createAftersale, zoneTable } from '../../dist/tools-node.js';
import { random } from '../support/random.mjs';
import { at, errorsOf, now, order, policy, readJson, request } from './support.mjs';

let tools;
const zones = ['Europe/Berlin', 'Europe/London', 'Asia/Shanghai', 'UTC'].map((name) =>
  zoneTable(name, '2000-01-01T00:00:00Z', '2038-01-01T00:00:00Z'),
);
before(async () => {
  tools = await createAftersale();
  tools.load('policy', 'old', policy());
  tools.load('policy', 'new', strict());
  tools.load('pack', 'eu-law', readJson('core/data/packs/eu.json'));
});
after(() => tools.close());

const strict = () => {
  const one = policy();
  one.versions[0].rules[0].window.days = 10;
  one.versions[0].rules.push({ id: 'fee', fee: { kind: 'restocking', basisPoints: 1000 } });
  return one;
};

const next = random(77);
const orders = Array.from({ length: 60 }, (_, index) => {
  const one = order();
  one.id = String(index);
  one.buyer.country = ['DE', 'GB', 'CN', 'BR'][next(4)];
  delete one.timeZone;
  one.lines[0].product = `P${next(7)}`;
  one.shipments[0].delivered = { at: `2026-04-${String(1 + next(28)).padStart(2, '0')}T10:00:00Z` };
  one.shipments[0].shippedAt = '2026-03-30T10:00:00Z';
  one.createdAt = '2026-03-29T10:00:00Z';
  return one;
});
zones.push(zoneTable('America/Sao_Paulo', '2000-01-01T00:00:00Z', '2038-01-01T00:00:00Z'));
const base = { policies: ['old'], against: ['new'], packs: ['eu-law'], now, zones };
const lines = orders.map((one) => JSON.stringify(one));

describe('a batch', () => {
  test('names the zones that it needs, and nothing is judged before', () => {
    const { needs, report } = tools.simulate({ ...base, zones: [], lines });
    assert.equal(report, undefined);
    assert.deepEqual(needs.zones.map(({ name }) => name).sort(), [
      'America/Sao_Paulo',
      'Asia/Shanghai',
      'Europe/Berlin',
      'Europe/London',
    ]);
    assert.equal(needs.zones[0].to, '2038-01-01T00:00:00Z');
    assert.deepEqual(tools.simulate({ ...base, zone: 'UTC', zones: [], lines }).needs.zones.length, 1);
  });

  test('is as the schema says', () => {
    const result = tools.simulate({ ...base, lines: [...lines, 'nonsense'], changes: true, table: true });
    assert.deepEqual(errorsOf('answer#SimulationResult', result), []);
    assert.match(result.table, /^60 orders, 60 requests, 60 lines: \d+ change, 1 could not be judged\n/);
    assert.deepEqual(errorsOf('call', { op: 'simulate', ...base, lines, report: result.report }), []);
  });

  test('after batch gives what all at once give', () => {
    const whole = tools.simulate({ ...base, lines: [...lines, 'nonsense', '{"id":1}'] }).report;
    let report;
    const rest = [...lines, 'nonsense', '{"id":1}'];
    while (rest.length > 0)
      report = tools.simulate({ ...base, lines: rest.splice(0, 1 + next(9)), report }).report;
    assert.deepEqual(report, whole);
    assert.equal(whole.failed, 2);
    assert.deepEqual(
      whole.failures.map(({ line }) => line),
      [61, 62],
    );
  });

  test('says what single decisions and quotes say', () => {
    const { report, changes } = tools.simulate({ ...base, lines, changes: true });
    const sums = { before: 0, after: 0 };
    const outcomes = { before: {}, after: {} };
    let changed = 0;
    for (const one of orders) {
      const items = [{ line: 'l1', quantity: 2, reason: 'changed_mind' }];
      const sides = {};
      for (const [side, name] of [
        ['before', 'old'],
        ['after', 'new'],
      ]) {
        const world = { order: one, policies: [name], packs: ['eu-law'], now };
        const decision = tools.evaluate({ ...world, request: { items } });
        const given = decision.outcome === 'eligible' || decision.outcome === 'eligible_with_deduction';
        const refund = given ? tools.quote({ ...world, request: { items } }).total.amount : 0;
        sides[side] = JSON.stringify([decision.outcome, decision.lines[0].until?.at, refund]);
        outcomes[side][decision.outcome] = (outcomes[side][decision.outcome] ?? 0) + 1;
        sums[side] += refund;
      }
      if (sides.before !== sides.after) changed += 1;
    }
    assert.deepEqual(report.before, outcomes.before);
    assert.deepEqual(report.after, outcomes.after);
    assert.deepEqual(report.money, [{ currency: 'EUR', ...sums }]);
    assert.equal(report.changed, changed);
    assert.equal(changes.length, changed);
    assert.ok(changed > 10, String(changed));
    for (const groups of [report.reasons, report.products, report.markets]) {
      assert.equal(
        groups.reduce((sum, { lines: count }) => sum + count, 0),
        60,
      );
      assert.equal(
        groups.flatMap(({ money }) => money).reduce((sum, { after: amount }) => sum + amount, 0),
        sums.after,
      );
    }
    const { longer, shorter, moves } = report;
    assert.equal(
      moves.reduce((sum, move) => sum + move.lines, 0),
      changed,
    );
    assert.ok(longer === 0 && shorter > 0);
  });
});

describe('a line', () => {
  const one = (line, extra = {}) =>
    tools.simulate({ ...base, lines: [JSON.stringify(line)], changes: true, ...extra });
  test('with a request is judged for it, at its moment', () => {
    const asked = {
      order: order(),
      request: { items: [{ line: 'l1', quantity: 1, reason: 'size_too_small' }] },
    };
    assert.deepEqual(
      one({ ...asked, at: '2026-05-01T10:00:00Z' }).report.reasons.map(({ key }) => key),
      ['size_too_small'],
    );
    const outcome = (at) => Object.keys(one({ ...asked, at }).report.after)[0];
    assert.equal(outcome('2026-04-30T10:00:00Z'), 'eligible');
    assert.equal(outcome('2026-06-30T10:00:00Z'), 'ineligible');
  });
  test('with cases is judged as they asked, when they asked', () => {
    const world = { order: order(), policies: ['old'], packs: [] };
    const asked = request();
    const quote = tools.quote({ ...world, now, request: asked });
    const opened = tools.transition({
      ...world,
      now,
      command: {
        id: 'c1',
        case: 'rma-1',
        type: 'request',
        version: 0,
        actor: { kind: 'buyer' },
        data: { request: asked, quote: quote.hash },
      },
    });
    assert.equal(opened.accepted, true);
    const cases = [{ id: 'rma-1', order: '1001', kind: 'return', events: opened.events }];
    const { report } = one({ order: order(), cases }, { now: '2027-01-01T00:00:00Z', packs: [] });
    assert.equal(report.requests, 1);
    assert.equal(report.money[0].before, quote.total.amount);
    assert.ok(report.money[0].after < quote.total.amount, 'a tenth is kept');
  });
  test('without another policy is replayed under the one', () => {
    const { against: _against, ...alone } = base;
    const { report } = tools.simulate({ ...alone, lines });
    assert.equal(report.changed, 0);
    assert.deepEqual(report.before, report.after);
  });
  test('of what cannot be read is a failure with its place', () => {
    const { report } = one({ order: order(), requst: {} });
    assert.equal(report.failures[0].pointer, '/requst');
  });
});

describe('the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftersale-simulate-'));
  after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'old.json'), JSON.stringify(policy()));
  writeFileSync(join(folder, 'new.json'), JSON.stringify(strict()));
  const args = ['simulate', '--policy', 'old.json', '--against', 'new.json', '--now', now];
  const run = (more, input) =>
    spawnSync(at('build/native/aftersale'), [...args, ...more], {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  test('reads any number of lines in the same memory', {
    skip: process.platform !== 'linux' && 'needs /proc',
  }, () => {
    const peak = (times) => {
      const script = `"$0" "$@" >/dev/null; cat /proc/self/status > /dev/null; exit $?`;
      const { stderr } = spawnSync(
        'bash',
        ['-c', `ulimit -v 400000; ${script}`, at('build/native/aftersale'), ...args],
        { cwd: folder, input: `${lines.join('\n')}\n`.repeat(times), encoding: 'utf8' },
      );
      return stderr;
    };
    assert.equal(peak(400), '');
  });
  test('tells how far it is when it is asked to', () => {
    const { stderr, status } = run(['--progress'], `${lines.join('\n')}\n`.repeat(200));
    assert.equal(status, 0);
    assert.equal(stderr, '10000 lines\n');
  });
  test('ends with code 1 when a line could not be judged, and has a report all the same', () => {
    const { stdout, status } = run([], `${lines[0]}\nnonsense\n`);
    assert.equal(status, 1);
    assert.equal(JSON.parse(stdout).failed, 1);
  });
  test('prints the lines that change before the report', () => {
    const told = run(['--changes'], lines.join('\n'))
      .stdout.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(told.length, told.at(-1).changed + 1);
    assert.ok(told[0].before && told[0].after && told[0].order);
  });
});
