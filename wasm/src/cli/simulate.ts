import type { Decision, Outcome } from '../generated/types.js';
import type { RawEngine } from '../loader.js';
import { canonical } from '../sync/canonical.js';
import type { CallMaker } from './call.js';
import { callText, isFailure } from './core.js';
import { readLines } from './files.js';
import type { Output } from './output.js';

/** Judges every order of a stream by two sets of policies and tells the differences; true when all could be judged. */
export async function simulate(
  engine: RawEngine,
  maker: CallMaker,
  file: string,
  output: Output,
): Promise<boolean> {
  const against = await maker.policies('against');
  const members = await maker.members(false);
  const total = { orders: 0, lines: 0, changed: 0, failed: 0 };
  const before: Partial<Record<Outcome, number>> = {};
  const after: Partial<Record<Outcome, number>> = {};
  for await (const order of readLines(file)) {
    total.orders += 1;
    const world = { ...members, order };
    const supplied = await maker.supplied(world);
    const answers =
      typeof supplied === 'string'
        ? [supplied]
        : [world, { ...world, policies: against }].map((call) =>
            engine.dispatch(callText({ ...call, ...supplied })),
          );
    const failed = answers.find(isFailure);
    if (failed !== undefined) {
      total.failed += 1;
      if (!(await output.line(failed))) break;
      continue;
    }
    const [old, now] = answers.map((answer) => (JSON.parse(answer) as { result: Decision }).result);
    if (!old || !now) continue;
    const changes = old.lines.flatMap((line, index) => {
      const other = now.lines[index];
      if (!other) return [];
      total.lines += 1;
      before[line.outcome] = (before[line.outcome] ?? 0) + 1;
      after[other.outcome] = (after[other.outcome] ?? 0) + 1;
      const same = line.outcome === other.outcome && line.until?.at === other.until?.at;
      return same ? [] : [{ line: line.line, before: told(line), after: told(other) }];
    });
    if (changes.length > 0) total.changed += 1;
    if (changes.length > 0 && !(await output.line(canonical({ order: old.order, changes })))) break;
  }
  await output.line(canonical({ ...total, before, after }));
  return total.failed === 0;
}

function told({ outcome, until }: Decision['lines'][number]): object {
  return until ? { outcome, until: until.at } : { outcome };
}
