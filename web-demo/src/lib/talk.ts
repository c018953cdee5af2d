// What was said in a case, and the offer that waits for an answer: the same on both sides of the counter.

import type { CaseView } from 'aftersale';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, money, time } from './format.js';
import { icons } from './icons.js';
import { who, words } from './words.js';

/** The messages, newest last. `me` is who looks. */
export function thread(view: CaseView, me: string): TemplateResult | typeof nothing {
  if (view.thread.length === 0) return nothing;
  return html`<ol class="thread" aria-label="Messages">${view.thread.map(
    ({ at, by, event, name, text }) =>
      html`<li class=${by === me ? 'mine' : ''}><p class="small quiet"><strong>${by === me ? 'You' : (name ?? words('who', by))}</strong>${event === 'case.message' ? nothing : html` · ${words('event', event)}`} · <time datetime=${at} title=${time(at)}>${ago(at)}</time></p><p class="words said">${text}</p></li>`,
  )}</ol>`;
}

/** What is asked of whom, and what is offered. */
export function matters(view: CaseView, me: string): TemplateResult | typeof nothing {
  const { offer, asked } = view;
  if (!offer && !asked) return nothing;
  return html`${
    asked
      ? html`<div class="matter">${icons.person}<p><strong>${asked.of === me ? 'You are asked for something' : `Waiting for an answer: ${words('who', asked.of).toLowerCase()}`}</strong><br><span class="small">Asked by ${who(asked.by, me).toLowerCase()}, ${ago(asked.at)}. The clock of the case stands still until then.</span></p></div>`
      : nothing
  }${
    offer
      ? html`<div class="matter offer">${icons.coins}<p><strong>${offer.by === me ? 'You offered' : `${words('who', offer.by)} ${offer.by === 'seller' && me === 'buyer' ? 'offers' : 'offers'}`} ${[offer.amount ? money(offer.amount) : '', offer.remedy ? words('remedy', offer.remedy).toLowerCase() : ''].filter(Boolean).join(' and ')}</strong><br><span class="small">${offer.to === me ? 'It is for you to accept, decline, or offer something else.' : `${words('who', offer.to)} has to answer.`}</span></p></div>`
      : nothing
  }`;
}
