// What the playground begins with.

import type { Shared } from './share.js';

const text = (value: unknown): string => JSON.stringify(value, null, 2);
const eur = (amount: number) => ({ amount, currency: 'EUR' });

const policy = (id: string, title: string, rules: readonly object[]): string =>
  text({ schema: 'aftersale/policy/1', id, title, layer: 'merchant', versions: [{ version: '1', rules }] });

const common = [
  { id: 'money-back', resolutions: [{ resolution: 'original_payment_method' }] },
  { id: 'by-parcel', method: { method: 'by_mail', payer: 'merchant', label: 'qr' } },
];

export const policies: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'Thirty days',
    text: policy('thirty-days', 'Thirty days', [
      { id: 'window', title: '30 days to send it back', window: { days: 30, from: 'delivery' } },
      ...common,
      {
        id: 'credit',
        resolutions: [{ resolution: 'store_credit', bonusBasisPoints: 1000, recommended: true }],
      },
    ]),
  },
  {
    name: 'Final sale, and a fee',
    text: policy('outlet', 'Outlet', [
      { id: 'window', title: '14 days to send it back', window: { days: 14, from: 'delivery' } },
      {
        id: 'final-sale',
        title: 'Final sale stays with you',
        when: { field: 'line.finalSale', op: 'is', value: true },
        basis: ['customer_remorse'],
        exclude: { code: 'final_sale' },
      },
      {
        id: 'restocking',
        title: '15 % for putting it back on the shelf',
        basis: ['customer_remorse'],
        fee: { kind: 'restocking', basisPoints: 1500, waivedFor: ['exchange'] },
      },
      { id: 'proof', basis: ['damaged_in_transit', 'item_defect'], evidence: { kind: 'photo', min: 1 } },
      { id: 'exchange', resolutions: [{ resolution: 'exchange' }] },
      ...common,
    ]),
  },
  {
    name: 'Nothing but the law',
    text: policy('law-only', 'Nothing but the law', [
      { id: 'by-parcel', method: { method: 'by_mail', payer: 'buyer', cost: eur(490), label: 'print' } },
    ]),
  },
];

function order(
  country: string,
  zone: string,
  more: { readonly finalSale?: boolean; readonly delivered?: string },
): string {
  return text({
    id: '1042',
    number: '1042',
    createdAt: '2026-05-08T09:12:00Z',
    currency: 'EUR',
    taxMode: 'inclusive',
    timeZone: zone,
    buyer: { country },
    lines: [
      {
        id: 'coat',
        title: 'Rain coat',
        variant: 'M, moss green',
        quantity: 1,
        unitPrice: eur(8900),
        discounts: [{ amount: eur(890), code: 'SPRING' }],
        ...(more.finalSale ? { attributes: { finalSale: true } } : {}),
      },
      { id: 'lamp', title: 'Desk lamp', variant: 'black', quantity: 2, unitPrice: eur(5990) },
    ],
    shipments: [
      {
        id: 'parcel-1',
        status: 'delivered',
        shippedAt: '2026-05-09T15:00:00Z',
        delivered: { at: more.delivered ?? '2026-05-12T11:40:00Z' },
        lines: [
          { line: 'coat', quantity: 1 },
          { line: 'lamp', quantity: 2 },
        ],
      },
    ],
    shipping: [{ id: 'standard', price: eur(495) }],
    tenders: [{ id: 'card', kind: 'card', label: 'Visa 4242', amount: eur(20485) }],
  });
}

const shopify = text({
  id: 5501,
  name: '#5501',
  created_at: '2026-05-08T11:12:00+02:00',
  currency: 'EUR',
  taxes_included: true,
  financial_status: 'paid',
  fulfillment_status: 'fulfilled',
  customer: { id: 7, email: 'kim@example.com' },
  shipping_address: { country_code: 'FR', city: 'Lyon', zip: '69001' },
  line_items: [
    {
      id: 81,
      title: 'Linen shirt',
      variant_title: 'L / white',
      quantity: 1,
      price: '59.00',
      requires_shipping: true,
      fulfillment_status: 'fulfilled',
    },
  ],
  shipping_lines: [{ id: 9, title: 'Standard', price: '4.90' }],
  fulfillments: [
    {
      id: 31,
      status: 'success',
      shipment_status: 'delivered',
      created_at: '2026-05-09T09:00:00+02:00',
      updated_at: '2026-05-11T16:20:00+02:00',
      line_items: [{ id: 81, quantity: 1 }],
    },
  ],
  total_price: '63.90',
});

export const orders: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'Germany, delivered last week', text: order('DE', 'Europe/Berlin', { finalSale: true }) },
  {
    name: 'China, delivered five days ago',
    text: order('CN', 'Asia/Shanghai', { delivered: '2026-05-15T03:10:00Z' }),
  },
  { name: 'United States, no law of returns', text: order('US', 'America/New_York', {}) },
  { name: 'As Shopify sends it', text: shopify },
];

export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  ja: '日本語',
  'zh-CN': '中文',
  ar: 'العربية',
};

export const first: Shared = {
  policy: policies[0]?.text ?? '',
  order: orders[0]?.text ?? '',
  now: '2026-05-20T10:00:00Z',
  locale: 'en',
};
