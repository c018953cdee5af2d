// What the demo's pages ask for besides case-sync: who am I, my orders, the shop's rules, an order brought along.

import { AftersaleError } from 'aftersale';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { customers } from './people.mjs';
import { toRecord } from './seeds.mjs';

/** Who may sit at the desk of the demo: the clerk, and the others that cases wait for. */
const desks = {
  seller: { id: 'desk', role: 'merchant', name: 'Ava' },
  platform: { id: 'desk-platform', role: 'platform', name: 'Mira' },
  carrier: { id: 'desk-carrier', role: 'carrier', name: 'Nordpost' },
  insurer: { id: 'desk-insurer', role: 'insurer', name: 'Haven Mutual' },
};
const deskRoles = new Set(Object.values(desks).map(({ role }) => role));
const atDesk = (subject) => deskRoles.has(subject?.role);
const limit = 512 * 1024;
/** Orders whose documents anybody may try on the page for own orders. */
const samples = new Set(['1052', '1051', '1044']);

export function createApi({ engine, store, backend, tokens, payments, policies, secure }) {
  const api = new Hono();

  const orders = (subject) => store.transaction(async (tx) => tx.orders(subject));
  /** Customers have their own, the shop and who supervises it all, the others those with a case that they take part in. */
  const ordersFor = ({ id, role }) =>
    store.transaction(async (tx) => {
      if (role === 'customer') return tx.orders(id);
      const all = await tx.orders();
      if (role === 'merchant' || role === 'platform') return all;
      const theirs = new Set((await tx.heads({ parties: [role] })).map(([order]) => order));
      return all.filter((record) => theirs.has(record.id));
    });
  const identify = (context) => tokens.identify(context.req.raw);
  const shown = () =>
    customers
      .filter((each) => each.shown)
      .map(({ id, name, place, locale, country }) => ({ id, name, place, locale, country }));
  const byDate = (a, b) => (a.order.createdAt < b.order.createdAt ? 1 : -1);

  async function signIn(context, customer) {
    const subject = { id: customer.id, role: 'customer', name: customer.name };
    const token = await tokens.issue(subject, 24 * 30);
    setCookie(context, 'aftersale_session', token, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure,
      maxAge: 30 * 86_400,
    });
    return subject;
  }

  const page = (subject) => {
    const { id, name, place, locale, country } = customers.find((each) => each.id === subject.id) ?? subject;
    return { subject: { id, name, place, locale, country }, customers: shown() };
  };

  // The demo signs everybody in: a visitor is its first customer until another is chosen.
  api.get('/me', async (context) => {
    const known = await identify(context);
    return context.json(page(known?.role === 'customer' ? known : await signIn(context, customers[0])));
  });

  api.post('/me', async (context) => {
    const { customer } = await context.req.json().catch(() => ({}));
    const chosen = customers.find((each) => each.shown && each.id === customer);
    if (!chosen) return context.json({ code: 'unknown_customer', title: 'There is no such customer' }, 404);
    return context.json(page(await signIn(context, chosen)));
  });

  api.get('/orders', async (context) => {
    const subject = await identify(context);
    if (!subject) return context.json({ code: 'unauthenticated', title: 'Sign in first' }, 401);
    const records = await ordersFor(subject);
    return context.json({
      orders: records.sort(byDate).map((record) => ({
        id: record.id,
        owner: record.subject,
        order: record.order,
        policies: policies(record).map((policy) => policy.id),
        ...(record.meta?.sandbox ? { sandbox: true } : {}),
      })),
      policies: Object.fromEntries(
        records.flatMap((record) => policies(record)).map((policy) => [policy.id, policy]),
      ),
    });
  });

  // Everybody may sit at the desk of a demo, on any side of it, with a token that only this page holds.
  api.post('/desk', async (context) => {
    const { as = 'seller' } = await context.req.json().catch(() => ({}));
    if (!Object.hasOwn(desks, as))
      return context.json({ code: 'unknown_desk', title: 'Nobody sits there' }, 404);
    return context.json({ subject: desks[as], token: await tokens.issue(desks[as]) });
  });

  api.get('/desk/effects/:case', async (context) => {
    const subject = await identify(context);
    if (!atDesk(subject)) return context.json({ code: 'forbidden', title: 'This is for the desk' }, 403);
    const id = context.req.param('case');
    const effects = await store.transaction(async (tx) => tx.effects(id));
    return context.json({ effects, payments: payments.list(id) });
  });

  api.get('/sample/:number', async (context) => {
    const number = context.req.param('number');
    const found =
      samples.has(number) &&
      (await orders()).find(({ order, meta }) => meta?.payload && order.number?.replace('#', '') === number);
    return found ? context.json(found.meta.payload) : context.notFound();
  });

  api.post('/bring', async (context) => {
    const subject = await identify(context);
    if (!subject) return context.json({ code: 'unauthenticated', title: 'Sign in first' }, 401);
    const text = await context.req.text();
    if (text.length > limit)
      return context.json({ code: 'too_large', title: 'An order may have 512 KiB' }, 413);
    const plugin = context.req.query('plugin') || 'auto';
    try {
      const read = engine.readOrder(text, { plugin });
      const order = read.order ?? read.orders?.[Number(context.req.query('at') ?? 0)];
      // Its own name may be taken; here it is the visitor's own, and nobody else's.
      const id = `brought-${subject.id}-${order.id}`.slice(0, 120).replace(/[^\w.:-]/g, '-');
      const record = toRecord({ ...order, id }, subject.id, { sandbox: true });
      await backend.putOrder(record);
      return context.json({ id, order: record.order, plugin: read.plugin, policies: policies(record) });
    } catch (error) {
      if (error instanceof AftersaleError) return context.json(error.toJSON(), 422);
      throw error;
    }
  });

  return api;
}
