// The native program and the one through WebAssembly: the same arguments give the same bytes and the same exit code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { at, now, order, policy, request } from '../js/support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'aftersale-parity-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, value) =>
  writeFileSync(
    join(folder, name),
    typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value),
  );

const strict = policy();
strict.versions[0].rules[0].window.days = 3;
file('order.json', JSON.stringify(order(), null, 2));
file('policy.json', `\ufeff${JSON.stringify(policy())}`);
file('strict.json', strict);
file('request.json', request());
file('categories.json', ['apparel', 'shoes']);
file('draft.json', { items: [{ line: 'l1', quantity: 2, reason: 'defective' }], at: 'reasons' });
file('broken.json', '{"id": \n nonsense}');
file('twice.json', '{"id":"a","id":"b"}');
file('latin.json', Buffer.from([0x22, 0xe9, 0x22]));
file('numbers.json', '{"op":"describe","id":1.50}');
const countries = ['DE', 'GB', 'CN', 'US', 'BR', 'MA', 'AU', 'WS', 'IN', 'NP', 'IR', 'EG', 'XX'];
const orders = countries.map((country, index) => ({ ...order(), id: String(index), buyer: { country } }));
const stream = `${orders.map((one) => JSON.stringify(one)).join('\n\n')}\r\nnonsense\n  \t\n{"id":"x"}`;

const natively = (args, input) => spawnSync(at('build/native/aftersale'), args, { cwd: folder, input });
const throughWasm = (args, input) =>
  spawnSync(process.execPath, [at('dist/cli.js'), ...args], { cwd: folder, input });

function same(args, input = '') {
  const [one, other] = [natively(args, input), throughWasm(args, input)];
  const told = (result) => ({
    status: result.status,
    out: result.stdout.toString(),
    err: result.stderr.toString(),
  });
  assert.deepEqual(told(other), told(one));
  return told(one);
}

const world = ['--policy', 'policy.json', '--order', 'order.json', '--now', now];
const lines = {
  help: ['help'],
  version: ['--version'],
  describe: ['describe'],
  'describe, pretty': ['describe', '--pretty'],
  evaluate: ['evaluate', ...world],
  'evaluate, pretty': ['evaluate', ...world, '--pretty'],
  'evaluate a request': ['evaluate', ...world, '--request', 'request.json'],
  'evaluate without packs': ['evaluate', ...world, '--no-packs'],
  'evaluate by another law': ['evaluate', ...world, '--pack', 'uk', '--pack', './policy.json'],
  quote: ['quote', ...world, '--request', 'request.json'],
  'quote with choices': [
    'quote',
    ...world,
    '--request',
    'request.json',
    '--resolution',
    'store_credit',
    '--method=keep',
  ],
  'quote of nothing': ['quote', ...world, '--resolution', 'store_credit'],
  'quote of no object': ['quote', ...world, '--request', 'numbers.json', '--method', 'x'],
  wizard: ['wizard', ...world],
  'wizard with a draft': ['wizard', ...world, '--answers', 'draft.json'],
  'transition without a command': ['transition', ...world],
  lint: ['lint', 'policy.json'],
  'lint, pretty': ['lint', 'policy.json', '--pretty'],
  'lint without packs': ['lint', 'policy.json', '--no-packs'],
  'lint for markets': [
    'lint',
    'strict.json',
    '--market',
    'DE',
    '--market',
    'GB',
    '--categories',
    'categories.json',
  ],
  'lint for a market that there is not': ['lint', 'policy.json', '--market', 'EU'],
  'lint, the call': ['lint', 'policy.json', '--market', 'DE', '--pack', 'eu', '--show-call'],
  'lint what fails its tests': ['lint', 'strict.json'],
  test: ['test', 'policy.json'],
  explain: ['explain', 'policy.json'],
  'explain in sentences': ['explain', 'policy.json', '--country', 'DE', '--text'],
  'explain in a language that there is not': ['explain', 'policy.json', '--locale', 'xx'],
  'explain for a country that there is not': ['explain', 'policy.json', '--country', 'ZZ'],
  'explain, the call': ['explain', 'policy.json', '--locale', 'ar', '--no-packs', '--show-call'],
  'convert to nothing else': ['convert', 'policy.json'],
  'convert to schema.org': ['convert', 'policy.json', '--to', 'schema_org'],
  'convert to Google': ['convert', 'policy.json', '--to', 'google', '--country', 'FR', '--pretty'],
  'convert to UCP': ['convert', 'policy.json', '--to=ucp'],
  'convert to ACP': ['convert', 'policy.json', '--to=acp'],
  'convert what is no such document': ['convert', 'policy.json', '--from', 'google'],
  'convert to what there is not': ['convert', 'policy.json', '--to', 'fax'],
  'convert, the call': ['convert', 'policy.json', '--to', 'ucp', '--show-call'],
  'test what fails': ['test', 'strict.json', '--no-packs'],
  'lint what is no policy': ['lint', 'order.json'],
  'translate recognize': ['translate', 'recognize', 'order.json'],
  'translate read-order': ['translate', 'read-order', 'order.json', '--plugin', 'nobody'],
  'translate write': [
    'translate',
    'write',
    '--case',
    'order.json',
    '--order',
    'order.json',
    '--intent',
    'approve',
  ],
  'call shown': ['call', '--show-call', 'order.json'],
  'call with a fraction': ['call', 'numbers.json'],
  'call with a fraction, shown': ['call', '--show-call', 'numbers.json'],
  'no command': [],
  'unknown command': ['explode'],
  'unknown option': ['evaluate', '--polcy=x'],
  'unknown short option': ['evaluate', '-p=1'],
  'option of another': ['evaluate', '--answers', 'x'],
  'flag with a value': ['describe', '--pretty=yes'],
  'option without a value': ['evaluate', '--order'],
  'given twice': ['evaluate', '--now', 'a', '--now', 'b'],
  'unknown mode': ['translate', 'back'],
  'no mode': ['translate', '--plugin', 'x'],
  'unexpected argument': ['lint', 'policy.json', 'b.json'],
  'twice the same document': ['evaluate', '--order', 'a', 'b'],
  'case and argument': ['translate', 'write', '--case', 'a', 'b'],
  'packs and none': ['evaluate', '--pack', 'eu', '--no-packs'],
  'pretty stream': ['evaluate', '--pretty', '--ndjson'],
  'standard input twice': ['evaluate', '--policy', '-'],
  'absent file': ['lint', 'absent.json'],
  folder: ['lint', '.'],
  'not UTF-8': ['lint', 'latin.json'],
  'unknown pack': ['evaluate', ...world, '--pack', 'mars'],
  'pack from standard input': ['evaluate', ...world, '--pack', '-'],
  'unknown zone': ['evaluate', ...world, '--zone', 'Mars/Olympus'],
  'zone by offset': ['evaluate', ...world, '--zone', '+02:00'],
  'wrong time': ['evaluate', ...world.slice(0, 4), '--now', 'tomorrow'],
  'broken document': ['evaluate', 'order.json', '--policy', 'policy.json', '--policy', 'broken.json'],
  'duplicate member': ['lint', 'twice.json'],
  'empty input': ['evaluate'],
  'empty call': ['call'],
};
test('a policy that is not valid makes the exit code 1, and is an answer', () => {
  const { status, out, err } = same(['test', 'strict.json']);
  assert.deepEqual([status, err, JSON.parse(out).result.valid], [1, '', false]);
  assert.equal(same(['lint', 'policy.json']).status, 0);
});
for (const locale of ['en', 'de', 'fr', 'ja', 'zh-CN', 'ar']) {
  test(`explain: ${locale}`, () => {
    for (const country of ['DE', 'GB', 'CN']) {
      const { status } = same(['explain', 'policy.json', '--country', country, '--locale', locale, '--text']);
      assert.equal(status, 0);
    }
  });
}
for (const [name, args] of Object.entries(lines)) test(name, () => void same(args));

test('the whole of a case', () => {
  const { hash } = JSON.parse(same(['quote', ...world, '--request', 'request.json']).out).result;
  const command = { id: 'c1', case: 'rma-1', type: 'request', version: 0, actor: { kind: 'buyer' } };
  file('command.json', { ...command, data: { request: request(), quote: hash } });
  const opened = same(['transition', ...world, '--command', 'command.json']);
  file('case.json', {
    id: 'rma-1',
    order: '1001',
    kind: 'return',
    events: JSON.parse(opened.out).result.events,
  });
  same(['view', 'case.json']);
  same(['verify', 'case.json']);
  same(['tick', ...world, 'case.json']);
  same(['tick', ...world.slice(0, 4), '--now', '2027-01-01T00:00:00Z', 'case.json']);
  same(['transition', ...world, '--case', 'case.json', '--command', 'command.json']);
});

const zones =
  'Europe/Berlin America/New_York Asia/Shanghai Africa/Casablanca Australia/Lord_Howe Pacific/Apia Asia/Kolkata Asia/Gaza Asia/Tehran Antarctica/Troll Etc/GMT+5 UTC';
for (const zone of zones.split(' ')) {
  test(`what is supplied for ${zone}`, () =>
    void same(['evaluate', ...world, '--zone', zone, '--show-call']));
}

test('streams', () => {
  same(['evaluate', '--ndjson', '--policy', 'policy.json', '--now', now], stream);
  same(
    [
      'evaluate',
      '--ndjson',
      '--policy',
      'policy.json',
      '--now',
      now,
      '--pack',
      'eu',
      '--pack',
      './strict.json',
    ],
    stream,
  );
  same(
    ['evaluate', '--ndjson', '--show-call', '--policy', 'policy.json', '--now', now],
    orders.map((one) => JSON.stringify(one)).join('\n'),
  );
  same(['evaluate', '--ndjson', '--show-call', '--now', now], stream);
  same(['simulate', '--policy', 'policy.json', '--against', 'strict.json', '--now', now], stream);
  same(
    ['simulate', '--policy', 'policy.json', '--against', 'strict.json', '--no-packs', '--now', now],
    stream,
  );
  const replay = ['simulate', '--policy', 'policy.json', '--against', 'strict.json', '--now', now];
  same([...replay, '--table'], stream);
  same([...replay, '--changes', '--pack', 'uk', '--zone', 'Asia/Tokyo'], stream);
  same([...replay, '--pretty'], orders.map((one) => JSON.stringify(one)).join('\n'));
  same([...replay, '--zone', 'Mars/Olympus'], stream);
  same(['simulate', '--policy', 'policy.json', '--now', now, '--table'], stream);
  same(['call', '--ndjson'], '{"op":"describe"}\nnonsense\n\n{"op":"x"}');
  same(['lint', '--ndjson'], `${JSON.stringify(policy())}\n\ufeff{}\n`);
  same(['test', '--ndjson'], `${JSON.stringify(policy())}\n${JSON.stringify(strict)}\n{}`);
  same(['translate', 'recognize', '--ndjson'], stream);
  same(['evaluate', '--ndjson'], Buffer.from([0x7b, 0x7d, 0x0a, 0xff, 0x0a]));
});

test('simulate with a policy that cannot be loaded', () => {
  same(['simulate', '--policy', 'order.json', '--now', now], stream);
  same(['evaluate', '--ndjson', '--pack', './order.json', '--now', now], stream);
});
