// Builds everything that is out of date: the native program (build/native/aftersale), the wasm
// modules (build/wasm) and the package (dist).
//
//   node wasm/tools/build.mjs [native|wasm|package ...]     default: all three

import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundle, declarations } from './lib/bundle.mjs';
import { writeMedusaPlugin } from './lib/medusa-plugin.mjs';
import { writeNoWasm } from './lib/no-wasm.mjs';
import { checkPackage } from './lib/package.mjs';
import { at, filesIn, foldersIn, readJson } from './lib/project.mjs';
import { locked, ProjectError, run, runNode, stage, ToolError } from './lib/run.mjs';
import { scriptTag } from './lib/script.mjs';
import { report, sizes } from './lib/sizes.mjs';
import { whenChanged } from './lib/stamp.mjs';
import { setup } from './setup.mjs';

const tools = 'wasm/tools';
// Everything, what a page of shoppers needs of it, and everything with the merchants' tools.
const modules = ['aftersale', 'aftersale-slim', 'aftersale-tools'];

/** Configures where that was not done yet or with other variables, and builds. */
export async function cmake(preset, targets, options, variables = {}) {
  const cache = at('build', preset, 'CMakeCache.txt');
  const known = existsSync(at('build', preset, 'build.ninja')) ? await readFile(cache, 'utf8') : undefined;
  const wanted = Object.entries(variables).filter(
    ([name, value]) => !known?.includes(`${name}:BOOL=${value}`),
  );
  if (known === undefined || wanted.length > 0) {
    await run('cmake', ['--preset', preset, ...wanted.map((pair) => `-D${pair.join('=')}`)], options);
  }
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  const jobs = ['--parallel', String(availableParallelism())];
  await run('cmake', ['--build', at('build', preset), ...jobs, ...chosen], options);
}

/** The storefront with the most code stands for "one storefront" in the size table. */
async function largestStorefront() {
  let largest;
  for (const name of await foldersIn('plugins')) {
    const source = at('plugins', name, 'codec.cpp');
    if (name.startsWith('_') || !existsSync(source) || !existsSync(at('plugins', name, 'plugin.json')))
      continue;
    const { size } = await stat(source);
    if (!largest || size > largest.size) largest = { name, size };
  }
  return largest?.name;
}

/** JSON files that ship as they are, without their indentation. */
async function copyData() {
  const folders = [
    ['core/schemas', 'dist/schemas'],
    ['core/data/packs', 'dist/packs'],
    ['core/data/platforms', 'dist/platforms'],
    ['core/data/policy-texts', 'dist/policy-texts'],
  ];
  for (const [from, to] of folders) {
    await rm(at(to), { recursive: true, force: true });
    for (const file of await filesIn(from)) {
      if (!file.endsWith('.json')) continue;
      await mkdir(at(to), { recursive: true });
      await writeFile(at(to, file.slice(from.length + 1)), JSON.stringify(await readJson(at(file))));
    }
  }
  for (const name of modules) await cp(at('build/wasm', `${name}.wasm`), at('dist', `${name}.wasm`));
}

/** Builds the parts: native, wasm, package. Resolves to the names of what is over its budget. */
export async function build(parts = ['native', 'wasm', 'package']) {
  return locked(() => buildParts((part) => parts.includes(part)));
}

async function buildParts(wants) {
  await checkGenerated();
  if (wants('native')) {
    await stage('Native program', async (options) => {
      await cmake('native', [], options);
      return 'build/native/aftersale';
    });
  }
  // The module with one storefront is there to be measured.
  const storefront = wants('wasm') ? await largestStorefront() : undefined;
  if (wants('wasm') || wants('package')) {
    const targets = [...modules, ...(storefront ? [`aftersale-${storefront}`] : [])];
    await stage('WebAssembly', (options) => cmake('wasm', targets, options));
  }
  if (!wants('package')) return [];
  await stage('The same without WebAssembly', (options) =>
    whenChanged(
      'no-wasm',
      {
        inputs: ['build/wasm/aftersale.wasm', 'build/wasm/aftersale.mjs', `${tools}/lib/no-wasm.mjs`],
        outputs: ['build/wasm/aftersale-no-wasm.mjs', 'build/wasm/aftersale-no-wasm-glue.mjs'],
      },
      () => writeNoWasm(options),
    ),
  );
  const inputs = await packageInputs();
  await buildPackage(inputs);
  return measure(storefront, inputs);
}

async function checkGenerated() {
  if (!existsSync(at(tools, 'generate.mjs'))) return;
  const inputs = ['core', 'plugins', 'wasm/src/generated', tools];
  await stage('Generated files', (options) =>
    whenChanged('generate', { inputs }, async () => {
      await runNode([at(tools, 'generate.mjs'), '--check'], options);
      return 'as they should be';
    }),
  );
}

const built = modules.flatMap((name) => [`build/wasm/${name}.mjs`, `build/wasm/${name}.wasm`]);

/** What the scripts of the package are made of. */
async function packageInputs() {
  const adapters = (await filesIn('plugins')).filter((file) => file.endsWith('.ts'));
  return [
    'wasm/src',
    ...adapters,
    'core/data/packs',
    'core/data/policy-texts',
    tools,
    'package.json',
    'package-lock.json',
    ...built,
  ];
}

async function scriptsAndRoutes() {
  await bundle();
  await writeMedusaPlugin();
}

async function buildPackage(inputs) {
  await mkdir(at('dist'), { recursive: true });
  const scripts = { inputs, outputs: ['dist/node.js', 'dist/cli.js', 'dist/medusa-plugin/package.json'] };
  await stage('Scripts', () => whenChanged('bundle', scripts, scriptsAndRoutes));
  const typed = inputs.filter((path) => path !== tools && !built.includes(path));
  const types = { inputs: [...typed, 'tsconfig.json', 'tsconfig.build.json'], outputs: ['dist/types'] };
  await stage('Type declarations', (options) => whenChanged('types', types, () => declarations(options)));
  const data = {
    inputs: [
      'core/schemas',
      'core/data/packs',
      'core/data/platforms',
      'core/data/policy-texts',
      tools,
      ...built,
    ],
    outputs: modules.map((name) => `dist/${name}.wasm`),
  };
  await stage('Schemas, packs, wasm', () => whenChanged('data', data, copyData));
  const tag = { inputs: [...inputs, 'core/data'], outputs: ['dist/aftersale.js', 'dist/integrity.json'] };
  await stage('For a script tag', () => whenChanged('script', tag, scriptTag));
  await checkPackage();
}

/** Prints the sizes; resolves to the names of what is over its budget. */
async function measure(storefront, inputs) {
  const name = `sizes-${storefront ?? 'all'}.json`;
  const table = at('build/stamps', name);
  const single = storefront ? [`build/wasm/aftersale-${storefront}.wasm`] : [];
  await stage('Sizes', () =>
    whenChanged(
      `${name}.stamp`,
      { inputs: [...inputs, ...single], outputs: [`build/stamps/${name}`] },
      async () => {
        const rows = await sizes(storefront);
        await mkdir(at('build/stamps'), { recursive: true });
        await writeFile(table, JSON.stringify(rows));
      },
    ),
  );
  return report(JSON.parse(await readFile(table, 'utf8')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parts = process.argv.slice(2);
  try {
    await setup(parts.length === 0 || parts.includes('native') ? 'build' : 'start');
    const tooBig = await build(parts.length > 0 ? parts : undefined);
    if (tooBig.length > 0) throw new ProjectError(`over budget: ${tooBig.join(', ')}`);
  } catch (error) {
    // A stage has told already what went wrong in a tool.
    if (!(error instanceof ToolError))
      console.error(error instanceof ProjectError ? error.message : error.stack);
    process.exit(1);
  }
}
