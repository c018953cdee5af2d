/**
 * What the law of a member state calls the two buttons of a withdrawal, for languages that there is no table of: whoever reads
 * English otherwise finds them under their own name. Where only one name is known, the other stays English. Italy: Codice del
 * consumo, article 54-bis; the Netherlands: BW 6:230oa; Romania: OUG 34/2014, article 11¹; as second-hand sources tell them.
 */
import type { Messages } from './messages.js';

const labels: Readonly<Record<string, readonly [withdraw: string, confirm?: string]>> = {
  it: ['Recedere dal contratto qui', 'Conferma recesso'],
  nl: ['Hier de overeenkomst ontbinden', 'Ontbinding bevestigen'],
  ro: ['Retrageți-vă din contract aici'],
};

/** A table is the same object for as long as its words are the same. */
const made = new WeakMap<Messages, Map<string, Messages>>();

export function withWithdrawal(tag: string, english: Messages): Messages {
  const [language = ''] = tag.toLowerCase().split('-');
  const known = Object.hasOwn(labels, language) ? labels[language] : undefined;
  if (!known) return english;
  const tables = made.get(english) ?? new Map<string, Messages>();
  made.set(english, tables);
  let table = tables.get(language);
  if (!table) {
    const [withdraw_here, submit_withdrawal = english.ui.submit_withdrawal] = known;
    table = { ...english, ui: { ...english.ui, withdraw_here, submit_withdrawal } };
    tables.set(language, table);
  }
  return table;
}
