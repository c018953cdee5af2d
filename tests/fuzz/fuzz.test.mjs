// Runs every libFuzzer target for a while, from the calls that the repository knows.
// FUZZ_SECONDS sets for how long; what is found stays in build/fuzz/findings.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { cmake } from '../../wasm/tools/build.mjs';
import { at, filesIn } from '../../wasm/tools/lib/project.mjs';
import { broken, callsByFile } from '../parity/calls.mjs';

const execute = promisify(execFile);
const seconds = Number(process.env.FUZZ_SECONDS ?? 60);
const targets = (await filesIn('tests/fuzz'))
  .filter((file) => file.endsWith('.cpp'))
  .map((file) => file.replace(/^.*\/|\.cpp$/g, ''));

before(async () => {
  await cmake('fuzz', [], {});
  await mkdir(at('build/fuzz/seeds'), { recursive: true });
  const calls = (await callsByFile()).flatMap((group) => group.calls).concat(broken);
  for (const call of calls) {
    const name = createHash('sha256').update(call).digest('hex').slice(0, 16);
    await writeFile(at('build/fuzz/seeds', name), call);
  }
});

for (const target of targets) {
  test(`${target}, ${seconds} s`, async () => {
    await mkdir(at('build/fuzz/corpus', target), { recursive: true });
    await mkdir(at('build/fuzz/findings'), { recursive: true });
    const args = [
      `-max_total_time=${seconds}`,
      '-max_len=65536',
      '-timeout=10',
      '-rss_limit_mb=2048',
      `-artifact_prefix=${at('build/fuzz/findings')}/${target}-`,
      at('build/fuzz/corpus', target),
      at('build/fuzz/seeds'),
    ];
    await execute(at('build/fuzz', `fuzz_${target}`), args, { maxBuffer: 1 << 28 });
  });
}
