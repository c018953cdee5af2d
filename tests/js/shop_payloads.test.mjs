// Documents of shop systems and marketplaces, from their documentation, which are not part of the project: where they are at hand,
// every one of them is read, or refused for a reason that names what it is. What was read is compared with figures that were
// looked up in the documents by hand (tests/js/expected); natively and as WebAssembly the answers are the same bytes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { amount, partsOf, spoil, summary } from './documents.mjs';
import { at, errorsOf, readJson } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const program = at('build/native/aftersale');
const skip = !existsSync(`${shared}/payloads`)
  ? 'the recorded payloads are not here (AFTERSALE_SHARED)'
  : !existsSync(program)
    ? 'the native program is not built'
    : false;

const storefronts = readdirSync(at('tests/js/expected')).map((name) => name.replace('.json', ''));
const modes = ['recognize', 'read_order', 'read_update'];
const shapes = { recognize: 'Recognition', read_order: 'ReadOrder', read_update: 'ReadUpdate' };

let aftersale;
before(async () => {
  aftersale = await createAftersale();
});
after(() => aftersale?.close());

const call = (text, mode, plugin = 'auto') => JSON.stringify({ op: 'translate', mode, plugin, text });
for (const storefront of storefronts) {
  describe(storefront, { skip }, () => {
    const expected = readJson(`tests/js/expected/${storefront}.json`);
    const folder = `${shared}/payloads/${storefront}`;
    const names = skip ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'));
    const textOf = (name) => readFileSync(`${folder}/${name}`, 'utf8');
    const answer = (name, mode) => JSON.parse(aftersale.dispatchText(call(textOf(name), mode)));

    test('every document is expected', () => {
      assert.deepEqual(
        names.filter((name) => !expected[name]),
        [],
      );
    });

    for (const name of names) {
      test(`${name}: the program and the package agree`, () => {
        for (const mode of modes) {
          const options = mode === 'recognize' ? [] : ['--plugin', 'auto'];
          const { status, stdout, stderr } = spawnSync(
            program,
            ['translate', mode.replace('_', '-'), ...options, `${folder}/${name}`],
            {
              encoding: 'utf8',
            },
          );
          const text = aftersale.dispatchText(call(textOf(name), mode));
          const { ok, result, errors } = JSON.parse(text);
          assert.equal(status, ok ? 0 : 1, stderr);
          if (ok) assert.equal(stdout, `${text}\n`);
          else assert.deepEqual(JSON.parse(stderr).errors, errors);
          if (ok) assert.deepEqual(errorsOf(`answer#${shapes[mode]}`, result), []);
        }
      });

      test(`${name}: as read by hand`, () => {
        const { refused, update, updates = [update], orders, warned = [], ...order } = expected[name] ?? {};
        const recognized = answer(name, 'recognize').result.candidates[0];
        assert.equal(recognized?.plugin, storefront);
        const { ok, result, errors, warnings } = answer(name, 'read_order');
        if (refused) {
          assert.equal(ok, false);
          assert.equal(errors[0].code, 'not_an_order');
          assert.ok(errors[0].message.includes(refused), errors[0].message);
        } else {
          assert.ok(ok, JSON.stringify(errors));
          const read = result.orders ?? [result.order];
          const wanted = orders ?? [order];
          assert.deepEqual(
            read.slice(0, wanted.length).map((o, i) => summary(o, wanted[i])),
            wanted,
          );
          assert.deepEqual([...new Set(warnings.map(({ code }) => code))].sort(), [...warned].sort());
          for (const o of warned.length > 0 ? [] : read) assert.equal(partsOf(o), amount(o.totals.total));
        }
        if (!updates[0]) return;
        const { result: news } = answer(name, 'read_update');
        const told = news.updates ?? [news.update];
        assert.deepEqual(
          told.map((one, i) =>
            Object.fromEntries(Object.keys(updates[i] ?? one).map((key) => [key, one[key]])),
          ),
          updates,
        );
      });
    }

    test('cut and spoiled documents get an answer, the same from both', () => {
      const calls = names.flatMap((name) => {
        const text = textOf(name);
        const cut = Array.from({ length: Math.min(20, text.length) }, (_, i) =>
          text.slice(0, Math.floor((text.length * i) / 20)),
        );
        return [...cut, ...spoil(JSON.parse(text), 24)].flatMap((one) => [
          call(one, 'read_order', storefront),
          call(one, 'read_update'),
        ]);
      });
      const { stdout } = spawnSync(program, ['call', '--ndjson', '-'], {
        input: `${calls.join('\n')}\n`,
        encoding: 'utf8',
        maxBuffer: 1 << 30,
      });
      const natively = stdout.split('\n').slice(0, -1);
      assert.equal(natively.length, calls.length);
      for (const [index, line] of calls.entries())
        assert.equal(aftersale.dispatchText(line), natively[index], line.slice(0, 2000));
    });
  });
}
