// Amounts as storefronts write them, and as we do: whole minor units.

import { currencyExponent } from '../api/index.js';
import type { Money } from '../generated/types.js';
import { Refused } from './refunds.js';

/** Major units; a number of JSON holds every amount of money exactly enough to be rounded back to it. */
export const toMajor = ({ amount, currency }: Money): number => amount / 10 ** currencyExponent(currency);

export const fromMajor = (value: number | string, currency: string): number =>
  Math.round(Number(value) * 10 ** currencyExponent(currency));

/** How many decimal places a storefront keeps of every amount, or `currency` for those of the currency. */
export type Precision = number | 'currency';

/** Places that are kept beyond those of the currency. */
const beyond = (currency: string, precision: Precision): number =>
  precision === 'currency' ? 0 : precision - currencyExponent(currency);

export function toPrecision({ amount, currency }: Money, precision: Precision): number {
  const more = beyond(currency, precision);
  if (more < 0) throw new Refused(`a precision of ${precision} cannot hold ${currency}`);
  return amount * 10 ** more;
}

export const fromPrecision = (value: number, currency: string, precision: Precision): number =>
  Math.round(value / 10 ** beyond(currency, precision));
