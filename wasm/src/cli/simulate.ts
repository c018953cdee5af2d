import process from 'node:process';
import { zoneTable } from '../api/zone.js';
import type { SimulationNeeds, SimulationReport, SimulationResult } from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { canonical } from '../sync/canonical.js';
import { type Arguments, ownFile, UsageError } from './args.js';
import type { CallMaker } from './call.js';
import { ask, type Members } from './core.js';
import { readLines } from './files.js';
import { type Output, pretty } from './output.js';

const batchLines = 256;
const batchBytes = 1 << 20;
const toldEvery = 10_000;

/** Replays past orders, batch after batch: the core judges and adds up. True when all could be judged. */
export async function simulate(
  engine: RawEngine,
  args: Arguments,
  maker: CallMaker,
  output: Output,
): Promise<boolean> {
  const { values } = args;
  const asTable = values.has('table') || (!values.has('pretty') && process.stdout.isTTY === true);
  const progress = values.has('progress') || process.stderr.isTTY === true;
  const base: Members = {
    ...(await maker.simulation()),
    ...(values.has('changes') && { changes: 'true' }),
  };
  const zones: string[] = [];
  let report: string | undefined;
  let table = '';
  let lines: string[] = [];
  let bytes = 0;

  const supply = (needs: SimulationNeeds): void => {
    for (const { name, from, to } of needs.zones) {
      try {
        zones.push(canonical(zoneTable(name, from, to)));
      } catch {
        throw new UsageError(`unknown time zone ${name}`);
      }
    }
  };
  const batch = async (last: boolean): Promise<void> => {
    const call = (): Members => ({
      ...base,
      lines: `[${lines.join(',')}]`,
      report,
      zones: zones.length > 0 ? `[${zones.join(',')}]` : undefined,
      table: last && asTable ? 'true' : undefined,
    });
    let result = ask<SimulationResult>(engine, call());
    if (result.needs) {
      supply(result.needs);
      result = ask<SimulationResult>(engine, call());
    }
    report = canonical(result.report);
    table = result.table ?? '';
    for (const change of result.changes ?? []) await output.line(canonical(change));
    lines = [];
    bytes = 0;
  };

  let read = 0;
  for await (const line of readLines(ownFile(args))) {
    const text = JSON.stringify(line);
    lines.push(text);
    bytes += Buffer.byteLength(text);
    read += 1;
    if (read % toldEvery === 0 && progress) process.stderr.write(`${read} lines\n`);
    if (lines.length === batchLines || bytes >= batchBytes) await batch(false);
  }
  await batch(true);
  const text = report ?? '{}';
  if (asTable) await output.line(table.trimEnd());
  else await output.line(values.has('pretty') ? pretty(text) : text);
  return (JSON.parse(text) as SimulationReport).failed === 0;
}
