// The page of a credit note: what the document says, in the reader's language, and nothing that a text could smuggle in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { createAftersale, creditNotePage } from '../../dist/tools-node.js';
import { at } from './support.mjs';

const { vectors } = JSON.parse(readFileSync(at('tests/vectors/books.json'), 'utf8'));
const { op: _, ...call } = vectors[0].call;

describe('books', () => {
  let engine;
  let note;
  before(async () => {
    engine = await createAftersale();
    note = engine.creditNote(call);
  });

  test('a credit note adds up', () => {
    const sum = (list, of) => list.reduce((total, each) => total + of(each), 0);
    assert.equal(
      sum(note.lines, (line) => line.gross.amount) + sum(note.others, (other) => other.amount.amount),
      note.total.amount,
    );
    for (const line of note.lines) assert.equal(line.net.amount + line.tax.amount, line.gross.amount);
    assert.equal(
      sum(note.taxes, (tax) => tax.amount.amount),
      sum(note.lines, (line) => line.tax.amount) + sum(note.others, (other) => other.tax.amount),
    );
    assert.equal(
      sum(note.tenders, (tender) => tender.amount.amount),
      note.total.amount,
    );
  });

  test('its page says it in the language that was asked for', () => {
    const page = creditNotePage(note, { locale: 'de-DE' });
    assert.match(page, /<html lang="de-DE" dir="ltr">/);
    assert.match(page, /Gutschrift CN-2026-17/);
    assert.match(page, /113,04\s€/);
    assert.match(page, /14\. Mai 2026/);
    assert.match(page, /VAT 19\s?%/);
    assert.match(creditNotePage(note, { locale: 'ar' }), /dir="rtl"/);
    assert.match(creditNotePage(note, { locale: 'fi' }), /Credit note CN-2026-17/);
    assert.match(
      creditNotePage(note, { words: { title: 'Corrective invoice' } }),
      /Corrective invoice CN-2026-17/,
    );
  });

  test('texts of the document are texts on the page', () => {
    const page = creditNotePage({
      ...note,
      number: '"><script>alert(1)</script>',
      lines: [{ ...note.lines[0], title: "<img src=x onerror='alert(1)'>" }],
    });
    assert.doesNotMatch(page, /<script|<img/);
    assert.match(page, /Tea &lt;House&gt;/);
    assert.match(page, /&lt;img src=x onerror=&#39;alert\(1\)&#39;&gt;/);
  });

  test('the adjustments of the first events begin those of all', () => {
    const { order, case: whole } = call;
    const all = engine.adjustments(order, [whole]);
    for (let events = 1; events <= whole.events.length; events += 1) {
      const some = engine.adjustments(order, [{ ...whole, events: whole.events.slice(0, events) }]);
      assert.deepEqual(some, all.slice(0, some.length));
    }
    assert.equal(all.length, 4);
    assert.equal(engine.adjustments(order, [whole], 'ucp').length, 4);
  });
});
