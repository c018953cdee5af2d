/** One control per kind of field; native inputs, so that keys and readers work as everywhere. */
import { html, nothing, type TemplateResult } from 'lit';
import { currencyExponent } from '../../generated/currencies.js';
import { icons } from '../icons.js';
import type { SectionName } from '../messages.js';
import type { Choice, Field } from '../wire.js';
import { idOf, problemAt, type Screen } from './context.js';

const nameOf = (field: Field): string => field.id.split('/').pop() ?? field.id;
const given = (s: Screen, field: Field): unknown => {
  if (field.value !== undefined) return field.value;
  const item = field.line === undefined ? undefined : s.wizard.itemFor(field.line);
  const name = nameOf(field);
  return item ? ((item as unknown as Record<string, unknown>)[name] ?? item.answers?.[name]) : undefined;
};

function labelOf(s: Screen, field: Field): TemplateResult {
  // Where items are not apart, each says which one it is about.
  const many = s.step.step === 'resolution' && s.step.items.filter(({ selected }) => selected > 0).length > 1;
  const title = many ? s.step.items.find(({ line }) => line === field.line)?.title : undefined;
  return html`${title ? html`<bdi>${title}</bdi>: ` : nothing}${s.t.code('question', nameOf(field))}${field.required ? nothing : html` <span class="quiet small">(${s.t.ui('optional')})</span>`}`;
}

function helpOf(s: Screen, field: Field): TemplateResult {
  const problem = problemAt(s.wizard, field.id);
  const id = idOf(field.id);
  return html`
    ${field.why ? html`<p class="small quiet" id="${id}-why">${s.t.code('why', field.why)}</p>` : nothing}
    ${problem ? html`<p class="error small" id="${id}-error">${s.t.code('problem', problem.code, { min: field.min, max: field.max })}</p>` : nothing}`;
}
const describedBy = (s: Screen, field: Field): string =>
  [field.why && `${idOf(field.id)}-why`, problemAt(s.wizard, field.id) && `${idOf(field.id)}-error`]
    .filter(Boolean)
    .join(' ');

export function fieldView(s: Screen, field: Field): TemplateResult | typeof nothing {
  switch (field.kind) {
    case 'choice':
      return choice(s, field);
    case 'boolean':
      return yesNo(s, field);
    case 'text':
      return text(s, field);
    case 'date':
      return date(s, field);
    case 'evidence':
      return evidence(s, field);
    case 'money':
      return money(s, field);
    case 'quantity':
      return nothing; // asked on the first screen
  }
}

function radio(
  s: Screen,
  field: Field,
  value: unknown,
  words: string,
  checked: boolean,
  hint?: string,
): TemplateResult {
  return html`<label class="radio"><input type="radio" name=${idOf(field.id)} .checked=${checked} aria-describedby=${describedBy(s, field) || nothing}
    @change=${() => s.wizard.answer(field, value)}><span>${words}${hint ? html`<span class="small quiet hint">${hint}</span>` : nothing}</span></label>`;
}

/** Choices under a common heading; several groups may share one. */
function choice(s: Screen, field: Field): TemplateResult {
  const { t } = s;
  const groups = new Map<string, Choice[]>();
  for (const each of (field.choices ?? []) as readonly Choice[]) {
    const heading = each.group ? t.code('group', each.group) : '';
    groups.set(heading, [...(groups.get(heading) ?? []), each]);
  }
  const section: SectionName = nameOf(field) === 'reason' ? 'reason' : 'choice';
  const value = given(s, field);
  return html`<fieldset class="field" role="radiogroup" id=${idOf(field.id)} aria-required=${field.required ? 'true' : nothing}><legend class="h3">${labelOf(s, field)}</legend>${helpOf(s, field)}
    <div class="groups ${field.choices?.some(({ title }) => title) ? 'sizes' : ''}">${[...groups].map(
      ([heading, choices]) => html`<div class="group">
      ${heading && groups.size > 1 ? html`<p class="small quiet group-name">${heading}</p>` : nothing}
      ${choices.map((each) => radio(s, field, each.value, each.title ? t.outside(each.title) : t.code(section, each.value), value === each.value, each.refused ? (t.maybe('hint', each.refused) ?? t.code('hint', 'refused')) : each.price ? t.format.money(each.price) : undefined))}</div>`,
    )}</div></fieldset>`;
}

function yesNo(s: Screen, field: Field): TemplateResult {
  const value = given(s, field);
  return html`<fieldset class="field" id=${idOf(field.id)}><legend class="h3">${labelOf(s, field)}</legend>${helpOf(s, field)}
    <div class="pair">${radio(s, field, true, s.t.ui('yes'), value === true)}${radio(s, field, false, s.t.ui('no'), value === false)}</div></fieldset>`;
}

function text(s: Screen, field: Field): TemplateResult {
  const id = idOf(field.id);
  const value = String(given(s, field) ?? '');
  const most = field.max ?? 2000;
  const left = most - value.length;
  return html`<div class="field"><label class="h3" for=${id}>${labelOf(s, field)}</label>${helpOf(s, field)}
    <textarea id=${id} rows="3" maxlength=${most} .value=${value} aria-describedby=${describedBy(s, field) || nothing} ?required=${field.required}
      @input=${(event: InputEvent) => s.wizard.answer(field, (event.target as HTMLTextAreaElement).value || undefined)}></textarea>
    ${left <= 100 ? html`<p class="small quiet">${s.t.ui('note_hint', { left })}</p>` : nothing}</div>`;
}

/** An amount in the money of the order, as people write it: with a point or a comma. */
function money(s: Screen, field: Field): TemplateResult {
  const id = idOf(field.id);
  const price = s.step.items.find(({ line }) => line === field.line)?.price;
  const currency = price?.currency ?? 'EUR';
  const digits = currencyExponent(currency);
  const value = field.value as { amount: number } | undefined;
  const read = (text: string): unknown => {
    const plain = text.replace(/[^\d.,]/g, '').replace(',', '.');
    const amount = Math.round(Number(plain) * 10 ** digits);
    return plain === '' || !Number.isSafeInteger(amount) ? undefined : { amount, currency };
  };
  return html`<div class="field"><label class="h3" for=${id}>${labelOf(s, field)}</label>${helpOf(s, field)}
    <div class="amount-input"><input id=${id} inputmode="decimal" autocomplete="off" maxlength="16" .value=${value ? (value.amount / 10 ** digits).toFixed(digits) : ''} ?required=${field.required}
      aria-describedby=${describedBy(s, field) || nothing} @change=${(event: Event) => s.wizard.answer(field, read((event.target as HTMLInputElement).value))}>
      <span class="quiet">${currency}</span></div>
    ${price ? html`<p class="small quiet">${s.t.ui('price_then', { price })}</p>` : nothing}</div>`;
}

function date(s: Screen, field: Field): TemplateResult {
  const id = idOf(field.id);
  return html`<div class="field"><label class="h3" for=${id}>${labelOf(s, field)}</label>${helpOf(s, field)}
    <input type="date" id=${id} .value=${String(given(s, field) ?? '')} max=${s.wizard.now.slice(0, 10)} ?required=${field.required}
      aria-describedby=${describedBy(s, field) || nothing}
      @change=${(event: Event) => s.wizard.answer(field, (event.target as HTMLInputElement).value || undefined)}></div>`;
}

function evidence(s: Screen, field: Field): TemplateResult {
  const { t } = s;
  const line = field.line ?? '';
  const id = idOf(field.id);
  const files = s.wizard.itemFor(line)?.evidence ?? [];
  const note = s.fileNote(line);
  const kinds = field.choices?.map(({ value }) => value) ?? ['photo'];
  const photo = kinds.includes('photo');
  const others = [
    kinds.includes('video') && 'video/*',
    kinds.includes('document') && 'application/pdf,image/*',
  ]
    .filter(Boolean)
    .join(',');
  const pick = (
    words: string,
    accept: string,
    camera: boolean,
    named: boolean,
  ): TemplateResult => html`<label class="secondary file ${camera ? 'touch' : ''}">${camera ? icons.camera : icons.plus}<span>${words}</span>
    <input class="sr" type="file" id=${named ? id : nothing} accept=${accept} ?multiple=${!camera} capture=${camera ? 'environment' : nothing}
      aria-describedby="${id}-note ${describedBy(s, field)}"
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        s.addFiles(field, input.files);
        input.value = '';
      }}></label>`;
  const least = field.min ?? (field.required ? 1 : 0);
  return html`<div class="field evidence" role="group" aria-labelledby="${id}-label"><p class="h3" id="${id}-label">${labelOf(s, field)}</p>${helpOf(s, field)}
    ${least > 0 && !problemAt(s.wizard, field.id) ? html`<p class="small quiet">${t.ui('photo_need', { count: least })}</p>` : nothing}
    ${
      files.length > 0
        ? html`<ul class="photos">${files.map(
            (file, at) => html`<li>
      ${s.preview(file.id) ? html`<img src=${s.preview(file.id)!} alt=${t.ui('photo_alt', { number: at + 1 })}>` : html`<span class="small words">${file.name ?? file.kind}</span>`}
      <button type="button" class="icon remove" aria-label=${t.ui('photo_remove', { number: at + 1 })}
        @click=${() => s.wizard.removeEvidence(line, file.id)}>${icons.cross}</button></li>`,
          )}</ul>`
        : nothing
    }
    ${
      files.length < (field.max ?? 10)
        ? html`<div class="buttons">
      ${photo ? html`${pick(t.ui('photo_camera'), 'image/*', true, false)}${pick(t.ui('photo_pick'), 'image/*', false, true)}` : nothing}
      ${others ? pick(t.ui('file_add'), others, false, !photo) : nothing}</div>`
        : nothing
    }
    <p class="small ${note && note !== 'photo_working' ? 'error' : 'quiet'}" id="${id}-note" role="status">${note ? t.ui(note) : photo ? t.ui('photo_privacy') : nothing}</p></div>`;
}
