import process from 'node:process';
import { AftersaleError, problemDocument } from '../api/errors.js';
import type { Outline } from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { canonical } from '../sync/canonical.js';
import { type Arguments, ownFile, readArguments, UsageError } from './args.js';
import { CallMaker } from './call.js';
import { CallError, callText, canonicalText, failure, isFailure, type Members } from './core.js';
import { readLines, readText } from './files.js';
import { Output, pretty } from './output.js';
import { simulate } from './simulate.js';

/** Where the program gets its engine, and what it says about itself. */
export interface Program {
  readonly version: string;
  engine(): Promise<RawEngine>;
  /** Takes a problem in one line. */
  fail(problem: string): void;
}

/** Carries out a command line and gives the exit code. */
export async function main(argv: readonly string[], program: Program): Promise<number> {
  const output = new Output();
  try {
    const args = readArguments(argv, program.version);
    if (typeof args === 'string') {
      await output.line(args.trimEnd());
      return 0;
    }
    const engine = await program.engine();
    return (await run(engine, args, output)) ? 0 : 1;
  } catch (error) {
    if (error instanceof CallError || error instanceof AftersaleError) {
      program.fail(canonical(error instanceof CallError ? error.document : error.toJSON()));
      return 1;
    }
    if (error instanceof UsageError) {
      const problem = { code: 'usage', pointer: '', message: error.message };
      const document = problemDocument([problem], [], 'The command line cannot be carried out');
      program.fail(canonical({ ...document, errors: [] }));
      return 2;
    }
    throw error;
  }
}

async function run(engine: RawEngine, args: Arguments, output: Output): Promise<boolean> {
  const { command, values } = args;
  const streaming = values.has('ndjson') || command === 'simulate';
  const maker = new CallMaker(engine, args, streaming && !values.has('show-call'));
  if (command === 'simulate') return simulate(engine, args, maker, output);
  if (streaming) return runLines(engine, args, maker, output);
  const call = await oneCall(engine, args, maker);
  const text = values.has('show-call') ? call : engine.dispatch(call);
  if (!values.has('show-call') && isFailure(text)) throw failure(text);
  await output.line(shown(args, text));
  return isGood(args, text);
}

/** The answer as it was asked for. */
function shown({ command, values }: Arguments, answer: string): string {
  if (values.has('pretty')) return pretty(answer);
  const sentences = command === 'explain' && !values.has('show-call');
  return sentences && (values.has('text') || process.stdout.isTTY) ? sentencesOf(answer) : answer;
}

/** The sentences of an outline, under a heading for each layer. */
function sentencesOf(answer: string): string {
  const { result } = JSON.parse(answer) as { result: Outline };
  let out = '';
  let layer: string | undefined;
  for (const statement of result.statements) {
    if (statement.layer !== layer) {
      layer = statement.layer;
      if (out) out += '\n';
      out += `${result.headings?.[layer as keyof typeof result.headings] ?? ''}\n`;
    }
    out += `- ${statement.text}\n`;
  }
  return `${out}\n${result.notice ?? ''}`;
}

/** Whether the answer says so when the command is about what is valid. */
function isGood({ row, values }: Arguments, answer: string): boolean {
  if (isFailure(answer)) return false;
  if (!row.verdict || values.has('show-call')) return true;
  return (JSON.parse(answer) as { result: { valid?: boolean } }).result.valid !== false;
}

/** The raw call, or the one that the arguments describe, with what World needs. */
async function oneCall(engine: RawEngine, args: Arguments, maker: CallMaker): Promise<string> {
  if (args.command === 'call') {
    const file = ownFile(args);
    const text = await readText(file);
    return args.values.has('show-call') ? canonicalText(engine, text, file, '') : text;
  }
  const call = await wholeCall(args, maker, await maker.members(true));
  if (typeof call === 'object') throw failure(call.failed);
  return call;
}

/** A stream of documents: every line gets its answer on a line. */
async function runLines(
  engine: RawEngine,
  args: Arguments,
  maker: CallMaker,
  output: Output,
): Promise<boolean> {
  const file = ownFile(args);
  const raw = args.command === 'call';
  const members = raw ? {} : await maker.members(false);
  let good = true;
  for await (const line of readLines(file)) {
    const call = raw ? line : await wholeCall(args, maker, { ...members, ...maker.ownLine(line) });
    const failed = typeof call === 'object';
    const text = failed
      ? call.failed
      : args.values.has('show-call')
        ? canonicalText(engine, call, file, '')
        : engine.dispatch(call);
    if (!isGood(args, text)) good = false;
    if (!(await output.line(text))) break;
  }
  return good;
}

/** A call with what World needs, or the answer that says why it cannot be had. */
async function wholeCall(
  args: Arguments,
  maker: CallMaker,
  members: Members,
): Promise<string | { failed: string }> {
  if (!args.row.world) return callText(members);
  const supplied = await maker.supplied(members);
  return typeof supplied === 'string' ? { failed: supplied } : callText({ ...members, ...supplied });
}
