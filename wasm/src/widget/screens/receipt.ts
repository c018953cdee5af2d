/** What was said, what happens next with dates, and what to take along. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Submission } from '../controller.js';
import { icons } from '../icons.js';
import type { UiKey } from '../messages.js';
import { calendarEntry, declaration, download } from '../receipt.js';
import { orderIn, quotesOf } from '../set.js';
import { orderName, resultText, safeUrl } from '../view.js';
import type { CaseView, Quote, Step } from '../wire.js';
import type { Screen } from './context.js';

/** What follows, in its order, by what it is about and where the goods are. */
function nextSteps(
  s: Screen,
  view: CaseView | undefined,
  quote: Quote | undefined,
  due: string | undefined,
): (string | TemplateResult)[] {
  const { t, step } = s;
  const about = step.about ?? 'return';
  if (step.step === 'message' || !quote) return [t.ui('next_answer')];
  const paid = quote.total.amount > 0 ? resultText(t, quote) : undefined;
  if (about === 'not_received')
    return [t.ui('next_search'), ...(paid ? [t.ui('next_if_lost', { result: paid })] : [])];
  const out: (string | TemplateResult)[] = [];
  if (view?.stage !== 'approved' && about !== 'refund_before_dispatch') out.push(t.ui('next_approval'));
  if (quote.method === 'keep') {
    if (about === 'return') out.push(t.ui('next_no_return'));
  } else if (quote.method !== 'at_home')
    out.push(t.ui('next_ship', due ? { date: t.format.lastDay(due) } : {}));
  const when = quote.refundBy
    ? t.code('time', quote.refundBy.code, { days: quote.refundBy.days })
    : t.code('stage', 'refunded');
  out.push(paid ? html`${when}: <strong>${paid}</strong>` : t.ui('next_solution'));
  return out;
}

const tone: Record<Submission['state'], string> = {
  saved: 'warn',
  sending: '',
  sent: 'good',
  confirmed: 'good',
  needs_you: 'bad',
};

/** The step as if its order were the only one. */
function ofOrder(step: Step, id: string | undefined): Step {
  const { set: _, ...rest } = step;
  const { request, quote } = orderIn(step, id) ?? {};
  const lines = step.items.filter(({ order }) => order === id);
  return {
    ...rest,
    ...(request ? { request } : {}),
    ...(quote ? { quote } : {}),
    items: lines.map((item) => ({ ...item, line: item.line.slice((id ?? '').length + 1) })),
  };
}

/** What happened to each of several orders: its number, how far it is, and what it takes now. */
function ordersList(s: Screen, whole: Submission, orders: readonly Submission[]): TemplateResult {
  const { t, step } = s;
  return html`<ul class="plain set" part="orders">${orders.map((each) => {
    // What holds for all stands above them already.
    const words = wordsOf(s, each) === wordsOf(s, whole) ? undefined : wordsOf(s, each);
    const tracker = safeUrl(each.trackerUrl);
    const number = each.caseNumber ?? each.case?.id;
    return html`<li class="block" data-order=${each.order ?? nothing}><p class="small quiet">${orderName(t, step, each.order)}</p>
      ${number ? html`<dl class="facts big"><dt>${t.ui('case_number')}</dt><dd class="words">${number}</dd></dl>` : nothing}
      ${words ? html`<p class=${each.state === 'needs_you' ? 'error' : ''}>${words}</p>` : nothing}
      ${each.qr ? html`<p class="small words">${t.ui('qr_title')}: <strong>${each.qr}</strong></p>` : nothing}
      <div class="buttons">${each.failed ? html`<button type="button" class="secondary" @click=${() => s.retry(each.order ?? '')}>${t.ui('try_again')}</button>` : nothing}${tracker ? html`<a class="secondary" href=${tracker}>${t.ui('follow')}</a>` : nothing}</div></li>`;
  })}</ul>`;
}

const wordsOf = ({ t }: Screen, { state, problem }: Submission): string =>
  state === 'needs_you' && problem
    ? (problem.message ?? t.code('problem', problem.code))
    : t.ui(`receipt_${state}` as UiKey);

export function receiptScreen(
  s: Screen,
  submission: Submission,
  order: string,
  copied: boolean,
  copy: (text: string) => void,
): TemplateResult {
  const { t, step } = s;
  const { state } = submission;
  const view = submission.case;
  const quote = view?.quote ?? step.quote;
  const quotes = submission.orders ? quotesOf(step) : [quote];
  const ship = view?.deadlines.find(({ who }) => who === 'buyer');
  const keeps =
    quote?.method === 'keep' ||
    ['keep_item', 'partial_refund', 'reship', 'price_adjustment'].includes(quote?.resolution ?? '');
  const number = submission.caseNumber ?? view?.id;
  const one = (sent: Submission, of: Step, name: string): string => {
    const known = sent.caseNumber ?? sent.case?.id;
    return declaration(t, of, { ...sent, ...(known ? { caseNumber: known } : {}) }, name);
  };
  // Of several orders each is declared by itself.
  const text = (): string =>
    submission.orders
      ?.map((each) => {
        const own = orderIn(step, each.order);
        return one({ ...submission, ...each }, ofOrder(step, each.order), own?.number ?? each.order ?? order);
      })
      .join('\n') ?? one(submission, step, order);
  const calendar = (day: string): void =>
    download(
      'return.ics',
      'text/calendar',
      calendarEntry({
        id: `${number ?? order}-ship`,
        day,
        stamp: submission.declaredAt ?? s.wizard.now,
        title: t.ui('calendar_ship', { order }),
        text: text(),
      }),
    );
  const label = safeUrl(submission.label?.url);
  const tracker = safeUrl(submission.trackerUrl);
  return html`<div class="stack">
    <div class="note ${tone[state]}" part="status">${state === 'saved' ? icons.offline : state === 'needs_you' ? icons.info : icons.check}<div>
      <p>${wordsOf(s, submission)}</p>
      ${submission.declaredAt ? html`<p class="small">${t.ui('declared_at', { at: submission.declaredAt, zone: t.format.zone })}</p>` : nothing}</div></div>
    ${submission.orders ? ordersList(s, submission, submission.orders) : nothing}
    ${number ? html`<dl class="facts big"><dt>${t.ui('case_number')}</dt><dd class="words">${number}</dd></dl>` : nothing}
    ${
      submission.qr
        ? html`<figure class="qr" part="qr">${s.qr ?? html`<span class="qr-space"></span>`}
      <figcaption>${t.ui('qr_title')}<span class="small quiet words">${submission.qr}</span></figcaption></figure>`
        : nothing
    }
    <section class="block"><h3>${t.ui('what_next')}</h3><ol class="next">
      ${[...new Set(quotes.flatMap((each) => nextSteps(s, view, each, ship?.due)))].map((each) => html`<li><span>${each}</span></li>`)}
    </ol></section>
    <div class="buttons">
      ${label ? html`<a class="secondary" href=${label} target="_blank" rel="noopener noreferrer">${t.ui('open_label')}</a>` : nothing}
      ${ship && !keeps ? html`<button type="button" class="secondary" @click=${() => calendar(t.format.lastDay(ship.due))}>${t.ui('add_calendar')}</button>` : nothing}
      <button type="button" class="secondary" @click=${() => download(`return-${number ?? order}.txt`.replace(/[^\w.-]+/g, '-'), 'text/plain;charset=utf-8', text())}>${t.ui('download_copy')}</button>
      <button type="button" class="secondary" @click=${() => copy(text())}>${copied ? t.ui('copied') : t.ui('copy_text')}</button>
      ${(s.wizard.world?.orders?.length ?? 0) > 1 ? html`<button type="button" class="secondary" @click=${() => s.wizard.choose('')}>${t.ui('another_order')}</button>` : nothing}
      ${tracker ? html`<a class="secondary" href=${tracker}>${t.ui('follow')}</a>` : nothing}
    </div></div>`;
}
