// The work queue: what needs whom, by the next deadline.

import type { CaseView, Deadline, Order } from 'aftersale';
import type { CaseState } from 'aftersale/sync';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, caseNumber, count, money, orderNumber } from '../lib/format.js';
import { icons } from '../lib/icons.js';
import type { Shop } from '../lib/shop.js';
import { stageTone, words } from '../lib/words.js';

export interface Row {
  readonly id: string;
  readonly state: CaseState;
  readonly view: CaseView | undefined;
  readonly order: Order;
  readonly deadline: Deadline | undefined;
  readonly due: number;
  /** What a search looks through. */
  readonly text: string;
}

const hour = 3_600_000;
const over = new Set(['refunded', 'closed', 'canceled', 'refused', 'expired']);
const isDone = ({ view }: Row): boolean => view !== undefined && over.has(view.stage);
/** Who sits at the desk. */
let me = 'seller';
export function sitDown(as: string): void {
  me = as;
}
const isMine = (row: Row): boolean => !isDone(row) && row.view?.waitingFor === me;

export type Filter = 'open' | 'mine' | 'today' | 'waiting' | 'done';

export const filters: Record<Filter, { name: string; test: (row: Row) => boolean }> = {
  open: { name: 'Open', test: (row) => !isDone(row) },
  mine: { name: 'My turn', test: isMine },
  today: { name: 'Due in 24 h', test: (row) => isMine(row) && row.due - Date.now() < 24 * hour },
  waiting: { name: 'Waiting', test: (row) => !isDone(row) && !isMine(row) },
  done: { name: 'Done', test: isDone },
};

export function readRows(shop: Shop): Row[] {
  return shop.sync
    .cases()
    .flatMap((state): Row[] => {
      const order = shop.order(state.order)?.order;
      if (!order) return [];
      const view = shop.view(state);
      const deadline = view?.deadlines[0];
      const titles = view?.items.map(({ title }) => title) ?? [];
      return [
        {
          id: state.id,
          state,
          view,
          order,
          deadline,
          due: deadline ? Date.parse(deadline.due) : Number.POSITIVE_INFINITY,
          text: [
            caseNumber(state.id),
            order.buyer.name,
            orderNumber(order),
            view && words('kind', view.kind),
            ...titles,
          ]
            .join(' ')
            .toLowerCase(),
        },
      ];
    })
    .sort((a, b) => a.due - b.due);
}

/** Overdue on top, then who must act. */
export function groups(rows: readonly Row[]): { name: string; rows: Row[] }[] {
  const now = Date.now();
  const groupOf = (row: Row): string => {
    if (isDone(row)) return 'Done';
    if (row.due < now) return 'Overdue';
    return isMine(row)
      ? 'Your turn'
      : row.view?.waitingFor === 'buyer'
        ? 'Waiting for the customer'
        : 'On the way or with others';
  };
  return ['Overdue', 'Your turn', 'Waiting for the customer', 'On the way or with others', 'Done']
    .map((name) => ({ name, rows: rows.filter((row) => groupOf(row) === name) }))
    .filter(({ rows: of }) => of.length > 0);
}

export interface RowActions {
  readonly chosen: boolean;
  readonly picked: boolean;
  choose(id: string, focus?: boolean): void;
  pick(id: string): void;
}

export function row(
  { id, view, order, deadline, state, due }: Row,
  { chosen, picked, choose, pick }: RowActions,
): TemplateResult {
  const items = (view?.items ?? []).map((item) => ({
    ...item,
    title: item.title || (order.lines.find(({ id: line }) => line === item.line)?.title ?? ''),
  }));
  const image = order.lines.find((line) => line.id === items[0]?.line)?.image ?? '/img/parcel.svg';
  const claims = view?.quote !== undefined;
  const settled = view?.settlement ?? view?.quote;
  const left = due - Date.now();
  const tone = left < 0 ? 'bad' : view?.waitingFor === me && left < 6 * hour ? 'warn' : '';
  const pickable = me === 'seller' && claims && view?.stage === 'requested';
  return html`<li class="queue-row" data-case=${id} aria-current=${chosen ? 'true' : nothing}>
    <button class="row-main" @click=${() => choose(id)}>
      <img class="thumb" src=${image} alt="" width="52" height="52" loading="lazy">
      <span class="row-text"><span class="row-name"><strong class="words">${order.buyer.name ?? 'Guest'}</strong>${settled && settled.total.amount > 0 ? html`<span class="money">${money(settled.total)}</span>` : html`<span class="small">${settled ? words('resolution', settled.resolution) : nothing}</span>`}</span>
        <span class="small quiet words">${view && view.kind !== 'return' ? html`<span class="row-kind">${words('kind', view.kind)}</span>${items.length > 0 ? ' · ' : nothing}` : nothing}${items.length === 1 ? items[0]?.title : items.length > 1 ? count(items.length, 'item', 'items') : nothing}${items[0]?.reason && view?.kind === 'return' ? ` · ${readableReason(items[0].reason)}` : nothing}</span>
        <span class="row-foot">${view ? html`<span class="pill ${stageTone(view.stage)}">${words('short', view.stage)}</span>` : nothing}${
          state.pending.length > 0
            ? html`<span class="pill info">${icons.loop}${words('sync', state.state)}</span>`
            : nothing
        }
          ${deadline ? html`<span class="due ${tone}">${icons.clock}<span>${left < 0 ? 'overdue' : 'due'} ${ago(deadline.due)}</span></span>` : nothing}</span></span>
    </button>
    ${pickable ? html`<label class="row-pick"><input type="checkbox" .checked=${picked} @change=${() => pick(id)}><span class="sr">Choose ${caseNumber(id)} for approving together</span></label>` : html`<span class="row-pick"></span>`}
  </li>`;
}

const readableReason = (code: string): string => code.replaceAll('_', ' ');
