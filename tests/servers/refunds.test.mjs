// Real servers, on a real PostgreSQL: what they pay back for a return, against our quotes, to the minor unit.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { at } from '../../wasm/tools/lib/project.mjs';
import { compare } from './compare.mjs';
import { differences } from './differences.mjs';
import { openMedusa } from './medusa/adapter.mjs';
import { orders } from './orders.mjs';
import { startPostgres } from './support/postgres.mjs';
import { tableOf } from './table.mjs';
import { openVendure } from './vendure/adapter.mjs';

const servers = {
  medusa: { title: 'Medusa 2.21.2', open: openMedusa },
  vendure: { title: 'Vendure 3.7.3', open: openVendure },
};

let aftersale;
let postgres;
before(async () => {
  aftersale = await createAftersale();
  postgres = await startPostgres();
});
after(async () => {
  aftersale?.close();
  await postgres?.stop();
});

for (const [id, { title, open }] of Object.entries(servers)) {
  describe(title, () => {
    const rows = [];
    let server;
    before(async () => {
      server = await open(postgres);
    });
    after(() => server?.stop());

    for (const order of orders) {
      test(`${title}, ${order.id}: equal to the minor unit, or the difference is a known one`, async () => {
        const result = await compare(server, aftersale, order);
        rows.push(...result.rows);
        for (const { what, theirs, ours } of result.rows) {
          const { theirs: known = ours, ours: own = ours } = differences[id][`${order.id}: ${what}`] ?? {};
          assert.deepEqual({ what, theirs, ours }, { what, theirs: known, ours: own });
        }
        const [everything, ...others] = result.rows.filter(({ what }) =>
          /^(everything|a part|the rest)$/.test(what),
        );
        assert.equal(
          others.reduce((sum, { ours }) => sum + ours, 0),
          everything.ours,
          'in parts it is as much as at once',
        );
      });
    }

    test(`${title}: no difference is written down that is none`, () => {
      const found = rows
        .filter(({ theirs, ours }) => theirs !== ours)
        .map(({ order, what }) => `${order}: ${what}`);
      assert.deepEqual(Object.keys(differences[id]).sort(), found.sort());
    });

    test(`${title}: the document holds these figures`, () => {
      const document = readFileSync(at('docs/settlement-servers.md'), 'utf8');
      const table = tableOf(id, rows);
      assert.ok(
        document.includes(table),
        `docs/settlement-servers.md has another table than this:\n${table}`,
      );
    });
  });
}
