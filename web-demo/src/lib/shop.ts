import {
  type ActorKind,
  type Aftersale,
  type Case,
  type CaseView,
  createAftersale,
  type LivePromise,
  type Order,
  type Policy,
  type World,
} from 'aftersale';
import { applyWith, type CaseState, createSync, type SyncClient } from 'aftersale/sync';
import { call, type Me, type Orders, type ShopOrder } from './api.js';

/** What every page of a customer, and the desk, stands on: the core, who is here, their orders, their queue. */
export interface Shop {
  readonly engine: Aftersale;
  readonly me: Me;
  readonly sync: SyncClient;
  readonly orders: readonly ShopOrder[];
  order(id: string): ShopOrder | undefined;
  /** Everything a decision about the order needs; cases that are under way count. */
  world(id: string, without?: string): World & { readonly order: Order };
  view(state: CaseState): CaseView | undefined;
  /** Takes in an order that was not there when the page was loaded. */
  add(order: ShopOrder, policies: Readonly<Record<string, Policy | LivePromise>>): void;
  reload(): Promise<void>;
}

export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

export interface ShopOptions {
  readonly me?: Me;
  readonly headers?: () => Record<string, string>;
  readonly actor?: ActorKind;
}

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const headers = options.headers?.() ?? {};
  const [engine, me] = await Promise.all([createAftersale(), options.me ?? call<Me>('me')]);
  let loaded = await call<Orders>('orders', { headers });
  const added: ShopOrder[] = [];
  const policies = new Map<string, Policy | LivePromise>();
  const learn = (more: Readonly<Record<string, Policy | LivePromise>>): void => {
    for (const [id, policy] of Object.entries(more)) policies.set(id, policy);
  };
  learn(loaded.policies);

  const all = (): readonly ShopOrder[] => [
    ...added,
    ...loaded.orders.filter(({ id }) => !added.some((each) => each.id === id)),
  ];
  const order = (id: string): ShopOrder | undefined => all().find((each) => each.id === id);
  const rules = (of: ShopOrder): (Policy | LivePromise)[] =>
    of.policies.flatMap((id) => policies.get(id) ?? []);

  const sync = await createSync({
    url: `${location.origin}/case-sync/1`,
    subject: me.subject.id,
    ...(options.headers ? { headers: options.headers } : {}),
    apply: applyWith(
      engine,
      { kind: options.actor ?? 'buyer', id: me.subject.id, name: me.subject.name },
      (id) => {
        const known = order(id);
        return known && { order: known.order, policies: rules(known) };
      },
    ),
  });

  const views = new Map<string, { key: string; view: CaseView }>();
  return {
    engine,
    me,
    sync,
    get orders() {
      return all();
    },
    order,
    world(id, without) {
      const known = order(id);
      if (!known) throw new Error(`order ${id} is not here`);
      const cases: Case[] = sync
        .cases()
        .filter((state) => state.order === id && state.id !== without && state.projected.events.length > 0)
        .map(({ projected }) => projected);
      return { order: known.order, policies: rules(known), cases };
    },
    view(state) {
      const { events } = state.projected;
      if (events.length === 0) return undefined;
      const key = `${events.length} ${events.at(-1)?.hash}`;
      const cached = views.get(state.id);
      if (cached?.key === key) return cached.view;
      const view = engine.view(state.projected);
      views.set(state.id, { key, view });
      return view;
    },
    add(more, rulesOf) {
      learn(rulesOf);
      added.unshift(more);
    },
    async reload() {
      loaded = await call<Orders>('orders', { headers: options.headers?.() ?? {} });
      learn(loaded.policies);
    },
  };
}
