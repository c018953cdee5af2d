// `aftersale/backends/vendure`: an unmodified Vendure 3 behind the deciding backend, by its Admin API.

import type { Money } from '../generated/types.js';
import type { EffectHandler } from '../server/effects.js';
import { fromPrecision, type Precision, toPrecision } from './amounts.js';
import { type RecordedRefund, Refused, refundsAt } from './refunds.js';

export { vendureOrderFields } from './vendure-document.js';

export interface VendureOptions {
  /** Runs one operation of the Admin API, signed in and in the order's channel; gives its `data`. */
  readonly admin: (query: string, variables: object) => Promise<Record<string, unknown>>;
  /** Decimal places of the shop's MoneyStrategy, or `currency` for those of the currency; 2 unless told, as Vendure has it. */
  readonly precision?: Precision;
}

const paymentsOf = `query ($id: ID!) {
  order(id: $id) { currencyCode payments { id refunds { id total reason state } } }
}`;
const refundOrder = `mutation ($input: RefundOrderInput!) {
  refundOrder(input: $input) { __typename ... on Refund { id state } ... on ErrorResult { errorCode message } }
}`;

/** What is read of an order here; the codec reads the rest. */
export interface VendurePayments {
  readonly currencyCode: string;
  readonly payments?:
    | readonly {
        readonly id: string;
        readonly refunds: readonly {
          readonly id: string;
          readonly total: number;
          readonly reason: string | null;
          readonly state: string;
        }[];
      }[]
    | null;
}

/** The refunds of an order of Vendure's; one that failed paid nothing back. */
export const refundsOn = (
  { currencyCode, payments }: VendurePayments,
  precision: Precision,
): readonly RecordedRefund[] =>
  (payments ?? []).flatMap(({ id: payment, refunds }) =>
    refunds
      .filter(({ state }) => state !== 'Failed')
      .map(({ id: reference, total, reason: note }) => ({
        reference,
        payment,
        amount: fromPrecision(total, currencyCode, precision),
        note,
      })),
  );

/** What `refundOrder` is asked for, wherever it is called. */
export const refundInput = (paymentId: string, money: Money, reason: string, precision: Precision) => ({
  paymentId,
  amount: toPrecision(money, precision),
  lines: [],
  shipping: 0,
  adjustment: 0,
  reason,
});

export interface VendureBackend {
  /** The effect `issue_refund`, for `createBackend({ effects })`. */
  readonly issueRefund: EffectHandler;
}

export function createVendureBackend({ admin, precision = 2 }: VendureOptions): VendureBackend {
  const issueRefund = refundsAt({
    async recorded(id) {
      const { order } = (await admin(paymentsOf, { id })) as unknown as { order: VendurePayments | null };
      return order ? refundsOn(order, precision) : [];
    },
    async pay(payment, money, reason) {
      const input = refundInput(payment, money, reason, precision);
      const { refundOrder: answer } = await admin(refundOrder, { input });
      const { __typename, errorCode, message } = answer as Record<string, string>;
      if (errorCode) throw new Refused(`${errorCode}: ${message}`);
      if (__typename !== 'Refund') throw new Error(`Vendure answered with ${__typename}`);
    },
  });
  return { issueRefund };
}
