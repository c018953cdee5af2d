/** Which things can go back, until when, and if not: why, what would change it, and what is possible instead. */
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../icons.js';
import { promiseLine, promiseOf } from '../promise.js';
import { findingList, metaLine, orderName, paramsOf, picture, plainTopics, verdictChip } from '../view.js';
import type { Change, DraftItem, StepItem } from '../wire.js';
import { idOf, type Screen } from './context.js';

const searchFrom = 12;
type Group = ReturnType<Screen['groupOf']>;

export function itemsScreen(s: Screen): TemplateResult {
  const { t, step, wizard } = s;
  const words = s.search.trim().toLocaleLowerCase(t.locale);
  const matches = (item: StepItem): boolean =>
    !words || `${item.title} ${item.variant ?? ''}`.toLocaleLowerCase(t.locale).includes(words);
  const shown = step.items.filter(matches);
  const group = (name: Group): StepItem[] => shown.filter((item) => s.groupOf(item) === name);
  const open = group('open');
  const other = group('other');
  const blocked = group('blocked');
  const earliest = step.items
    .filter((item) => !item.blocked && item.until)
    .sort((a, b) => (a.until!.at < b.until!.at ? -1 : 1))[0]?.until;
  const list = (items: StepItem[]): TemplateResult =>
    html`<ul class="items ${step.items.length > searchFrom ? 'long' : ''}">${items.map((item) => card(s, item))}</ul>`;
  return html`
    ${
      earliest
        ? html`<div class="deadline" part="deadline">${icons.clock}<div>
      <strong>${t.ui('earliest', { date: earliest.date })}</strong>
      <span class="small">${t.ui('earliest_detail', { date: earliest.date, zone: earliest.zone })}</span></div></div>`
        : nothing
    }
    ${
      step.items.length > searchFrom
        ? html`<label class="search"><span class="sr">${t.ui('search_items')}</span>
      <input type="search" autocomplete="off" placeholder=${t.ui('search_items')} .value=${s.search}
        @input=${(event: InputEvent) => s.setSearch((event.target as HTMLInputElement).value)}></label>`
        : nothing
    }
    ${
      wizard.step?.about &&
      plainTopics.includes(wizard.step.about) &&
      open.length > 1 &&
      open.some(({ selected }) => selected === 0)
        ? html`<button type="button" class="secondary" @click=${() => wizard.selectAll()}>${t.ui('choose_all')}</button>`
        : nothing
    }
    ${step.items.length === 0 ? html`<p class="note">${t.ui('no_items')}</p>` : nothing}
    ${words && shown.length === 0 ? html`<p class="quiet">${t.ui('no_match')}</p>` : nothing}
    <div id=${idOf('/items')} class="stack">
      ${
        step.set
          ? step.set.orders.map(({ order }) => {
              const of = [...open, ...other, ...blocked].filter((item) => item.order === order);
              return of.length > 0
                ? html`<section part="order"><h3 class="apart">${orderName(t, step, order)}</h3>${list(of)}</section>`
                : nothing;
            })
          : html`${open.length > 0 ? list(open) : nothing}
      ${other.length > 0 ? html`<section><h3 class="apart">${t.ui('other_way')}</h3>${list(other)}</section>` : nothing}
      ${blocked.length > 0 ? html`<section><h3 class="apart">${t.ui('not_now')}</h3>${list(blocked)}</section>` : nothing}`
      }
      ${
        step.topics
          ? html`<section part="instead"><h3 class="apart">${t.ui('instead')}</h3><div class="buttons">${step.topics
              .filter(({ value }) => value !== step.about)
              .map(
                ({ value }) =>
                  html`<button type="button" class="secondary" @click=${() => wizard.about(value)}>${t.code('topic', value)}</button>`,
              )}</div></section>`
          : nothing
      }
    </div>`;
}

function card(s: Screen, item: StepItem): TemplateResult {
  const { t, wizard } = s;
  const key = `why ${item.line}`;
  const opened = s.isOpen(key) ?? false;
  const chosen = item.selected > 0;
  const body = html`${picture(item.image, item.title)}
    <span class="what">
      <span class="title words"><bdi>${item.title}</bdi></span>
      ${metaLine(t, item.variant, item.price, item.quantity)}
    </span>`;
  const pick = (event: Event): void =>
    wizard.select(item.line, (event.target as HTMLInputElement).checked ? 1 : 0);
  return html`<li class="item ${chosen ? 'chosen' : ''}" part="item">
    ${
      item.blocked
        ? html`<div class="pick">${body}</div>`
        : html`<label class="pick">${body}
      <input type="checkbox" id=${idOf(`pick ${item.line}`)} .checked=${chosen} aria-label=${t.ui('choose_item', { title: item.title })} aria-describedby=${idOf(`verdict ${item.line}`)} @change=${pick}></label>`
    }
    <div class="under">
      ${verdictChip(t, item, idOf(`verdict ${item.line}`))}
      ${
        item.findings.length + item.changes.length > 0
          ? html`<button type="button" class="link" aria-expanded=${opened} aria-controls=${idOf(key)}
        @click=${() => s.toggle(key, !opened)}>${t.ui(opened ? 'why_hide' : 'why')}<span class="sr">${item.title}</span>${opened ? icons.up : icons.down}</button>`
          : nothing
      }
      ${chosen && item.returnable > 1 ? stepper(s, item) : nothing}
    </div>
    ${opened ? nothing : promiseLine(t, promiseOf(item.findings, item.until)?.params)}
    ${item.verdict.outcome === 'ineligible' && !chosen && !opened ? firstChange(s, item) : nothing}
    <div id=${idOf(key)} class="details" ?hidden=${!opened}>${opened ? details(s, item) : nothing}</div>
  </li>`;
}

function stepper(s: Screen, item: StepItem): TemplateResult {
  const { t, wizard } = s;
  const { selected: count, returnable: most, title } = item;
  const to = (quantity: number) => () => wizard.select(item.line, quantity);
  return html`<span class="stepper" role="group" aria-label=${t.ui('quantity_of', { title })}>
    <button type="button" class="icon" aria-label=${t.ui('quantity_less', { title })} ?disabled=${count <= 1} @click=${to(count - 1)}>${icons.minus}</button>
    <output aria-live="polite">${t.format.number(count)}</output>
    <button type="button" class="icon" aria-label=${t.ui('quantity_more', { title })} ?disabled=${count >= most} @click=${to(count + 1)}>${icons.plus}</button>
    <span class="small quiet">${t.ui('of_total', { total: most })}</span></span>`;
}

function details(s: Screen, item: StepItem): TemplateResult {
  const { t } = s;
  const { until } = item;
  return html`
    ${findingList(t, item.findings, until)}
    ${
      until
        ? html`<dl class="facts small"><dt>${t.ui(until.estimated ? 'last_day_estimated' : 'last_day')}</dt>
      <dd>${t.ui('last_day_value', { date: until.date, zone: until.zone })}</dd></dl>`
        : nothing
    }
    ${changeList(s, item)}`;
}

export function changeList(s: Screen, item: StepItem): TemplateResult | typeof nothing {
  return item.changes.length > 0
    ? html`<p class="small strong">${s.t.ui('what_would_change')}</p>
    <ul class="changes">${item.changes.map((change) => html`<li>${changeView(s, item, change)}</li>`)}</ul>`
    : nothing;
}

/** The next best thing, without opening anything. */
function firstChange(s: Screen, item: StepItem): TemplateResult | typeof nothing {
  const change = item.changes.find((each) => actionOf(s, item, each) !== undefined);
  return change ? html`<div class="next-best">${changeView(s, item, change)}</div>` : nothing;
}

/** What a change does at a press; changes that only time or the past could bring are words. */
function actionOf(s: Screen, item: StepItem, { code, params }: Change): (() => void) | undefined {
  const reason =
    typeof params?.reason === 'string' ? (params.reason as DraftItem['reason'] & string) : undefined;
  const choose = (because?: DraftItem['reason'] & string) => () => {
    s.focus(idOf(`pick ${item.line}`)); // the button goes when the item is chosen
    s.wizard.select(item.line, Math.max(1, item.selected), because ? { reason: because } : {});
  };
  switch (code) {
    case 'another_reason':
    case 'repair_under_guarantee':
      return item.blocked ? undefined : choose(reason ?? 'defective');
    case 'add_evidence':
      return item.blocked ? undefined : choose(reason);
    case 'cancel_instead':
      return () => s.help(code, item.line);
    case 'ask_a_person':
      return () => s.help(code, item.line);
    default:
      return undefined;
  }
}

function changeView(s: Screen, item: StepItem, change: Change): TemplateResult {
  const text = s.t.code('change', change.code, paramsOf(change.params, item.until));
  const act = actionOf(s, item, change);
  return act
    ? html`<button type="button" class="secondary" @click=${act}>${text}</button>`
    : html`<span class="small">${text}</span>`;
}
