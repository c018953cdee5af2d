// Where a case stands, as a picture: what was, what is, what comes; by when, and who must act.

import type { CaseView } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, time } from './format.js';
import { icons } from './icons.js';
import { choices, who, words } from './words.js';

const hour = 3_600_000;

/** Every clock that runs, soonest first. `me` is who looks. */
export function clocks(view: CaseView, me: string): TemplateResult | typeof nothing {
  if (view.deadlines.length === 0) return nothing;
  return html`<ul class="clocks">${view.deadlines.map(({ id, due, then, who: whose }) => {
    const left = Date.parse(due) - Date.now();
    const whole = Date.parse(due) - Date.parse(view.updatedAt);
    const share = Math.max(0, Math.min(100, Math.round((1 - left / Math.max(1, whole)) * 100)));
    const tone = left < 0 ? 'bad' : whose === me && left < 6 * hour ? 'warn' : whose === me ? 'mine' : 'info';
    const name = words('deadline', id);
    return html`<li class="clock ${tone}"><p>${icons.clock}<span>${
      whose === 'system'
        ? html`<strong>Nothing left to do.</strong> ${capital(words('outcome', then).replace(/^then /, ''))} on ${time(due)}, ${ago(due)}`
        : html`<strong>${who(whose, me)}: ${name} ${left < 0 ? 'was due' : 'by'} ${time(due)}</strong>, ${ago(due)}, ${words('outcome', then)}`
    }</span></p><progress max="100" value=${share} aria-label="Time used: ${name}">${share} %</progress></li>`;
  })}</ul>`;
}

/** The stages as a line: done, now, next. */
export function way(view: CaseView, me: string): TemplateResult {
  const [deadline] = view.deadlines;
  // A stage that was left and entered again is told once, at its last visit.
  const entries = view.timeline.filter(
    (entry, i) =>
      entry.state !== 'done' ||
      !view.timeline.slice(i + 1).some(({ stage, state }) => stage === entry.stage && state !== 'next'),
  );
  return html`<ol class="way" aria-label="Where it stands">${entries.map(({ stage, state, at }) => {
    const now = state === 'current';
    const over = now && view.deadlines.length === 0;
    return html`<li class="${state} ${over ? 'over' : ''}" data-stage=${stage} aria-current=${now ? 'step' : nothing}><span class="way-dot" aria-hidden="true">${state === 'done' || over ? icons.check : nothing}</span>
      <div><p class="way-name">${state === 'done' ? past(stage) : words('short', stage)}${state === 'next' ? html`<span class="sr">, to come</span>` : nothing}</p>
      ${at && state !== 'next' ? html`<p class="small quiet">${time(at)}</p>` : nothing}
      ${now && deadline && view.waitingFor ? html`<p class="small way-who">${view.waitingFor === 'system' ? 'ends' : who(view.waitingFor, me)} · ${ago(deadline.due)}</p>` : nothing}</div></li>`;
  })}</ol>`;
}

const pasts = new Map(choices('past'));
const past = (stage: string): string => pasts.get(stage) ?? words('short', stage);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
