// What a customer may turn to the shop for from the list of orders, and how it stands in an address.
import type { Order, Topic } from 'aftersale';

const all: readonly Topic[] = [
  'exchange',
  'refund_before_dispatch',
  'not_received',
  'damaged',
  'repair',
  'price_protection',
  'complaint',
  'inquiry',
];

/** By where the order is; the wizard says what of it is possible, and why the rest is not. */
export function topicsFor({ shipments = [] }: Order): readonly Topic[] {
  const sent = shipments.some(({ status }) => status === 'shipped' || status === 'delivered');
  const arrived = shipments.some(({ status }) => status === 'delivered');
  if (!sent) return ['refund_before_dispatch', 'complaint', 'inquiry'];
  if (!arrived) return ['not_received', 'complaint', 'inquiry'];
  return all.filter((topic) => topic !== 'refund_before_dispatch');
}

export function topicIn(search: string): Topic {
  const named = new URLSearchParams(search).get('about');
  return all.find((topic) => topic === named) ?? 'return';
}
