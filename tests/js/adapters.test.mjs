// The adapters of storefronts against servers on loopback: what is asked again and what never, limits, pages to the last.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createAftersale } from '../../dist/node.js';
import { collect, fixture, load, noting, shopify, storefront } from './storefront-server.mjs';
import { at } from './support.mjs';

describe('calls', () => {
  test('an order comes as text that the codec reads, digits and all', async () => {
    const text = fixture('shopify/fixtures/order-rest.json');
    const { url, seen } = await storefront(() => ({ body: text }));
    const shop = await shopify(url);
    assert.equal(await shop.order('900000000000000007'), text);
    assert.equal(seen[0].path, '/admin/api/2026-07/orders/900000000000000007.json');
    assert.equal(seen[0].headers['x-shopify-access-token'], 'shpat_x');
    const engine = await createAftersale();
    assert.ok(engine.readOrder(text, { plugin: shop.plugin }).order.id);
    engine.close();
  });

  test('a storm of 429 is sat out, by the header where there is one', async () => {
    const { url, seen } = await storefront((_, count) =>
      count < 4
        ? { status: 429, headers: { 'retry-after': '2' }, body: '{"errors":"slow down"}' }
        : { body: '{"orders":[]}' },
    );
    const { waited, wait } = noting();
    await (await shopify(url, { wait })).order('1');
    assert.equal(seen.length, 4);
    assert.deepEqual(waited, [2000, 2000, 2000]);
  });

  test('one that does not end, or asks for too much patience, fails and says how long it would be', async () => {
    const { url, seen } = await storefront(() => ({
      status: 429,
      headers: { 'retry-after': '900' },
      body: '{}',
    }));
    const { wait } = noting();
    await assert.rejects((await shopify(url, { wait })).order('1'), {
      done: 'no',
      retryAfter: 900_000,
      status: 429,
    });
    assert.equal(seen.length, 1);
  });

  test('reading is tried again, a write that may have been carried out is not', async () => {
    const { url, seen } = await storefront(({ method }, count) =>
      method === 'GET' && count === 3
        ? { body: '{}' }
        : count % 2
          ? { status: 502 }
          : (response) => response.destroy(),
    );
    const { wait } = noting();
    const shop = await shopify(url, { wait });
    await shop.order('1');
    assert.equal(seen.length, 3);
    const request = {
      method: 'POST',
      path: '/admin/api/2026-07/graphql.json',
      body: { query: 'mutation { x }' },
    };
    await assert.rejects(shop.send(request), { name: 'StorefrontError', done: 'unknown' });
    assert.equal(seen.length, 4, 'asked once');
  });

  test('what the storefront refuses is not tried again, and was not done', async () => {
    const { url, seen } = await storefront(() => ({ status: 422, body: '{"errors":"no"}' }));
    await assert.rejects((await shopify(url)).order('1'), { status: 422, done: 'no' });
    assert.equal(seen.length, 1);
  });

  test('credentials do not follow a redirect', async () => {
    const other = await storefront(() => ({}));
    const { url } = await storefront(() => ({ status: 302, headers: { location: `${other.url}/x` } }));
    await assert.rejects((await shopify(url)).order('1'), { status: 302 });
    assert.equal(other.seen.length, 0);
  });

  test('GraphQL: what the points say is waited for, and THROTTLED was not done', async () => {
    const cost = { requestedQueryCost: 100, throttleStatus: { currentlyAvailable: 50, restoreRate: 25 } };
    const { url, seen } = await storefront((_, count) => ({
      body: JSON.stringify(
        count === 1
          ? { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost } }
          : { data: {} },
      ),
    }));
    const { waited, wait } = noting();
    await (await shopify(url, { wait })).send({
      method: 'POST',
      path: '/admin/api/2020-01/graphql.json',
      body: { query: 'mutation { x }' },
    });
    assert.deepEqual(waited, [2000]);
    assert.equal(seen[1].path, '/admin/api/2026-07/graphql.json');
  });

  test('GraphQL: errors are errors although the status is 200', async () => {
    const { url } = await storefront(() => ({
      body: '{"errors":[{"message":"no such field","extensions":{"code":"undefinedField"}}]}',
    }));
    await assert.rejects(
      (await shopify(url)).send({ method: 'POST', path: '/admin/api/x/graphql.json', body: {} }),
      {
        code: 'undefinedField',
        done: 'no',
      },
    );
  });
});

describe('pages', () => {
  test('links are followed to the last, on this storefront only', async () => {
    const { url, seen } = await storefront(({ query }) => ({
      headers: query.page_info
        ? {}
        : {
            link: `<https://elsewhere.example/admin/api/2026-07/orders.json?page_info=p2&limit=2>; rel="next"`,
          },
      body: `{"orders":[{"id":${query.page_info ? 2 : 1}}]}`,
    }));
    assert.deepEqual(await collect((await shopify(url)).orders({ size: 2 })), [
      '{"orders":[{"id":1}]}',
      '{"orders":[{"id":2}]}',
    ]);
    assert.equal(seen[1].query.page_info, 'p2');
  });

  test('half a page is asked for again', async () => {
    const { url, seen } = await storefront((_, count) =>
      count === 1
        ? (response) => {
            response.writeHead(200, { 'content-length': '500' });
            response.write('{"orders":[');
            setTimeout(() => response.destroy(), 20);
          }
        : count === 2
          ? { body: '{"orders":[{"id":1' }
          : { body: '{"orders":[]}' },
    );
    const { wait } = noting();
    assert.deepEqual(await collect((await shopify(url, { wait })).orders()), ['{"orders":[]}']);
    assert.equal(seen.length, 3);
  });

  test('a storefront that leads in a circle is left', async () => {
    const { createTikTokShop } = await load('tiktok-shop');
    const { url } = await storefront(() => ({
      body: '{"code":0,"data":{"orders":[],"next_page_token":"again"}}',
    }));
    const shop = createTikTokShop({ appKey: 'a', appSecret: 's', accessToken: 't', shopCipher: 'c', url });
    await assert.rejects(collect(shop.orders()), /circle/);
  });

  test('commercetools: by the last id, with a token that is asked for once and renewed when it is refused', async () => {
    const { createCommercetools } = await load('commercetools');
    let tokens = 0;
    const auth = await storefront(({ headers, body }) => {
      assert.equal(headers.authorization, `Basic ${Buffer.from('me:secret').toString('base64')}`);
      assert.match(body, /grant_type=client_credentials/);
      tokens += 1;
      return { body: JSON.stringify({ access_token: `t${tokens}`, expires_in: 172_800 }) };
    });
    const api = await storefront(({ headers, query }) => {
      if (headers.authorization === 'Bearer t1' && tokens === 1 && query.where) return { status: 401 };
      const results = query.where?.includes('id > "b"') ? [] : [{ id: 'a' }, { id: 'b' }];
      return { body: JSON.stringify({ results }) };
    });
    const shop = createCommercetools({
      project: 'p',
      clientId: 'me',
      clientSecret: 'secret',
      urls: { api: api.url, auth: auth.url },
    });
    assert.equal((await collect(shop.orders({ size: 2 }))).length, 2);
    assert.equal(tokens, 2);
    assert.equal(api.seen[0].path, '/p/orders');
  });

  test('Magento: the last page is not read again and again', async () => {
    const { createMagento } = await load('magento');
    const { url, seen } = await storefront(() => ({ body: '{"items":[],"total_count":101}' }));
    await collect(createMagento({ url, token: 't' }).orders({ size: 50 }));
    assert.deepEqual(
      seen.map(({ query }) => query['searchCriteria[currentPage]']),
      ['1', '2', '3'],
    );
    assert.equal(seen[0].headers.authorization, 'Bearer t');
  });

  test('what a storefront does not have is said', async () => {
    const { createPinduoduo } = await load('pinduoduo');
    const shop = createPinduoduo({
      clientId: 'a',
      clientSecret: 's',
      accessToken: 't',
      url: 'http://127.0.0.1:1',
    });
    await assert.rejects(collect(shop.orders()), { name: 'NotThere' });
    await assert.rejects(shop.webhook({ headers: {}, body: '' }), { name: 'NotThere' });
  });
});

test('contents that are texts are opened, and keep their digits', async () => {
  const { openContents } = await load('taobao');
  const message = JSON.parse(fixture('taobao/fixtures/message-refund.json'));
  const content = '{"refund_id":9007199254740993123,"note":"a \\"b\\"","tid":2900000000000000011}';
  const sent = JSON.stringify({ ...message, content });
  assert.ok(openContents(sent).includes(`"content":${content}`));
  assert.equal(openContents('{"content":"hello","data":"{broken"}'), '{"content":"hello","data":"{broken"}');
  assert.equal(openContents('{"data":"{\\"info\\":\\"[1]\\"}"}'), '{"data":{"info":[1]}}');
  const engine = await createAftersale();
  const packed = JSON.stringify({ ...message, content: JSON.stringify(message.content) });
  assert.deepEqual(engine.readUpdate(openContents(packed)), engine.readUpdate(JSON.stringify(message)));
  engine.close();
});

test('every plugin has an adapter, and the table says what it cannot do', () => {
  for (const name of readdirSync(at('plugins'))) {
    if (name.startsWith('_') || !existsSync(at(`plugins/${name}/codec.cpp`))) continue;
    assert.ok(existsSync(at(`dist/plugins/${name}.js`)), name);
    const facts = JSON.parse(fixture(`${name}/adapter.json`));
    assert.deepEqual(Object.keys(facts).sort(), ['credentials', 'limits', 'missing', 'webhooks'], name);
    assert.ok(
      readFileSync(at('docs/storefronts.md'), 'utf8').includes(facts.missing.replaceAll('|', '\\|')),
      name,
    );
  }
});
