import { problemDocument } from '../api/errors.js';
import type { Answer, Problem, ProblemDocument } from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { fileName } from './files.js';

/** A call that cannot be answered: exit code 1. */
export class CallError extends Error {
  readonly document: ProblemDocument;

  constructor(errors: readonly Problem[], warnings: readonly Problem[] = []) {
    super(errors[0]?.message ?? '');
    this.document = problemDocument(errors, warnings);
  }
}

/** A call in canonical form: JSON texts by member, put together in order. */
export type Members = Readonly<Record<string, string | undefined>>;

export const callText = (members: Members): string =>
  `{${Object.keys(members)
    .filter((name) => members[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${members[name]}`)
    .join(',')}}`;

/** The members of an object in canonical form, as they are written; undefined for what is no object. */
export function membersOf(text: string): Members | undefined {
  if (!text.startsWith('{')) return undefined;
  const members: Record<string, string> = Object.create(null);
  let depth = 0;
  let name = '';
  let start = 0;
  const end = (index: number): void => {
    if (name) members[JSON.parse(name)] = text.slice(start, index);
    start = index + 1;
  };
  for (const { 0: token, index } of tokensOf(text)) {
    if (token === '{' || token === '[') depth += 1;
    if (depth === 1) {
      if (token === '{') start = index + 1;
      if (token === ',' || token === '}') end(index);
      if (token === ':') {
        name = text.slice(start, index);
        start = index + 1;
      }
    }
    if (token === '}' || token === ']') depth -= 1;
  }
  return members;
}

/** Strings, punctuation, and what is between; empty objects and arrays are one token. */
export const tokensOf = (text: string): IterableIterator<RegExpMatchArray & { index: number }> =>
  text.matchAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]|[^"{}[\],:]+/gs) as IterableIterator<
    RegExpMatchArray & { index: number }
  >;

/** Canonical answers begin with `errors` when, and only when, there are some. */
export const isFailure = (answer: string): boolean => answer.startsWith('{"errors":');

export function failure(answer: string): CallError {
  const { errors, warnings } = JSON.parse(answer) as Answer & { ok: false };
  return new CallError(errors, warnings);
}

/** The answer's result; throws what the call's failure says. */
export function ask<Result>(engine: RawEngine, members: Members): Result {
  const answer = engine.dispatch(callText(members));
  if (isFailure(answer)) throw failure(answer);
  return (JSON.parse(answer) as { result: Result }).result;
}

/** A JSON text out of a file in canonical form; `member` is where it will stand in the call. */
export function canonicalText(engine: RawEngine, text: string, file: string, member: string): string {
  const answer = engine.dispatch(callText({ op: '"canonical"', text: JSON.stringify(text) }));
  if (!isFailure(answer)) return (JSON.parse(answer) as { result: { text: string } }).result.text;
  const { errors } = JSON.parse(answer) as Answer & { ok: false };
  const told = errors.map((problem) => ({
    ...problem,
    pointer: member,
    message: `${fileName(file)}: ${problem.message}`,
  }));
  throw new CallError(told);
}
