// One Restate object per order, without Restate: the whole wire, effects and deadlines, and what happens when an attempt fails.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRestateBackend, restateServices } from 'aftersale/backends/restate';
import { createWebhooks } from 'aftersale/server';
import { createEngine } from './engine.mjs';
import { kitPasses, peopleOf, trades } from './people.mjs';
import { command, customer, desk, hour, orderOf, policy, requestFor, start } from './shop.mjs';

function openEngine({ clock = Date.now, fail, policies, webhooks } = {}) {
  const restate = createEngine({ clock, fail });
  const { options, tokens, ...rest } = trades(clock);
  const { auth, onError, ...deciding } = options;
  const services = { ...deciding, ...(policies ? { policies } : {}), shards: 3, onError, webhooks };
  restateServices(restate.sdk, services);
  const door = createRestateBackend({
    ingress: 'http://restate',
    fetch: restate.fetch,
    shards: 3,
    pollMs: 20,
    auth,
    clock,
    onError,
  });
  return { restate, ...rest, ...peopleOf(door, tokens) };
}

kitPasses(openEngine);

describe('what follows on a decision', () => {
  const types = async (reader) => (await reader.get('order/o-1')).events.map(({ t }) => t);

  async function toRefund(shop, [ada, ava]) {
    await shop.put(orderOf(), 'ada', [policy]);
    const asked = command('request', requestFor(orderOf()));
    await ada.push(asked);
    const step = (t, base, p = {}) => ava.push(command(t, { case: asked.case, base, p }));
    const items = [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }];
    await step('approve', 1);
    await step('receive', 2);
    await step('inspect', 3, { items });
    return step;
  }

  test('a refund is paid once, though the call that pays it is made again', async () => {
    const shop = openEngine({ clock: () => start });
    shop.provider.loseAnswers = 2;
    const both = [await shop.as(customer), await shop.as(desk)];
    const step = await toRefund(shop, both);
    await step('refund', 4);
    await shop.restate.settle();
    assert.deepEqual([...shop.provider.paid.values()], [1000]);
    assert.equal(shop.provider.calls, 3);
    assert.ok((await types(both[1])).includes('refund.confirmed'));
  });

  test('a refund that a clock asks for is paid as well', async () => {
    let now = start;
    const shop = openEngine({ clock: () => now });
    const both = [await shop.as(customer), await shop.as(desk)];
    await toRefund(shop, both);
    await shop.restate.settle();
    assert.equal(shop.provider.paid.size, 0);
    // Nobody does anything for as long as the policy gives the shop to pay back.
    for (let days = 0; days < 10; days++) {
      now += 24 * hour;
      await shop.restate.settle();
    }
    assert.deepEqual([...shop.provider.paid.values()], [1000]);
    const seen = await types(await shop.as(desk));
    assert.equal(seen.filter((type) => type === 'refund.confirmed').length, 1, seen.join(' '));
  });

  test('silence counts when its time has come, not before', async () => {
    let now = start;
    const shop = openEngine({ clock: () => now });
    await shop.put(orderOf(), 'ada', [policy]);
    const ada = await shop.as(customer);
    await ada.push(command('request', requestFor(orderOf())));
    now = start + 12 * hour - 1000;
    await shop.restate.settle();
    assert.ok(!(await types(ada)).includes('case.approved'));
    now += 2000;
    await shop.restate.settle();
    assert.ok((await types(ada)).includes('case.approved'));
    assert.equal((await ada.get('pull')).events.at(-1).t, 'case.approved', 'the feed has heard of it');
  });

  test('a call that fails half-way is made again, and nothing is there twice', async () => {
    const failing = new Set(['now']);
    const shop = openEngine({
      clock: () => start,
      fail: (name, tries) => {
        if (failing.has(name) && tries < 3) throw new Error('the machine is gone');
      },
    });
    await shop.put(orderOf(), 'ada', [policy]);
    const ada = await shop.as(customer);
    const { receipts } = await ada.push(command('request', requestFor(orderOf())));
    assert.equal(receipts[0].st, 'applied');
    assert.equal((await ada.get('order/o-1')).head.seq, 1);
  });

  test('an order that cannot be judged is a 500, and its next command may do better', async () => {
    let broken = true;
    const shop = openEngine({
      clock: () => start,
      policies: () => {
        if (broken) throw new Error('no rules today');
        return [policy];
      },
    });
    await shop.put(orderOf(), 'ada', [policy]);
    const ada = await shop.as(customer);
    const asked = command('request', requestFor(orderOf()));
    assert.deepEqual((await ada.push(asked)).ids, [asked.id]);
    broken = false;
    assert.equal((await ada.push(asked)).receipts[0].st, 'applied');
    assert.match(String(shop.errors[0]), /no rules today/);
  });

  test('other systems are told of each event, once it is one', async () => {
    const heard = [];
    const webhooks = (store) =>
      createWebhooks({
        store,
        source: 'https://shop.example/case-sync',
        endpoints: [{ id: 'erp', url: 'https://erp.example/hook', secret: `whsec_${btoa('a'.repeat(32))}` }],
        clock: () => start,
        fetch: async (_url, { body }) => {
          heard.push(JSON.parse(body));
          return new Response(null, { status: 204 });
        },
      });
    const shop = openEngine({ clock: () => start, webhooks });
    await shop.put(orderOf(), 'ada', [policy]);
    const ada = await shop.as(customer);
    await ada.push(command('request', requestFor(orderOf())));
    await shop.restate.settle();
    assert.equal(heard.length, 1, JSON.stringify(heard));
    assert.equal(heard[0].type, 'aftersale.case.opened');
  });
});
