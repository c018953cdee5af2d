// `aftersale/plugins/pinduoduo`: the gateway, every call signed by MD5, the only way it knows. Messages come over a connection of
// their own, not by webhooks.
import { type Adapter, type AdapterOptions, createAdapter } from '../../wasm/src/storefront/adapter.js';
import { formGateway } from '../../wasm/src/storefront/form-gateway.js';
import { faultOf } from '../../wasm/src/storefront/gateways.js';
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
  const seconds = (ms: number): string => String(Math.floor(ms / 1000));
  const { ask, authorize, next, put } = formGateway({
    path: '/api/router',
    name: 'type',
    page: 'page',
    common: () => ({
      client_id: clientId,
      access_token: accessToken,
      timestamp: seconds(clock()),
      data_type: 'JSON',
    }),
    sign: (params) => signPinduoduo(params, clientSecret),
  });
  return createAdapter(
    {
      id: 'pinduoduo',
      base: options.url ?? 'https://gw-api.pinduoduo.com',
      authorize,
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
        next: next('refund_increment_get_response.refund_list'),
      },
      put,
    },
    options,
  );
}
