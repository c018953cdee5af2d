// Makes a fresh Debian or Ubuntu ready: Debian packages, then npm packages. Needs only Node.
//
//   node wasm/tools/setup.mjs [start|build|test|long|servers]      what to get ready for; default: start

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from './lib/project.mjs';
import { ProjectError, run, stage, ToolError } from './lib/run.mjs';

const command = (...names) =>
  names.some((name) =>
    (process.env.PATH ?? '').split(delimiter).some((folder) => executable(join(folder, name))),
  );
const file = (...paths) => paths.some(existsSync);
const include = (path) =>
  file(`/usr/include/${path}`, `/usr/local/include/${path}`, `/opt/homebrew/include/${path}`);

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// What is needed, which Debian package brings it, and how to see that it is there. What is there
// already is never touched, wherever it came from.
const start = [
  { package: 'cmake', there: () => command('cmake') },
  { package: 'ninja-build', there: () => command('ninja') },
  { package: 'emscripten', there: () => command('em++') },
  { package: 'binaryen', there: () => command('wasm2js') },
  { package: 'nlohmann-json3-dev', there: () => include('nlohmann/json.hpp') },
];
const build = [
  ...start,
  { package: 'g++', there: () => command('g++') },
  { package: 'libhowardhinnant-date-dev', there: () => include('date/tz.h') },
  { package: 'tzdata', there: () => file('/usr/share/zoneinfo/Asia/Shanghai') },
];
const test = [
  ...build,
  { package: 'libboost-test-dev', there: () => include('boost/test/included/unit_test.hpp') },
  { package: 'clang-14', there: () => command('clang++-14') },
  {
    package: 'libclang-rt-14-dev',
    there: () =>
      file('/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux', '/usr/lib/llvm-14/lib/clang/14.0.0/lib/linux'),
  },
  { package: 'chromium', there: () => command('chromium', 'chromium-browser', 'google-chrome') },
];
// What makes it quicker where it can be had: Chromium without its windows takes two thirds of the time, and Debian has it, not Ubuntu.
const quicker = [{ package: 'chromium-headless-shell', there: () => command('chromium-headless-shell') }];
const debianPostgres = '/usr/lib/postgresql';
const servers = [
  {
    package: 'postgresql',
    there: () =>
      command('initdb') ||
      (existsSync(debianPostgres) &&
        readdirSync(debianPostgres).some((version) =>
          existsSync(join(debianPostgres, version, 'bin/initdb')),
        )),
  },
];
const needs = { start, build, test, long: test, servers };

export async function setup(purpose = 'start') {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new ProjectError(`Node 20 or newer is needed; this is ${process.version}`);
  const missing = needs[purpose].filter((need) => !need.there()).map((need) => need.package);
  if (missing.length > 0) await installPackages(missing, purpose);
  await installModules();
  if (needs[purpose] === test) await installQuicker();
}

async function installPackages(packages, purpose) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  const byHand = `sudo apt-get update && sudo apt-get ${install.join(' ')}`;
  if (!command('apt-get')) {
    throw new ProjectError(
      `These programs or libraries are missing: ${packages.join(', ')} (names of Debian packages).\nInstall them in the way of your system, then try again.`,
    );
  }
  const prefix = await administrator();
  if (!prefix) {
    throw new ProjectError(
      `Some Debian packages are missing, and installing them needs an administrator. Run this once:\n\n  ${byHand}\n\nthen try again.`,
    );
  }
  const apt = aptGet(prefix);
  await stage('Package lists', async (options) => {
    // One unreachable source among several is no reason to stop; the next step tells.
    await apt(['update'], options).catch(() => {});
  });
  try {
    await stage('Debian packages', async (options) => {
      await apt(install, options);
      return packages.join(' ');
    });
  } catch {
    throw new ProjectError(`The Debian packages could not be installed. By hand it is:\n\n  ${byHand}`);
  }
  const still = needs[purpose].filter((need) => !need.there()).map((need) => need.package);
  if (still.length > 0) throw new ProjectError(`Installed, but not found afterwards: ${still.join(', ')}`);
}

/** Runs apt-get, which must not ask questions; by env, since sudo drops the environment. */
const aptGet = (prefix) => (args, options) => {
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300'];
  const [program, ...rest] = [...prefix, ...quiet, ...args];
  return run(program, rest, options);
};

/** Tries once for each checkout; without it everything works as well. */
async function installQuicker() {
  const missing = quicker.filter((one) => !one.there()).map((one) => one.package);
  const stamp = at('node_modules', '.aftersale-quicker');
  if (missing.length === 0 || existsSync(stamp) || !command('apt-get')) return;
  writeFileSync(stamp, '');
  const prefix = await administrator();
  if (!prefix) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  await stage('Debian packages that make it quicker', (options) =>
    aptGet(prefix)(install, options).then(
      () => missing.join(' '),
      () => 'not to be had here; it works without',
    ),
  );
}

/** What to put before a command to run it as root; undefined when there is no way. */
async function administrator() {
  if (process.getuid?.() === 0) return [];
  if (!command('sudo')) return undefined;
  return run('sudo', ['-n', 'true']).then(
    () => ['sudo', '-n'],
    () => undefined,
  );
}

/** `npm ci`, when it was not done for this very lockfile. */
async function installModules() {
  const stamp = at('node_modules', '.aftersale-lockfile');
  const digest = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  await stage('npm packages', (options) => run('npm', ['ci', '--no-audit', '--no-fund'], options));
  writeFileSync(stamp, digest);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? 'start';
  if (!(purpose in needs)) {
    console.error(`setup: ${purpose}? It is one of ${Object.keys(needs).join(', ')}.`);
    process.exit(2);
  }
  try {
    await setup(purpose);
  } catch (error) {
    if (!(error instanceof ToolError))
      console.error(error instanceof ProjectError ? error.message : error.stack);
    process.exit(1);
  }
}
