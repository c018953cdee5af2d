// The backend of the package over SQLite, driven as an attacker and as an unlucky client would.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { uuidv7 } from 'aftersale/sync';
import {
  command,
  customer,
  desk,
  engine,
  hour,
  openShop,
  orderOf,
  requestFor,
  start,
  stranger,
} from './shop.mjs';

const order = orderOf();
const request = (more = {}) => command('request', { ...requestFor(order), ...more });
const problem = async (response) => ({ status: response.status, ...(await response.json()) });

describe('receipts', () => {
  test('the same command gets the same receipt, however often it comes', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = request();
    const first = await ada.receipt(asked);
    assert.equal(first.st, 'applied');
    for (let i = 0; i < 20; i++) assert.deepEqual(await ada.receipt(asked), first);
    assert.equal((await shop.log()).length, 1);
  });

  test('an id stands for one command of one device', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = request();
    await ada.receipt(asked);
    for (const again of [
      ada.push({ ...asked, base: 7 }),
      ada.push(asked, { replica: uuidv7() }),
      (await shop.as(stranger)).push(asked),
    ]) {
      const { status, code, ids } = await problem(await again);
      assert.deepEqual([status, code, ids], [422, 'id_reused', [asked.id]]);
    }
    assert.equal((await shop.log()).length, 1);
  });

  test('a refusal is a result, and final', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = request({ quote: '0'.repeat(64) });
    const first = await ada.receipt(asked);
    assert.deepEqual([first.st, first.code], ['rejected', 'quote_changed']);
    assert.equal(first.quote.total.amount, 1000);
    assert.deepEqual(await ada.receipt(asked), first);
  });

  test('one bad command does not stop those of other cases', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const [lost, good] = [command('request', { p: { request: 3 }, quote: 'x' }), request()];
    const { receipts } = await (await ada.push([lost, good])).json();
    assert.deepEqual(
      receipts.map(({ st, code }) => [st, code]),
      [
        ['rejected', 'invalid_command'],
        ['applied', undefined],
      ],
    );
    assert.match(receipts[0].problems[0].pointer, /^\/command\/data\/request/);
  });
});

describe('money', () => {
  test('ten requests at once for one of three units each: three are applied', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const receipts = await Promise.all(Array.from({ length: 10 }, () => ada.receipt(request())));
    const applied = receipts.filter(({ st }) => st === 'applied');
    assert.equal(applied.length, 3);
    assert.deepEqual(
      new Set(receipts.filter(({ st }) => st === 'rejected').map(({ code }) => code)),
      new Set(['exceeds_returnable']),
    );
  });

  test('amounts, approvals and actors of a client are not used', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const { p } = requestFor(order);
    const forged = [
      request({ p: { ...p, amount: { amount: 99_999, currency: 'EUR' } } }),
      request({ p: { ...p, approved: true } }),
      request({ p: { request: { ...p.request, refund: 5 } } }),
      request({
        p: {
          request: { ...p.request, items: [{ line: 'mug', quantity: 1, reason: 'changed_mind', price: 5 }] },
        },
      }),
    ];
    for (const each of forged) assert.equal((await ada.receipt(each)).code, 'invalid_command');
    const outside = await problem(await ada.push({ ...request(), actor: { kind: 'seller' } }));
    assert.deepEqual([outside.status, outside.pointer], [400, '/cmds/0/actor']);
    const asked = request();
    await ada.receipt(asked);
    for (const t of ['approve', 'receive', 'inspect', 'refund', 'confirm_refund', 'close']) {
      const receipt = await ada.receipt(
        command(t, {
          case: asked.case,
          base: 1,
          p: t === 'confirm_refund' ? { key: 'k', reference: 'r' } : {},
        }),
      );
      assert.equal(receipt.st, 'rejected', t);
    }
    const log = await shop.log();
    assert.equal(log.length, 1);
    assert.deepEqual(log[0].p.actor, { id: 'ada', kind: 'buyer' });
    assert.equal(log[0].p.personal.name, 'Ada');
  });

  test('a refund is paid once, though the provider loses its answers and the worker runs again and again', async () => {
    const shop = await openShop();
    const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
    const asked = request();
    await ada.receipt(asked);
    const next = async (t, base, p = {}) =>
      assert.equal((await ava.receipt(command(t, { case: asked.case, base, p }))).st, 'applied', t);
    await next('approve', 1);
    await next('receive', 2);
    await next('inspect', 3, {
      items: [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }],
    });
    await next('refund', 4);
    shop.provider.loseAnswers = 3;
    for (let i = 0; i < 12; i++) {
      await shop.backend.work();
      shop.now += hour;
    }
    assert.deepEqual([...shop.provider.paid.values()], [1000]);
    assert.equal(shop.provider.calls, 4);
    assert.deepEqual(
      shop.errors.map((error) => [error.name, error.effect.kind, error.retryMs, error.cause.message]),
      [1000, 2000, 4000].map((wait) => ['EffectError', 'issue_refund', wait, 'the answer was lost']),
    );
    const types = (await shop.log()).map(({ t }) => t);
    assert.deepEqual(types.slice(-2), ['refund.issued', 'refund.confirmed']);
  });

  test('a late retry reads back before it pays', async () => {
    const shop = await openShop();
    const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
    const asked = request();
    await ada.receipt(asked);
    const steps = [
      ['approve', {}],
      ['receive', {}],
      ['inspect', { items: [{ line: 'mug', quantity: 1, grade: 'as_new', disposition: 'restock' }] }],
      ['refund', {}],
    ];
    for (const [i, [t, p]] of steps.entries())
      await ava.receipt(command(t, { case: asked.case, base: i + 1, p }));
    shop.provider.loseAnswers = 1;
    await shop.backend.work();
    shop.now += 20 * hour;
    await shop.backend.work();
    assert.equal(shop.provider.calls, 1);
    assert.equal((await shop.log()).at(-1).t, 'refund.confirmed');
  });
});

describe('time', () => {
  test("the shop's silence is an answer: the clock fires once", async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    await ada.receipt(request());
    shop.now += 11 * hour;
    await shop.backend.work();
    assert.equal((await shop.log()).length, 1);
    shop.now += 2 * hour;
    await shop.backend.work();
    await shop.backend.work();
    const log = await shop.log();
    assert.deepEqual(
      log.map(({ t }) => t),
      ['case.opened', 'case.approved'],
    );
    assert.equal(log[1].p.actor.kind, 'system');
  });

  test('what was declared in time, by a device that was known then, counts', async () => {
    const shop = await openShop();
    const [ada, other] = [await shop.as(customer), await shop.as(customer)];
    shop.now = Date.parse('2026-05-31T12:00:00Z');
    await ada.push([]);
    const at = '2026-05-31T20:00:00Z';
    shop.now = Date.parse('2026-06-02T09:00:00Z');
    const late = () => request({ ...requestFor(order, 1, Date.parse(at)), at });
    assert.equal((await ada.receipt(late())).st, 'applied', 'the window ended on the first of June');
    assert.equal(
      (await other.receipt(late())).code,
      'not_eligible',
      'a device that nobody knew may say anything',
    );
    const future = request({ at: '2099-01-01T00:00:00Z' });
    assert.equal((await ada.receipt(future)).code, 'not_eligible');
  });
});

describe('a stranger', () => {
  test('sees and touches nothing, and cannot tell what exists', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = request();
    await ada.receipt(asked);
    const eve = await shop.as(stranger);
    assert.deepEqual((await (await eve.call('GET', 'pull?cursor=')).json()).events, []);
    assert.deepEqual(await (await eve.call('GET', 'heads')).json(), []);
    const [theirs, nobodys] = [
      await problem(await eve.call('GET', 'order/o-1')),
      await problem(await eve.call('GET', 'order/o-9')),
    ];
    assert.deepEqual(theirs, nobodys);
    assert.equal(theirs.status, 404);
    assert.equal((await eve.receipt(request())).code, 'order_not_found');
    assert.equal(
      (await eve.receipt(command('cancel', { case: asked.case, base: 1 }))).code,
      'order_not_found',
    );
    const none = await shop.as(undefined);
    for (const [method, path] of [
      ['GET', 'pull'],
      ['GET', 'heads'],
      ['GET', 'order/o-1'],
      ['GET', 'poke'],
      ['POST', 'push'],
      ['POST', 'blob'],
      ['GET', `blob/${'a'.repeat(64)}`],
    ]) {
      assert.equal((await none.call(method, path, method === 'POST' ? '{}' : undefined)).status, 401, path);
    }
  });

  test("cannot reach into a case through an order of their own, nor send another's queue", async () => {
    const shop = await openShop();
    const [ada, eve] = [await shop.as(customer), await shop.as(stranger)];
    await shop.backend.putOrder({ id: 'o-2', subject: stranger.id, order: orderOf('o-2') });
    const asked = request();
    await ada.receipt(asked);
    const own = command('request', { ...requestFor(orderOf('o-2')), order: 'o-2', case: asked.case });
    assert.equal((await eve.receipt(own)).code, 'unknown_case');
    const bound = await problem(await eve.push(request(), { replica: ada.replica }));
    assert.deepEqual([bound.status, bound.code], [403, 'replica_bound']);
  });

  test('has no use for a token that was changed', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const [body, signature] = ada.token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url'));
    const forged = Buffer.from(JSON.stringify({ ...claims, role: 'merchant' })).toString('base64url');
    const call = (token, more = {}) =>
      shop.backend.fetch(
        new Request('http://shop/case-sync/1/heads', {
          headers: { authorization: `Bearer ${token}`, ...more },
        }),
      );
    assert.equal((await call(`${forged}.${signature}`)).status, 401);
    assert.equal((await call(`${body}.`)).status, 401);
    assert.equal((await call(ada.token)).status, 200);
  });

  test('cannot act through a cookie from another site', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const push = (headers) =>
      shop.backend.fetch(
        new Request('http://shop/case-sync/1/push', {
          method: 'POST',
          body: JSON.stringify({ proto: 1, replica: uuidv7(), schema: 1, cmds: [] }),
          headers: {
            'content-type': 'application/json',
            cookie: `aftersale_session=${ada.token}`,
            ...headers,
          },
        }),
      );
    assert.equal((await push({ 'sec-fetch-site': 'cross-site' })).status, 401);
    assert.equal((await push({ origin: 'http://evil.example' })).status, 401);
    assert.equal((await push({ 'sec-fetch-site': 'same-origin' })).status, 200);
  });
});

describe('limits', () => {
  const bodies = {
    'two equal keys': ['{"proto":1,"proto":1}', 400, 'duplicate_key'],
    'a forbidden key': ['{"__proto__":{}}', 400, 'forbidden_key'],
    'a fraction': ['{"proto":1.5}', 400, 'not_an_integer'],
    'an integer beyond 2^53': ['{"proto":9007199254740993}', 400, 'not_an_integer'],
    'minus zero': ['{"proto":-0}', 400, 'not_an_integer'],
    'a million digits': [`{"proto":${'9'.repeat(100_000)}}`, 400, 'not_an_integer'],
    'half a surrogate': ['{"proto":"\\ud800"}', 400, 'lone_surrogate'],
    'a mark of byte order': ['\ufeff{}', 400, 'malformed_json'],
    depth: [`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, 400, 'too_deep'],
    'a long string': [`{"proto":"${'x'.repeat(9000)}"}`, 400, 'string_too_long'],
    size: [`"${'x'.repeat(257 * 1024)}"`, 413, 'too_large'],
    'text after the end': ['{} {}', 400, 'malformed_json'],
    'an array': ['[]', 400, 'malformed_json'],
    'another protocol': ['{"proto":2,"schema":1,"replica":"x","cmds":[]}', 426, 'client_version'],
  };
  test('what breaks a limit is named, with its place', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    for (const [name, [body, status, code]] of Object.entries(bodies)) {
      const answer = await ada.call('POST', 'push', body);
      const found = await problem(answer);
      assert.deepEqual([found.status, found.code], [status, code], name);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    }
    assert.equal((await ada.call('POST', 'push', '{}', { 'content-encoding': 'gzip' })).status, 415);
    assert.equal((await ada.call('POST', 'push', '{}', { 'content-type': 'text/plain' })).status, 415);
    const many = Array.from({ length: 101 }, () => request());
    assert.equal((await ada.push(many)).status, 413);
    assert.deepEqual(shop.errors, []);
  });
});

describe('evidence', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3, 4]);
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  const bytesOf = (offset) => ({
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
  });

  test('is uploaded in pieces that can be resumed, and seen by its owner and the desk', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const name = digest(png);
    const open = () =>
      ada.call(
        'POST',
        'blob',
        JSON.stringify({ sha256: name, size: png.length, type: 'image/png', order: 'o-1' }),
      );
    assert.equal((await (await open()).json()).offset, 0);
    const part = await ada.call('PATCH', `blob/${name}`, png.slice(0, 5), bytesOf(0));
    assert.equal(part.headers.get('upload-offset'), '5');
    assert.equal((await (await open()).json()).offset, 5);
    const again = await ada.call('PATCH', `blob/${name}`, png, bytesOf(0));
    assert.deepEqual([again.status, again.headers.get('upload-offset')], [409, '5']);

    const evidence = [{ id: 'p', kind: 'photo', sha256: name }];
    const { p, quote } = requestFor(order);
    const asked = request({
      quote,
      p: { request: { ...p.request, items: [{ ...p.request.items[0], evidence }] } },
    });
    const early = await ada.receipt(asked);
    assert.deepEqual([early.st, early.code, early.blobs], ['retry', 'blob_missing', [name]]);

    assert.equal((await ada.call('PATCH', `blob/${name}`, png.slice(5), bytesOf(5))).status, 204);
    assert.equal((await (await open()).json()).have, true);
    assert.equal((await ada.receipt(asked)).st, 'applied');
    for (const subject of [customer, desk]) {
      const got = await (await shop.as(subject)).call('GET', `blob/${name}`);
      assert.equal(got.status, 200);
      assert.deepEqual(new Uint8Array(await got.arrayBuffer()), png);
      assert.match(got.headers.get('content-disposition'), /^attachment/);
      assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    }
    assert.equal((await (await shop.as(stranger)).call('GET', `blob/${name}`)).status, 404);
  });

  test('that is added to a case later has to be there as well', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const asked = request(requestFor(order));
    assert.equal((await ada.receipt(asked)).st, 'applied');
    const name = digest(png);
    const added = command('add_evidence', {
      case: asked.case,
      base: 1,
      p: { evidence: [{ id: 'p', kind: 'photo', sha256: name }] },
    });
    const early = await ada.receipt(added);
    assert.deepEqual([early.st, early.code, early.blobs], ['retry', 'blob_missing', [name]]);
    await ada.call(
      'POST',
      'blob',
      JSON.stringify({ sha256: name, size: png.length, type: 'image/png', order: 'o-1' }),
    );
    await ada.call('PATCH', `blob/${name}`, png, bytesOf(0));
    assert.equal((await ada.receipt(added)).st, 'applied');
  });

  test('is what it says it is', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    const upload = async (bytes, type, name = digest(bytes)) => {
      const opened = await ada.call(
        'POST',
        'blob',
        JSON.stringify({ sha256: name, size: bytes.length, type, order: 'o-1' }),
      );
      return opened.ok ? ada.call('PATCH', `blob/${name}`, bytes, bytesOf(0)) : opened;
    };
    const html = new TextEncoder().encode('<html><script>alert(1)</script>');
    assert.equal((await upload(html, 'image/png')).status, 422);
    assert.equal((await upload(html, 'text/html')).status, 415);
    assert.equal((await upload(html, 'image/svg+xml')).status, 415);
    assert.equal((await upload(png, 'image/png', 'a'.repeat(64))).status, 422, 'another digest');
    const large = await ada.call(
      'POST',
      'blob',
      JSON.stringify({ sha256: digest(png), size: 11 * 1024 * 1024, type: 'image/png', order: 'o-1' }),
    );
    assert.equal(large.status, 413);
    const theirs = await (await shop.as(stranger)).call(
      'POST',
      'blob',
      JSON.stringify({ sha256: digest(png), size: 12, type: 'image/png', order: 'o-1' }),
    );
    assert.equal(theirs.status, 404);
  });
});

describe('the log', () => {
  test('is dense and chained, and a cursor goes through it once', async () => {
    const shop = await openShop({ orders: [orderOf('o-1', 30)] });
    const ada = await shop.as(customer);
    const many = orderOf('o-1', 30);
    for (let i = 0; i < 12; i++) {
      const cases = await shop.store.transaction(async (tx) => tx.cases('o-1'));
      await ada.receipt(command('request', requestFor(many, 1, start, cases)));
    }
    const seen = [];
    let cursor = '';
    for (let more = true; more; ) {
      const page = await (await ada.call('GET', `pull?cursor=${cursor}&limit=5`)).json();
      seen.push(...page.events);
      ({ cursor, more } = page);
    }
    assert.deepEqual(
      seen.map(({ seq }) => seq),
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    const [[, seq, h]] = await (await ada.call('GET', 'heads')).json();
    assert.deepEqual([seq, h], [12, seen.at(-1).h]);
    const elsewhere = await (await ada.call('GET', 'pull?cursor=0123.7')).json();
    assert.deepEqual([elsewhere.reset, elsewhere.events.length], [true, 12]);
  });

  test('a pull that waits answers as soon as there is something', async () => {
    const shop = await openShop();
    const [ada, ava] = [await shop.as(customer), await shop.as(desk)];
    const { cursor } = await (await ava.call('GET', 'pull?cursor=')).json();
    const began = performance.now();
    const waiting = ava.call('GET', `pull?cursor=${cursor}&wait=20`);
    await ada.receipt(request());
    assert.equal((await (await waiting).json()).events.length, 1);
    assert.ok(performance.now() - began < 2000);
  });

  test('every case in it verifies', async () => {
    const shop = await openShop();
    const ada = await shop.as(customer);
    await ada.receipt(request());
    for (const each of await shop.store.transaction(async (tx) => tx.cases('o-1')))
      assert.equal(engine.verify(each).valid, true);
  });
});
