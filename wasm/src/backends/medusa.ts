// `aftersale/backends/medusa`: an unmodified Medusa 2 behind the deciding backend, by its Admin API.

import type { EffectHandler } from '../server/effects.js';
import { fromMajor, toMajor } from './amounts.js';
import { type RecordedRefund, Refused, refundsAt } from './refunds.js';

export interface MedusaOptions {
  /** Where Medusa is, without a path: `http://127.0.0.1:9000`. */
  readonly url: string;
  /** Headers of an admin: `authorization` with a secret API key or a token. Asked for with each request. */
  readonly headers: () => Record<string, string> | Promise<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** What the codec wants to know of an order, for the `fields` of Medusa's Admin API. */
export const medusaOrderFields = [
  '*items',
  '*items.adjustments',
  '*items.tax_lines',
  '*items.detail',
  '*shipping_methods',
  '*shipping_methods.adjustments',
  '*shipping_methods.tax_lines',
  '*shipping_address',
  '*credit_lines',
  '*fulfillments',
  '*fulfillments.items',
  '*fulfillments.labels',
  '*returns',
  '*returns.items',
  '*payment_collections',
  '*payment_collections.payments',
  '*payment_collections.payments.captures',
  '*payment_collections.payments.refunds',
  '*summary',
].join(',');

/** What is read of an order here; the codec reads the rest. */
export interface MedusaPayments {
  readonly payment_collections?: readonly {
    readonly payments?: readonly {
      readonly id: string;
      readonly currency_code: string;
      readonly refunds?: readonly {
        readonly id: string;
        readonly amount: number | string;
        readonly note?: string | null;
      }[];
    }[];
  }[];
}

/** The refunds of an order of Medusa's, in the currency of their payments: who asks for relations is not told the order's. */
export const refundsOn = ({ payment_collections = [] }: MedusaPayments): readonly RecordedRefund[] =>
  payment_collections
    .flatMap(({ payments = [] }) => payments)
    .flatMap(({ id: payment, currency_code, refunds = [] }) =>
      refunds.map(({ id: reference, amount, note }) => ({
        reference,
        payment,
        amount: fromMajor(amount, currency_code.toUpperCase()),
        note,
      })),
    );

export interface MedusaBackend {
  /** An order as the Admin API tells it, as text, so that numbers keep their digits: for `readOrder`. */
  readOrder(id: string): Promise<string>;
  /** The effect `issue_refund`, for `createBackend({ effects })`. */
  readonly issueRefund: EffectHandler;
}

export function createMedusaBackend(options: MedusaOptions): MedusaBackend {
  const { url, headers, fetch: send = fetch } = options;

  async function call(method: string, path: string, body?: object): Promise<string> {
    const response = await send(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(await headers()) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (response.ok) return text;
    const what = `Medusa answered ${response.status}: ${text.slice(0, 200)}`;
    // A client's fault stays one; a session that ended, a limit or a server's failure does not.
    const final =
      response.status >= 400 && response.status < 500 && ![401, 403, 408, 409, 429].includes(response.status);
    throw final ? new Refused(what) : new Error(what);
  }

  const readOrder = (id: string): Promise<string> =>
    call('GET', `/admin/orders/${encodeURIComponent(id)}?fields=${medusaOrderFields}`);

  const issueRefund = refundsAt({
    recorded: async (order) => refundsOn(JSON.parse(await readOrder(order)).order),
    async pay(payment, money, note) {
      const path = `/admin/payments/${encodeURIComponent(payment)}/refund`;
      await call('POST', path, { amount: toMajor(money), note });
    },
  });
  return { readOrder, issueRefund };
}
