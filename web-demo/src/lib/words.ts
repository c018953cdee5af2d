// Words of the pages for codes of the core; the widget has its own table. A code without words is shown in its own.

import { readable } from 'aftersale/widget';

const table: Record<string, Record<string, string>> = {
  stage: {
    requested: 'Waiting for an answer',
    approved: 'Approved, waiting for the parcel',
    in_transit: 'On its way back',
    received: 'Arrived, to be inspected',
    inspected: 'Inspected',
    refund_pending: 'Refund on its way',
    refunded: 'Refunded',
    refused: 'Refused',
    canceled: 'Withdrawn',
    expired: 'Never sent',
    closed: 'Closed',
  },
  short: {
    requested: 'To answer',
    approved: 'Waiting for parcel',
    in_transit: 'In transit',
    received: 'To inspect',
    inspected: 'To refund',
    refund_pending: 'Refund pending',
    refunded: 'Refunded',
    refused: 'Refused',
    canceled: 'Withdrawn',
    expired: 'Expired',
    closed: 'Closed',
  },
  resolution: {
    original_payment_method: 'Money back',
    store_credit: 'Store credit',
    exchange: 'Exchange',
    replacement: 'Replacement',
    repair: 'Repair',
    keep_item: 'Keeps it, money back',
    partial_refund: 'Keeps it, part of the money',
  },
  method: {
    by_mail: 'By parcel',
    in_store: 'In a shop',
    at_kiosk: 'At a parcel locker',
    pickup: 'Picked up',
    keep: 'Nothing goes back',
  },
  grade: { as_new: 'As new', opened: 'Opened', used: 'Used', damaged: 'Damaged', wrong_item: 'Another item' },
  disposition: {
    restock: 'Back on sale',
    refurbish: 'Refurbish',
    recycle: 'Recycle',
    dispose: 'Dispose',
    return_to_sender: 'Back to the buyer',
    missing: 'Not there',
  },
  who: {
    seller: 'You',
    buyer: 'Customer',
    carrier: 'Carrier',
    system: 'Shop software',
    platform: 'Supervisor',
    host: 'Host',
    insurer: 'Insurer',
  },
  outcome: {
    approve: 'then it counts as approved',
    refuse: 'then it counts as refused',
    escalate: 'then it goes to a supervisor',
    expire: 'then it expires',
    receive: 'then it counts as received',
    inspect: 'then it counts as inspected, as new',
    refund: 'then the refund goes out by itself',
    retry: 'then the payment is asked after',
    close: 'then it is closed',
    by_policy: 'then your policy decides',
  },
  refusal: {
    outside_window: 'The window has closed',
    not_as_claimed: 'What we see is not what was described',
    excluded: 'This item is excluded',
    signs_of_use: 'It shows signs of use',
    evidence_insufficient: 'The photos do not show it',
    other: 'Another reason',
  },
  event: {
    'case.opened': 'Requested',
    'case.approved': 'Approved',
    'case.refused': 'Refused',
    'case.canceled': 'Withdrawn',
    'goods.shipped': 'Handed to the carrier',
    'goods.received': 'Received',
    'goods.inspected': 'Inspected',
    'case.expired': 'Expired',
    'refund.issued': 'Refund ordered',
    'refund.confirmed': 'Refund confirmed',
    'refund.failed': 'Refund failed',
    'case.escalated': 'Passed on',
    'case.closed': 'Closed',
    'case.reopened': 'Taken up again',
    'case.appealed': 'Appealed',
    'case.noted': 'Note',
  },
  sync: {
    saved: 'Saved on this device',
    sending: 'Sending',
    sent: 'Sent',
    confirmed: 'Confirmed by the shop',
    needs_you: 'Needs you',
  },
};

export const words = (kind: string, code: string): string => table[kind]?.[code] ?? readable(code);
export const choices = (kind: string): [code: string, text: string][] => Object.entries(table[kind] ?? {});

export function stageTone(stage: string): string {
  if (['refunded', 'closed'].includes(stage)) return 'good';
  if (['requested', 'received', 'inspected'].includes(stage)) return 'warn';
  if (['refused', 'expired', 'canceled'].includes(stage)) return 'bad';
  return 'info';
}
