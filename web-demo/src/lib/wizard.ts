// Brings the widget and the queue together: what the wizard submits is kept and sent by the queue, and what the queue
// learns about it is shown by the wizard.

import type { Topic } from 'aftersale';
import type { CaseState } from 'aftersale/sync';
import type { AftersaleWizard, Submission } from 'aftersale/widget';
import { to } from './chrome.js';
import { caseNumber, lang } from './format.js';
import { now, type Shop } from './shop.js';

export function toSubmission(shop: Shop, state: CaseState): Submission {
  const first = state.pending[0];
  const problem = state.pending.find(({ receipt }) => receipt)?.receipt;
  // What only this device thinks of it is not told as if the shop had said it.
  const view = state.confirmed.events.length > 0 ? shop.view(state) : undefined;
  const approved = state.confirmed.events.some(({ type }) => type === 'case.approved');
  return {
    state: state.state,
    caseNumber: caseNumber(state.id),
    trackerUrl: to(`/case/${state.id}`),
    ...(first ? { declaredAt: `${first.at.slice(0, 19)}Z` } : {}),
    ...(view ? { case: view as NonNullable<Submission['case']> } : {}),
    ...(approved && view?.method === 'by_mail' ? { qr: caseNumber(state.id) } : {}),
    ...(problem ? { problem: { code: problem.code } } : {}),
  };
}

/** Gives a wizard an order to work on; returns what undoes it. */
export function host(
  wizard: AftersaleWizard,
  shop: Shop,
  order: string,
  about: Topic = 'return',
): () => void {
  let sent: string | undefined;
  wizard.locale = lang;
  wizard.engine = shop.engine as never;
  wizard.now = now;
  wizard.about = about;
  wizard.draftKey = `${shop.me.subject.id}/${order}${about === 'return' ? '' : `/${about}`}`;
  wizard.world = shop.world(order) as never;
  wizard.submit = async (request, quote, { files, text }) => {
    const named = new Set((request.items ?? []).flatMap(({ evidence = [] }) => evidence.map(({ id }) => id)));
    const kept = await shop.sync.submit({
      order,
      type: 'request',
      data: { request, ...(text ? { text } : {}) },
      ...(quote ? { quote: quote.hash } : {}),
      evidence: [...files].filter(([id]) => named.has(id)).map(([, file]) => file),
    });
    sent = kept.case;
    const state = shop.sync.case(sent);
    return state ? toSubmission(shop, state) : { state: 'saved' };
  };
  const off = shop.sync.subscribe(() => {
    const state = sent ? shop.sync.case(sent) : undefined;
    if (state && wizard.controller.phase === 'receipt') wizard.submission = toSubmission(shop, state);
  });
  return off;
}
