// The walk in docs/policy.md: the policy that stands there is written, and every command there gives what stands below it, from
// both programs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { at, errorsOf } from './support.mjs';

const text = readFileSync(at('docs/policy.md'), 'utf8');
const blocks = (language) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, body]) => body);
const [shop] = blocks('json');

const folder = mkdtempSync(join(tmpdir(), 'aftersale-docs-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, content) => writeFileSync(join(folder, name), content);
file('shop.json', shop);
file('broken.json', shop.replace('"op": "is", "value": "shoes"', '"op": "is", "value": "shoe"'));
file('categories.json', '["shirts", "shoes"]');

test('the policy is as the schema says', () => {
  assert.deepEqual(errorsOf('policy', JSON.parse(shop)), []);
  assert.notEqual(readFileSync(join(folder, 'broken.json'), 'utf8'), shop);
});

const commands = blocks('console').map((block) => {
  const [, command, output] = /^\$ aftersale ([^\n]*)\n(.*)$/s.exec(block);
  return { command, output };
});

test('there is something to try', () => {
  const tried = commands.map(({ command }) => command.split(' ')[0]);
  for (const wanted of ['lint', 'test', 'explain', 'convert']) assert.ok(tried.includes(wanted), wanted);
});

for (const { command, output } of commands) {
  test(`aftersale ${command}`, () => {
    for (const [program, ...before] of [
      [at('build/native/aftersale')],
      [process.execPath, at('dist/cli.js')],
    ]) {
      const { stdout, stderr } = spawnSync(program, [...before, ...command.split(' ')], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(stdout + stderr, output, program);
    }
  });
}
