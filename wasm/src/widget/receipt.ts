/** What the buyer takes along: the declaration as text, and a calendar entry. */
import type { Submission } from './controller.js';
import type { SectionName, Translator } from './messages.js';
import { isWithdrawal, plainTopics } from './view.js';
import type { DraftItem, Money, Step, TranscriptEntry } from './wire.js';

/** Answers that are codes, and where their words stand. */
const sections: Record<string, SectionName> = {
  about: 'topic',
  reason: 'reason',
  resolution: 'resolution',
  method: 'method',
  aspect: 'choice',
};

function answerText(t: Translator, { ask, value }: TranscriptEntry): string {
  const section = sections[ask];
  if (section) return t.code(section, String(value));
  if (typeof value === 'boolean') return t.ui(value ? 'yes' : 'no');
  if (typeof value === 'number') return t.format.number(value);
  return typeof value === 'object' ? t.format.money(value as Money) : t.outside(String(value));
}

/** What was said, as questions with their answers. */
export const said = (t: Translator, entries: readonly TranscriptEntry[]): [string, string][] =>
  entries.map((entry) => [
    entry.ask === 'item' ? t.outside(entry.title ?? '') : t.code('question', entry.ask),
    entry.ask === 'item' ? t.ui('quantity_times', { count: Number(entry.value) }) : answerText(t, entry),
  ]);

/** The same as text, for whoever reads the case. */
export function transcriptText(t: Translator, step: Step): string {
  const told = step.transcript.filter(({ ask }) => ask !== 'text');
  return told.length > 1
    ? said(t, told)
        .map((line) => `- ${line.join(': ')}`)
        .join('\n')
    : '';
}

/** The words of the declaration with date and time: an acknowledgement on a durable medium. */
export function declaration(t: Translator, step: Step, submission: Submission, order: string): string {
  const { request } = step;
  const { case: view } = submission;
  const quote = view?.quote ?? step.quote;
  const items: readonly DraftItem[] = request?.items ?? view?.items ?? [];
  const goesBack = step.about === undefined || !plainTopics.includes(step.about);
  const title = isWithdrawal(step) ? 'doc_withdrawal_title' : goesBack ? 'doc_title' : 'doc_other_title';
  const lines = [goesBack ? t.ui(title) : `${t.ui(title)}: ${t.code('topic', step.about ?? '')}`, ''];
  lines.push(t.ui('doc_order', { order }));
  if (submission.caseNumber) lines.push(t.ui('doc_case', { number: submission.caseNumber }));
  if (submission.declaredAt)
    lines.push(
      t.ui('declared_at', { at: submission.declaredAt, zone: t.format.zone }),
      submission.declaredAt,
    );
  lines.push('', t.ui('doc_items'));
  for (const item of items) {
    const title = step.items.find(({ line }) => line === item.line)?.title ?? item.line;
    lines.push(`- ${t.ui('doc_item', { quantity: item.quantity ?? 1, title })}`);
    if (item.reason && goesBack) lines.push(`  ${t.ui('doc_item_reason', { reason: item.reason })}`);
    if (item.note) lines.push(`  ${t.ui('doc_note', { note: item.note })}`);
    const wanted = 'exchangeFor' in item ? item.exchangeFor : undefined;
    if (wanted) lines.push(`  ${t.code('question', 'variant')} ${wanted.variant ?? wanted.sku ?? ''}`);
  }
  if (step.step === 'message' && step.answers.text)
    lines.push('', step.answers.text, transcriptText(t, step));
  lines.push('');
  if (quote) {
    lines.push(t.ui('doc_resolution', { resolution: quote.resolution }));
    if (quote.method && goesBack) lines.push(t.ui('doc_method', { method: quote.method }));
    lines.push(
      t.ui('doc_total', { amount: t.format.money(quote.total) }),
      t.ui('doc_hash', { hash: quote.hash }),
    );
  }
  for (const notice of step.notices) lines.push('', t.code('notice', notice.code, { ...notice.params }));
  return `${lines.join('\n')}\n`;
}

const fold = (line: string): string => {
  const bytes = new TextEncoder();
  let out = '';
  let width = 0;
  for (const character of line) {
    const size = bytes.encode(character).length;
    if (width + size > 73) {
      out += '\r\n ';
      width = 1;
    }
    out += character;
    width += size;
  }
  return out;
};
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** An all-day entry on the last day (RFC 5545), with a reminder the evening before. */
export function calendarEntry(options: {
  id: string;
  day: string;
  title: string;
  text: string;
  stamp: string;
}): string {
  const day = options.day.slice(0, 10).replaceAll('-', '');
  const next = new Date(`${options.day.slice(0, 10)}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//aftersale//widget//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(options.id)}@aftersale`,
    `DTSTAMP:${options.stamp.replace(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${day}`,
    `DTEND;VALUE=DATE:${next.toISOString().slice(0, 10).replaceAll('-', '')}`,
    `SUMMARY:${escaped(options.title)}`,
    `DESCRIPTION:${escaped(options.text)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT6H',
    `DESCRIPTION:${escaped(options.title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map(fold)
    .join('\r\n')}\r\n`;
}

export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
