#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { main } from './cli/main.js';
import { loadRaw } from './loader.js';

process.exitCode = await main(process.argv.slice(2), {
  version: AFTERSALE_VERSION,
  engine: () => loadRaw(readFile(new URL('./aftersale.wasm', import.meta.url))),
  fail: (problem) => process.stderr.write(`${problem}\n`),
});
