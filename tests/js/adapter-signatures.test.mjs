// Who signs what to which storefront, and news that is not the storefront's.
import assert from 'node:assert/strict';
import { createHash, createHmac, createSign, generateKeyPairSync, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import { load, noting, refused, shopify, storefront } from './storefront-server.mjs';

describe('signatures', () => {
  test('Taobao: the example of its documentation', async () => {
    const { signTaobao } = await load('taobao');
    const params = {
      method: 'taobao.item.seller.get',
      app_key: '12345678',
      session: 'test',
      timestamp: '2016-01-01 12:00:00',
      format: 'json',
      v: '2.0',
      sign_method: 'md5',
      fields: 'num_iid,title,nick,price,num',
      num_iid: '11223344',
    };
    assert.equal(await signTaobao(params, 'helloworld'), '66987CB115214E59E6EC978214934FB8');
  });

  test('Taobao: the codec’s requests, as a form that is signed as a whole', async () => {
    const { createTaobao } = await load('taobao');
    const { url, seen } = await storefront(() => ({ body: '{"rp_refunds_agree_response":{}}' }));
    const shop = createTaobao({
      appKey: 'k',
      appSecret: 's',
      session: 'se',
      url,
      clock: () => Date.UTC(2026, 4, 1, 10),
    });
    await shop.send({
      method: 'POST',
      path: '/router/rest?method=taobao.rp.refunds.agree',
      body: { refund_infos: '1|2|3|onsale' },
    });
    const { sign, ...params } = Object.fromEntries(new URLSearchParams(seen[0].body));
    assert.equal(params.method, 'taobao.rp.refunds.agree');
    assert.equal(params.timestamp, '2026-05-01 18:00:00');
    const text = Object.keys(params)
      .sort()
      .map((name) => name + params[name])
      .join('');
    assert.equal(sign, createHmac('sha256', 's').update(text).digest('hex').toUpperCase());
  });

  test('Pinduoduo: MD5 of all between the secret; refusals inside an answer are refusals', async () => {
    const { createPinduoduo } = await load('pinduoduo');
    const { url, seen } = await storefront((_, count) => ({
      body:
        count === 1
          ? '{"order_info_get_response":{}}'
          : '{"error_response":{"error_code":10019,"error_msg":"access_token expired"}}',
    }));
    const shop = createPinduoduo({
      clientId: 'c',
      clientSecret: 's',
      accessToken: 't',
      url,
      clock: () => 1_700_000_000_000,
    });
    await shop.order('230101-1');
    const { sign, ...params } = Object.fromEntries(new URLSearchParams(seen[0].body));
    const text = Object.keys(params)
      .sort()
      .map((name) => name + params[name])
      .join('');
    assert.equal(sign, createHash('md5').update(`s${text}s`).digest('hex').toUpperCase());
    assert.equal(params.order_sn, '230101-1');
    await assert.rejects(shop.order('2'), { code: '10019', done: 'no' });
  });

  test('TikTok Shop: path, parameters and body; a key makes a return safe to ask for twice', async () => {
    const { createTikTokShop } = await load('tiktok-shop');
    const { url, seen } = await storefront((_, count) =>
      count === 1 ? { status: 503 } : { body: '{"code":0,"data":{}}' },
    );
    const { wait } = noting();
    const shop = createTikTokShop({
      appKey: 'a',
      appSecret: 's',
      accessToken: 't',
      shopCipher: 'c',
      url,
      wait,
      clock: () => 1_700_000_000_000,
    });
    await shop.send(
      { method: 'POST', path: '/return_refund/202309/returns', body: { order_id: '1' } },
      { key: 'case-1' },
    );
    assert.equal(seen.length, 2, 'asked again');
    const { sign, ...params } = seen[1].query;
    const text = Object.keys(params)
      .sort()
      .map((name) => name + params[name])
      .join('');
    const wanted = createHmac('sha256', 's')
      .update(`s/return_refund/202309/returns${text}{"order_id":"1"}s`)
      .digest('hex');
    assert.equal(sign, wanted);
    assert.equal(params.idempotency_key, 'case-1');
    assert.equal(seen[1].headers['x-tts-access-token'], 't');
  });

  test('Douyin, Kuaishou: all of the call under the secret', async () => {
    const { createDouyin } = await load('douyin');
    const { createKuaishou } = await load('kuaishou');
    const { url, seen } = await storefront(({ path }) => ({
      body: path.startsWith('/open/') ? '{"result":1}' : '{"code":10000}',
    }));
    const clock = () => Date.UTC(2026, 4, 1, 10);
    await createDouyin({ appKey: 'k', appSecret: 's', accessToken: 't', url, clock }).send({
      method: 'POST',
      path: '/afterSale/operate',
      body: { type: 101, items: [{ z: 1, aftersale_id: '9' }] },
    });
    const [operate] = seen;
    assert.equal(operate.body, '{"items":[{"aftersale_id":"9","z":1}],"type":101}');
    const inside = `app_keykmethodafterSale.operateparam_json${operate.body}timestamp2026-05-01 18:00:00v2`;
    assert.equal(operate.query.sign, createHmac('sha256', 's').update(`s${inside}s`).digest('hex'));
    await createKuaishou({ appKey: 'k', signSecret: 's', accessToken: 't', url, clock }).order('7');
    const { sign, ...params } = seen[1].query;
    assert.equal(params.method, 'open.order.detail');
    const text = Object.keys(params)
      .sort()
      .map((name) => `${name}=${params[name]}`)
      .join('&');
    assert.equal(sign, createHmac('sha256', 's').update(`${text}&signSecret=s`).digest('base64'));
  });

  test('eBay: one token, two schemes; Amazon: its own header', async () => {
    const { createEbay } = await load('ebay');
    const { createAmazon } = await load('amazon');
    const answer = ({ path }) => ({
      body: /oauth2|o2/.test(path) ? '{"access_token":"tok","expires_in":7200}' : '{}',
    });
    const { url, seen } = await storefront(answer);
    const shop = createEbay({ clientId: 'i', clientSecret: 's', refreshToken: 'r', url });
    await shop.order('1');
    await shop.returnOf('2');
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization.split(' ')[0]),
      ['Basic', 'Bearer', 'IAF'],
    );
    await createAmazon({
      clientId: 'i',
      clientSecret: 's',
      refreshToken: 'r',
      marketplaces: ['M'],
      url,
      tokenUrl: `${url}/auth/o2/token`,
    }).order('9');
    assert.equal(seen.at(-1).headers['x-amz-access-token'], 'tok');
  });

  test('Weixin: a token in the address, and another when that one is no good', async () => {
    const { createWeixin } = await load('weixin');
    let tokens = 0;
    const { url } = await storefront(({ path, query }) => {
      if (path === '/cgi-bin/stable_token') {
        tokens += 1;
        return { body: `{"access_token":"t${tokens}","expires_in":7200}` };
      }
      return {
        body:
          query.access_token === 't1' ? '{"errcode":42001,"errmsg":"expired"}' : '{"errcode":0,"order":{}}',
      };
    });
    assert.match(await createWeixin({ appId: 'a', appSecret: 's', url }).order('1'), /"order"/);
    assert.equal(tokens, 2);
  });
});

describe('webhooks', () => {
  const body = '{"id":820982911946154508}';
  const signed = (secret, text, how = 'base64') => createHmac('sha256', secret).update(text).digest(how);

  test('Shopify, WooCommerce, TikTok Shop, BigCommerce: signed, once; not unsigned, not altered', async () => {
    const shops = [
      [
        await shopify('http://127.0.0.1:1'),
        { 'X-Shopify-Hmac-Sha256': signed('hush', body), 'X-Shopify-Webhook-Id': 'w1' },
      ],
      [
        (await load('woocommerce')).createWooCommerce({
          url: 'http://127.0.0.1:1',
          key: 'k',
          secret: 's',
          webhookSecret: 'hush',
        }),
        { 'X-WC-Webhook-Signature': signed('hush', body), 'X-WC-Webhook-Delivery-ID': 'd1' },
      ],
      [
        (await load('tiktok-shop')).createTikTokShop({
          appKey: 'key',
          appSecret: 'hush',
          accessToken: 't',
          shopCipher: 'c',
        }),
        { Authorization: signed('hush', `key${body}`, 'hex') },
      ],
      [
        (await load('bigcommerce')).createBigCommerce({
          store: 's',
          accessToken: 't',
          webhookHeader: ['X-Shop', 'hush'],
        }),
        { 'X-Shop': 'hush' },
      ],
    ];
    for (const [shop, headers] of shops) {
      assert.equal(await shop.webhook({ headers, body }), body, shop.plugin);
      await assert.rejects(shop.webhook({ headers, body }), refused('replayed'), shop.plugin);
      await assert.rejects(shop.webhook({ headers: {}, body }), refused('unsigned'), shop.plugin);
      const wrong = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, `${value.slice(0, -2)}00`]),
      );
      await assert.rejects(shop.webhook({ headers: wrong, body }), refused('wrong_signature'), shop.plugin);
      if (shop.plugin === 'bigcommerce') continue;
      await assert.rejects(
        shop.webhook({ headers, body: `${body} ` }),
        refused('wrong_signature'),
        shop.plugin,
      );
    }
  });

  test('Saleor: by the keys that it publishes; what the header asks for is not obeyed', async () => {
    const { createSaleor } = await load('saleor');
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' };
    const { url, seen } = await storefront(({ path }) => {
      assert.equal(path, '/.well-known/jwks.json');
      return { body: JSON.stringify({ keys: [jwk] }) };
    });
    const jws = (header, text = body) => {
      const head = Buffer.from(JSON.stringify(header)).toString('base64url');
      const signature = createSign('RSA-SHA256').update(`${head}.${text}`).sign(privateKey, 'base64url');
      return `${head}..${signature}`;
    };
    const good = { alg: 'RS256', kid: 'k1', b64: false, crit: ['b64'] };
    const shop = createSaleor({ url, token: 't' });
    assert.equal(await shop.webhook({ headers: new Headers({ 'saleor-signature': jws(good) }), body }), body);
    for (const [header, text] of [
      [good, `${body} `],
      [{ ...good, alg: 'none' }],
      [{ ...good, alg: 'HS256' }],
      [{ ...good, kid: 'k2' }],
      [{ ...good, crit: ['b64', 'exp'] }],
    ])
      await assert.rejects(
        shop.webhook({ headers: { 'saleor-signature': jws(header, text) }, body }),
        refused('wrong_signature'),
      );
    await assert.rejects(
      shop.webhook({ headers: { 'saleor-signature': 'a.b' }, body }),
      refused('wrong_signature'),
    );
    assert.equal(seen.length, 1, 'the keys are kept');
    assert.equal(seen[0].headers.authorization, undefined, 'and asked for without the token');
  });

  test('WooCommerce: a shop without https gets signatures, not the secret', async () => {
    const { createWooCommerce } = await load('woocommerce');
    const { url, seen } = await storefront(() => ({ body: '[]' }));
    const clock = () => 1_700_000_000_900;
    const shop = createWooCommerce({ url, key: 'ck_1', secret: 'cs_2', clock });
    await shop.order("7 (o'clock)");
    for await (const _ of shop.orders({ since: new Date('2026-04-01T00:00:00Z') })) break;
    const encode = (text) =>
      encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    for (const { method, path, query, headers } of seen) {
      assert.equal(headers.authorization, undefined);
      const { oauth_signature: signature, ...rest } = query;
      assert.equal(rest.oauth_timestamp, '1700000000');
      assert.ok(rest.oauth_nonce.length > 15);
      const pairs = Object.keys(rest)
        .sort()
        .map((name) => `${encode(name)}=${encode(rest[name])}`)
        .join('&');
      const text = [method, url + path, pairs].map(encode).join('&');
      assert.equal(signature, createHmac('sha256', 'cs_2&').update(text).digest('base64'));
    }
    assert.equal(new Set(seen.map(({ query }) => query.oauth_nonce)).size, seen.length);
  });

  test('eBay: requests of sellers in the EU and the UK carry a signature of their own', async () => {
    const { createEbay } = await load('ebay');
    for (const [algorithm, pair, scheme] of [
      ['Ed25519', generateKeyPairSync('ed25519'), null],
      ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
    ]) {
      const seen = [];
      const { url } = await storefront((request) => {
        if (request.path.includes('oauth2')) return { body: '{"access_token":"t"}' };
        seen.push(request);
        return { body: '{}' };
      });
      const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
      const signing = { privateKey, algorithm, jwe: 'e.y.J' };
      const clock = () => 1_700_000_000_900;
      const shop = createEbay({ clientId: 'i', clientSecret: 's', refreshToken: 'r', url, signing, clock });
      const path = '/post-order/v2/return/53/decide';
      await shop.send({ method: 'POST', path, body: { decision: 'APPROVE', note: 'ä' } });
      await shop.order('1');
      const [post, get] = seen;
      assert.equal(get.headers.signature, undefined, 'what only asks is not signed');
      const hash = createHash('sha256').update(post.body).digest('base64');
      assert.equal(post.headers['content-digest'], `sha-256=:${hash}:`);
      assert.equal(post.headers['x-ebay-signature-key'], 'e.y.J');
      const params =
        '("content-digest" "x-ebay-signature-key" "@method" "@path" "@authority");created=1700000000';
      assert.equal(post.headers['signature-input'], `sig1=${params}`);
      const text = [
        `"content-digest": sha-256=:${hash}:`,
        '"x-ebay-signature-key": e.y.J',
        '"@method": POST',
        `"@path": ${path}`,
        `"@authority": ${new URL(url).host}`,
        `"@signature-params": ${params}`,
      ].join('\n');
      const signature = Buffer.from(/^sig1=:(.*):$/.exec(post.headers.signature)[1], 'base64');
      assert.ok(verify(scheme, Buffer.from(text), pair.publicKey, signature), algorithm);
      assert.ok(!verify(scheme, Buffer.from(`${text} `), pair.publicKey, signature), 'of this text only');
    }
  });

  test('eBay: by the public key that the header names', async () => {
    const { createEbay, ebayChallenge } = await load('ebay');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const key = publicKey.export({ type: 'spki', format: 'pem' });
    const { url } = await storefront(({ path }) => ({
      body: path.includes('oauth2')
        ? '{"access_token":"t"}'
        : JSON.stringify({ key, algorithm: 'ECDSA', digest: 'SHA1' }),
    }));
    const shop = createEbay({ clientId: 'i', clientSecret: 's', refreshToken: 'r', url });
    for (let i = 0; i < 24; i++) {
      const text = JSON.stringify({ notification: { notificationId: `n${i}` } });
      const signature = createSign('SHA1').update(text).sign(privateKey, 'base64');
      const header = (value) => ({
        'x-ebay-signature': Buffer.from(
          JSON.stringify({ alg: 'ecdsa', kid: 'k', signature: value, digest: 'SHA1' }),
        ).toString('base64'),
      });
      assert.equal(await shop.webhook({ headers: header(signature), body: text }), text);
      await assert.rejects(shop.webhook({ headers: header(signature), body: text }), refused('replayed'));
      await assert.rejects(
        shop.webhook({ headers: header(signature), body: `${text} ` }),
        refused('wrong_signature'),
      );
      await assert.rejects(shop.webhook({ headers: header('AAAA'), body: text }), refused('wrong_signature'));
    }
    await assert.rejects(
      shop.webhook({ headers: { 'x-ebay-signature': 'nonsense' }, body }),
      refused('wrong_signature'),
    );
    const wanted = createHash('sha256').update('codetokenhttps://here').digest('hex');
    assert.equal(await ebayChallenge('code', 'token', 'https://here'), `{"challengeResponse":"${wanted}"}`);
  });

  test('Weixin: by the address, and not for ever; Douyin: by its header', async () => {
    const { createWeixin } = await load('weixin');
    const { createDouyin } = await load('douyin');
    const now = 1_700_000_000_000;
    const shop = createWeixin({ appId: 'a', appSecret: 's', eventToken: 'tok', clock: () => now });
    const address = (timestamp) => {
      const signature = createHash('sha1').update(['tok', timestamp, 'n'].sort().join('')).digest('hex');
      return `/events?signature=${signature}&timestamp=${timestamp}&nonce=n`;
    };
    assert.equal(await shop.webhook({ headers: {}, body, url: address('1700000000') }), body);
    await assert.rejects(
      shop.webhook({ headers: {}, body, url: address('1700000000') }),
      refused('replayed'),
    );
    await assert.rejects(shop.webhook({ headers: {}, body, url: address('1699990000') }), refused('too_old'));
    await assert.rejects(shop.webhook({ headers: {}, body, url: '/events' }), refused('unsigned'));
    const douyin = createDouyin({ appKey: 'k', appSecret: 's', accessToken: 't' });
    const headers = { 'event-sign': createHash('md5').update(`k${body}s`).digest('hex') };
    assert.equal(await douyin.webhook({ headers, body }), body);
    await assert.rejects(douyin.webhook({ headers, body: `${body} ` }), refused('wrong_signature'));
  });
});
