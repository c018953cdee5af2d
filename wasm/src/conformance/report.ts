import type { CheckResult, Report } from './kit.js';
import type { Setup, SetupAnswer } from './world.js';

/** Gives the kit's shop to a backend by HTTP: `POST` of the setup, answered with tokens. */
export const httpSetup =
  (url: string, send: typeof fetch = (...args) => fetch(...args)) =>
  async (setup: Setup): Promise<SetupAnswer> => {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(setup),
    });
    if (!response.ok) throw new Error(`the setup at ${url} was answered ${response.status}`);
    return (await response.json()) as SetupAnswer;
  };

export const lineOf = ({ st, id, rule, title, reason }: CheckResult): string =>
  st === 'passed' ? `  ✓ ${title}` : `  ✗ ${title}\n      ${id} (${rule}): ${reason}`;

/** The report for people. */
export function reportText(report: Report): string {
  const rooms = new Map<string, CheckResult[]>();
  for (const check of report.checks) {
    const room = check.id.split('.')[0] as string;
    rooms.set(room, [...(rooms.get(room) ?? []), check]);
  }
  const lines = [...rooms].flatMap(([room, found]) => [room, ...found.map(lineOf), '']);
  const verdict = report.failed ? 'does not conform' : 'conforms';
  return `${lines.join('\n')}\n${report.url} ${verdict} to ${report.protocol}: ${report.passed} passed, ${report.failed} failed\n`;
}
