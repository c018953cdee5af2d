// Every status and reason that is known of a shop system means something here; marketplaces are asked document by document in
// marketplaces.test.mjs. The lists are not part of the project and are read where they are at hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at, readJson } from './support.mjs';

const shared = process.env.AFTERSALE_SHARED ?? at('../shared');
const path = `${shared}/payloads/refs/status_reason_maps.json`;
const skip = existsSync(path) ? false : 'the lists are not here (AFTERSALE_SHARED)';

/** Which of the lists are statuses of returns, and which are reasons. Others are decisions, kinds and filters. */
const lists = {
  shopify: { statuses: ['Return.status'], reasons: ['ReturnReason (deprecated)'] },
  medusa: { statuses: ['return.status'] },
  vendure: { statuses: ['Refund.state'] },
  saleor: { statuses: ['FulfillmentStatus', 'OrderGrantedRefundStatus'] },
  bigcommerce: { statuses: ['Return.status (beta schema)'] },
  magento: { statuses: ['ReturnStatus'] },
  commercetools: { statuses: ['ReturnShipmentState', 'ReturnPaymentState'] },
  ebay: { statuses: ['ReturnState'], reasons: ['ReturnReason'] },
};
const natives = (list) => (Array.isArray(list) ? list : Object.keys(list));

for (const [storefront, { statuses = [], reasons = [] }] of Object.entries(lists)) {
  test(`${storefront}: all that is known of it`, { skip }, () => {
    const refs = JSON.parse(readFileSync(path, 'utf8'))[storefront];
    const manifest = readJson(`plugins/${storefront}/plugin.json`);
    const known = (words) => new Set(Object.keys(words ?? {}).map((word) => word.toLowerCase()));
    const missing = (wanted, words) =>
      wanted
        .flatMap((name) => natives(refs[name]))
        .filter((native) => !known(words).has(native.toLowerCase()));
    assert.deepEqual(missing(statuses, manifest.statuses), []);
    assert.deepEqual(missing(reasons, manifest.reasons?.read), []);
  });
}
