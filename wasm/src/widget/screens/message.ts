/** In the person's own words; what was answered before goes along, and is shown. */
import { html, nothing, type TemplateResult } from 'lit';
import { said } from '../receipt.js';
import { picture } from '../view.js';
import { idOf, type Screen } from './context.js';
import { fieldView } from './fields.js';

export function messageScreen(s: Screen): TemplateResult {
  const { t, step, wizard } = s;
  const words = step.fields.filter(({ kind }) => kind === 'text');
  const lines = step.fields.filter(({ kind }) => kind === 'quantity');
  const told = step.transcript.filter(({ ask }) => ask !== 'text');
  return html`<div class="stack">${words.map((field) => fieldView(s, field))}
    ${
      lines.length > 0
        ? html`<fieldset class="field" part="question"><legend class="h3">${t.ui('which_items')} <span class="quiet small">(${t.ui('optional')})</span></legend>
      <ul class="plain">${lines.map(({ line = '' }) => {
        const item = step.items.find((each) => each.line === line);
        return html`<li><label class="pick check"><input type="checkbox" id=${idOf(`about ${line}`)} .checked=${(item?.selected ?? 0) > 0}
          @change=${(event: Event) => wizard.select(line, (event.target as HTMLInputElement).checked ? (item?.quantity ?? 1) : 0)}>
          ${picture(item?.image, item?.title ?? line)}<span class="title words"><bdi>${item?.title ?? line}</bdi></span></label></li>`;
      })}</ul></fieldset>`
        : nothing
    }
    ${
      wizard.given.person && told.length > 0
        ? html`<section class="block" part="transcript"><h3>${t.ui('passed_on')}</h3><dl class="rows">${said(
            t,
            told,
          ).map(
            ([question, answer]) => html`<dt>${question}</dt><dd class="words">${answer}</dd>`,
          )}</dl></section>`
        : nothing
    }</div>`;
}
