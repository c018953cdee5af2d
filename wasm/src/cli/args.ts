import { type CommandRow, commands, options, usage } from '../generated/cli.js';

/** A command line that cannot be carried out: exit code 2. */
export class UsageError extends Error {}

/** What the arguments say; docs/cli.md has the rules. */
export interface Arguments {
  readonly command: string;
  readonly row: CommandRow;
  readonly mode: string | undefined;
  /** Values by option name; flags have none. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** FILE. */
  readonly file: string | undefined;
}

/** The arguments, or a text to print instead. */
export function readArguments(args: readonly string[], version: string): Arguments | string {
  const [command, ...rest] = args;
  if (command === undefined) throw new UsageError('no command');
  if (['help', '--help', '-h'].includes(command)) return usage;
  if (['version', '--version'].includes(command)) return versionLine(version);
  const row = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!row) throw new UsageError(`unknown command ${command}`);

  const values = new Map<string, string[]>();
  let mode: string | undefined;
  let file: string | undefined;
  let onlyFiles = false;
  for (let index = 0; index < rest.length; index++) {
    const arg = rest[index] ?? '';
    if (arg === '--' && !onlyFiles) {
      onlyFiles = true;
    } else if (arg.startsWith('-') && arg !== '-' && !onlyFiles) {
      if (arg === '-h') return usage;
      const [, option = '', given] = /^([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
      const name = option.slice(2);
      const known = option.startsWith('--') && Object.hasOwn(options, name) ? options[name] : undefined;
      if (!known) throw new UsageError(`unknown option ${option}`);
      if (!row.options.includes(name)) throw new UsageError(`${option} does not go with ${command}`);
      if (!known.value && given !== undefined) throw new UsageError(`${option} takes no value`);
      if (name === 'help') return usage;
      if (name === 'version') return versionLine(version);
      const value = known.value ? (given ?? rest[++index]) : '';
      if (value === undefined) throw new UsageError(`${option} wants a value`);
      const before = values.get(name);
      if (before && !known.repeat) throw new UsageError(`${option} is given twice`);
      if (before) before.push(value);
      else values.set(name, [value]);
    } else if (row.modes && mode === undefined) {
      if (!row.modes.includes(arg)) throw new UsageError(`unknown mode ${arg}`);
      mode = arg;
    } else if (file === undefined && row.document) {
      file = arg;
    } else {
      throw new UsageError(`unexpected argument ${arg}`);
    }
  }
  const result = { command, row, mode, values, file };
  check(result);
  return result;
}

const versionLine = (version: string): string => `aftersale ${version}\n`;

/** `translate write` makes its document of `--case` and others. */
export const buildsDocument = ({ mode, values }: Arguments): boolean =>
  mode === 'write' && values.has('case');

/** The FILE that holds the command's own document. */
export const ownFile = ({ row, values, file }: Arguments): string =>
  values.get(row.document ?? '')?.[0] ?? file ?? '-';

function check(args: Arguments): void {
  const { row, mode, values, file } = args;
  if (row.modes && mode === undefined) throw new UsageError('no mode');
  const own = buildsDocument(args) ? 'case' : (row.document ?? '');
  if (file !== undefined && values.has(own)) {
    throw new UsageError(`--${own} and an argument name the same document`);
  }
  if (values.has('pack') && values.has('no-packs')) {
    throw new UsageError('--pack and --no-packs contradict each other');
  }
  if (values.has('pretty') && values.has('ndjson'))
    throw new UsageError('--pretty does not go with --ndjson');
  const files = [...values].flatMap(([name, given]) => (options[name]?.value === 'FILE' ? given : []));
  if (row.document && !values.has(own)) files.push(file ?? '-');
  if (files.filter((name) => name === '-').length > 1)
    throw new UsageError('standard input can be read once');
}
