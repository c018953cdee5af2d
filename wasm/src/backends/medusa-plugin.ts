// `aftersale/medusa`, the plugin that an unmodified Medusa 2 loads: the deciding backend inside its process, on its database.
// Medusa finds the routes below `.medusa/server/src/api` of the plugin's folder (wasm/tools/lib/medusa-plugin.mjs writes them).

import type { CaseView } from '../generated/types.js';
import type { Follower } from '../server/backend.js';
import type { Subject } from '../server/ports.js';
import type { PgPool } from '../server/postgres.js';
import { HttpProblem, notFound } from '../server/problems.js';
import { toMajor } from './amounts.js';
import { type ExpressRequest, type ExpressResponse, send, toRequest } from './express.js';
import { type Inside, type InsideOptions, openInside } from './inside.js';
import { type MedusaPayments, medusaOrderFields, refundsOn } from './medusa.js';
import { Refused } from './refunds.js';

/** What stands beside `resolve: 'aftersale/medusa'` in medusa-config. */
export interface MedusaPluginOptions extends InsideOptions {
  /** Which stock location takes goods back; the one that the order was sent from unless told. */
  readonly location?: string;
}

/** Medusa's container, as far as it is used here. */
interface Scope {
  // biome-ignore lint/suspicious/noExplicitAny: what Medusa registers has Medusa's types
  resolve(name: string): any;
}

export interface MedusaRequest extends ExpressRequest {
  readonly scope: Scope;
  readonly originalUrl: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly auth_context?: { readonly actor_id: string; readonly actor_type: string };
}

/** Medusa's own workflows, by their names in `@medusajs/medusa/core-flows`. */
export type Workflows = Readonly<
  Record<string, (scope: Scope) => { run(call: { input: object }): Promise<{ result: unknown }> }>
>;

const fields = [
  ...'id display_id status version summary total metadata locale created_at updated_at region_id currency_code'.split(
    ' ',
  ),
  ...'email customer_id sales_channel_id subtotal tax_total discount_total original_total item_total'.split(
    ' ',
  ),
  ...'shipping_total shipping_subtotal shipping_tax_total credit_line_total payment_status fulfillment_status'.split(
    ' ',
  ),
  ...medusaOrderFields.split(',').map((name) => `${name.slice(1)}.*`),
];

let opened: Promise<Inside> | undefined;
let flows: Workflows | undefined;

/** What the routes hand over before anything else: only they can `require` what is installed beside Medusa. */
export function withWorkflows(workflows: Workflows): void {
  flows = workflows;
}

function open(scope: Scope): Promise<Inside> {
  opened ??= start(scope).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function start(scope: Scope): Promise<Inside> {
  const { plugins = [] } = scope.resolve('configModule') as {
    plugins?: (string | { resolve: string; options?: MedusaPluginOptions })[];
  };
  const entry = plugins.find((each) => typeof each === 'object' && each.resolve === 'aftersale/medusa');
  const options = (entry as { options?: MedusaPluginOptions } | undefined)?.options;
  if (!options?.policies?.length)
    throw new TypeError(
      "medusa-config: plugins: [{ resolve: 'aftersale/medusa', options: { policies: […] } }] names no policy",
    );
  const logger = scope.resolve('logger') as { error(text: string): void };
  const onError = options.onError ?? ((error: unknown) => logger.error(`aftersale: ${error}`));
  // The driver that Medusa itself is connected by.
  const { client } = scope.resolve('__pg_connection__') as {
    client: { driver: { Pool: new (settings: object) => PgPool }; connectionSettings: object };
  };
  const call: Call = async (workflow, input) => {
    const run = flows?.[workflow];
    if (!run) throw new Error(`this Medusa has no workflow ${workflow}`);
    return (await run(scope).run({ input })).result;
  };
  const detail = async (id: string): Promise<MedusaOrder | undefined> => {
    try {
      return (await call('getOrderDetailWorkflow', { fields, order_id: id })) as MedusaOrder;
    } catch (error) {
      if ((error as { type?: string }).type === 'not_found') return undefined;
      throw error;
    }
  };
  return openInside(
    { ...options, onError },
    {
      storefront: 'medusa',
      // Who has to wait for a connection waits: by its own limit Medusa would answer many at once with a failure.
      pool: (max) =>
        new client.driver.Pool({ ...client.connectionSettings, connectionTimeoutMillis: 0, max }),
      async read(id) {
        const found = await detail(id);
        if (!found) return undefined;
        return {
          subject: found.customer_id ?? `guest:${id}`,
          document: found,
          refunds: refundsOn(found),
          returns: (found.returns ?? [])
            .filter(({ created_by: by }) => by?.startsWith(mark))
            .map((each) => each.id),
        };
      },
      async pay(payment, money, note) {
        try {
          await call('refundPaymentWorkflow', { payment_id: payment, amount: toMajor(money), note });
        } catch (error) {
          const { type = '', message } = error as { type?: string; message?: string };
          if (!['invalid_data', 'not_allowed', 'not_found'].includes(type)) throw error;
          throw new Refused(`Medusa refused: ${message}`);
        }
      },
      followers: (inside) => [returnsOf({ ...inside, detail, call, location: options.location })],
    },
  );
}

interface MedusaOrder extends MedusaPayments {
  readonly id: string;
  readonly customer_id?: string | null;
  readonly returns?: MedusaReturn[];
  readonly fulfillments?: { location_id?: string | null }[];
}

interface MedusaReturn {
  readonly id: string;
  readonly status: string;
  readonly created_by?: string | null;
}

const mark = 'aftersale ';
const markOf = (caseId: string): string => mark + caseId;

type Call = (workflow: string, input: object) => Promise<unknown>;

/**
 * Returns of cases, as Medusa's own: the shop sees them in its dashboard, and Medusa counts their units. What is there is read
 * before anything is made, so that an answer that was lost makes no second one.
 */
function returnsOf({
  detail,
  call,
  locked,
  view,
  location,
}: Pick<Inside, 'locked' | 'view'> & {
  detail(id: string): Promise<MedusaOrder | undefined>;
  call: Call;
  location: string | undefined;
}): Follower {
  const told = new Set(['case.approved', 'goods.received', 'case.canceled', 'case.expired', 'case.closed']);

  async function create(order: MedusaOrder, seen: CaseView): Promise<MedusaReturn> {
    const begun = (await call('beginReturnOrderWorkflow', {
      order_id: order.id,
      location_id: location ?? order.fulfillments?.find((each) => each.location_id)?.location_id,
      created_by: markOf(seen.id),
    })) as { return_id: string };
    const return_id = begun.return_id;
    const items = seen.items.map(({ line, quantity, reason }) => ({
      id: line,
      quantity,
      internal_note: reason,
    }));
    await call('requestItemReturnWorkflow', { return_id, items });
    await call('confirmReturnRequestWorkflow', { return_id });
    return { id: return_id, status: 'requested' };
  }

  async function follow(id: string, caseId: string): Promise<string | undefined> {
    const [order, seen] = await Promise.all([detail(id), view(id, caseId)]);
    if (!order || !seen || seen.kind !== 'return') return undefined;
    let mine = order.returns?.find(
      (each) => each.created_by === markOf(caseId) && each.status !== 'canceled',
    );
    // One that was begun and not confirmed: whoever did it is gone.
    if (mine?.status === 'open') {
      await call('cancelReturnRequestWorkflow', { return_id: mine.id });
      mine = undefined;
    }
    const sent = seen.method !== undefined && seen.method !== 'keep';
    const arrived = seen.items.every(({ reception }) => reception === 'received');
    const over = seen.stage === 'canceled' || seen.stage === 'expired' || seen.stage === 'refused';
    if (!mine && sent && !over) mine = await create(order, seen);
    if (mine?.status === 'requested' && over) await call('cancelReturnWorkflow', { return_id: mine.id });
    if (mine?.status === 'requested' && arrived)
      await call('receiveAndCompleteReturnOrderWorkflow', {
        return_id: mine.id,
        items: seen.items.map(({ line, quantity }) => ({ id: line, quantity })),
      });
    return mine?.id;
  }

  return {
    kind: 'medusa_return',
    rowsFor: ({ order, seq, t }) => (told.has(t) ? [{ key: `medusa_return/${order}/${seq}`, data: {} }] : []),
    async handler({ order, case: caseId }) {
      const found = await locked(order, () => follow(order, caseId));
      return found ? { result: { return: found } } : undefined;
    },
  };
}

/** Answers a request of the protocol, at `/store/case-sync/1` for customers and guests, at `/admin/case-sync/1` for the shop. */
export async function serve(request: MedusaRequest, response: ExpressResponse): Promise<void> {
  const plugin = await open(request.scope);
  const path = request.originalUrl.replace(/^\/(store|admin)/, '');
  const asked = await toRequest(request, response, path);
  await send(await plugin.fetch(asked, subjectOf(request)), response);
}

/** The signed-in customer's orders as the core reads them, with the policies that may govern them: what a wizard begins with. */
export async function orders(request: MedusaRequest, response: ExpressResponse): Promise<void> {
  const plugin = await open(request.scope);
  const authorization = request.headers.authorization;
  const asked = new Request('http://inside', {
    headers: typeof authorization === 'string' ? { authorization } : {},
  });
  const subject = await plugin.identify(asked, subjectOf(request));
  if (!subject)
    return void (await send(new HttpProblem(401, 'unauthenticated', 'Sign in first').toResponse(), response));
  const names = subject.order
    ? [subject.order]
    : (
        (await request.scope.resolve('query').graph({
          entity: 'order',
          fields: ['id'],
          filters: { customer_id: subject.id },
          pagination: { take: 100, order: { created_at: 'DESC' } },
        })) as { data: { id: string }[] }
      ).data.map(({ id }) => id);
  const found = [];
  for (const id of names) {
    const order = await plugin.refresh(id, subject);
    if (order) found.push(order);
  }
  const body = { orders: found, policies: plugin.policies };
  await send(Response.json(body, { headers: { 'cache-control': 'no-store' } }), response);
}

/** Stands before the protocol: an address that is no text is nobody's, which Medusa would call a failure of its own. */
export async function readable(
  { originalUrl }: MedusaRequest,
  response: ExpressResponse,
  next: () => void,
): Promise<void> {
  try {
    decodeURIComponent(originalUrl.replace(/\?.*/s, ''));
  } catch {
    return send(notFound().toResponse(), response);
  }
  next();
}

/**
 * Stands before Medusa's own ways to take units or money out of an order: one at a time per order, and no unit that a case has.
 * Medusa looks at what is left and writes afterwards; ten at once all see the same units.
 */
export async function guard(
  request: MedusaRequest,
  response: ExpressResponse,
  next: (error?: unknown) => void,
): Promise<void> {
  const plugin = await open(request.scope);
  const order = await orderOf(request);
  if (!order) return next();
  const release = await plugin.lock(order);
  // Whoever went while waiting is not served any more, and nothing would say when that had ended.
  if (response.closed) return void (await release());
  response.on('close', () => void release());
  try {
    const { items } = (request.body ?? {}) as { items?: unknown };
    const refusal =
      Array.isArray(items) && items.length ? tooMany(items, await plugin.returnable(order)) : undefined;
    if (!refusal) return next();
    await send(refusal.toResponse(), response);
    await release();
  } catch (error) {
    await release();
    next(error);
  }
}

/** What is wrong with items that are to come back; one line may be asked for more than once. */
function tooMany(
  items: readonly { id?: unknown; quantity?: unknown }[],
  left: ReadonlyMap<string, number>,
): HttpProblem | undefined {
  const wanted = new Map<string, number>();
  for (const [index, { id, quantity }] of items.entries()) {
    const most = left.get(`${id}`);
    if (most === undefined || typeof quantity !== 'number' || quantity <= 0) continue;
    const sum = (wanted.get(`${id}`) ?? 0) + quantity;
    wanted.set(`${id}`, sum);
    if (sum <= most) continue;
    const detail = `${most} may still go back; cases or returns have the others`;
    const title = 'These units are on their way back already';
    return new HttpProblem(409, 'exceeds_returnable', title, { detail, pointer: `/items/${index}/quantity` });
  }
  return undefined;
}

/** Which order a request of Medusa's own API would change. */
async function orderOf({ scope, params, body, originalUrl }: MedusaRequest): Promise<string | undefined> {
  const [, kind = '', named = ''] = /^\/(?:store|admin)\/([a-z-]+)(?:\/([^/?]+))?/.exec(originalUrl) ?? [];
  const id = params.id ?? decodeURIComponent(named);
  if (!id) {
    const { order_id: order } = (body ?? {}) as { order_id?: unknown };
    return typeof order === 'string' ? order : undefined;
  }
  const query = scope.resolve('query') as {
    graph(call: object): Promise<{ data: Record<string, unknown>[] }>;
  };
  const ask = async (entity: string, field: string) =>
    (await query.graph({ entity, fields: [field], filters: { id } })).data[0];
  const entity = { returns: 'return', claims: 'order_claim', exchanges: 'order_exchange' }[kind];
  if (entity) return (await ask(entity, 'order_id'))?.order_id as string | undefined;
  if (kind !== 'payments') return undefined;
  const payment = await ask('payment', 'payment_collection.order.id');
  return (payment as { payment_collection?: { order?: { id?: string } } })?.payment_collection?.order?.id;
}

function subjectOf({ auth_context: who, originalUrl }: MedusaRequest): Subject | undefined {
  if (!who?.actor_id) return undefined;
  if (originalUrl.startsWith('/admin/')) return { id: who.actor_id, role: 'merchant' };
  return who.actor_type === 'customer' ? { id: who.actor_id, role: 'customer' } : undefined;
}

/** Works off what is due from now on; called by a job of Medusa's every minute, and by every request. */
export async function wake(scope: Scope): Promise<void> {
  await open(scope);
}
