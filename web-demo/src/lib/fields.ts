// What the commands want to be told, as forms: the data members of the core's commands, with words for them.

import type { CaseView } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { choices, words } from './words.js';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly is: 'words' | 'text' | 'choice' | 'number' | 'money';
  readonly required?: true;
  readonly choices?: readonly [code: string, text: string][];
  readonly first?: string;
}

const note = (label: string, required = false): Field => ({
  name: 'note',
  label,
  is: 'words',
  ...(required ? { required: true } : {}),
});
const text = (label: string): Field => ({ name: 'text', label, is: 'words', required: true });
const of = (kind: string, ...codes: string[]): [string, string][] =>
  codes.length > 0 ? codes.map((code) => [code, words(kind, code)]) : choices(kind);
const categories: Readonly<Record<string, readonly string[]>> = {
  damage_claim: ['damage', 'loss', 'delay'],
  complaint: ['goods', 'delivery', 'service', 'promise', 'refund'],
  inquiry: ['goods', 'delivery', 'returns', 'payment'],
};

/** The members of a command's data. An empty list: it needs none and is sent at once. */
export function fieldsOf(type: string, view: CaseView, me: string): Field[] {
  switch (type) {
    case 'refuse':
      return [
        { name: 'reason', label: 'Reason', is: 'choice', required: true, choices: choices('refusal') },
        note(me === 'seller' ? 'What the customer reads' : 'What the other side reads', true),
      ];
    case 'propose':
      return [
        {
          name: 'amount',
          label: `Amount, ${currencyOf(view)}`,
          is: 'money',
          ...(view.quote ? { required: true } : {}),
        },
        { name: 'remedy', label: 'What else', is: 'choice', choices: of('remedy') },
        note('What the other side reads'),
      ];
    case 'report': {
      const results =
        view.kind === 'not_received' ? ['lost', 'found', 'delivered'] : ['confirmed', 'unfounded', 'lost'];
      return [
        {
          name: 'result',
          label: 'What was found',
          is: 'choice',
          required: true,
          choices: of('result', ...results),
        },
        { name: 'cause', label: 'Cause', is: 'choice', choices: of('cause') },
        note('Note'),
      ];
    }
    case 'classify':
      return [
        {
          name: 'category',
          label: 'Sort',
          is: 'choice',
          required: true,
          choices: of('category', ...(categories[view.kind] ?? [])),
        },
        { name: 'severity', label: 'How bad', is: 'choice', choices: of('severity') },
        { name: 'cause', label: 'Cause', is: 'choice', choices: of('cause') },
      ];
    case 'assess':
      return [
        { name: 'outcome', label: 'What it needs', is: 'choice', required: true, choices: of('assessment') },
        note('What the customer reads'),
      ];
    case 'decide':
      return [
        {
          name: 'for',
          label: 'For whom',
          is: 'choice',
          required: true,
          choices: of('side', 'buyer', 'seller'),
        },
        note('Why', true),
      ];
    case 'ask': {
      const sides = ['buyer', 'seller', 'carrier', 'insurer'].filter((side) => side !== me);
      const first = view.kind === 'damage_claim' ? (me === 'carrier' ? 'seller' : 'carrier') : 'buyer';
      return [
        { name: 'of', label: 'Whom', is: 'choice', choices: of('side', ...sides), first },
        text('Your question'),
      ];
    }
    case 'reply':
      return [text('Your answer')];
    case 'answer':
      return [text('Your answer')];
    case 'message':
      return [text('Message')];
    case 'note':
      return [text('Note')];
    case 'extend':
      return [
        {
          name: 'hours',
          label: 'How much more time',
          is: 'number',
          required: true,
          choices: [
            ['24', 'One day'],
            ['48', 'Two days'],
            ['168', 'A week'],
          ],
          first: '48',
        },
        note('Why'),
      ];
    case 'track':
      return [
        { name: 'status', label: 'Seen as', is: 'choice', required: true, choices: of('scan') },
        { name: 'place', label: 'Where', is: 'text' },
      ];
    case 'ship':
    case 'send':
      return [
        { name: 'carrier', label: 'Carrier', is: 'text' },
        { name: 'tracking', label: 'Tracking number', is: 'text' },
      ];
    case 'investigate':
      return [{ name: 'with', label: 'Who is asked', is: 'text' }, note('Note')];
    case 'redact':
      return [
        {
          name: 'reason',
          label: 'Why',
          is: 'choice',
          required: true,
          choices: [
            ['asked_for', 'The person asks for it'],
            ['retention_over', 'It need not be kept any longer'],
          ],
        },
      ];
    case 'dispute':
    case 'appeal':
    case 'reopen':
      return [note('Why', true)];
    case 'cancel':
      return [note('Note')];
    case 'decline':
    case 'complete_repair':
      return [note('What the other side reads')];
    default:
      return [];
  }
}

const currencyOf = (view: CaseView): string =>
  view.quote?.total.currency ?? view.refunded?.currency ?? view.offer?.amount?.currency ?? 'EUR';

/** `currency` is that of the order, for kinds that carry no quote. */
export function drawFields(fields: readonly Field[]): TemplateResult[] {
  return fields.map((field) => {
    const label = html`<span>${field.label}${field.required ? nothing : html` <span class="quiet small">(optional)</span>`}</span>`;
    if (field.choices) {
      return html`<label class="field">${label}<select class="input" name=${field.name} ?required=${field.required}>${
        field.first ? nothing : html`<option value="">${field.required ? 'Choose one' : 'Nothing'}</option>`
      }${field.choices.map(([code, name]) => html`<option value=${code} ?selected=${code === field.first}>${name}</option>`)}</select></label>`;
    }
    if (field.is === 'words')
      return html`<label class="field">${label}<textarea class="input" name=${field.name} rows="3" maxlength="2000" ?required=${field.required}></textarea></label>`;
    return html`<label class="field">${label}<input class="input ${field.is === 'money' ? 'num' : ''}" name=${field.name} maxlength="80" autocomplete="off" ?required=${field.required} inputmode=${field.is === 'money' ? 'decimal' : nothing}></label>`;
  });
}

/** What was filled in, as the command's data; or what is missing, in words. */
export function readFields(
  fields: readonly Field[],
  form: FormData,
  currency: string,
): { data: Record<string, unknown> } | { error: string } {
  const data: Record<string, unknown> = {};
  for (const field of fields) {
    const value = String(form.get(field.name) ?? '').trim();
    if (value === '') {
      if (field.required) return { error: `${field.label}: please fill this in.` };
      continue;
    }
    if (field.is === 'number') data[field.name] = Number(value);
    else if (field.is === 'money') {
      const digits =
        new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
          .maximumFractionDigits ?? 2;
      const amount = Math.round(Number(value.replace(',', '.')) * 10 ** digits);
      if (!(amount > 0)) return { error: `${field.label}: an amount above zero, please.` };
      data[field.name] = { amount, currency };
    } else data[field.name] = value;
  }
  return { data };
}
