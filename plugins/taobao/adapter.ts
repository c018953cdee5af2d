// `aftersale/plugins/taobao`: the TOP gateway of Taobao and Tmall, every call signed with the app's secret (HMAC-SHA256). Messages
// come over a connection of their own (TMC), not by webhooks.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  type Pages,
} from '../../wasm/src/storefront/adapter.js';
import { formGateway } from '../../wasm/src/storefront/form-gateway.js';
import { chinaTime, faultOf } from '../../wasm/src/storefront/gateways.js';
import { hex, hmac, joined, md5 } from '../../wasm/src/storefront/signing.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface TaobaoOptions extends AdapterOptions {
  readonly appKey: string;
  readonly appSecret: string;
  /** The seller's session. */
  readonly session: string;
  readonly url?: string;
}

/** The signature of all parameters: their names and values by name, in capitals. */
export async function signTaobao(params: Readonly<Record<string, string>>, secret: string): Promise<string> {
  const { sign: _, ...rest } = params;
  const text = joined(rest);
  if (rest.sign_method === 'md5') return (await md5(secret + text + secret)).toUpperCase();
  return hex(await hmac(secret, text)).toUpperCase();
}

const orderFields =
  'tid,status,type,trade_from,created,modified,pay_time,consign_time,end_time,payment,received_payment,post_fee,discount_fee,adjust_fee,buyer_nick,buyer_open_uid,receiver_state,seller_nick,alipay_no,orders,service_orders';
const refundFields =
  'refund_id,tid,oid,refund_fee,total_fee,payment,reason,desc,status,good_status,has_good_return,refund_phase,refund_version,refund_remind_timeout,cs_status,order_status,num,sku,created,modified';

export function createTaobao(options: TaobaoOptions): Adapter {
  const { appKey, appSecret, session, clock = Date.now } = options;
  const { ask, authorize, next, put } = formGateway({
    path: '/router/rest',
    name: 'method',
    page: 'page_no',
    common: () => ({
      app_key: appKey,
      session,
      timestamp: chinaTime(clock()),
      format: 'json',
      v: '2.0',
      sign_method: 'hmac-sha256',
    }),
    sign: (params) => signTaobao(params, appSecret),
  });
  const pages = (method: string, fields: string, list: string): Pages => ({
    first: ({ since, size = 50 }) =>
      ask(method, {
        fields,
        page_no: '1',
        page_size: String(size),
        ...(since ? { start_modified: chinaTime(since.getTime()), end_modified: chinaTime(clock()) } : {}),
      }),
    next: next(list),
  });
  return createAdapter(
    {
      id: 'taobao',
      base: options.url ?? 'https://eco.taobao.com',
      authorize,
      fault: (answered) =>
        faultOf(answered, {
          code: ['error_response.sub_code', 'error_response.code'],
          message: ['error_response.sub_msg', 'error_response.msg'],
          limited: /accesscontrol|call limited|\b7\b/i,
        }),
      order: (id) => ask('taobao.trade.fullinfo.get', { fields: orderFields, tid: id }),
      orders: pages('taobao.trades.sold.get', orderFields, 'trades_sold_get_response.trades.trade'),
      returnOf: (id) => ask('taobao.refund.get', { fields: refundFields, refund_id: id }),
      returns: pages(
        'taobao.refunds.receive.get',
        refundFields,
        'refunds_receive_get_response.refunds.refund',
      ),
      put,
    },
    options,
  );
}
