// Documents of marketplaces, which are not part of the project: where they are at hand, every one of them is read, or refused
// with the name of what it is; figures are those that were read in the documents by hand; every status and reason that is known
// of a marketplace means something here, and one that is not known yet is kept and shown.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { marketplaces, statusOf } from './fixtures/marketplaces.mjs';
import { at, errorsOf } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const program = at('build/native/aftersale');
const skip = !existsSync(`${shared}/payloads`)
  ? 'the recorded payloads are not here (AFTERSALE_SHARED)'
  : !existsSync(program)
    ? 'the native program is not built'
    : false;

let aftersale;
before(async () => {
  aftersale = await createAftersale();
});
after(() => aftersale?.close());

const call = (text, mode, plugin = 'auto') => JSON.stringify({ op: 'translate', mode, plugin, text });
const answer = (text, mode) => JSON.parse(aftersale.dispatchText(call(text, mode)));
const sum = (list = []) => list.reduce((total, { amount }) => total + amount.amount, 0);

for (const [name, market] of Object.entries(marketplaces)) {
  describe(name, { skip }, () => {
    const folder = `${shared}/payloads/${name}`;
    const files = skip ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));
    const textOf = (file) => readFileSync(`${folder}/${file}`, 'utf8');

    test('every document is read, or refused for what it is', () => {
      for (const file of files) {
        const text = textOf(file);
        const { ok, result, errors } = answer(text, 'read_order');
        const [first] = answer(text, 'recognize').result.candidates;
        assert.equal(first?.plugin, market.plugin, file);
        if (market.orders.test(file)) {
          assert.ok(ok, `${file}: ${JSON.stringify(errors)}`);
          assert.deepEqual(errorsOf('answer#ReadOrder', result), [], file);
        } else {
          assert.match(errors?.[0].code ?? 'read', /^(not_an_order|storefront_error)$/, file);
          assert.doesNotMatch(errors[0].message, /not known here/, file);
        }
        const news = answer(text, 'read_update');
        if (market.updates.test(file)) {
          assert.ok(news.ok, `${file}: ${JSON.stringify(news.errors)}`);
          assert.deepEqual(errorsOf('answer#ReadUpdate', news.result), [], file);
        } else if (!news.ok) assert.match(news.errors[0].code, /^(not_an_update|storefront_error)$/, file);
      }
      assert.ok(files.length >= market.count, `${files.length} documents`);
    });

    for (const [file, wanted] of Object.entries(market.expected)) {
      test(`${file}: as read by hand`, () => {
        const { ok, result, errors, warnings } = answer(textOf(file), 'read_order');
        assert.ok(ok, JSON.stringify(errors));
        const order = result.order ?? result.orders[wanted.index ?? 0];
        assert.equal(order.id, wanted.id);
        assert.equal(order.currency, wanted.currency);
        assert.deepEqual(
          order.lines.map((l) => [l.id, l.quantity, l.unitPrice.amount, sum(l.discounts), sum(l.taxes)]),
          wanted.lines,
        );
        const charges = (order.shipping ?? []).map((s) => [s.id, s.price.amount, s.discount?.amount ?? 0]);
        if (wanted.shipping) assert.deepEqual(charges, wanted.shipping);
        for (const [key, value] of Object.entries(wanted.totals ?? {}))
          assert.equal(order.totals?.[key]?.amount, value, key);
        for (const [key, value] of Object.entries(wanted.has ?? {}))
          assert.deepEqual(
            key.split('.').reduce((part, step) => part?.[step], order),
            value,
            key,
          );
        assert.deepEqual([...new Set(warnings.map(({ code }) => code))].sort(), wanted.warned ?? []);
      });
    }

    for (const [file, wanted] of Object.entries(market.news)) {
      test(`${file}: what happened`, () => {
        const { ok, result, errors } = answer(textOf(file), 'read_update');
        assert.ok(ok, JSON.stringify(errors));
        const updates = result.updates ?? [result.update];
        for (const [index, one] of [wanted].flat().entries()) {
          const { asked, refunded, ...rest } = updates[index];
          const told = {
            ...rest,
            ...(asked && { asked: asked.amount }),
            ...(refunded && { refunded: refunded.amount }),
          };
          for (const [key, value] of Object.entries(one))
            assert.deepEqual(told[key], value, `${index} ${key}`);
        }
      });
    }

    test('what is known of it means something here', () => {
      const refs = JSON.parse(readFileSync(`${shared}/payloads/refs/status_reason_maps.json`, 'utf8'));
      let count = 0;
      for (const { of, document, status, reasons } of market.words(refs, (file) =>
        JSON.parse(readFileSync(`${shared}/payloads/refs/${file}`, 'utf8')),
      )) {
        for (const native of Array.isArray(of) ? of : Object.keys(of)) {
          const { ok, result, errors, warnings } = answer(JSON.stringify(document(native)), 'read_update');
          assert.ok(ok, `${native}: ${JSON.stringify(errors)}`);
          assert.ok(
            !warnings.some(({ code }) => code === 'unknown_code'),
            `${native}: ${JSON.stringify(warnings)}`,
          );
          const { update } = result;
          if (status) assert.equal(update.status, status[native] ?? statusOf(of[native]), native);
          if (reasons) assert.ok(update.reason, native);
          count += 1;
        }
        const { ok, result, warnings } = answer(JSON.stringify(document('77777')), 'read_update');
        assert.ok(ok && warnings.some(({ code }) => code === 'unknown_code'), 'a word from tomorrow is told');
        assert.ok([result.update.native, result.update.nativeReason].includes('77777'), 'and kept');
      }
      assert.ok(count >= market.wordCount, `${count} words`);
    });

    test('cut and spoiled documents get an answer, the same natively and in wasm', () => {
      const calls = files.flatMap((file) => {
        const text = textOf(file);
        const texts = [text, ...[3, 5, 7, 9].map((tenth) => text.slice(0, (text.length * tenth) / 10))];
        texts.push(...spoiled(text));
        return texts.flatMap((one) => [call(one, 'read_order', market.plugin), call(one, 'read_update')]);
      });
      const { stdout } = spawnSync(program, ['call', '--ndjson', '-'], {
        input: `${calls.join('\n')}\n`,
        encoding: 'utf8',
        maxBuffer: 1 << 30,
      });
      const natively = stdout.split('\n').slice(0, -1);
      assert.equal(natively.length, calls.length);
      for (const [index, line] of calls.entries())
        if (aftersale.dispatchText(line) !== natively[index]) assert.fail(line.slice(0, 2000));
    });
  });
}

/** The text with each of its scalar values replaced once, the same in every run. Numbers keep their digits. */
function spoiled(text) {
  const others = [
    'null',
    '[]',
    '{}',
    '""',
    '-1',
    '1e400',
    '"\\u0000"',
    'true',
    '99999999999999999999',
    '0.1',
  ];
  const places = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)/g)];
  const step = Math.max(1, Math.floor(places.length / 24));
  return places
    .filter((_, index) => index % step === 0)
    .map(
      ({ index, 0: all }, n) =>
        `${text.slice(0, index)}:${others[n % others.length]}${text.slice(index + all.length)}`,
    );
}
