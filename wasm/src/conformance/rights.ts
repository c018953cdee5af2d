// Nobody sees, touches or can tell of what is none of their business.

import { isWithheld } from '../sync/chain.js';
import { sha256 } from '../sync/sha256.js';
import { picture, uploaded } from './blobs.js';
import { type Answer, command, type Device, expect, expectProblem, same } from './device.js';
import type { Check, Kit } from './kit.js';
import { chainHolds } from './log.js';
import { opened } from './receipts.js';

/** Every endpoint, asked about an order. */
const endpoints: readonly (readonly [string, (device: Device, order: string) => Promise<Answer>])[] = [
  ['push', (device) => device.push([])],
  ['pull', (device) => device.get('pull?cursor=')],
  ['heads', (device) => device.get('heads')],
  ['order', (device, order) => device.get(`order/${order}`)],
  ['poke', (device) => device.get('poke')],
  [
    'blob_create',
    (device, order) =>
      device.post('blob', JSON.stringify({ sha256: 'a'.repeat(64), size: 20, type: 'image/png', order })),
  ],
  [
    'blob_patch',
    (device) =>
      device.call('PATCH', `blob/${'a'.repeat(64)}`, {
        body: 'x',
        headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      }),
  ],
  ['blob_head', (device) => device.call('HEAD', `blob/${'a'.repeat(64)}`)],
  ['blob_get', (device) => device.get(`blob/${'a'.repeat(64)}`)],
];

/** A shop's own claim against the carrier, on an order. */
export async function claimed(kit: Kit, order: string) {
  const claim = command('request', {
    order,
    p: {
      request: { kind: 'damage_claim', items: [{ line: 'mug', quantity: 1, reason: 'damaged_in_transit' }] },
      text: 'The parcel was wet',
    },
  });
  await kit.device('desk').applied(claim, "the shop's claim against the carrier");
  return claim;
}

/** Who has no business here: nobody, somebody whose time is over, and somebody who altered a token. */
const outsiders: readonly (readonly [string, string, (kit: Kit) => Device])[] = [
  ['nobody', 'without a token', (kit) => kit.device('nobody')],
  ['expired', 'with a token that has expired', (kit) => kit.device('late')],
  ['altered', 'with a token that was altered', (kit) => kit.device('ada', altered(kit.token('ada')))],
];

/** One character in the middle is another one. */
function altered(token: string): string {
  const at = Math.floor(token.length / 3);
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

export const rightChecks: readonly Check[] = [
  ...outsiders.flatMap(([name, what, device]) =>
    endpoints.map(
      ([endpoint, call]): Check => ({
        id: `rights.${name}_${endpoint}`,
        rule: 'R12',
        title: `${endpoint} ${what} is 401`,
        async run(kit) {
          const answer = await call(device(kit), kit.spare);
          same(answer.status, 401, 'status');
        },
      }),
    ),
  ),
  {
    id: 'rights.stranger_pull',
    rule: 'R12',
    title: "a stranger's pull holds nothing of the order",
    async run(kit) {
      const { order } = await opened(kit);
      const eve = kit.device('eve');
      for (let cursor = '', more = true; more; ) {
        const { json } = await eve.get(`pull?cursor=${encodeURIComponent(cursor)}`);
        expect(
          json?.events?.every((entry: { order: string }) => entry.order !== order),
          'an entry of another customer',
        );
        ({ cursor, more } = json);
      }
    },
  },
  {
    id: 'rights.stranger_heads',
    rule: 'R12',
    title: "a stranger's heads do not list the order",
    async run(kit) {
      const { order } = await opened(kit);
      const { json } = await kit.device('eve').get('heads');
      expect(
        json.every(([id]: [string]) => id !== order),
        'the order of another customer is listed',
      );
    },
  },
  {
    id: 'rights.stranger_order',
    rule: 'R12',
    title: 'an order of others and one that does not exist get the same 404',
    async run(kit) {
      const { order } = await opened(kit);
      const eve = kit.device('eve');
      const [theirs, nobodys] = [await eve.get(`order/${order}`), await eve.get('order/kit-nobodys')];
      expectProblem(theirs, 404);
      same(theirs.body, nobodys.body, 'the two answers');
    },
  },
  {
    id: 'rights.stranger_push',
    rule: 'R12',
    title: 'commands on an order of others are rejected as if it were not there',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const eve = kit.device('eve');
      for (const each of [
        kit.request(order),
        command('cancel', { order, case: id, base: 1 }),
        command('message', { order, case: id, base: 1, p: { text: 'x' } }),
      ])
        await eve.rejected(each, ['order_not_found'], `${each.t} by a stranger`);
      await eve.rejected(command('cancel', { order: 'kit-nobodys' }), ['order_not_found'], 'one on no order');
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'rights.stranger_case',
    rule: 'R12',
    title: 'an order of one’s own is no way into a case of others',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const own = kit.order('eve');
      const eve = kit.device('eve');
      await eve.rejected(kit.request(own, 1, { case: id }), [], 'a request under the id of a case of others');
      await eve.rejected(
        command('message', { order: own, case: id, base: 1, p: { text: 'x' } }),
        [],
        'a message to it',
      );
      same((await eve.log(own)).events.length, 0, "events in the stranger's log");
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'rights.replica_bound',
    rule: 'R12',
    title: "a device's queue stays with whom it began with",
    async run(kit) {
      const { ada } = await opened(kit);
      const eve = kit.device('eve');
      expectProblem(await eve.push([], { replica: ada.replica }), 403, 'replica_bound');
      const own = kit.order('eve');
      expectProblem(await eve.push([kit.request(own)], { replica: ada.replica }), 403, 'replica_bound');
      same((await eve.log(own)).events.length, 0, 'events in the log');
    },
  },
  {
    id: 'rights.withheld',
    rule: 'R12',
    title:
      "of the shop's claim against a carrier a customer learns that there is something, and the chain holds",
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      await claimed(kit, order);
      await ada.applied(kit.request(order));
      const { events, head } = await ada.log(order);
      same(events.map(isWithheld), [true, false], 'which entries are withheld');
      same(Object.keys(events[0] ?? {}).sort(), ['digest', 'h', 'order', 'seq'], 'what a withheld entry has');
      chainHolds(events, head);
      const page = await ada.get('pull?cursor=');
      const pulled = page.json.events.filter((entry: { order: string }) => entry.order === order);
      expect(!JSON.stringify(pulled).includes('damage_claim'), 'a pull tells of the claim');
    },
  },
  {
    id: 'rights.withheld_push',
    rule: 'R12',
    title: 'a customer cannot speak in a case that is none of theirs',
    async run(kit) {
      const order = kit.order();
      const claim = await claimed(kit, order);
      const said = command('message', { order, case: claim.case, base: 1, p: { text: 'x' } });
      await kit.device('ada').rejected(said, [], 'a message to a case that is withheld');
      same((await kit.device('desk').log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'rights.carrier',
    rule: 'R12',
    title: 'a carrier sees the cases it takes part in, and no other order',
    async run(kit) {
      const nord = kit.device('nord');
      const { order } = await opened(kit);
      expectProblem(await nord.get(`order/${order}`), 404);
      const { json } = await nord.get('heads');
      expect(
        json.every(([id]: [string]) => id !== order),
        'an order without a case of the carrier is listed',
      );
      const claim = await claimed(kit, order);
      const { events, head } = await nord.log(order);
      same(events.map(isWithheld), [true, false], 'which entries are withheld');
      chainHolds(events, head);
      const said = command('message', { order, case: claim.case, base: 1, p: { text: 'We look into it' } });
      await nord.applied(said, 'a message to its case');
      await nord.rejected(kit.request(order), [], 'a request by a carrier');
    },
  },
  {
    id: 'rights.stranger_blob',
    rule: 'R12',
    title: 'evidence of others cannot be announced, sent on, measured or read',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const bytes = picture(1);
      const digest = await uploaded(ada, order, bytes);
      const eve = kit.device('eve');
      const announce = { sha256: sha256(picture(2)), size: bytes.length, type: 'image/png', order };
      expectProblem(await eve.post('blob', JSON.stringify(announce)), 404);
      same((await eve.call('HEAD', `blob/${digest}`)).status, 404, 'status of HEAD');
      expectProblem(await eve.get(`blob/${digest}`), 404);
      same((await ada.get(`blob/${digest}`)).status, 200, 'status for its owner');
      same((await kit.device('desk').get(`blob/${digest}`)).status, 200, 'status for the shop');
    },
  },
];
