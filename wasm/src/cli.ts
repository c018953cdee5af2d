#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import createModule from '#glue-tools';
import { createFrom } from './api/create.js';
import { main } from './cli/main.js';
import { loadRaw } from './loader.js';
import { AftersaleTools } from './tools/engine.js';

const wasm = () => readFile(new URL('./aftersale-tools.wasm', import.meta.url));

async function program(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'conformance') {
    const { conformance } = await import('./cli/conformance.js');
    return conformance(argv.slice(1), createFrom(createModule, wasm, AftersaleTools));
  }
  if (argv[0] === 'plugin-test') {
    const { pluginTest } = await import('./cli/plugin-test.js');
    return pluginTest(argv.slice(1), createFrom(createModule, wasm, AftersaleTools));
  }
  return main(argv, {
    version: AFTERSALE_VERSION,
    engine: () => loadRaw(createModule, wasm()),
    fail: (problem) => process.stderr.write(`${problem}\n`),
  });
}

process.exitCode = await program(process.argv.slice(2));
