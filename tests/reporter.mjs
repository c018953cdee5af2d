// A reporter for `node --test`: one line per test on stdout, and a summary as JSON on the last line,
// which tests/run.mjs takes off.

import { relative } from 'node:path';

export const summaryMark = '\u0001summary ';

export default async function* reporter(source) {
  const summary = { passed: 0, failed: 0, skipped: 0, reasons: [], failures: [] };
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type === 'test:diagnostic' && data.level === 'error') yield `${data.message}\n`;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const indent = '  '.repeat(data.nesting + 1);
    const isSuite = data.details?.type === 'suite';
    if (isSuite && type === 'test:pass') continue;
    const milliseconds = Math.round(data.details?.duration_ms ?? 0);
    const time = milliseconds >= 1000 ? `  (${(milliseconds / 1000).toFixed(1)} s)` : '';
    if (type === 'test:pass' && (data.skip !== undefined || data.todo !== undefined)) {
      const reason = [data.skip, data.todo].find((text) => typeof text === 'string') ?? 'no reason given';
      summary.skipped += 1;
      summary.reasons.push(`${data.name}: ${reason}`);
      yield `${indent}- ${data.name}  (skipped: ${reason})\n`;
    } else if (type === 'test:pass') {
      summary.passed += 1;
      yield `${indent}✓ ${data.name}${time}\n`;
    } else {
      const error = data.details?.error;
      const cause = error?.cause ?? error;
      // A suite fails with its tests; it counts only when it failed by itself.
      if (isSuite && error?.failureType === 'subtestsFailed') continue;
      if (error?.failureType === 'subtestsFailed') continue;
      summary.failed += 1;
      const where = data.file ? `${relative(process.cwd(), data.file)}:${data.line ?? ''}` : '';
      summary.failures.push(`${data.name}  ${where}`);
      const text = String(cause?.stack ?? cause?.message ?? cause);
      yield `${indent}✗ ${data.name}${time}  ${where}\n${text.replace(/^/gm, `${indent}    `)}\n`;
    }
  }
  yield `${summaryMark}${JSON.stringify(summary)}\n`;
}
