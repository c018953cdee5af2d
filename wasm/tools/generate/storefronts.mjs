// docs/storefronts.md: what each storefront can read and write, by the manifests of the plugins.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const intents = ['create_return', 'approve', 'refuse', 'receive', 'refund', 'cancel'];
const kinds = ['order', 'orders', 'return', 'update'];
const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', '\\|');

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Theirs by ours: "approved: `OPEN`, `ADVISED`". */
function grouped(words) {
  const groups = new Map();
  for (const [native, ours] of Object.entries(words)) groups.set(ours, [...(groups.get(ours) ?? []), native]);
  return [...groups].map(([ours, natives]) => `${ours}: ${natives.map(code).join(', ')}`).join('<br>');
}

const long = ({ hours, days }) => (hours ? `${hours} hours` : days ? `${days} days` : 'as the document says');

const overview = (manifests) =>
  table(
    ['storefront', 'a return is opened by', ...intents.map(code), 'from a browser'],
    manifests.map(({ title, intents: can = [], capabilities = {} }) => [
      title,
      String(capabilities.opens ?? '–'),
      ...intents.map((intent) => (can.includes(intent) ? 'yes' : '–')),
      capabilities.browserCallable ? 'yes' : '–',
    ]),
  );

const reads = (manifests) =>
  table(
    ['storefront', ...kinds.map(code), 'named and refused'],
    manifests.map(({ title, documents }) => {
      const of = (wanted) =>
        documents
          .filter(({ kind }) => kind === wanted)
          .map((document) => document.title)
          .join('; ') || '–';
      return [title, ...kinds.map(of), of('other').replace(/: named and refused$/, '')];
    }),
  );

const states = (manifests) =>
  table(
    ['storefront', 'ours: theirs'],
    manifests
      .filter(({ statuses = {} }) => Object.keys(statuses).length > 0)
      .map(({ title, statuses }) => [title, grouped(statuses)]),
  );

const reasons = (manifests) =>
  table(
    ['storefront', 'read, ours: theirs', 'written'],
    manifests
      .filter(({ reasons: r = {} }) => Object.keys({ ...r.read, ...r.write }).length > 0)
      .map(({ title, reasons: { read = {}, write = {} } }) => [
        title,
        grouped(read) || '–',
        [...new Set(Object.values(write))].map(code).join(', ') || '–',
      ]),
  );

const deadlines = (manifests) =>
  table(
    ['storefront', 'who', 'what', 'how long', 'then'],
    manifests.flatMap(({ title, deadlines: all = [] }) =>
      all.map((deadline) => [title, deadline.who, deadline.about, long(deadline), deadline.then ?? '–']),
    ),
  );

const adapters = (facts) =>
  table(
    [
      'storefront',
      'module',
      'credentials',
      'webhooks are checked by',
      'limits are told by',
      'what is not there',
    ],
    facts.map(({ id, title, credentials, webhooks, limits, missing }) => [
      title,
      code(`aftersale/plugins/${id}`),
      credentials,
      webhooks,
      limits,
      missing,
    ]),
  );

export async function storefrontFiles(root) {
  const names = (await readdir(join(root, 'plugins'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== '_template')
    .map(({ name }) => name)
    .sort();
  const manifests = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(root, 'plugins', name, 'plugin.json'), 'utf8'))),
  );
  const facts = await Promise.all(
    manifests.map(async ({ id, title }) => ({
      id,
      title,
      ...JSON.parse(await readFile(join(root, 'plugins', id, 'adapter.json'), 'utf8')),
    })),
  );
  const parts = [
    `# Storefronts

Written by \`npm run generate\` from the manifests, \`plugins/*/plugin.json\`; how each one is read and what its requests need stands in
the README beside it. A word that is not in these tables is kept as the native one and told (\`unknown_code\`); what a storefront has
not is the error \`not_supported\`, with what it has instead.`,
    `## What is written\n\n${overview(manifests)}`,
    `## What is read\n\n${reads(manifests)}`,
    `## States of returns\n\n${states(manifests)}`,
    `## Reasons\n\nThose that are not here are free words or the shop's own.\n\n${reasons(manifests)}`,
    `## Deadlines\n\nOf the storefront itself; the clocks of cases are the policy's ([lifecycle](lifecycle.md)).\n\n${deadlines(manifests)}`,
    `## Adapters\n\nWhat calls a storefront's API from a server ([plugins](plugins.md#adapters)); its facts are those of \`adapter.json\`.\n\n${adapters(facts)}`,
  ];
  return new Map([['docs/storefronts.md', `${parts.join('\n\n')}\n`]]);
}
