/** What it is about, and of which order: rows to press, each an answer by itself. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { picture } from '../view.js';
import type { Choice, Step, Topic } from '../wire.js';
import { idOf, problemAt, type Screen } from './context.js';
import { fieldView } from './fields.js';

export function aboutScreen(s: Screen): TemplateResult {
  const { t, step, wizard } = s;
  const recipient = step.fields.find(({ id }) => id === '/recipient');
  const choices = step.fields.find(({ id }) => id === '/about')?.choices ?? [];
  const missing = problemAt(wizard, '/about');
  return html`${recipient ? html`<div class="block">${fieldView(s, recipient)}</div>` : nothing}
    <ul class="rows-list" id=${idOf('/about')} part="topics" aria-label=${t.ui('about_title')}>${choices.map(
      (choice: Choice) => html`<li>
      <button type="button" class="row" data-topic=${choice.value} aria-current=${choice.value === step.about ? 'true' : nothing} @click=${() => wizard.about(choice.value as Topic)}>
        <span class="what"><span class="title">${t.code('topic', choice.value)}</span><span class="small quiet">${t.maybe('topic_text', choice.value) ?? nothing}</span></span>${icons.next}</button>
      ${choice.right ? html`<button type="button" class="link" @click=${() => wizard.about('return', { resolution: 'original_payment_method' })}>${t.ui('withdraw_here')}</button>` : nothing}</li>`,
    )}</ul>
    ${missing ? html`<p class="error small">${t.code('problem', missing.code)}</p>` : nothing}`;
}

type OrderChoice = NonNullable<Step['orders']>[number];

/** Orders of one live evening stand together. */
export function ordersScreen(s: Screen): TemplateResult {
  const evenings = new Map<string, OrderChoice[]>();
  for (const each of s.step.orders ?? []) {
    const evening = each.stream ?? each.room ?? '';
    evenings.set(evening, [...(evenings.get(evening) ?? []), each]);
  }
  return html`<div class="stack" id=${idOf('/order')} part="orders">${[...evenings].map(
    ([evening, orders]) => html`<section>
    ${evening && orders.length > 1 ? html`<h3 class="apart">${s.t.ui('same_evening')}</h3>` : nothing}
    <ul class="rows-list">${orders.map((each) => html`<li>${orderRow(s, each)}</li>`)}</ul>
    ${(s.step.together ?? [])
      .filter(([first]) => orders.some(({ id }) => id === first))
      .map(
        (ids) =>
          html`<button type="button" class="secondary" @click=${() => s.wizard.choose(ids)}>${icons.box}${s.t.ui('together', { count: ids.length })}</button>`,
      )}</section>`,
  )}</div>`;
}

function orderRow({ t, wizard }: Screen, order: OrderChoice): TemplateResult {
  return html`<button type="button" class="row" data-order=${order.id} @click=${() => wizard.choose(order.id)}>
    <span class="pictures">${order.lines.slice(0, 3).map((line) => picture(line.image, line.title))}</span>
    <span class="what"><span class="title words">${order.lines.map(({ title }) => t.outside(title)).join(', ')}</span>
      <span class="small quiet">${t.ui('order_of', { number: order.number ?? order.id, date: order.createdAt })}</span>
      <span class="small">${order.open > 0 ? t.ui('order_open', { count: order.open }) : t.ui('order_none')}</span></span>${icons.next}</button>`;
}
