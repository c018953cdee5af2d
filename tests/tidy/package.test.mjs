import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { checkPackage } from '../../wasm/tools/lib/package.mjs';
import { at, root } from '../../wasm/tools/lib/project.mjs';
import { files, read } from './files.mjs';

const execute = promisify(execFile);

test('package.json and dist agree on the entry points', async () => {
  await checkPackage();
});

test('the generated files are what their tables give', async () => {
  await execute(process.execPath, [at('wasm/tools/generate.mjs'), '--check'], { cwd: root });
});

test('the version is the same everywhere', () => {
  const { version } = JSON.parse(read('package.json'));
  const [, inHeader] = /version = "([^"]+)"/.exec(read('core/include/aftersale/engine.hpp')) ?? [];
  assert.equal(inHeader ?? version, version, 'core/include/aftersale/engine.hpp');
  assert.equal(JSON.parse(read('package-lock.json')).version, version, 'package-lock.json');
});

test('the lockfile names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /https?:[^"]*\.tgz|"resolved": "https?:/);
});

test('the lockfile fits package.json', () => {
  const lock = JSON.parse(read('package-lock.json')).packages;
  for (const [folder, file] of [
    ['', 'package.json'],
    ['web-demo', 'web-demo/package.json'],
  ]) {
    if (!existsSync(at(file))) continue;
    const { dependencies, devDependencies } = JSON.parse(read(file));
    assert.deepEqual(lock[folder]?.dependencies, dependencies, file);
    assert.deepEqual(lock[folder]?.devDependencies, devDependencies, file);
  }
});

test('every plugin has its manifest, codec, README and fixtures', () => {
  const plugins = new Set(files.map((file) => /^plugins\/([^/]+)\//.exec(file)?.[1]).filter(Boolean));
  const missing = [...plugins].flatMap((plugin) =>
    ['plugin.json', 'codec.cpp', 'README.md', 'fixtures']
      .map((name) => `plugins/${plugin}/${name}`)
      .filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`))),
  );
  assert.deepEqual(missing, []);
});
