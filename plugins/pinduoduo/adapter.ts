// `aftersale/plugins/pinduoduo`: the gateway, every call signed by MD5, the only way it knows. Messages come over a connection of
// their own, not by webhooks.
import {
  type Adapter,
  type AdapterOptions,
  counted,
  createAdapter,
} from '../../wasm/src/storefront/adapter.js';
import type { Call } from '../../wasm/src/storefront/client.js';
import { faultOf, form, inPath, parameters } from '../../wasm/src/storefront/gateways.js';
import { joined, md5 } from '../../wasm/src/storefront/signing.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface PinduoduoOptions extends AdapterOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly url?: string;
}

/** MD5 of all names and values by name, between the secret, in capitals. */
export async function signPinduoduo(
  params: Readonly<Record<string, string>>,
  secret: string,
): Promise<string> {
  const { sign: _, ...rest } = params;
  return (await md5(secret + joined(rest) + secret)).toUpperCase();
}

export function createPinduoduo(options: PinduoduoOptions): Adapter {
  const { clientId, clientSecret, accessToken, clock = Date.now } = options;
  const ask = (type: string, params: Record<string, string>, repeatable = true): Call => ({
    method: 'POST',
    path: '/api/router',
    query: { type },
    body: JSON.stringify(params),
    repeatable,
  });
  const seconds = (ms: number): string => String(Math.floor(ms / 1000));
  return createAdapter(
    {
      id: 'pinduoduo',
      base: options.url ?? 'https://gw-api.pinduoduo.com',
      async authorize(call) {
        const params: Record<string, string> = {
          ...call.query,
          ...(JSON.parse(call.body ?? '{}') as Record<string, string>),
          client_id: clientId,
          access_token: accessToken,
          timestamp: seconds(clock()),
          data_type: 'JSON',
        };
        const body = form({ ...params, sign: await signPinduoduo(params, clientSecret) });
        const { query: _, ...rest } = call;
        return {
          ...rest,
          body,
          headers: { ...call.headers, 'content-type': 'application/x-www-form-urlencoded' },
        };
      },
      fault: (answered) =>
        faultOf(answered, {
          code: ['error_response.sub_code', 'error_response.error_code'],
          message: ['error_response.sub_msg', 'error_response.error_msg'],
          limited: /^(52001|52002|52101|52102|52103|70031|70032|70033|70034|70035|70036) /,
        }),
      order: (id) => ask('pdd.order.information.get', { order_sn: id }),
      returnOf: (id) => ask('pdd.refund.information.get', { after_sales_id: id }),
      returns: {
        // No more than half an hour at once: what is older is asked for by the host, window by window.
        first: ({ since, size = 50 }) =>
          ask('pdd.refund.list.increment.get', {
            after_sales_status: '1',
            after_sales_type: '1',
            start_updated_at: seconds(Math.max(since?.getTime() ?? 0, clock() - 1_800_000)),
            end_updated_at: seconds(clock()),
            page: '1',
            page_size: String(size),
          }),
        next(answered, last) {
          const params = JSON.parse(last.body ?? '{}') as Record<string, string>;
          return counted('refund_increment_get_response.refund_list', Number(params.page_size), () =>
            ask('pdd.refund.list.increment.get', { ...params, page: String(Number(params.page) + 1) }),
          )(answered, last);
        },
      },
      put: ({ path, body }) => ({ ...ask('', parameters(body), false), ...inPath(path) }),
    },
    options,
  );
}
