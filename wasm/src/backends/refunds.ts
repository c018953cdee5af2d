import type { Money } from '../generated/types.js';
import type { EffectHandler } from '../server/effects.js';

/** A refund as a storefront has it on record. */
export interface RecordedRefund {
  /** The storefront's own id. */
  readonly reference: string;
  /** The payment that it went back to, and how much, in minor units. */
  readonly payment: string;
  readonly amount: number;
  /** The free text that went with it. */
  readonly note?: string | null | undefined;
}

/** Refunds at a storefront that keeps a free text with each, and knows no keys of ours. */
export interface RefundCounter {
  /** All that are on record for an order, read anew; those that failed are none. */
  recorded(order: string): Promise<readonly RecordedRefund[]>;
  /** Pays back to one payment of the order. Throws a Refused when the storefront says no; anything else may have been paid. */
  pay(payment: string, amount: Money, note: string): Promise<void>;
}

/** The storefront's no, which another try will not change. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Keys of effects are SHA-256 in hexadecimal; nobody else writes such a note. */
export const isOurs = ({ note }: RecordedRefund): boolean => /^[0-9a-f]{64}$/.test(note ?? '');

/**
 * The effect `issue_refund` at a storefront. What is on record is read before anything is paid, each time: an answer may have
 * been lost, or this process killed after it had paid. And it is read back afterwards: only what stands there counts as paid.
 */
export function refundsAt(counter: RefundCounter): EffectHandler {
  return async ({ key, order, data }) => {
    const { tender, amount } = data as unknown as { tender: string; amount: Money };
    const find = async () => (await counter.recorded(order)).find(({ note }) => note?.includes(key));
    let found = await find();
    if (!found) {
      try {
        await counter.pay(tender, amount, key);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return {
          result: { failed: error.message },
          commands: [{ type: 'fail_refund', data: { key, code: 'provider_refused' } }],
        };
      }
      found = await find();
      if (!found) throw new Error(`the refund ${key} was accepted and is not on record`);
    }
    const { reference } = found;
    return { result: { reference }, commands: [{ type: 'confirm_refund', data: { key, reference } }] };
  };
}
