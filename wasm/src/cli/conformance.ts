// `aftersale conformance URL`: the kit on the command line. It needs a network, so only this program has it.

import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { checks, type KitOptions, runConformance } from '../conformance/kit.js';
import { httpSetup, lineOf, reportText } from '../conformance/report.js';

const usage = `usage: aftersale conformance URL [--setup URL] [--only ID ...] [--json [FILE]] [--list]

  URL      where case-sync/1 is served: http://127.0.0.1:3000/case-sync/1
  --setup  where the backend takes the kit's shop in and gives tokens for it; /conformance there unless told.
           docs/sync-protocol.md says what is sent there. Serve it in tests only.
  --only   the checks with this id or beginning (receipts, limits.size); may be repeated
  --json   prints the report as JSON, or writes it to FILE
  --list   prints what is checked

Exit code 0 when everything passed, 1 when not, 2 for a command line or a backend that does not work.
`;

interface Args {
  readonly url: string;
  readonly setup: string;
  readonly only: readonly string[];
  readonly json?: string | true;
}

function readArgs(args: readonly string[]): Args | string {
  const only: string[] = [];
  let url: string | undefined;
  let setup: string | undefined;
  let json: string | true | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    const next = args[i + 1];
    if (arg === '--list') return checks.map(({ id, rule, title }) => `${id}\t${rule}\t${title}\n`).join('');
    if (arg === '--help' || arg === '-h') return usage;
    if (arg === '--json') {
      json = next?.endsWith('.json') ? next : true;
      if (json !== true) i++;
    } else if (arg === '--setup' && next) {
      setup = next;
      i++;
    } else if (arg === '--only' && next) {
      only.push(next);
      i++;
    } else if (!arg.startsWith('-') && url === undefined && URL.canParse(arg)) {
      url = arg;
    } else {
      throw new Error(`cannot make anything of ${arg}`);
    }
  }
  if (url === undefined) throw new Error('the URL is missing');
  setup ??= new URL('/conformance', url).href;
  return { url, setup, only, ...(json === undefined ? {} : { json }) };
}

export async function conformance(
  argv: readonly string[],
  engine: () => Promise<KitOptions['engine']>,
): Promise<number> {
  let args: Args | string;
  try {
    args = readArgs(argv);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (typeof args === 'string') {
    process.stdout.write(args);
    return 0;
  }
  const { url, setup, only, json } = args;
  try {
    const report = await runConformance({
      url,
      setup: httpSetup(setup),
      engine: await engine(),
      ...(only.length ? { only } : {}),
      ...(process.stderr.isTTY ? { onCheck: (result) => process.stderr.write(`${lineOf(result)}\n`) } : {}),
    });
    if (typeof json === 'string') await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    return report.failed ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
}
