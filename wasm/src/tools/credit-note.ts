/**
 * A credit note as a page to print or to keep: one HTML document without scripts and without anything from elsewhere. Its
 * figures are those of the document; nothing is computed here.
 */
import type { CreditNote, Money } from '../generated/types.js';
import { directionOf, Formatter } from '../widget/format.js';
import { type CreditNoteWords, creditNoteWords } from './credit-note-texts.js';

export type { CreditNoteWords };

export interface CreditNotePageOptions {
  /** BCP 47. Default: English. */
  readonly locale?: string;
  /** IANA name of the zone in which the date is told. Default: UTC. */
  readonly zone?: string;
  /** Words of the host's own, in place of ours. */
  readonly words?: Partial<CreditNoteWords>;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** The words of a language, of its base language, or English. */
function wordsOf(locale: string): CreditNoteWords {
  const base = locale.split('-')[0] ?? '';
  const known = Object.keys(creditNoteWords);
  const name =
    known.find((each) => each === locale) ?? known.find((each) => each.split('-')[0] === base) ?? 'en';
  return creditNoteWords[name] as CreditNoteWords;
}

const style = `body{font:11pt/1.4 system-ui,sans-serif;margin:2cm auto;max-width:17cm;color:#111}
table{width:100%;border-collapse:collapse;margin:1em 0}th,td{padding:.3em .5em;border-bottom:1px solid #bbb;text-align:start;vertical-align:top}
.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}dd{margin:0}
address{font-style:normal;white-space:pre-line}tfoot td{font-weight:600}@media print{body{margin:0}}`;

/** The page of a credit note. What comes from the document is escaped. */
export function creditNotePage(note: CreditNote, options: CreditNotePageOptions = {}): string {
  const locale = options.locale ?? 'en';
  const words: CreditNoteWords = { ...wordsOf(locale), ...options.words };
  const format = new Formatter(locale, options.zone);
  const money = (amount: Money): string => `<td class="n">${escaped(format.money(amount))}</td>`;
  const fact = (name: string, value: string | undefined): string =>
    value === undefined ? '' : `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`;
  const party = (who: CreditNote['seller']): string =>
    who === undefined
      ? ''
      : `<address>${escaped([who.name, who.address, who.taxId && `${words.taxId} ${who.taxId}`].filter(Boolean).join('\n'))}</address>`;
  const lines = note.lines.map(
    (line) =>
      `<tr><td>${escaped(line.title)}</td><td class="n">${escaped(format.number(line.quantity))}</td>${money(line.net)}${money(line.tax)}${money(line.gross)}</tr>`,
  );
  const others = note.others.map(
    ({ kind, tax, amount }) =>
      `<tr><td>${escaped(words.others[kind] ?? kind)}</td><td></td><td></td>${money(tax)}${money(amount)}</tr>`,
  );
  const taxes = note.taxes.map(({ rate, title, amount }) => {
    const name = [title ?? words.tax, rate && format.rate(rate)].filter(Boolean).join(' ');
    return `<tr><td>${escaped(name)}</td>${money(amount)}</tr>`;
  });
  const tenders = note.tenders.map(
    ({ tender, label, amount }) => `<tr><td>${escaped(label ?? tender)}</td>${money(amount)}</tr>`,
  );
  const table = (head: string, rows: readonly string[]): string =>
    rows.length === 0
      ? ''
      : `<table><caption>${escaped(head)}</caption><tbody>${rows.join('')}</tbody></table>`;
  const direction = directionOf(locale);
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction}"><head><meta charset="utf-8"><title>${escaped(`${words.title} ${note.number}`)}</title><style>${style}</style></head>
<body>${party(note.seller)}${party(note.buyer)}<h1>${escaped(`${words.title} ${note.number}`)}</h1>
<dl>${fact(words.date, format.date(note.issuedAt, 'date'))}${fact(words.order, note.orderNumber ?? note.order)}${fact(words.invoice, note.invoice?.number)}${fact(words.case, note.case)}</dl>
<table><thead><tr><th>${escaped(words.item)}</th><th class="n">${escaped(words.quantity)}</th><th class="n">${escaped(words.net)}</th><th class="n">${escaped(words.tax)}</th><th class="n">${escaped(words.gross)}</th></tr></thead>
<tbody>${lines.join('')}${others.join('')}</tbody>
<tfoot><tr><td colspan="4">${escaped(words.total)}</td>${money(note.total)}</tr>${note.shopTotal ? `<tr><td colspan="4">${escaped(words.shopTotal)}</td>${money(note.shopTotal)}</tr>` : ''}</tfoot></table>
${table(words.taxIncluded, taxes)}${table(words.paidTo, tenders)}</body></html>
`;
}
