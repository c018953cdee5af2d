/** Everything once more, each with a way to change it; then what the law wants said and confirmed. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { quotesOf } from '../set.js';
import { breakdowns, orderName, picture, resultsText } from '../view.js';
import type { Quote, StepId } from '../wire.js';
import { idOf, type Screen } from './context.js';
import { noticeList } from './notices.js';

export function reviewScreen(s: Screen): TemplateResult {
  const { t, step, wizard } = s;
  const { answers } = step;
  const quotes = quotesOf(step);
  const [quote] = quotes;
  const one = quotes.length === 1 ? quote : undefined;
  const wrong = wizard.problems.length > 0;
  const has = (id: StepId): boolean => step.steps.some((each) => each.id === id);
  return html`<div class="stack">
    ${block(
      s,
      'your_items',
      'items',
      html`<ul class="plain">${(answers.items ?? [])
        .filter(({ quantity }) => quantity !== 0)
        .map((item) => {
          const known = step.items.find(({ line }) => line === item.line);
          return html`<li class="pick">${picture(known?.image, known?.title ?? item.line)}<span class="what">
        <span class="title words">${known && known.selected > 1 ? `${t.ui('quantity_times', { count: known.selected })} ` : nothing}<bdi>${known?.title ?? item.line}</bdi></span>
        ${step.set ? html`<span class="small quiet">${orderName(t, step, known?.order)}</span>` : nothing}
        ${
          item.reason && has('reasons')
            ? html`<span class="small">${t.code('reason', item.reason)} · <button type="button" class="inline" @click=${() => s.go('reasons')}
          aria-label=${t.ui('change_what', { what: t.ui('reasons_title', { count: 1 }) })}>${t.ui('change')}</button></span>`
            : nothing
        }
        ${item.exchangeFor ? html`<span class="small">${t.code('question', 'variant')} <strong class="words">${item.exchangeFor.variant ?? item.exchangeFor.sku}</strong></span>` : nothing}
        ${item.observedPrice ? html`<span class="small">${t.code('question', 'observedPrice')} <strong>${t.format.money(item.observedPrice)}</strong></span>` : nothing}
        ${item.note ? html`<span class="small quiet words quote">${item.note}</span>` : nothing}
        ${
          item.evidence?.length
            ? html`<span class="photos mini">${item.evidence.map((file, at) => {
                const source = s.preview(file.id);
                return source
                  ? html`<img src=${source} alt=${t.ui('photo_alt', { number: at + 1 })}>`
                  : html`<span class="small">${file.name ?? file.kind}</span>`;
              })}</span>`
            : nothing
        }</span></li>`;
        })}</ul>`,
    )}
    ${has('resolution') ? chosen(s, 'resolution', quotes) : nothing}
    ${has('method') ? chosen(s, 'method', quotes) : nothing}
    ${
      quote
        ? html`<section class="block"><h3>${t.ui(one?.charge ? 'you_pay' : quotes.some(({ total }) => total.amount > 0) ? 'your_refund' : 'no_charge')}</h3>${breakdowns(t, step, quotes)}
      ${quotes.length > 1 ? html`<p class="strong all-orders">${t.ui('all_orders', { result: resultsText(t, step, quotes) })}</p>` : nothing}
      ${[...new Set(quotes.map(({ refundBy }) => (refundBy ? t.code('time', refundBy.code, { days: refundBy.days }) : '')))].map((time) => (time ? html`<p class="small with-icon">${icons.clock}<span>${time}</span></p>` : nothing))}</section>`
        : nothing
    }
    ${step.notices.length > 0 ? html`<section class="block" part="notices"><h3>${t.ui('good_to_know')}</h3>${noticeList(s)}</section>` : nothing}
    ${
      step.confirmations.length > 0
        ? html`<fieldset class="block" id=${idOf('/confirmed')} part="confirmations"><legend class="h3">${t.ui('please_confirm')}</legend>
      ${step.confirmations.map(({ code, required, params }) => {
        const yes = answers.confirmed?.includes(code) ?? false;
        return html`<label class="check"><input type="checkbox" .checked=${yes} ?required=${required} aria-invalid=${wrong && required && !yes ? 'true' : nothing}
          @change=${(event: Event) => wizard.confirm(code, (event.target as HTMLInputElement).checked)}>
          <span>${t.code('confirmation', code, { ...params })}${required ? nothing : html` <span class="quiet small">(${t.ui('optional')})</span>`}</span></label>`;
      })}</fieldset>`
        : nothing
    }
  </div>`;
}

/** What was chosen: once where it is the same of all. */
function chosen(
  s: Screen,
  what: 'resolution' | 'method',
  quotes: readonly Quote[],
): TemplateResult | typeof nothing {
  const { t, step } = s;
  const shared = step.answers[what];
  const told =
    shared !== undefined && !step.answers.orders?.some((each) => each[what])
      ? html`<p>${t.code(what, shared)}</p>`
      : quotes.map(
          (quote) =>
            html`<p>${t.code(what, String(quote[what]))} <span class="small quiet">${orderName(t, step, quote.order)}</span></p>`,
        );
  return shared === undefined && !step.set ? nothing : block(s, `your_${what}`, what, html`${told}`);
}

function block(
  s: Screen,
  title: 'your_items' | 'your_resolution' | 'your_method',
  to: StepId,
  body: TemplateResult,
): TemplateResult {
  const { t, step } = s;
  const state = step.steps.find(({ id }) => id === to)?.state;
  const what = t.ui(title);
  return html`<section class="block"><div class="block-head"><h3>${what}</h3>
    <button type="button" class="link" aria-label=${t.ui('change_what', { what })} @click=${() => s.go(to)}>${t.ui('change')}</button></div>
    ${body}${state === 'automatic' ? html`<p class="small quiet">${t.ui('answered_for_you')}</p>` : nothing}</section>`;
}
