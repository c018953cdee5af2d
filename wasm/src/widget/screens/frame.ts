/** What stands around every screen: the head with its progress, what has to be said first, and the bar at the thumb. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Layout } from '../events.js';
import { icons } from '../icons.js';
import type { UiKey } from '../messages.js';
import { breakdowns, isWithdrawal, metaLine, picture, running, runningText } from '../view.js';
import type { Order, Step } from '../wire.js';
import { idOf, type Screen } from './context.js';

/** What the frame needs of the element; a screen's context without its step. */
export interface Frame extends Pick<Screen, 't' | 'wizard' | 'isOpen' | 'toggle'> {
  layout: Layout;
  size: 'half' | 'full';
  online: boolean;
  order: Order | undefined;
  back(): void;
  close(): void;
  resize(size: 'half' | 'full'): void;
  restart(): void;
  /** Brings the control that a problem points at into view, with the focus. */
  show(pointer: string): void;
}

export function frameHead(f: Frame): TemplateResult {
  const { t, layout, size } = f;
  const { phase, step } = f.wizard;
  const shown = step?.steps.filter(({ state, id }) => state !== 'automatic' || id === step.step) ?? [];
  const at = shown.findIndex(({ id }) => id === step?.step);
  const asking = phase === 'asking' || phase === 'sending';
  const sheet = layout === 'sheet';
  const space = html`<span class="icon-space"></span>`;
  const button = (label: string, press: () => void, image: TemplateResult): TemplateResult =>
    html`<button type="button" class="icon" aria-label=${label} @click=${press}>${image}</button>`;
  return html`<header part="header">
    ${asking && (step?.back || f.wizard.given.person) ? button(t.ui('back'), () => f.back(), icons.back) : sheet ? nothing : space}
    <div class="progress">${
      asking && at >= 0 && shown.length > 1
        ? html`<span class="small quiet">${t.ui('step_of', { number: at + 1, total: shown.length })}</span>
      <span class="track" aria-hidden="true">${shown.map((_, index) => html`<i class=${index <= at ? 'on' : ''}></i>`)}</span>`
        : html`<span class="small quiet">${phase === 'receipt' ? nothing : t.ui('wizard_title')}</span>`
    }</div>
    ${
      sheet
        ? html`<button type="button" class="icon size" aria-expanded=${size === 'full'} aria-label=${t.ui(size === 'full' ? 'collapse' : 'expand')}
      @click=${() => f.resize(size === 'full' ? 'half' : 'full')}>${size === 'full' ? icons.down : icons.up}</button>`
        : nothing
    }
    ${layout === 'page' ? space : button(t.ui('close'), () => f.close(), icons.close)}
  </header>`;
}

/** What is asked on a screen depends on what it is about. */
export function titleOf({ step, about, fields }: Step, person: boolean | undefined): UiKey {
  if (step === 'about' && !fields.some(({ id }) => id === '/about')) return 'gift_title';
  if (step === 'message' && person) return 'person_title';
  if (step === 'reasons' && about === 'price_protection') return 'price_title';
  if (step === 'reasons' && about === 'repair') return 'repair_title';
  return `${step}_title`;
}

export function banners(f: Frame): TemplateResult {
  const { t, wizard } = f;
  const failed = wizard.phase === 'asking' && wizard.failure !== undefined && !wizard.quoteChanged;
  return html`
    ${f.online || wizard.phase === 'receipt' ? nothing : html`<div class="note" role="status" part="offline">${icons.offline}<p>${t.ui('offline')}</p></div>`}
    ${
      wizard.restored && wizard.phase === 'asking'
        ? html`<div class="note"><p class="grow">${t.ui('draft_found')}</p>
      <button type="button" class="inline" @click=${() => f.restart()}>${t.ui('start_over')}</button></div>`
        : nothing
    }
    ${
      wizard.dropped.length > 0
        ? html`<div class="note warn" role="status"><div><p>${t.ui('dropped_title')}</p>
      <ul class="bullets">${wizard.dropped.map(({ code }) => html`<li>${t.code('dropped', code)}</li>`)}</ul></div></div>`
        : nothing
    }
    ${
      wizard.changed.length > 0
        ? html`<div class="note warn" role="status" part="changed"><div><p>${t.ui('changed_title')}</p>
      <ul class="bullets">${wizard.changed.map((each) => html`<li>${changedText(f, each)}</li>`)}</ul></div></div>`
        : nothing
    }
    ${wizard.quoteChanged ? html`<div class="note warn errors" role="alert" tabindex="-1"><p>${t.ui('quote_changed')}</p></div>` : nothing}
    ${failed ? html`<div class="note bad errors" role="alert" tabindex="-1"><p>${t.ui('submit_failed')}</p></div>` : nothing}
    ${errors(f)}`;
}

function changedText(
  { t, wizard }: Frame,
  { code, policy, line, to = '', before, now }: Step['changed'][number],
): string {
  if (code === 'policy') return t.ui('changed_policy', { policy: wizard.titleOf(policy ?? '') });
  if (code === 'total') return t.ui('changed_total', { before, now });
  const [verdict = '', date] = to.split(' ');
  const title = wizard.step?.items.find((item) => item.line === line)?.title ?? line ?? '';
  return t.ui('changed_line', { title, verdict: t.code('verdict', verdict, { date }) });
}

function errors(f: Frame): TemplateResult | typeof nothing {
  const { problems } = f.wizard;
  if (problems.length === 0) return nothing;
  const show =
    (pointer: string) =>
    (event: Event): void => {
      event.preventDefault();
      f.show(pointer);
    };
  return html`<div class="note bad errors" role="alert" tabindex="-1"><div><strong>${f.t.ui('errors_title', { count: problems.length })}</strong>
    <ul>${problems.map(({ code, pointer }) => html`<li><a href="#${idOf(pointer)}" @click=${show(pointer)}>${problemText(f, code, pointer)}</a></li>`)}</ul></div></div>`;
}

/** Says which question, and of which item when there are several. */
function problemText({ t, wizard }: Frame, code: string, pointer: string): string {
  const { step } = wizard;
  const field = step?.fields.find(({ id }) => idOf(id) === idOf(pointer));
  const text = t.code('problem', code, { min: field?.min, max: field?.max });
  if (!step || !field?.line) return text;
  const question = t.code('question', field.id.split('/').pop() ?? '');
  const chosen = step.items.filter(({ selected }) => selected > 0);
  const title = chosen.length > 1 ? chosen.find(({ line }) => line === field.line)?.title : undefined;
  return title ? t.ui('problem_of', { title, question, text }) : t.ui('problem_for', { question, text });
}

/**
 * What is known before the core is there: pictures, names and prices of the order, in the same places.
 * Of any `other` screen than the first one nothing is known.
 */
export function skeleton({ t, wizard, order }: Frame, other = false): TemplateResult {
  if (other) return html`<p class="items"><span class="ghost bar-ghost">&nbsp;</span></p>`;
  const lines = order?.lines ?? [undefined, undefined, undefined];
  const day = wizard.now.slice(0, 10); // stands in for the dates to come, of the same length
  return html`<div class="head"><h2 tabindex="-1">${t.ui('items_title')}</h2><p class="quiet">${t.ui('items_hint')}</p></div>
    <div class="deadline ghost" aria-hidden="true"><div>${icons.clock}</div><div><strong>${t.ui('earliest', { date: day })}</strong>
      <span class="small">${t.ui('earliest_detail', { date: day, zone: t.format.zone })}</span></div></div>
    <ul class="items" aria-hidden="true">${lines.slice(0, 12).map(
      (line) => html`<li class="item"><div class="pick">
      ${line ? picture(line.image, line.title) : html`<span class="picture ghost"></span>`}
      <span class="what"><span class="title words">${line ? html`<bdi>${line.title}</bdi>` : html`<span class="ghost bar-ghost">&nbsp;</span>`}</span>
        ${line ? metaLine(t, line.variant, line.unitPrice, line.quantity) : html`<span class="small"><span class="ghost bar-ghost short">&nbsp;</span></span>`}</span></div>
      <div class="under"><span class="chip ghost">${icons.check}<span>${t.code('verdict', 'returnable_until', { date: day })}</span></span><span class="link ghost"><span>${t.ui('why')}</span></span></div></li>`,
    )}</ul>`;
}

export function failure({ t, wizard }: Frame): TemplateResult {
  return html`<div class="head"><h2 tabindex="-1">${t.ui('failed_title')}</h2></div><p>${t.ui('failed_text')}</p>
    <div class="buttons"><button type="button" class="secondary" @click=${() => wizard.refresh()}>${t.ui('try_again')}</button></div>`;
}

/** The one primary button with the running result in it; the amount opens into its lines. */
export function bar(f: Frame): TemplateResult | typeof nothing {
  const { t } = f;
  const { phase, step } = f.wizard;
  if (phase !== 'receipt' && step?.fields.some(({ id }) => id === '/about' || id === '/order'))
    return nothing; // its rows are the buttons
  const quotes = step ? running(step) : [];
  const result = runningText(t, step) || undefined;
  const elsewhere = step?.step === 'review' || step?.step === 'resolution'; // these show it themselves
  const opens = phase === 'asking' && !elsewhere && quotes.some(({ total }) => total.amount > 0);
  const open = opens && (f.isOpen('bar') ?? false);
  const saved = savedText(f);
  return html`<div class="bar" part="bar"><div class="inner">
    <div id="lines" class="lines" role="group" aria-label=${t.ui('made_up')} tabindex=${open ? 0 : nothing} ?hidden=${!open}>${open && step ? breakdowns(t, step, quotes) : nothing}</div>
    ${
      opens || saved
        ? html`<div class="bar-row small"><span class="quiet">${saved}</span>
      ${opens ? html`<button type="button" class="link small" aria-expanded=${open} aria-controls="lines" @click=${() => f.toggle('bar', !open)}>${t.ui('made_up')}${open ? icons.down : icons.up}</button>` : nothing}</div>`
        : nothing
    }
    <button class="primary" part="primary" type="submit" aria-disabled=${phase === 'sending' ? 'true' : nothing}>${primaryText(f, step, result)}</button>
  </div></div>`;
}

function savedText({ t, wizard }: Frame): string {
  const { draft, phase } = wizard;
  if (draft === 'none' || phase === 'receipt') return '';
  if (draft === 'saving') return t.ui('saving');
  if (draft === 'failed') return t.ui('not_saved');
  const phone = matchMedia('(pointer: coarse) and (max-width: 640px)').matches;
  return t.ui(phone ? 'saved_phone' : 'saved_device');
}

function primaryText({ t, wizard }: Frame, step: Step | undefined, result: string | undefined): string {
  if (wizard.phase === 'sending') return t.ui('submitting');
  if (wizard.phase === 'receipt') return t.ui('done');
  if (step?.step === 'message') return t.ui('submit_message');
  if (step?.step === 'proof') return t.ui('submit_proof');
  if (step?.step === 'review' && !step.next) {
    if (isWithdrawal(step)) return t.ui('submit_withdrawal');
    return result ? t.ui('submit_with', { result }) : t.ui('submit');
  }
  return result ? t.ui('continue_with', { result }) : t.ui('continue');
}
