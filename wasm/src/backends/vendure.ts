// `aftersale/backends/vendure`: an unmodified Vendure 3 behind the deciding backend, by its Admin API.

import { currencyExponent } from '../api/index.js';
import type { EffectHandler } from '../server/effects.js';
import { Refused, refundsAt } from './refunds.js';

export { vendureOrderFields } from './vendure-document.js';

export interface VendureOptions {
  /** Runs one operation of the Admin API, signed in and in the order's channel; gives its `data`. */
  readonly admin: (query: string, variables: object) => Promise<Record<string, unknown>>;
  /** Decimal places of the shop's MoneyStrategy, or `currency` for those of the currency; 2 unless told, as Vendure has it. */
  readonly precision?: number | 'currency';
}

const refundsOf = `query ($id: ID!) { order(id: $id) { id payments { id refunds { id reason } } } }`;
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename ... on Refund { id state } ... on ErrorResult { errorCode message } }
}`;

interface Payments {
  order: { payments?: { id: string; refunds: { id: string; reason: string | null }[] }[] } | null;
}

export interface VendureBackend {
  /** The effect `issue_refund`, for `createBackend({ effects })`. */
  readonly issueRefund: EffectHandler;
}

export function createVendureBackend({ admin, precision = 2 }: VendureOptions): VendureBackend {
  const issueRefund = refundsAt({
    async recorded(id) {
      const { order } = (await admin(refundsOf, { id })) as unknown as Payments;
      return (order?.payments ?? [])
        .flatMap(({ refunds }) => refunds)
        .map(({ id: reference, reason }) => ({ reference, note: reason ?? undefined }));
    },
    async pay(_order, paymentId, { amount, currency }, reason) {
      const exponent = currencyExponent(currency) ?? 2;
      const places = precision === 'currency' ? exponent : precision;
      if (places < exponent) throw new Refused(`a precision of ${places} cannot hold ${currency}`);
      const input = {
        paymentId,
        amount: amount * 10 ** (places - exponent),
        lines: [],
        shipping: 0,
        adjustment: 0,
        reason,
      };
      const { refundOrder: answer } = await admin(refundOrder, { input });
      const { __typename, errorCode, message } = answer as Record<string, string>;
      if (errorCode) throw new Refused(`${errorCode}: ${message}`);
      if (__typename !== 'Refund') throw new Error(`Vendure answered with ${__typename}`);
    },
  });
  return { issueRefund };
}
