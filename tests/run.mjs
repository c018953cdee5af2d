// `npm test`: gets the machine ready, builds, runs every suite, and ends with one line of totals.
//
//   npm test                               everything that belongs to a change
//   npm run test:long                      also fuzzing, g++'s sanitizers, the long simulations and real servers
//   npm run test:backends                  real servers only: Medusa, Vendure, PostgreSQL, workerd, Restate, express-pouchdb
//   npm test -- --only js,browser          these suites
//   npm test -- --no-build                 with what is built already
//   npm test -- --filter name              only tests whose names match (suites run by Node)

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { at, filesIn, root } from '../wasm/tools/lib/project.mjs';
import { ProjectError, stage, ToolError } from '../wasm/tools/lib/run.mjs';
import { setup } from '../wasm/tools/setup.mjs';
import { summaryMark } from './reporter.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    long: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    filter: { type: 'string' },
  },
});

// In the order in which they run: quick and telling ones first. A suite that finds no test has
// failed; those marked as optional may be absent altogether.
const suites = [
  { name: 'tidy', run: () => nodeTests('tests/tidy') },
  { name: 'cpp', run: () => cppTests('native-debug', { scale: 'sample' }) },
  { name: 'properties', run: () => cppTests('native', { program: 'aftersale_property_tests' }) },
  { name: 'planted', run: () => cppTests('native', { program: 'aftersale_planted_tests' }) },
  { name: 'cpp-wasm', run: () => cppTests('wasm-debug', { scale: options.long ? 'wide' : 'sample' }) },
  { name: 'js', run: () => nodeTests('tests/js', 'plugins') },
  { name: 'parity', run: () => nodeTests('tests/parity') },
  { name: 'backends', run: () => nodeTests('tests/backends'), optional: true },
  { name: 'simulation', run: () => simulation() },
  { name: 'browser', run: () => nodeTests('tests/browser') },
  { name: 'packaging', run: () => nodeTests('tests/packaging') },
  { name: 'cpp-gcc', run: () => cppTests('gcc'), long: true },
  {
    name: 'mutations',
    run: () => cppTests('native-debug', { program: 'aftersale_mutation_tests', scale: 'wide', shards: 2 }),
    long: true,
  },
  { name: 'fuzz', run: () => nodeTests('tests/fuzz'), long: true },
  { name: 'servers', run: () => nodeTests('tests/servers'), long: true, needs: 'servers' },
];

/** The long run also asks the program that the other compiler makes. */
async function simulation() {
  if (options.long) {
    const { cmake } = await import('../wasm/tools/build.mjs');
    await stage('the program, clang', (log) => cmake('clang', ['aftersale'], log, { AFTERSALE_TESTS: 'ON' }));
  }
  return nodeTests('tests/simulation');
}

/** Runs *.test.mjs files below the folders by `node --test`. */
async function nodeTests(...folders) {
  const scale = options.long ? 'wide' : 'whole';
  const found = await Promise.all(folders.map((folder) => filesIn(folder)));
  const files = found.flat().filter((file) => file.endsWith('.test.mjs'));
  if (files.length === 0) return none();
  const filter = options.filter ? [`--test-name-pattern=${options.filter}`] : [];
  // A few files at a time: each has its own server and browser, which often wait for one another.
  const args = [
    '--test',
    `--test-concurrency=${availableParallelism() + 1}`,
    `--test-reporter=${at('tests/reporter.mjs')}`,
    ...filter,
    ...files,
  ];
  let rest = '';
  let summary;
  const code = await stream(
    process.execPath,
    args,
    (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith(summaryMark)) summary = JSON.parse(line.slice(summaryMark.length));
        else process.stdout.write(`${line}\n`);
      }
    },
    { AFTERSALE_SCALE: scale },
  );
  summary ??= { ...none(), failed: 1, failures: ['the test runner stopped early'] };
  if (code !== 0 && summary.failed === 0) {
    summary.failed = 1;
    summary.failures.push(`node --test ended with exit code ${code}`);
  }
  return summary;
}

/**
 * Builds and runs a program of C++ tests of a preset; Boost.Test's own log tells what ran. The scale says how many made-up
 * cases it tries (tests/cpp/scale.hpp). A program that divides its cases by AFTERSALE_SHARD runs as several processes.
 */
async function cppTests(
  preset,
  { program = 'aftersale_tests', scale = options.long ? 'wide' : 'whole', shards = 1 } = {},
) {
  const { cmake } = await import('../wasm/tools/build.mjs');
  const headers = preset === 'native-debug' ? ['aftersale_headers'] : [];
  await stage(`C++ tests, ${preset} ${program}`, (log) =>
    cmake(preset, [program, ...headers], log, { AFTERSALE_TESTS: 'ON' }),
  );
  const wasm = preset.startsWith('wasm');
  const [command, ...first] = [
    ...(wasm ? [process.execPath] : []),
    at('build', preset, wasm ? `${program}.cjs` : program),
    '--color_output=no',
    '--report_level=no',
  ];
  const result = { ...none(), suites: new Map() };
  const { names, disabled } = await contents(command, first);
  result.skipped = disabled.length;
  result.reasons.push(...disabled.map((name) => `${name}: disabled in the source`));
  const parts = [];
  // Some at a time: starting the program costs as much as a small suite. Of few, each may be a long one.
  const size = names.length > 20 ? 3 : 1;
  for (let shard = 0; shard < shards; shard++)
    for (let at = 0; at < names.length; at += size)
      parts.push({ part: names.slice(at, at + size), shard: `${shard}/${shards}` });
  const worker = async () => {
    for (let next = parts.shift(); next; next = parts.shift()) {
      const { part, shard } = next;
      const log = at('build', preset, `${program}.${part[0]}.${shard.replace('/', '-')}.xml`);
      rmSync(log, { force: true });
      const args = [
        ...first,
        ...part.map((name) => `--run_test=${name}`),
        `--logger=HRF,error,stdout:JUNIT,all,${log}`,
      ];
      const code = await stream(command, args, (chunk) => process.stdout.write(chunk), {
        AFTERSALE_SCALE: scale,
        AFTERSALE_SHARD: shard,
        // A short stack of each allocation and a small quarantine: half the time, and the same faults are found.
        ...(shards > 1 && { ASAN_OPTIONS: 'malloc_context_size=3:quarantine_size_mb=16' }),
      });
      const { failed } = result;
      if (existsSync(log)) readJunit(readFileSync(log, 'utf8'), result);
      if (code !== 0 && result.failed === failed) {
        result.failed += 1;
        result.failures.push(`${preset}: the test program ended with exit code ${code} in ${part}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  for (const [suite, count] of [...result.suites].sort(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(`  ✓ ${suite}: ${count} test cases\n`);
  return result;
}

/** What a test program holds: suites and cases of its top level, and what is disabled anywhere, which has no star. */
async function contents(command, first) {
  let listed = '';
  await stream(command, [...first, '--list_content'], (chunk) => {
    listed += chunk;
  });
  const lines = [...listed.matchAll(/^( *)([A-Za-z_]\w*)(\*?)/gm)];
  return {
    names: lines.flatMap(([, indent, name]) => (indent ? [] : [name])),
    disabled: lines.flatMap(([, , name, star]) => (star ? [] : [name])),
  };
}

/** Adds what Boost.Test wrote of what it ran to a suite's result; what it was not asked for counts as skipped there. */
function readJunit(xml, result) {
  const cases = xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  for (const [, attributes, body = ''] of cases) {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const name = [attribute('classname'), attribute('name')].filter(Boolean).join('.');
    if (/<skipped/.test(body)) continue;
    if (/<(failure|error)/.test(body)) {
      result.failed += 1;
      result.failures.push(name);
    } else {
      result.passed += 1;
      const suite = attribute('classname') || 'other';
      result.suites.set(suite, (result.suites.get(suite) ?? 0) + 1);
    }
  }
}

function none() {
  return { passed: 0, failed: 0, skipped: 0, reasons: [], failures: [] };
}

function stream(command, args, take, variables = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, FORCE_COLOR: '0', ...variables };
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8');
      output.on('data', take);
    }
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const problem = (error) => (error instanceof ProjectError ? error.message : error.stack);

async function main() {
  const only = options.only?.split(',');
  const unknown = only?.filter((name) => !suites.some((suite) => suite.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new ProjectError(
      `no such suite: ${unknown.join(', ')}; there are ${suites.map((suite) => suite.name).join(', ')}`,
    );
  }
  const chosen = suites.filter(
    (suite) =>
      (only ? only.includes(suite.name) : options.long || !suite.long) &&
      (!suite.optional || only || existsSync(at('tests', suite.name))),
  );
  const began = performance.now();
  const total = none();
  const fail = (what) => {
    total.failed += 1;
    total.failures.push(what);
  };
  if (!options['no-build']) {
    await setup(options.long ? 'long' : 'test');
    for (const { needs } of chosen) if (needs) await setup(needs);
    const { build } = await import('../wasm/tools/build.mjs');
    for (const what of await build()) fail(`over budget: ${what}`);
  }
  for (const suite of chosen) {
    process.stdout.write(`\n== ${suite.name}\n`);
    const start = performance.now();
    let result;
    try {
      result = await suite.run();
    } catch (error) {
      if (!(error instanceof ToolError)) process.stdout.write(`${problem(error)}\n`);
      result = { ...none(), failed: 1, failures: ['could not be built or started'] };
    }
    if (result.passed + result.failed + result.skipped === 0) {
      result = { ...result, failed: 1, failures: ['ran no tests'] };
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(
      `${suite.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped in ${seconds} s\n`,
    );
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
    total.reasons.push(...result.reasons.map((reason) => `${suite.name}: ${reason}`));
    total.failures.push(...result.failures.map((failure) => `${suite.name}: ${failure}`));
  }
  process.stdout.write(`\nAll suites took ${((performance.now() - began) / 1000).toFixed(0)} s.\n`);
  return total;
}

let total;
try {
  total = await main();
} catch (error) {
  if (!(error instanceof ToolError)) process.stdout.write(`${problem(error)}\n`);
  total = { ...none(), failed: 1, failures: ['the machine could not be made ready, or the build failed'] };
}
for (const failure of total.failures) process.stdout.write(`failed: ${failure}\n`);
for (const reason of total.reasons) process.stdout.write(`skipped: ${reason}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
