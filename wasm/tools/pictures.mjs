// Writes docs/lifecycle-pictures.md from the tables that the built core exports.
//   npm run pictures             writes it when it would change
//   npm run pictures -- --check  writes nothing; exit code 1 when it would change

import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { at } from './lib/project.mjs';

const target = 'docs/lifecycle-pictures.md';

const hours = (count) => (count % 24 === 0 ? `${count / 24} d` : `${count} h`);
const code = (text) => `\`${text}\``;

function row({ deadline, from, to, by, when, hours: count }) {
  const long = count === undefined ? 'by policy' : hours(count);
  const who = by.join(', ');
  return `| ${code(from)} | ${deadline}${when ? ` (${when})` : ''} | ${who} | ${long} | ${to === from ? 'stays' : code(to)} |`;
}

/** The whole page. */
export async function pictures() {
  const { createAftersale, kindMachine, lifecycleDiagram } = await import('../../dist/tools-node.js');
  const { lifecycle } = (await createAftersale()).describe();
  const parts = [
    `# The lifecycle in pictures

Written by \`npm run pictures\` from the tables that \`describe\` exports; a test holds the page against them. An arrow carries
the commands that make the move; ⏱ is a deadline that makes it when nobody does. What may come from many stages stands in a
box of its own. \`lifecycleDiagram(describe().lifecycle, kind, 'scxml')\` of \`aftersale/tools\` gives the same as SCXML, and
\`'xstate'\` as the configuration of an XState machine.`,
  ];
  for (const { kind, way, answerHours } of lifecycle.kinds) {
    const machine = kindMachine(lifecycle, kind);
    const clocks = machine.moves.filter(({ deadline }) => deadline !== undefined);
    parts.push(`## ${kind}

Opened by ${machine.openedBy.join(', ')}; first answer within ${answerHours} h unless the policy says otherwise. Usual way:
${way.map(code).join(' → ')}.

\`\`\`mermaid
${lifecycleDiagram(lifecycle, kind, 'mermaid').trimEnd()}
\`\`\`

| stage | deadline | whose | how long | leads to |
|---|---|---|---|---|
${clocks.map(row).join('\n')}`);
  }
  return `${parts.join('\n\n')}\n`;
}

if (process.argv[1] === at('wasm/tools/pictures.mjs')) {
  const text = await pictures();
  const before = await readFile(at(target), 'utf8').catch(() => '');
  if (before === text) process.exit();
  if (process.argv.includes('--check')) {
    console.error(`${target} is not up to date: run \`npm run pictures\`.`);
    process.exitCode = 1;
  } else {
    await writeFile(at(target), text);
    console.log(`wrote ${target}`);
  }
}
