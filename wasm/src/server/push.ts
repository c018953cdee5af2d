import { LIMITS, PROTOCOL, SCHEMA, type WireCommand } from '../sync/protocol.js';
import { HttpProblem } from './problems.js';
import { parseStrict, StrictJsonError } from './strict-json.js';

const ID = /^[\w.:-]{1,128}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

type Check = (value: unknown) => boolean;
const text =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a text can be the id of an order; anything else is nobody's. */
export const isOrderId = (value: unknown): value is string => text(ID)(value);

/** Members of a command: what each must be, and whether it may be absent. */
const COMMAND: Record<string, { check: Check; expected: string; optional?: true }> = {
  id: { check: text(UUID), expected: 'a UUID' },
  order: { check: text(ID), expected: 'the id of an order' },
  case: { check: text(UUID), expected: 'a UUID' },
  t: { check: text(/^return\.[a-z_]{1,32}$/), expected: 'a command of a return' },
  v: { check: (value) => value === 1, expected: 'version 1' },
  base: { check: (value) => typeof value === 'number' && value >= 0, expected: 'a count of events' },
  dep: { check: text(UUID), expected: 'a UUID', optional: true },
  at: {
    check: (value) => text(INSTANT)(value) && !Number.isNaN(Date.parse(value as string)),
    expected: 'an instant',
  },
  quote: { check: text(/^[\w:+/=-]{1,128}$/), expected: 'the hash of a quote', optional: true },
  p: { check: object, expected: 'an object' },
};

/** Reads a body within the protocol's limits. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  if (request.headers.get('content-encoding')) {
    throw new HttpProblem(415, 'unsupported_encoding', 'Send the body as it is, without compression');
  }
  if (!/^application\/json(;|$)/.test(request.headers.get('content-type') ?? '')) {
    throw new HttpProblem(415, 'unsupported_type', 'Send application/json');
  }
  if (Number(request.headers.get('content-length') ?? 0) > LIMITS.pushBytes) throw tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > LIMITS.pushBytes) throw tooLarge();
  try {
    const body = parseStrict(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    if (!object(body)) throw new StrictJsonError('malformed_json', '', 'an object was expected');
    return body as Record<string, unknown>;
  } catch (error) {
    if (error instanceof StrictJsonError) {
      const { code, pointer, message } = error.problem;
      throw new HttpProblem(400, code, 'The body cannot be read', { pointer, detail: message });
    }
    throw new HttpProblem(400, 'malformed_json', 'The body is not UTF-8');
  }
}

const tooLarge = (): HttpProblem =>
  new HttpProblem(
    413,
    'too_large',
    `A push may have ${LIMITS.pushBytes} bytes and ${LIMITS.commands} commands; halve it`,
  );

export function readPush(body: Record<string, unknown>): { replica: string; commands: WireCommand[] } {
  const { proto, schema, replica, cmds, ...unknown } = body;
  if (proto !== PROTOCOL || typeof schema !== 'number' || schema > SCHEMA || schema < 1) {
    throw new HttpProblem(
      426,
      'client_version',
      'This client and this backend do not speak the same version',
      {
        range: [1, SCHEMA],
      },
    );
  }
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) throw bad(`/${extra}`, 'no such member', 'unknown_field');
  if (typeof replica !== 'string' || !UUID.test(replica)) throw bad('/replica', 'expected a UUID');
  if (!Array.isArray(cmds)) throw bad('/cmds', 'expected an array');
  if (cmds.length > LIMITS.commands) throw tooLarge();
  return { replica, commands: cmds.map(readCommand) };
}

function readCommand(value: unknown, index: number): WireCommand {
  const at = `/cmds/${index}`;
  if (!object(value)) throw bad(at, 'expected an object');
  const command = value as Record<string, unknown>;
  for (const [name, { check, expected, optional }] of Object.entries(COMMAND)) {
    if (command[name] === undefined ? !optional : !check(command[name]))
      throw bad(`${at}/${name}`, `expected ${expected}`);
  }
  for (const name of Object.keys(command)) {
    if (!Object.hasOwn(COMMAND, name)) throw bad(`${at}/${name}`, 'no such member', 'unknown_field');
  }
  if (JSON.stringify(command).length > LIMITS.commandBytes) {
    throw new HttpProblem(413, 'command_too_large', `A command may have ${LIMITS.commandBytes} bytes`, {
      pointer: at,
    });
  }
  return command as unknown as WireCommand;
}

const bad = (pointer: string, detail: string, code = 'invalid'): HttpProblem =>
  new HttpProblem(400, code, 'The push does not follow the protocol', { pointer, detail });
