import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Translator } from '../../dist/widget.js';

test('a sentence that is not there yet is shown by its code', () => {
  const t = new Translator({ ui: { later: 'In {days} days' } }, 'en', 'UTC');
  assert.equal(t.ui('resolution_title'), 'Resolution title');
  assert.equal(t.ui('later', { days: 3 }), 'In 3 days');
  assert.equal(t.code('finding', 'final_sale'), 'Final sale');
});
