/** Why, for each chosen item, with the follow-up questions that the core asks for. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { promiseLine, promiseOf } from '../promise.js';
import { findingList, orderName, picture, verdictChip } from '../view.js';
import type { Field, StepItem } from '../wire.js';
import { idOf, type Screen } from './context.js';
import { fieldView } from './fields.js';
import { changeList } from './items.js';

export function reasonsScreen(s: Screen): TemplateResult {
  const { t, step, wizard } = s;
  const chosen = step.items.filter((item) => item.selected > 0);
  const loose = step.fields.filter((field) => field.line === undefined);
  const first = chosen[0] && wizard.itemFor(chosen[0].line)?.reason;
  const differ = chosen.some((item) => wizard.itemFor(item.line)?.reason !== first);
  const same =
    chosen.length > 1 && first && differ
      ? html`<button type="button" class="secondary" @click=${() => wizard.sameReason(first)}>${t.ui('reason_same', { reason: first })}</button>`
      : nothing;
  return html`<div class="stack">
    ${chosen.map(
      (item, at) => html`${section(
        s,
        item,
        step.fields.filter((field) => field.line === item.line),
        at,
        chosen.length,
      )}
      ${at === 0 ? same : nothing}`,
    )}
    ${loose.map((field) => fieldView(s, field))}</div>`;
}

function section(s: Screen, item: StepItem, fields: Field[], at: number, count: number): TemplateResult {
  const { t, wizard } = s;
  const key = `reason ${item.line}`;
  const alone = count === 1;
  const opened = alone || (s.isOpen(key) ?? at === 0);
  const reason = wizard.itemFor(item.line)?.reason;
  const head = html`${picture(item.image, item.title)}<span class="what"><span class="title words">${
    item.selected > 1
      ? html`<span class="quiet">${t.ui('quantity_times', { count: item.selected })}</span> `
      : nothing
  }<bdi>${item.title}</bdi></span>
    ${s.step.set ? html`<span class="small quiet">${orderName(t, s.step, item.order)}</span>` : nothing}
    ${reason ? html`<span class="small quiet">${t.code('reason', reason)}</span>` : nothing}
    ${promiseLine(t, promiseOf(item.findings, item.until)?.params, '')}
    ${reason ? verdictChip(t, item) : nothing}</span>`;
  return html`<section class="ask" part="question" aria-label=${item.title}>
    ${
      alone
        ? html`<div class="pick">${head}</div>`
        : html`<button type="button" class="pick" aria-expanded=${opened} aria-controls=${idOf(key)}
      @click=${() => s.toggle(key, !opened)}>${head}${opened ? icons.up : icons.down}</button>`
    }
    <div id=${idOf(key)} class="fields" ?hidden=${!opened}>${opened ? fields.map((field) => html`${fieldView(s, field)}${field.id.endsWith('/reason') && reason && item.verdict.outcome === 'ineligible' ? refusal(s, item) : nothing}`) : nothing}</div></section>`;
}

/** A no, said well: the verdict, the rule, what would change it, and a way to go on without this item. */
function refusal(s: Screen, item: StepItem): TemplateResult {
  const against = item.findings.filter(({ effect }) => effect === 'refuses');
  return html`<div class="refusal" part="refusal" role="status">${verdictChip(s.t, item)}
    ${findingList(s.t, against.length > 0 ? against : item.findings, item.until)}
    ${changeList(s, item)}
    <button type="button" class="secondary" @click=${() => s.wizard.select(item.line, 0)}>${s.t.ui('leave_out')}</button></div>`;
}
