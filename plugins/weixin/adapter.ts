// `aftersale/plugins/weixin`: Weixin shops, with a token for the app; events by the signature in their address. Events that are
// sealed (encrypted) have to be opened by the host before they are read.
import {
  type Adapter,
  type AdapterOptions,
  createAdapter,
  type Pages,
} from '../../wasm/src/storefront/adapter.js';
import { type Call, StorefrontError } from '../../wasm/src/storefront/client.js';
import { faultOf } from '../../wasm/src/storefront/gateways.js';
import { digest, hex } from '../../wasm/src/storefront/signing.js';
import { createTokens } from '../../wasm/src/storefront/tokens.js';
import { mustBe, WebhookRefused } from '../../wasm/src/storefront/webhooks.js';

export * from '../../wasm/src/storefront/adapter.js';

export interface WeixinOptions extends AdapterOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** Of the address that events go to. */
  readonly eventToken?: string;
  readonly url?: string;
}

/** What Weixin puts into the address of an event: SHA-1 of the token, the time and a random text, in order. */
export const signWeixin = async (token: string, timestamp: string, nonce: string): Promise<string> =>
  hex(await digest('SHA-1', [token, timestamp, nonce].sort().join('')));

export function createWeixin(options: WeixinOptions): Adapter {
  const { appId, appSecret, eventToken, clock = Date.now, url = 'https://api.weixin.qq.com' } = options;
  const tokens = createTokens(async () => {
    const response = await (options.fetch ?? fetch)(`${url}/cgi-bin/stable_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret: appSecret }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (typeof answer.access_token !== 'string') {
      throw new StorefrontError(`weixin gave no token: ${String(answer.errmsg ?? response.status)}`, {
        storefront: 'weixin',
        status: response.status,
        code: String(answer.errcode ?? 'no_token'),
        done: 'no',
      });
    }
    return { token: answer.access_token, expires: Number(answer.expires_in) || undefined };
  }, clock);
  const ask = (path: string, body: object, repeatable = true): Call => ({
    method: 'POST',
    path,
    body: JSON.stringify(body),
    repeatable,
  });
  // Lists give ids only; each is then asked for by itself.
  const ids = (path: string, from: string, to: string): Pages => ({
    first: ({ since, size = 50 }) =>
      ask(path, {
        page_size: size,
        next_key: '',
        ...(since
          ? {
              [from]: {
                start_time: Math.floor(since.getTime() / 1000),
                end_time: Math.floor(clock() / 1000),
              },
            }
          : {}),
      }),
    next({ text }, last) {
      const answer = JSON.parse(text) as { has_more?: boolean; next_key?: string };
      if (!answer.has_more || !answer.next_key) return undefined;
      return ask(path, { ...JSON.parse(last.body ?? '{}'), [to]: answer.next_key });
    },
  });
  return createAdapter(
    {
      id: 'weixin',
      base: url,
      authorize: async (call) => ({ ...call, query: { ...call.query, access_token: await tokens.get() } }),
      renew: () => tokens.renew(),
      fault: (answered) =>
        faultOf(answered, {
          code: ['errcode'],
          message: ['errmsg'],
          fine: ['0'],
          expired: /^(40001|40014|42001) /,
          limited: /^(45009|45011|-1) /,
        }),
      order: (id) => ask('/channels/ec/order/get', { order_id: id }),
      orders: ids('/channels/ec/order/list/get', 'update_time_range', 'next_key'),
      returnOf: (id) => ask('/channels/ec/aftersale/getaftersaleorder', { after_sale_order_id: id }),
      put(request, key) {
        const body = (request.body ?? {}) as Record<string, unknown>;
        // Weixin makes an after-sale order once for a request_id.
        const known =
          'request_id' in body || (key !== undefined && request.path.endsWith('/genaftersaleorder'));
        return ask(
          request.path,
          key && known ? { ...body, request_id: body.request_id ?? key } : body,
          known,
        );
      },
      ...(eventToken
        ? {
            async verify({ url: address = '' }) {
              const query = new URL(address, 'https://here.invalid').searchParams;
              const [signature, timestamp, nonce] = ['signature', 'timestamp', 'nonce'].map((name) =>
                query.get(name),
              );
              if (!signature || !timestamp || !nonce)
                throw new WebhookRefused('unsigned', 'the address holds no signature');
              mustBe(await signWeixin(eventToken, timestamp, nonce), signature);
              // The signature is of the address, not of the body: an old one would fit any body.
              if (Math.abs(clock() / 1000 - Number(timestamp)) > 300)
                throw new WebhookRefused('too_old', 'the signature is more than five minutes old');
              return `${timestamp}/${nonce}`;
            },
          }
        : {}),
    },
    options,
  );
}
