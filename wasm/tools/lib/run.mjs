// Runs tools, quietly: a stage is one line with its time, and what the tools print goes to a log
// that is shown when one of them fails.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { at, root } from './project.mjs';

export class ToolError extends Error {
  constructor(command, code, log) {
    super(`${command} ${code === null ? 'was stopped' : `failed with exit code ${code}`}`);
    this.log = log;
  }
}

/** Something that the person at the keyboard can put right; its message says it all. */
export class ProjectError extends Error {}

const terminal = process.stdout.isTTY;

/**
 * Runs `work`, showing `title`, what it says of its progress, and the seconds that it took. A short
 * text that it resolves to is added to the line.
 */
export async function stage(title, work) {
  const log = at('build', 'logs', `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, '');
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  let progress = '';
  const show = () => {
    if (terminal)
      process.stdout.write(
        `\r\x1b[K  ${title}  ${seconds()}  ${progress}`.slice(0, process.stdout.columns ?? 80),
      );
    else process.stdout.write(`  ${title}  ${seconds()}  ${progress}\n`);
  };
  const timer = setInterval(show, terminal ? 200 : 15_000);
  const say = (text) => {
    progress = text;
  };
  try {
    const result = await work({ log, say });
    const note = typeof result === 'string' && !result.includes('\n') ? `  ${result}` : '';
    process.stdout.write(`${terminal ? '\r\x1b[K' : ''}✓ ${title}  ${seconds()}${note}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${terminal ? '\r\x1b[K' : ''}✗ ${title}  ${seconds()}\n`);
    if (error instanceof ToolError) process.stdout.write(`${tail(log, 60)}\n${error.message}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a command in the project's root, its output to the stage's log. Resolves to the output. */
export function run(command, args, { log, say, env, cwd = root, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    if (log) appendFileSync(log, `$ ${command} ${args.join(' ')}\n`);
    let output = '';
    const take = (chunk) => {
      const text = chunk.toString();
      output += text;
      if (log) appendFileSync(log, text);
      const line = text.trimEnd().split('\n').at(-1);
      if (say && line) say(line.replace(/^\[(\d+)\/(\d+)\].*/, '$1 of $2').slice(0, 60));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(Object.assign(new ToolError([command, ...args].join(' '), code, log), { output, code }));
    });
    if (input !== undefined) child.stdin.end(input);
  });
}

/** Runs a script of the project, or of a dependency, by this very Node. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

function tail(file, lines) {
  // What Ninja did well is no news.
  const all = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !/^\[\d+\/\d+\] /.test(line));
  const cut = all.length > lines ? [`… (all of it: ${file.slice(root.length)})`] : [];
  return [...cut, ...all.slice(-lines)].map((line) => `    ${line}`).join('\n');
}

/** Holds build/.lock while `work` runs, so that two builds never write the same files. */
export async function locked(work) {
  const file = at('build', '.lock');
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!holderLives(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) process.stdout.write('  another build is running; waiting for it\n');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  try {
    return await work();
  } finally {
    release();
  }
}

function holderLives(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
