// `aftersale/backends/medusa`: an unmodified Medusa 2 behind the deciding backend, by its Admin API.

import { currencyExponent } from '../api/index.js';
import type { EffectHandler } from '../server/effects.js';
import { Refused, refundsAt } from './refunds.js';

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

interface MedusaOrder {
  order: {
    payment_collections?: { payments?: { refunds?: { id: string; note?: string | null }[] }[] }[];
  };
}

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
    async recorded(order) {
      const { order: found } = JSON.parse(await readOrder(order)) as MedusaOrder;
      return (found.payment_collections ?? [])
        .flatMap(({ payments = [] }) => payments)
        .flatMap(({ refunds = [] }) => refunds)
        .map(({ id, note }) => ({ reference: id, note: note ?? undefined }));
    },
    async pay(_order, payment, { amount, currency }, note) {
      // Major units; a number of JSON holds every amount of money exactly enough to be rounded back to it.
      const value = amount / 10 ** (currencyExponent(currency) ?? 2);
      await call('POST', `/admin/payments/${encodeURIComponent(payment)}/refund`, { amount: value, note });
    },
  });
  return { readOrder, issueRefund };
}
