// The orders that every server is asked to take: who buys what where, with which vouchers, and what goes back first.
// Amounts are decimal texts in major units; each server gets them in its own form.

/** A market: its currency, whether prices hold their tax, and the rates. Each has its own price of every product. */
export const markets = {
  de: {
    name: 'Germany',
    country: 'DE',
    currency: 'EUR',
    inclusive: true,
    standard: '19',
    reduced: '7',
    delivery: '4.90',
  },
  at: {
    name: 'Austria',
    country: 'AT',
    currency: 'EUR',
    inclusive: false,
    standard: '20',
    reduced: '10',
    delivery: '4.15',
  },
  us: {
    name: 'United States',
    country: 'US',
    currency: 'USD',
    inclusive: false,
    standard: '8.25',
    reduced: '8.25',
    delivery: '5.99',
  },
  jp: {
    name: 'Japan',
    country: 'JP',
    currency: 'JPY',
    inclusive: true,
    standard: '10',
    reduced: '8',
    delivery: '650',
  },
  kr: {
    name: 'Japan, net prices',
    country: 'KR',
    currency: 'JPY',
    inclusive: false,
    standard: '10',
    reduced: '8',
    delivery: '590',
  },
};

export const products = {
  tee: { title: 'Tee', prices: { de: '19.99', at: '16.66', us: '21.49', jp: '2480', kr: '2255' } },
  mug: { title: 'Mug', prices: { de: '7.33', at: '6.11', us: '7.77', jp: '733', kr: '667' } },
  book: {
    title: 'Book',
    reduced: true,
    prices: { de: '12.95', at: '11.77', us: '14.25', jp: '1650', kr: '1528' },
  },
};

/** Vouchers: a share or an amount off all goods, or off each unit of one product. */
export const vouchers = {
  TEN: { percent: '10' },
  SEVENTH: { percent: '14.3' },
  FIVE: { amount: { de: '5.00', at: '5.00', us: '5.00', jp: '500', kr: '500' } },
  TEE15: { percent: '15', product: 'tee' },
};

/** `first` goes back first, all the rest later; `law`: also as a consumer of the EU withdraws. */
export const orders = [
  { id: 'plain', market: 'de', lines: { tee: 3, mug: 2 }, law: true, first: { tee: 1 } },
  { id: 'ten-percent', market: 'de', lines: { tee: 3, mug: 2 }, vouchers: ['TEN'], first: { tee: 1 } },
  { id: 'five-off', market: 'de', lines: { tee: 3, book: 2 }, vouchers: ['FIVE'], first: { tee: 1 } },
  { id: 'line-discount', market: 'de', lines: { tee: 7, book: 1 }, vouchers: ['TEE15'], first: { tee: 2 } },
  { id: 'net-plain', market: 'at', lines: { tee: 3, book: 2 }, law: true, first: { book: 1 } },
  {
    id: 'net-ten-percent',
    market: 'at',
    lines: { tee: 3, book: 3 },
    vouchers: ['TEN'],
    first: { tee: 1, book: 1 },
  },
  { id: 'net-five-off', market: 'at', lines: { tee: 3, mug: 7 }, vouchers: ['FIVE'], first: { mug: 2 } },
  { id: 'dollars', market: 'us', lines: { tee: 3, mug: 1 }, vouchers: ['SEVENTH'], first: { tee: 1 } },
  { id: 'dollars-line', market: 'us', lines: { tee: 2, book: 3 }, vouchers: ['TEE15'], first: { tee: 1 } },
  { id: 'yen-plain', market: 'jp', lines: { tee: 3, book: 2 }, first: { tee: 1 } },
  { id: 'yen-seventh', market: 'jp', lines: { tee: 3, mug: 4 }, vouchers: ['SEVENTH'], first: { mug: 1 } },
  {
    id: 'yen-net-five',
    market: 'kr',
    lines: { tee: 3, book: 3 },
    vouchers: ['FIVE'],
    first: { tee: 1, book: 1 },
  },
];
