// `aftersale/backends/vendure-plugin`: the deciding backend inside an unmodified Vendure 3, on its PostgreSQL.

import { currencyExponent } from '../api/index.js';
import { createAftersale } from '../entrypoints/tools-node.js';
import type { Money, Order, Policy } from '../generated/types.js';
import type { EffectHandler } from '../server/effects.js';
import { anyOf, createOrderLinks } from '../server/links.js';
import type { Auth, Subject } from '../server/ports.js';
import { createPostgresStore, type PgPool } from '../server/postgres.js';
import { type ExpressRequest, type ExpressResponse, send, toRequest } from './express.js';
import { createInside, type Inside, ORDER_LOCK, without } from './inside.js';
import { Refused, refundsAt } from './refunds.js';
import { asAnswered, vendureOrderRelations } from './vendure-document.js';

export interface VendurePluginOptions {
  /** The shop's policies: documents. Statute packs need no mention. */
  readonly policies: readonly Policy[];
  /** Signs the links of guests; without it there are none. */
  readonly linkSecret?: string | readonly string[];
  /** The schema of the database that holds the log; `aftersale` unless told. */
  readonly schema?: string;
  /** Where the protocol is served; `case-sync/1` unless told. */
  readonly route?: string;
  /** Decimal places of the shop's MoneyStrategy, or `currency` for those of the currency; 2 unless told, as Vendure has it. */
  readonly precision?: number | 'currency';
  readonly onError?: (error: unknown) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: Vendure's classes have Vendure's types, and this package does not depend on them
type Any = any;

/** What is used of `@vendure/core`, which the shop's own code hands over so that there is only one of it. */
export type VendureCore = Readonly<
  Record<
    | 'VendurePlugin'
    | 'PluginCommonModule'
    | 'OrderService'
    | 'HistoryService'
    | 'CustomerService'
    | 'SessionService'
    | 'RequestContextService'
    | 'TransactionalConnection'
    | 'Order'
    | 'Payment'
    | 'Logger',
    Any
  >
>;

interface Found {
  readonly id: string;
  readonly customer?: { readonly id: string } | null;
  readonly payments?: readonly { readonly id: string; readonly refunds: readonly Refund[] }[];
}

interface Refund {
  readonly id: string;
  readonly total: number;
  readonly reason: string | null;
  readonly state: string;
}

/** Keys of effects are SHA-256 in hexadecimal; nobody else gives such a reason. */
const isOurs = (reason: string | null): boolean => /^[0-9a-f]{64}$/.test(reason ?? '');

/**
 * The plugin for `plugins` of a Vendure's configuration: serves case-sync/1 to its customers, guests with a link and admins,
 * pays back by its own `refundOrder`, and lets nobody pay back on an order twice at once.
 */
export function aftersalePlugin(core: VendureCore, options: VendurePluginOptions): unknown {
  const { route = 'case-sync/1', precision = 2 } = options;
  if (!options.policies?.length) throw new TypeError('aftersalePlugin: `policies` names no policy');
  const onError = options.onError ?? ((error: unknown) => core.Logger.error(`${error}`, 'aftersale'));
  let ready: Promise<Opened> | undefined;

  const handler = async (
    request: ExpressRequest & { readonly originalUrl: string },
    response: ExpressResponse,
    next: (error?: unknown) => void,
  ): Promise<void> => {
    try {
      const plugin = await ready;
      if (!plugin) throw new Error('the server is still starting');
      const asked = await toRequest(request, `/case-sync/1${request.originalUrl.slice(route.length + 1)}`);
      await plugin.signIn(asked);
      await send(await plugin.fetch(asked), response);
    } catch (error) {
      next(error);
    }
  };

  class AftersalePlugin {}
  core.VendurePlugin({
    imports: [core.PluginCommonModule],
    compatibility: '^3.0.0',
    configuration(config: Any) {
      // Before anything reads the body: the protocol does so by itself.
      config.apiOptions.middleware.push({ route: `/${route}`, handler, beforeListen: true });
      // The way by which plugins come to the server's services without a compiler of decorators.
      const process = {
        init(injector: Any) {
          ready = open(core, injector, { ...options, precision }, onError);
          ready.catch(onError);
        },
      };
      config.orderOptions.process = [...config.orderOptions.process, process];
      return config;
    },
  })(AftersalePlugin);
  return AftersalePlugin;
}

interface Opened extends Inside {
  signIn(request: Request): Promise<void>;
}

async function open(
  core: VendureCore,
  injector: Any,
  options: VendurePluginOptions & { readonly precision: number | 'currency' },
  onError: (error: unknown) => void,
): Promise<Opened> {
  const [orders, history, customers, sessions, contexts, connection] = [
    ...[core.OrderService, core.HistoryService, core.CustomerService],
    ...[core.SessionService, core.RequestContextService, core.TransactionalConnection],
  ].map((service) => injector.get(service));
  const { driver } = connection.rawConnection;
  if (!driver.postgres) throw new TypeError('aftersalePlugin: Vendure has to run on PostgreSQL');
  const { host, port, username: user, password, database, ssl } = driver.options;
  const pool = (max: number): PgPool =>
    new driver.postgres.Pool({ host, port, user, password, database, ssl, max });
  const engine = await createAftersale();
  const store = await createPostgresStore(pool(10), { schema: options.schema ?? 'aftersale', onError });
  const context = () => contexts.create({ apiType: 'admin' });

  const find = async (id: string): Promise<Found | undefined> => {
    const ctx = await context();
    // Not by its OrderService, which works out today's prices of what was bought and needs a tax zone for that.
    const order = /^[\w-]{1,64}$/.test(id)
      ? await connection
          .getRepository(ctx, core.Order)
          .findOne({ where: { id }, relations: [...vendureOrderRelations] })
      : null;
    if (!order) return undefined;
    const past = await history.getHistoryForOrder(ctx, id, false, { take: 100, sort: { createdAt: 'ASC' } });
    const items = past.items.map(({ type, createdAt, data }: Any) => ({ type, createdAt, data }));
    return { ...asAnswered(order), history: { items } } as unknown as Found;
  };

  const payBack = orders.refundOrder.bind(orders);
  const pay = refundsAt({
    recorded: async (id) =>
      ((await find(id))?.payments ?? [])
        .flatMap(({ refunds }) => refunds)
        .filter(({ state }) => state !== 'Failed')
        .map(({ id: reference, reason }) => ({ reference, note: reason ?? undefined })),
    async pay(_order, paymentId, { amount, currency }: Money, reason) {
      const exponent = currencyExponent(currency) ?? 2;
      const places = options.precision === 'currency' ? exponent : options.precision;
      if (places < exponent) throw new Refused(`a precision of ${places} cannot hold ${currency}`);
      const input = {
        paymentId,
        amount: amount * 10 ** (places - exponent),
        lines: [],
        shipping: 0,
        adjustment: 0,
        reason,
      };
      const answer = await connection.withTransaction(await context(), (ctx: Any) => payBack(ctx, input));
      if (answer.errorCode) throw new Refused(`${answer.errorCode}: ${answer.message}`);
    },
  });
  const issueRefund: EffectHandler = async (row) => {
    const release = await inside.lock(row.order);
    try {
      return await pay(row);
    } finally {
      await release();
    }
  };

  // Vendure reads what was refunded and writes down a refund afterwards; two at once both see what was there before. The lock is
  // the transaction's, so that it ends when the refund can be seen.
  orders.refundOrder = async (ctx: Any, input: { paymentId: unknown }) =>
    connection.withTransaction(ctx, async (inner: Any) => {
      const payments = connection.getRepository(inner, core.Payment);
      const payment = await payments.findOne({ where: { id: input.paymentId }, relations: ['order'] });
      if (payment?.order) await payments.query(ORDER_LOCK, [`${payment.order.id}`]);
      return payBack(inner, input);
    });

  const known = new WeakMap<Request, Subject>();
  const signedIn: Auth = { identify: (request) => known.get(request) };
  const links = options.linkSecret ? createOrderLinks({ secret: options.linkSecret }) : undefined;
  const inside: Inside = createInside({
    engine,
    store,
    locks: pool(20),
    auth: links ? anyOf(signedIn, links) : signedIn,
    policies: () => options.policies,
    effects: { issue_refund: issueRefund },
    onError,
    async read(id) {
      const found = await find(id);
      const { order } = found
        ? engine.readOrder(JSON.stringify({ order: found }), { plugin: 'vendure' })
        : {};
      if (!found || !order) return undefined;
      return {
        subject: found.customer?.id ?? `guest:${id}`,
        order: withoutOurs(order, found, options.precision),
      };
    },
  });
  inside.backend.start();

  return {
    ...inside,
    async signIn(request) {
      const token = /^Bearer ([\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
      const session = token ? await sessions.getSessionFromToken(token) : undefined;
      if (!session?.user) return;
      const { id, channelPermissions } = session.user as {
        id: string;
        channelPermissions: { permissions: string[] }[];
      };
      if (
        channelPermissions.some(({ permissions }) =>
          /\b(SuperAdmin|UpdateOrder)\b/.test(permissions.join(' ')),
        )
      ) {
        known.set(request, { id: `user:${id}`, role: 'merchant' });
        return;
      }
      const customer = await customers.findOneByUserId(await context(), id, false);
      if (customer) known.set(request, { id: `${customer.id}`, role: 'customer' });
    },
  };
}

/** What the cases paid back stands in their own log; counted from Vendure as well it would count twice. */
function withoutOurs(order: Order, found: Found, precision: number | 'currency'): Order {
  const exponent = currencyExponent(order.currency) ?? 2;
  const places = precision === 'currency' ? exponent : precision;
  const paid = new Map(
    (found.payments ?? []).map(({ id, refunds }) => [
      id,
      refunds
        .filter(({ reason, state }) => isOurs(reason) && state !== 'Failed')
        .reduce((sum, { total }) => sum + Math.round(total / 10 ** (places - exponent)), 0),
    ]),
  );
  const ours = new Set(
    (found.payments ?? []).flatMap(({ refunds }) =>
      refunds.filter(({ reason }) => isOurs(reason)).map(({ id }) => id),
    ),
  );
  return without(order, paid, ours);
}
