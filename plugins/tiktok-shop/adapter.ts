// `aftersale/plugins/tiktok-shop`: the Open API, every call signed with the app's secret; webhooks by HMAC.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  cursor,
  type Pages,
  plainly,
} from '../../wasm/src/storefront/adapter.js';
import type { Call } from '../../wasm/src/storefront/client.js';
import { hex, hmac, joined } from '../../wasm/src/storefront/signing.js';
import { mustBe, signatureOf } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface TikTokShopOptions extends AdapterOptions {
  readonly appKey: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly shopCipher: string;
  readonly url?: string;
}

/** The signature of a call: path, parameters by name, body, all between the secret, as HMAC under the secret. */
export async function signTikTokShop(call: Call, secret: string): Promise<string> {
  const { sign: _, access_token: __, ...params } = call.query ?? {};
  return hex(await hmac(secret, `${secret}${call.path}${joined(params)}${call.body ?? ''}${secret}`));
}

export function createTikTokShop(options: TikTokShopOptions): Adapter {
  const { appKey, appSecret, accessToken, shopCipher, clock = Date.now } = options;
  const search = (path: string): Pages => ({
    first: ({ since, size = 50 }) => ({
      method: 'POST',
      path,
      query: { page_size: String(size) },
      body: JSON.stringify(since ? { update_time_ge: Math.floor(since.getTime() / 1000) } : {}),
      repeatable: true,
    }),
    next({ text }, last) {
      const token = cursor(text, 'data.next_page_token');
      return token ? { ...last, query: { ...last.query, page_token: token } } : undefined;
    },
  });
  return createAdapter(
    {
      id: 'tiktok-shop',
      base: options.url ?? 'https://open-api.tiktokglobalshop.com',
      async authorize(call) {
        const query = {
          ...call.query,
          app_key: appKey,
          shop_cipher: shopCipher,
          timestamp: String(Math.floor(clock() / 1000)),
        };
        const sign = await signTikTokShop({ ...call, query }, appSecret);
        return {
          ...call,
          query: { ...query, sign },
          headers: { ...call.headers, 'x-tts-access-token': accessToken },
        };
      },
      fault({ text }) {
        const code = /^\s*\{\s*"code"\s*:\s*(\d+)/.exec(text)?.[1] ?? String(codeOf(text));
        if (code === '0' || code === 'undefined') return undefined;
        const message = messageOf(text);
        return {
          code,
          message,
          ...(/too many|rate limit/i.test(message) ? { kind: 'limited' as const } : {}),
        };
      },
      order: (id) => ({ method: 'GET', path: '/order/202309/orders', query: { ids: id } }),
      orders: search('/order/202309/orders/search'),
      returnOf: (id) => ({
        method: 'POST',
        path: '/return_refund/202309/returns/search',
        query: { page_size: '10' },
        body: JSON.stringify({ return_ids: [id] }),
        repeatable: true,
      }),
      returns: search('/return_refund/202309/returns/search'),
      put(request, key) {
        const call = plainly(request);
        // With a key TikTok Shop carries a return out once, however often it is asked.
        if (!key || !/^\/return_refund\/\d+\/(returns|cancellations)/.test(call.path)) return call;
        return { ...call, query: { ...call.query, idempotency_key: key }, repeatable: true };
      },
      async verify(delivery) {
        const given = signatureOf(delivery, 'authorization');
        mustBe(hex(await hmac(appSecret, appKey + delivery.body)), given.toLowerCase());
        return given;
      },
    },
    options,
  );
}

function member(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown>)?.[name];
  } catch {
    return undefined;
  }
}
const codeOf = (text: string): unknown => member(text, 'code');
const messageOf = (text: string): string => String(member(text, 'message') ?? '');
