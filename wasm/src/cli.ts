#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import createModule from '#glue-tools';
import { main } from './cli/main.js';
import { loadRaw } from './loader.js';

process.exitCode = await main(process.argv.slice(2), {
  version: AFTERSALE_VERSION,
  engine: () => loadRaw(createModule, readFile(new URL('./aftersale-tools.wasm', import.meta.url))),
  fail: (problem) => process.stderr.write(`${problem}\n`),
});
