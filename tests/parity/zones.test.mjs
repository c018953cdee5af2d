// Zones far ahead: behind 2037 the time-zone files have a rule and no list, and the native program follows it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { at, now, order } from '../js/support.mjs';

const names = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 7 === 0);
const odd = [
  'Europe/Dublin',
  'Africa/Casablanca',
  'America/Nuuk',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
];

function zonesOf(command, args, when, created) {
  const lines = [...new Set([...names, ...odd])].map((timeZone) =>
    JSON.stringify({ ...order(), createdAt: created, timeZone }),
  );
  const all = [...args, 'evaluate', '--ndjson', '--show-call', '--no-packs', '--now', when];
  const { stdout, stderr } = spawnSync(command, all, {
    input: lines.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(stderr, '');
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).zone);
}

for (const [when, created] of [
  [now, order().createdAt],
  ['2035-03-01T00:00:00Z', '2034-06-01T00:00:00Z'],
  ['2041-03-01T00:00:00Z', '2041-02-01T00:00:00Z'],
]) {
  test(`zones around ${when.slice(0, 4)}`, () => {
    const native = zonesOf(at('build/native/aftersale'), [], when, created);
    const wasm = zonesOf(process.execPath, [at('dist/cli.js')], when, created);
    assert.ok(native.length > 50);
    assert.deepEqual(native, wasm);
  });
}
