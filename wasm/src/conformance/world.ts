// The shop that the kit plays in: orders of three mugs, one policy, five people. A backend takes it in before the kit begins.

import type { Order, Policy } from '../generated/types.js';

export type Role = 'customer' | 'merchant' | 'carrier';

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  /** How long the token is good from now on; below zero: it was good once. */
  readonly hours: number;
}

/** What a backend is given before the kit begins. */
export interface Setup {
  readonly kit: 'aftersale/conformance/1';
  readonly people: readonly Person[];
  readonly policies: readonly Policy[];
  /** `subject` is the customer that the order belongs to. */
  readonly orders: readonly { readonly subject: string; readonly order: Order }[];
}

/** What it answers: a bearer token for each of the people. */
export interface SetupAnswer {
  readonly tokens: Readonly<Record<string, string>>;
}

export const people: readonly Person[] = [
  { id: 'kit-ada', role: 'customer', name: 'Ada', hours: 12 },
  { id: 'kit-eve', role: 'customer', name: 'Eve', hours: 12 },
  { id: 'kit-desk', role: 'merchant', name: 'Ava', hours: 12 },
  { id: 'kit-nord', role: 'carrier', name: 'Nordpost', hours: 12 },
  { id: 'kit-late', role: 'customer', name: 'Ada', hours: -1 },
];

export const policy: Policy = {
  schema: 'aftersale/policy/1',
  id: 'kit',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', basis: ['customer_remorse'], window: { days: 30, from: 'delivery' } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'store', method: { method: 'in_store', payer: 'merchant' } },
        { id: 'ask', approval: { mode: 'manual', code: 'always' } },
        // biome-ignore lint/suspicious/noThenProperty: it is what the wire calls it
        { id: 'answer', response: { withinHours: 48, then: 'approve' } },
        { id: 'refund', refund: { withinDays: 5, of: 'receipt' } },
      ],
    },
  ],
};

const DAY = 86_400_000;
const second = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const euros = (amount: number) => ({ amount, currency: 'EUR' });

/** An order that was delivered some days ago, in a country without a statute pack: the kit's policy is all there is. */
export function orderOf(id: string, buyer: string, now: number, deliveredDaysAgo = 5, quantity = 3): Order {
  const delivered = now - deliveredDaysAgo * DAY;
  return {
    id,
    number: id,
    createdAt: second(delivered - 5 * DAY),
    currency: 'EUR',
    taxMode: 'inclusive',
    channel: 'store',
    buyer: { id: buyer, name: 'Ada', country: 'CH' },
    lines: [{ id: 'mug', title: 'Mug', quantity, unitPrice: euros(1000) }],
    shipments: [
      {
        id: 's',
        lines: [{ line: 'mug', quantity }],
        status: 'delivered',
        shippedAt: second(delivered - DAY),
        delivered: { at: second(delivered) },
      },
    ],
    tenders: [{ id: 'card', kind: 'card', amount: euros(1000 * quantity) }],
  };
}
