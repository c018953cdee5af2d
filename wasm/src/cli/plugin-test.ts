// `aftersale plugin-test PLUGIN FIXTURE ...`: the kit of aftersale/testing on the command line.

import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { PluginDefinition } from '../api/plugin.js';
import { type Fixture, reportText, type TestEngine, testPlugin } from '../testing/index.js';

const usage = `usage: aftersale plugin-test PLUGIN FIXTURE ... [--json] [--all]

  PLUGIN   a plugin as JSON, or a module (.js, .mjs) whose default export it is
  FIXTURE  a document as the storefront sends it; what has to be read may stand beside it in NAME.expect.json
  --json   prints the report as JSON
  --all    prints what passed, too

Exit code 0 when everything passed, 1 when not, 2 for a command line that does not work.
`;

async function definition(path: string): Promise<PluginDefinition> {
  if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'));
  return (await import(pathToFileURL(resolve(path)).href)).default;
}

async function fixtureOf(path: string): Promise<Fixture> {
  const text = await readFile(path, 'utf8');
  const expected = await readFile(path.replace(/\.json$/, '.expect.json'), 'utf8').catch(() => undefined);
  return { name: basename(path), text, ...(expected === undefined ? {} : { expect: JSON.parse(expected) }) };
}

export async function pluginTest(
  argv: readonly string[],
  engine: () => Promise<TestEngine>,
): Promise<number> {
  const options = argv.filter((arg) => arg.startsWith('-'));
  const [path, ...files] = argv.filter((arg) => !arg.startsWith('-'));
  if (options.includes('--help') || options.includes('-h')) {
    process.stdout.write(usage);
    return 0;
  }
  const strange = options.find((option) => option !== '--json' && option !== '--all');
  if (strange || !path || files.length === 0) {
    process.stderr.write(
      `${strange ? `cannot make anything of ${strange}` : 'a plugin and fixtures are needed'}\n\n${usage}`,
    );
    return 2;
  }
  try {
    const plugin = await definition(path);
    const fixtures = await Promise.all(files.filter((file) => !file.endsWith('.expect.json')).map(fixtureOf));
    const report = testPlugin({ engine: await engine(), plugin, fixtures });
    process.stdout.write(
      options.includes('--json')
        ? `${JSON.stringify(report, null, 2)}\n`
        : reportText(report, options.includes('--all')),
    );
    return report.failed ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}
