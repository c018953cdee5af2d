// `aftersale/plugins/douyin`: Doudian's open API, every call signed by HMAC-SHA256; messages by the signature in their header.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  type Pages,
} from '../../wasm/src/storefront/adapter.js';
import type { Call } from '../../wasm/src/storefront/client.js';
import { chinaTime, faultOf } from '../../wasm/src/storefront/gateways.js';
import { hex, hmac, md5 } from '../../wasm/src/storefront/signing.js';
import { mustBe, signatureOf } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface DouyinOptions extends AdapterOptions {
  readonly appKey: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly url?: string;
}

/** The parameters of the business as the gateway signs them: members by name, at every depth. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder((value as Record<string, unknown>)[key])]),
  );
}

export async function signDouyin(
  given: { appKey: string; method: string; param: string; timestamp: string; v: string },
  secret: string,
): Promise<string> {
  const text = `app_key${given.appKey}method${given.method}param_json${given.param}timestamp${given.timestamp}v${given.v}`;
  return hex(await hmac(secret, secret + text + secret));
}

export function createDouyin(options: DouyinOptions): Adapter {
  const { appKey, appSecret, accessToken, clock = Date.now } = options;
  const ask = (path: string, param: object, repeatable = true): Call => ({
    method: 'POST',
    path,
    body: JSON.stringify(inOrder(param)),
    repeatable,
  });
  const pages = (path: string, from: string, list: string): Pages => ({
    first: ({ since, size = 50 }) =>
      ask(path, { page: 0, size, ...(since ? { [from]: Math.floor(since.getTime() / 1000) } : {}) }),
    next({ text }, last) {
      const param = JSON.parse(last.body ?? '{}') as { page: number; size: number };
      const { data = {} } = JSON.parse(text) as { data?: Record<string, unknown[]> };
      const items = data[list] ?? [];
      return items.length >= param.size ? ask(path, { ...param, page: param.page + 1 }) : undefined;
    },
  });
  return createAdapter(
    {
      id: 'douyin',
      packed: true,
      base: options.url ?? 'https://openapi-fxg.jinritemai.com',
      async authorize(call) {
        const method = call.path.slice(1).replaceAll('/', '.');
        const timestamp = chinaTime(clock());
        const param = call.body ?? '{}';
        const sign = await signDouyin({ appKey, method, param, timestamp, v: '2' }, appSecret);
        const query = {
          ...call.query,
          app_key: appKey,
          method,
          access_token: accessToken,
          timestamp,
          v: '2',
          sign,
          sign_method: 'hmac-sha256',
        };
        return { ...call, query };
      },
      fault: (answered) =>
        faultOf(answered, {
          code: ['code'],
          message: ['sub_msg', 'msg'],
          fine: ['10000'],
          limited: /isp\.(top|api)-call-limited|限流|频/,
        }),
      order: (id) => ask('/order/orderDetail', { shop_order_id: id }),
      orders: pages('/order/searchList', 'update_time_start', 'shop_order_list'),
      returnOf: (id) => ask('/afterSale/Detail', { after_sale_id: id }),
      returns: pages('/afterSale/List', 'update_start_time', 'items'),
      put: ({ path, body }) => ask(path, (body ?? {}) as object, false),
      async verify(delivery) {
        const given = signatureOf(delivery, 'event-sign').toLowerCase();
        mustBe(await md5(appKey + delivery.body + appSecret), given);
        return given;
      },
    },
    options,
  );
}
