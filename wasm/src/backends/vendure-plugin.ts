// `aftersale/backends/vendure-plugin`: the deciding backend inside an unmodified Vendure 3, on its PostgreSQL.

import type { Subject } from '../server/ports.js';
import type { PgPool } from '../server/postgres.js';
import type { Precision } from './amounts.js';
import { type ExpressRequest, type ExpressResponse, send, toRequest } from './express.js';
import { type Inside, type InsideOptions, ORDER_LOCK, openInside } from './inside.js';
import { Refused } from './refunds.js';
import { refundInput, refundsOn, type VendurePayments } from './vendure.js';
import { asAnswered, vendureOrderRelations } from './vendure-document.js';

export interface VendurePluginOptions extends InsideOptions {
  /** Where the protocol is served; `case-sync/1` unless told. */
  readonly route?: string;
  /** Decimal places of the shop's MoneyStrategy, or `currency` for those of the currency; 2 unless told, as Vendure has it. */
  readonly precision?: Precision;
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

interface Found extends VendurePayments {
  readonly customer?: { readonly id: string } | null;
}

/**
 * The plugin for `plugins` of a Vendure's configuration: serves case-sync/1 to its customers, guests with a link and admins,
 * pays back by its own `refundOrder`, and lets nobody pay back on an order twice at once.
 */
export function aftersalePlugin(core: VendureCore, options: VendurePluginOptions): unknown {
  const { route = 'case-sync/1' } = options;
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
      const asked = await toRequest(
        request,
        response,
        `/case-sync/1${request.originalUrl.slice(route.length + 1)}`,
      );
      await send(await plugin.fetch(asked, await plugin.signedIn(asked)), response);
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
          ready = open(core, injector, { ...options, onError });
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
  /** Whose session a request is of. */
  signedIn(request: Request): Promise<Subject | undefined>;
}

async function open(core: VendureCore, injector: Any, options: VendurePluginOptions): Promise<Opened> {
  const { precision = 2 } = options;
  const [orders, history, customers, sessions, contexts, connection] = [
    ...[core.OrderService, core.HistoryService, core.CustomerService],
    ...[core.SessionService, core.RequestContextService, core.TransactionalConnection],
  ].map((service) => injector.get(service));
  const { driver } = connection.rawConnection;
  if (!driver.postgres) throw new TypeError('aftersalePlugin: Vendure has to run on PostgreSQL');
  const { host, port, username: user, password, database, ssl } = driver.options;
  const pool = (max: number): PgPool =>
    new driver.postgres.Pool({ host, port, user, password, database, ssl, max });
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

  // Vendure reads what was refunded and writes down a refund afterwards; two at once both see what was there before. The lock is
  // the transaction's, so that it ends when the refund can be seen.
  orders.refundOrder = async (ctx: Any, input: { paymentId: unknown }) =>
    connection.withTransaction(ctx, async (inner: Any) => {
      const payments = connection.getRepository(inner, core.Payment);
      const payment = await payments.findOne({ where: { id: input.paymentId }, relations: ['order'] });
      if (payment?.order) await payments.query(ORDER_LOCK, [`${payment.order.id}`]);
      return payBack(inner, input);
    });

  const inside = await openInside(options, {
    storefront: 'vendure',
    pool,
    async read(id) {
      const document = await find(id);
      if (!document) return undefined;
      const subject = document.customer?.id ?? `guest:${id}`;
      return { subject, document, refunds: refundsOn(document, precision) };
    },
    async pay(payment, money, reason) {
      const input = refundInput(payment, money, reason, precision);
      const answer = await connection.withTransaction(await context(), (ctx: Any) => payBack(ctx, input));
      if (answer.errorCode) throw new Refused(`${answer.errorCode}: ${answer.message}`);
    },
  });

  async function signedIn(request: Request): Promise<Subject | undefined> {
    const token = /^Bearer ([\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const session = token ? await sessions.getSessionFromToken(token) : undefined;
    if (!session?.user) return undefined;
    const { id, channelPermissions } = session.user as {
      id: string;
      channelPermissions: { permissions: string[] }[];
    };
    const works = channelPermissions.some(({ permissions }) =>
      /\b(SuperAdmin|UpdateOrder)\b/.test(permissions.join(' ')),
    );
    if (works) return { id: `user:${id}`, role: 'merchant' };
    const customer = await customers.findOneByUserId(await context(), id, false);
    return customer ? { id: `${customer.id}`, role: 'customer' } : undefined;
  }

  return { ...inside, signedIn };
}
