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

/** What a decision about several orders needs: what stands for any of them. */
function worldOf(shop: Shop, orders: readonly string[]): object {
  const worlds = orders.map((order) => shop.world(order));
  const policies = new Map(worlds.flatMap((world) => world.policies ?? []).map((each) => [each.id, each]));
  return {
    orders: worlds.map(({ order }) => order),
    policies: [...policies.values()],
    cases: worlds.flatMap(({ cases = [] }) => cases),
  };
}

/** Gives a wizard an order to work on, or several in one go; returns what undoes it. */
export function host(
  wizard: AftersaleWizard,
  shop: Shop,
  order: string | readonly string[],
  about: Topic = 'return',
): () => void {
  const only = typeof order === 'string' ? order : undefined;
  const all = typeof order === 'string' ? [order] : order;
  const sent = new Map<string, string>();
  const tell = (of: string): Submission => {
    const state = shop.sync.case(sent.get(of) ?? '');
    return {
      ...(state ? toSubmission(shop, state) : { state: 'saved' as const }),
      ...(only ? {} : { order: of }),
    };
  };
  wizard.locale = lang;
  wizard.engine = shop.engine as never;
  wizard.now = now;
  wizard.about = about;
  wizard.draftKey = `${shop.me.subject.id}/${all.join('+')}${about === 'return' ? '' : `/${about}`}`;
  wizard.world = (only ? shop.world(only) : worldOf(shop, all)) as never;
  const together = (): void => {
    if (!only && !wizard.controller.given.orders) wizard.controller.choose(all);
  };
  wizard.addEventListener('aftersale-ready', together);
  wizard.submit = async (request, quote, { files, text, order: of = all[0] ?? '', set }) => {
    const named = new Set((request.items ?? []).flatMap(({ evidence = [] }) => evidence.map(({ id }) => id)));
    const kept = await shop.sync.submit({
      order: of,
      type: 'request',
      data: { request, ...(text ? { text } : {}), ...(set ? { set } : {}) },
      ...(quote ? { quote: quote.hash } : {}),
      evidence: [...files].filter(([id]) => named.has(id)).map(([, file]) => file),
    });
    sent.set(of, kept.case);
    return tell(of);
  };
  const off = shop.sync.subscribe(() => {
    if (wizard.controller.phase !== 'receipt') return;
    for (const of of sent.keys()) if (shop.sync.case(sent.get(of) ?? '')) wizard.controller.update(tell(of));
  });
  return () => {
    wizard.removeEventListener('aftersale-ready', together);
    off();
  };
}
