// The comparison as a table of docs/settlement-servers.md.

import { toMajor } from './compare.mjs';
import { differences } from './differences.mjs';
import { markets, orders } from './orders.mjs';

const units = (all) =>
  Object.entries(all)
    .map(([sku, quantity]) => `${quantity} ${sku}`)
    .join(', ');

/** Rows of one server, in Markdown. */
export function tableOf(server, rows) {
  const lines = ['| order | what comes back | server | ours | |', '|---|---|---|---|---|'];
  for (const { order, what, units: some, theirs, ours, decimals } of rows) {
    const { currency } = markets[orders.find(({ id }) => id === order).market];
    const verdict = theirs === ours ? 'equal' : (differences[server][`${order}: ${what}`]?.why ?? '?');
    const figures = [theirs, ours].map((figure) =>
      typeof figure === 'number' ? toMajor(figure, decimals) : figure,
    );
    lines.push(
      `| ${order} | ${what}: ${units(some)} | ${figures[0]} | ${figures[1]} ${currency} | ${verdict} |`,
    );
  }
  return lines.join('\n');
}
