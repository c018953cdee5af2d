import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { createAftersale, version } from '../../dist/node.js';
import { at, errorsOf, now, order, policy, request } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aftersale-cli-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, value) => {
  writeFileSync(
    join(folder, name),
    typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value),
  );
  return name;
};
file('order.json', JSON.stringify(order(), null, 2));
file('policy.json', `\ufeff${JSON.stringify(policy())}`);
file('request.json', request());
const strict = policy();
strict.versions[0].rules[0].window.days = 3;
file('strict.json', strict);
file('broken.json', '{"id": \n nonsense}');
file('latin.json', Buffer.from([0x22, 0xe9, 0x22]));

/** Runs the program; `input` is its standard input. */
function run(line, input = '') {
  const args = typeof line === 'string' ? line.split(/ +/) : line;
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('dist/cli.js'), ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function refused(line, status, input) {
  const result = run(line, input);
  assert.equal(result.status, status, result.stderr);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /^[^\n]+\n$/);
  const problem = JSON.parse(result.stderr);
  assert.deepEqual(errorsOf('common#ProblemDocument', problem), []);
  return problem;
}

const world = `--policy policy.json --order order.json --now ${now}`;

describe('answers', () => {
  test('are those of the core, on one line', async () => {
    const { status, stdout, stderr } = run(`evaluate ${world}`);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const aftersale = await createAftersale();
    const call = aftersale.complete({ op: 'evaluate', order: order(), policies: [policy()], now });
    assert.equal(stdout, `${aftersale.dispatchText(JSON.stringify(call))}\n`);
    aftersale.close();
  });
  test('also when a return is refused', () => {
    const { status, stdout } = run('evaluate --policy policy.json order.json --now 2030-01-01T00:00:00Z');
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).result.outcome, 'ineligible');
  });
  test('over documents from standard input, options in any order', () => {
    const input = JSON.stringify(order());
    const { stdout } = run(`evaluate ${world}`);
    assert.equal(run(`evaluate --now=${now} --policy policy.json`, input).stdout, stdout);
    assert.equal(
      run(['evaluate', '--policy', 'policy.json', '--now', now, '--', 'order.json']).stdout,
      stdout,
    );
    assert.equal(run(`evaluate --order - --policy policy.json --now ${now}`, input).stdout, stdout);
  });
  test('to a quote, with the choices made on the command line', () => {
    const { stdout } = run(`quote ${world} --request request.json --resolution store_credit`);
    const { result } = JSON.parse(stdout);
    assert.equal(result.resolution, 'store_credit');
    assert.equal(result.method, 'by_mail');
  });
  test('of a case, from the request to its view', () => {
    const { hash } = JSON.parse(run(`quote ${world} --request request.json`).stdout).result;
    const command = { id: 'c1', case: 'rma-1', type: 'request', version: 0, actor: { kind: 'buyer' } };
    const input = JSON.stringify({ ...command, data: { request: request(), quote: hash } });
    const { result } = JSON.parse(run(`transition ${world}`, input).stdout);
    assert.equal(result.accepted, true);
    file('case.json', { id: 'rma-1', order: '1001', kind: 'return', events: result.events });
    assert.equal(JSON.parse(run('verify case.json').stdout).result.valid, true);
    assert.deepEqual(JSON.parse(run('view --case case.json').stdout).result, result.case);
    assert.equal(JSON.parse(run(`tick ${world} case.json`).stdout).ok, true);
  });
  test('to describe, lint and translate', () => {
    assert.equal(JSON.parse(run('describe').stdout).result.version, version);
    assert.equal(JSON.parse(run('lint policy.json').stdout).result.valid, true);
    assert.ok(Array.isArray(JSON.parse(run('translate recognize order.json').stdout).result.candidates));
  });
  test('in lines', () => {
    const { stdout } = run(`evaluate ${world} --pretty`);
    assert.equal(stdout, `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });
});

describe('--show-call', () => {
  test('prints a call that gives the same answer by itself', () => {
    const call = run(`evaluate ${world} --show-call`);
    assert.equal(call.status, 0);
    assert.deepEqual(errorsOf('call', JSON.parse(call.stdout)), []);
    assert.equal(run('call', call.stdout).stdout, run(`evaluate ${world}`).stdout);
    assert.equal(run('call --show-call', ` ${call.stdout}`).stdout, call.stdout, 'it is canonical');
  });
  test('shows what was supplied', () => {
    const call = (more) => JSON.parse(run(`evaluate ${world} ${more} --show-call`).stdout);
    assert.equal(call('').zone.name, 'Europe/Berlin');
    assert.deepEqual(
      call('').packs.map(({ id }) => id),
      ['eu'],
    );
    assert.deepEqual(call('--no-packs').packs, []);
    assert.deepEqual(
      call('--pack uk').packs.map(({ id }) => id),
      ['uk'],
    );
    assert.deepEqual(
      call('--pack ./policy.json').packs.map(({ id }) => id),
      ['shop'],
    );
    assert.equal(call('--zone Asia/Tokyo').zone.offset, 9 * 3600);
    const { now: supplied } = JSON.parse(run('evaluate order.json --show-call').stdout);
    assert.match(supplied, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok(Math.abs(Date.parse(supplied) - Date.now()) < 60_000);
  });
});

describe('streams', () => {
  const orders = [order(), { ...order(), id: '1002', createdAt: '2020-01-01T00:00:00Z', shipments: [] }];
  const input = `${orders.map((one) => JSON.stringify(one)).join('\r\n\n')}\n`;
  test('give an answer for each line', () => {
    const { status, stdout } = run(`evaluate --ndjson --policy policy.json --now ${now}`, input);
    assert.equal(status, 0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      answers.map(({ result }) => result.order),
      ['1001', '1002'],
    );
    assert.equal(
      `${JSON.stringify(answers[0])}\n`,
      run(`evaluate ${world}`).stdout,
      'named policies change nothing',
    );
  });
  test('go on after a line that cannot be answered', () => {
    const { status, stdout, stderr } = run('evaluate --ndjson', `nonsense\n${input}`);
    assert.equal(status, 1);
    assert.equal(stderr, '');
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).ok),
      [false, true, true],
    );
  });
  test('of calls', () => {
    const { stdout } = run('call --ndjson', '{"op":"describe","id":"1"}\n{"op":"describe","id":"2"}');
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
      ['1', '2'],
    );
  });
  test('simulate compares', () => {
    const { status, stdout } = run(
      `simulate --policy policy.json --against strict.json --no-packs --now ${now}`,
      input,
    );
    assert.equal(status, 0);
    const report = JSON.parse(stdout);
    const [first] = report.examples;
    assert.equal(first.order, '1001');
    assert.equal(first.before.outcome, 'eligible');
    assert.equal(first.after.outcome, 'ineligible');
    assert.equal(report.orders, 2);
    assert.equal(report.lines, 2);
    assert.equal(report.failed, 0);
    assert.equal(report.changed, 1);
    assert.deepEqual(report.moves, [{ from: 'eligible', lines: 1, to: 'ineligible' }]);
  });
});

describe('mistakes', () => {
  test('of the command line end with code 2', () => {
    const details = {
      'no command': [],
      'unknown command explode': ['explode'],
      'unknown command --policy': ['--policy', 'x', 'evaluate'],
      'unknown option --polcy': ['evaluate', '--polcy', 'x'],
      'unknown option -p': ['evaluate', '-p', 'x'],
      '--answers does not go with evaluate': ['evaluate', '--answers', 'x'],
      '--pretty takes no value': ['describe', '--pretty=yes'],
      '--order wants a value': ['evaluate', '--order'],
      '--now is given twice': ['evaluate', '--now', 'a', '--now', 'b'],
      'unknown mode back': ['translate', 'back'],
      'unexpected argument b.json': ['lint', 'policy.json', 'b.json'],
      'unexpected argument x': ['describe', 'x'],
      'no mode': ['translate'],
      '--order and an argument name the same document': ['evaluate', '--order', 'a', 'b'],
      '--pack and --no-packs contradict each other': ['evaluate', '--pack', 'eu', '--no-packs'],
      '--pretty does not go with --ndjson': ['evaluate', '--pretty', '--ndjson'],
      'standard input can be read once': ['evaluate', '--policy', '-'],
      'cannot read absent.json': ['lint', 'absent.json'],
      'cannot read .': ['lint', '.'],
      'latin.json is not UTF-8': ['lint', 'latin.json'],
      'unknown pack mars': ['evaluate', 'order.json', '--pack', 'mars'],
      'unknown time zone Mars/Olympus': ['evaluate', 'order.json', '--zone', 'Mars/Olympus'],
    };
    for (const [detail, args] of Object.entries(details)) {
      const problem = refused(args, 2);
      assert.equal(problem.detail, detail);
      assert.equal(problem.code, 'usage');
      assert.equal(problem.title, 'The command line cannot be carried out');
    }
  });
  test('of a call end with code 1', () => {
    const problem = refused('call', 1, '{"op":"evaluate"}');
    assert.equal(problem.title, 'The call cannot be answered');
    assert.ok(problem.errors.length >= 1);
    assert.equal(problem.code, problem.errors[0].code);
    assert.equal(refused('evaluate --zone UTC', 1, '{}').errors[0].pointer.startsWith('/order'), true);
  });
  test('of a document name its file and its place', () => {
    const problem = refused('evaluate order.json --policy policy.json --policy broken.json', 1);
    assert.equal(problem.errors[0].pointer, '/policies/1');
    assert.ok(problem.errors[0].message.startsWith('broken.json: '));
    assert.ok(problem.detail.startsWith('/policies/1: broken.json: '));
    assert.ok(refused('lint', 1, '{').detail.startsWith('/policy: standard input: '));
  });
});

test('help and version', () => {
  const { stdout, status } = run('help');
  assert.equal(status, 0);
  assert.ok(stdout.startsWith('usage: aftersale COMMAND'));
  for (const line of ['--help', '-h', 'evaluate --help', 'evaluate -h'])
    assert.equal(run(line).stdout, stdout);
  for (const line of ['version', '--version', 'describe --version'])
    assert.equal(run(line).stdout, `aftersale ${version}\n`);
});
