// `npm run lint` and, with --write, `npm run format`: TypeScript types, Biome, clang-format; with
// --tidy also clang-tidy, which takes minutes.

import { existsSync } from 'node:fs';
import { at, filesIn } from './lib/project.mjs';
import { ProjectError, run, runNode, stage, ToolError } from './lib/run.mjs';
import { setup } from './setup.mjs';

const write = process.argv.includes('--write');

async function cppFiles() {
  const folders = ['core', 'plugins', 'wasm/bindings', 'tests'];
  const files = (await Promise.all(folders.map(filesIn))).flat();
  return files.filter((file) => /\.(cpp|hpp)$/.test(file) && !file.includes('/generated/'));
}

/** Runs a program if the machine has it; a lint that cannot run says so and is no failure. */
async function optional(title, program, args) {
  await stage(title, async (options) => {
    try {
      await run(program, args, options);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return `skipped: ${program} is not installed`;
    }
  });
}

const steps = [
  () =>
    stage('Types', (options) =>
      runNode([at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], options),
    ),
  () =>
    stage('Biome', (options) =>
      runNode(
        [at('node_modules/@biomejs/biome/bin/biome'), 'check', ...(write ? ['--write'] : []), '.'],
        options,
      ),
    ),
  async () =>
    optional('clang-format', 'clang-format', [
      ...(write ? ['-i'] : ['--dry-run', '-Werror']),
      ...(await cppFiles()),
    ]),
];
if (process.argv.includes('--tidy')) {
  steps.push(async () => {
    if (!existsSync(at('build/native/compile_commands.json')))
      throw new ProjectError('run `npm run build` first');
    const sources = (await cppFiles()).filter((file) => /^(core|plugins)\/.*\.cpp$/.test(file));
    await optional('clang-tidy', 'clang-tidy', ['--quiet', '-p', at('build/native'), ...sources]);
  });
}

try {
  await setup('start');
  let failed = false;
  for (const step of steps) {
    await step().catch((error) => {
      if (!(error instanceof ToolError)) throw error;
      failed = true;
    });
  }
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  console.error(error instanceof ProjectError ? error.message : error.stack);
  process.exitCode = 1;
}
