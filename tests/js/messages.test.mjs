import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadMessages, registerLocale, Translator } from '../../dist/widget.js';

test('a sentence that is not there yet is shown by its code', () => {
  const t = new Translator({ ui: { later: 'In {days} days' } }, 'en', 'UTC');
  assert.equal(t.ui('resolution_title'), 'Resolution title');
  assert.equal(t.ui('later', { days: 3 }), 'In 3 days');
  assert.equal(t.code('finding', 'final_sale'), 'Final sale');
});

test('the buttons of a withdrawal have the names that a law gives them, where there is no table of the language', async () => {
  const labels = async (tag) => {
    const { ui } = await loadMessages(tag);
    return [ui.withdraw_here, ui.submit_withdrawal, ui.continue];
  };
  assert.deepEqual(await labels('it-IT'), ['Recedere dal contratto qui', 'Conferma recesso', 'Continue']);
  assert.deepEqual(await labels('nl'), [
    'Hier de overeenkomst ontbinden',
    'Ontbinding bevestigen',
    'Continue',
  ]);
  assert.deepEqual(await labels('ro'), ['Retrageți-vă din contract aici', 'Confirm withdrawal', 'Continue']);
  assert.deepEqual(await labels('pt'), ['Withdraw from the contract here', 'Confirm withdrawal', 'Continue']);
  assert.deepEqual((await labels('de-AT')).slice(0, 2), ['Vertrag widerrufen', 'Widerruf bestätigen']);
  assert.equal(await loadMessages('it'), await loadMessages('it-CH'), 'the same words are the same table');
  registerLocale('it', { ...(await loadMessages('en')), ui: { withdraw_here: 'Qui' } });
  assert.equal((await loadMessages('it')).ui.withdraw_here, 'Qui', 'a language of the host is left as it is');
});
