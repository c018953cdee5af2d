// `aftersale/plugins/kuaishou`: the merchants' open API, every call signed by HMAC-SHA256. How its messages are signed and sealed is
// not known here, so none is taken for true.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  cursor,
} from '../../wasm/src/storefront/adapter.js';
import type { Call } from '../../wasm/src/storefront/client.js';
import { faultOf } from '../../wasm/src/storefront/gateways.js';
import { base64, hmac, joined } from '../../wasm/src/storefront/signing.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface KuaishouOptions extends AdapterOptions {
  readonly appKey: string;
  readonly signSecret: string;
  readonly accessToken: string;
  readonly url?: string;
}

/** "access_token=…&appkey=…&…&signSecret=…" by name, the secret last, as HMAC under the secret. */
export async function signKuaishou(
  params: Readonly<Record<string, string>>,
  secret: string,
): Promise<string> {
  const { sign: _, ...rest } = params;
  return base64(await hmac(secret, `${joined(rest, '=', '&')}&signSecret=${secret}`));
}

export function createKuaishou(options: KuaishouOptions): Adapter {
  const { appKey, signSecret, accessToken, clock = Date.now } = options;
  const ask = (path: string, param: object, repeatable = true): Call => ({
    method: 'POST',
    path,
    body: JSON.stringify(param),
    repeatable,
  });
  return createAdapter(
    {
      id: 'kuaishou',
      base: options.url ?? 'https://openapi.kwaixiaodian.com',
      async authorize(call) {
        const params = {
          ...call.query,
          appkey: appKey,
          method: call.path.slice(1).replaceAll('/', '.'),
          version: '1',
          param: call.body ?? '{}',
          access_token: accessToken,
          timestamp: String(clock()),
          signMethod: 'HMAC_SHA256',
        };
        const query = { ...params, sign: await signKuaishou(params, signSecret) };
        const { body: _, ...rest } = call;
        return { ...rest, query };
      },
      fault: (answered) =>
        faultOf(answered, {
          code: ['result'],
          message: ['error_msg', 'msg'],
          fine: ['1'],
          limited: /limit|频|限流/i,
        }),
      order: (id) => ask('/open/order/detail', { oid: id }),
      orders: {
        // Seven days at most; the times are milliseconds.
        first: ({ since, size = 50 }) =>
          ask('/open/order/cursor/list', {
            orderViewStatus: 1,
            pageSize: size,
            sort: 2,
            queryType: 2,
            beginTime: Math.max(since?.getTime() ?? 0, clock() - 7 * 86_400_000),
            endTime: clock(),
            cursor: '',
          }),
        next({ text }, last) {
          const next = cursor(text, 'data.cursor');
          if (!next || next === 'nomore') return undefined;
          return ask(last.path, { ...JSON.parse(last.body ?? '{}'), cursor: next });
        },
      },
      returnOf: (id) => ask('/open/refund/order/detail', { refundId: id }),
      put: ({ path, body }) => ask(path, (body ?? {}) as object, false),
    },
    options,
  );
}
