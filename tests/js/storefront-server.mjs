// Storefronts on loopback, for the tests of their adapters: what they were asked, and answers to taste.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach } from 'node:test';
import { at } from './support.mjs';

export const load = (name) => import(`../../dist/plugins/${name}.js`);
export const fixture = (path) => readFileSync(at(`plugins/${path}`), 'utf8');
const open = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A storefront: `answer(request)` gives {status, headers, body} or a function of the response. */
export async function storefront(answer) {
  const seen = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url, 'http://here');
    const one = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(one);
    const given = await answer(one, seen.length);
    if (typeof given === 'function') return given(response);
    const { status = 200, headers = {}, body = '{}' } = given ?? {};
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  });
  open.push(server);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, seen };
}

export const collect = async (pages) => {
  const out = [];
  for await (const page of pages) out.push(page);
  return out;
};
/** Waits that are noted, not waited. */
export const noting = () => {
  const waited = [];
  return { waited, wait: async (ms) => void waited.push(ms) };
};
export const refused = (reason) => (error) => error.name === 'WebhookRefused' && error.reason === reason;

export const shopify = async (url, more = {}) =>
  (await load('shopify')).createShopify({ shop: url, accessToken: 'shpat_x', secret: 'hush', ...more });
