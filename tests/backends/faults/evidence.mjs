import { answers, jsonOf, requests, store } from './seed.mjs';

export default [
  {
    name: 'starts uploads from the beginning again',
    check: 'blobs.resume',
    ...jsonOf('/blob', (body) => ('offset' in body ? { ...body, offset: 0 } : body)),
  },
  {
    name: 'takes requests without their evidence',
    check: 'blobs.missing',
    ...store((tx) => ({
      blob: async (digest, subject) =>
        (await tx.blob(digest, subject)) ?? {
          sha256: digest,
          subject,
          order:
            (await tx.orders('kit-ada')).map(({ id }) => id).find((id) => id === store.last) ?? store.last,
          complete: true,
          size: 1,
          received: 1,
          type: 'image/png',
        },
      lockOrder: (order) => {
        store.last = order;
        return tx.lockOrder(order);
      },
    })),
  },
  {
    name: 'does not look at bytes',
    check: 'blobs.digest',
    fetch: async (request, next) => {
      const answer = await next(request);
      return request.method === 'PATCH' && answer.status === 422
        ? new Response(null, { status: 204, headers: { 'upload-offset': '25' } })
        : answer;
    },
  },
  {
    name: 'serves evidence as a page',
    check: 'blobs.served',
    ...answers('/blob/', (response, request) =>
      request.method === 'GET' && response.ok
        ? new Response(response.body, { headers: { 'content-type': response.headers.get('content-type') } })
        : response,
    ),
  },
  {
    name: 'takes drawings that can run',
    check: 'blobs.types',
    ...requests('/blob', (text) => text.replace('image/svg+xml', 'image/png')),
  },
  {
    name: 'takes evidence of any size',
    check: 'blobs.size',
    ...requests('/blob', (text) => text.replace(/"size":\d{8,}/, '"size":1000')),
  },
];
