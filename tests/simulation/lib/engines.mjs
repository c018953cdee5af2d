// The core behind a run: as WebAssembly, or a native program that answers one call after the other.

import { execFileSync, spawn } from 'node:child_process';
import { constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../../../wasm/tools/lib/project.mjs';

/** The package's own module. */
export async function wasmEngine() {
  const { createAftersale } = await import('aftersale');
  const engine = await createAftersale({ packs: [] });
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  return {
    name: 'wasm',
    dispatch: (text) => decoder.decode(engine.dispatchBytes(encoder.encode(text))),
    close() {},
  };
}

/** `aftersale call --ndjson` over two pipes, asked and read without turning back to the event loop. */
export function nativeEngine(program = at('build/native/aftersale'), name = 'g++') {
  const folder = mkdtempSync(join(tmpdir(), 'aftersale-simulation-'));
  const [asks, says] = ['asks', 'says'].map((each) => join(folder, each));
  execFileSync('mkfifo', [asks, says]);
  // Opened for both, so that nobody has to wait for the other side.
  const [into, outOf] = [asks, says].map((path) => openSync(path, constants.O_RDWR));
  const [theirIn, theirOut] = [openSync(asks, 'r'), openSync(says, 'w')];
  const child = spawn(program, ['call', '--ndjson', '-'], { stdio: [theirIn, theirOut, 'inherit'] });
  child.unref();
  let gone;
  child.on('exit', (code) => (gone = code));
  rmSync(folder, { recursive: true });
  const buffer = Buffer.alloc(1 << 20);
  return {
    name,
    dispatch(text) {
      if (gone !== undefined) throw new Error(`the core ended with ${gone}`);
      const line = Buffer.from(`${text}\n`);
      for (let sent = 0; sent < line.length; ) sent += writeSync(into, line, sent);
      let length = 0;
      do length += readSync(outOf, buffer, length, buffer.length - length, null);
      while (buffer[length - 1] !== 10);
      return buffer.toString('utf8', 0, length - 1);
    },
    close: () => child.kill(),
  };
}

export async function openEngine(which) {
  if (which === 'wasm') return wasmEngine();
  if (which === 'clang++') return nativeEngine(at('build/clang/aftersale'), 'clang++');
  return nativeEngine();
}

const zone = { name: 'UTC', offset: 0, transitions: [] };
const world = `"packs":[],"zone":${JSON.stringify(zone)}`;

/** Loads a document into the core, so that calls may name it and it is read once. */
export function load({ dispatch }, kind, name, document) {
  const answer = JSON.parse(dispatch(JSON.stringify({ op: 'load', kind, name, document })));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
}

/** The text of what never changes once it is there: an event, an order. */
const texts = new WeakMap();
function textOf(value) {
  let text = texts.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    texts.set(value, text);
  }
  return text;
}

const caseText = ({ events, ...rest }) =>
  `${JSON.stringify(rest).slice(0, -1)},"events":[${events.map(textOf).join(',')}]}`;

/** What each member of a call is in its text; the product's calls have no others. */
const members = {
  order: (order, named) => JSON.stringify(named(order)),
  cases: (cases) => `[${cases.map(caseText).join(',')}]`,
  case: (given) => (given ? caseText(given) : 'null'),
};

/**
 * What the product asks of the core, for one run. The core is pure, so what was asked before need not be asked again.
 * `named` gives the name under which an order was loaded, or the order.
 */
export function engineOver({ dispatch }, { AftersaleError, named = (order) => order, onCall = () => {} }) {
  const known = new Map();
  const run = (op, call) => {
    let text = `{"op":"${op}"`;
    for (const name in call) {
      const value = call[name];
      if (value !== undefined) text += `,"${name}":${members[name]?.(value, named) ?? JSON.stringify(value)}`;
    }
    text += `,${world}}`;
    let answer = known.get(text);
    if (!answer) {
      const said = dispatch(text);
      onCall(op, said);
      answer = JSON.parse(said);
      known.set(text, answer);
    }
    if (!answer.ok) throw new AftersaleError(answer.errors);
    return answer.result;
  };
  return {
    transition: (call) => run('transition', call),
    tick: (call) => run('tick', call),
    quote: (call) => run('quote', call),
  };
}
