// Keeps the pages' files at hand, and the last answer of the shop's API, so that the shell opens without a network.
// Nothing of case-sync goes through here: the queue is the pages' own business.

declare const SHELL: string[];
declare const VERSION: string;

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response> | Response): void;
}

const worker = self as unknown as EventTarget & {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};
const shellName = `shell-${VERSION}`;
const apiName = 'api';
const remembered = ['/api/me', '/api/orders'];

worker.addEventListener('install', (event) => {
  (event as ExtendableEvent).waitUntil(
    caches
      .open(shellName)
      .then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: 'no-cache' }))))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    for (const name of await caches.keys())
      if (name !== shellName && name !== apiName) await caches.delete(name);
    await worker.clients.claim();
  };
  (event as ExtendableEvent).waitUntil(clean());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || request.headers.has('range')) return;
  if (remembered.includes(url.pathname) && !request.headers.has('authorization')) {
    (event as FetchEvent).respondWith(networkFirst(request, apiName, url.pathname));
  } else if (request.mode === 'navigate') {
    const page = url.pathname.startsWith('/case/') ? '/case/offline' : url.pathname;
    (event as FetchEvent).respondWith(networkFirst(request, shellName, page));
  } else if (SHELL.includes(url.pathname)) {
    (event as FetchEvent).respondWith(caches.match(url.pathname).then((known) => known ?? fetch(request)));
  }
});

async function networkFirst(request: Request, name: string, key: string): Promise<Response> {
  const cache = await caches.open(name);
  try {
    const response = await fetch(request);
    if (response.ok && name === apiName) await cache.put(key, response.clone());
    return response;
  } catch {
    return (await cache.match(key, { ignoreSearch: true })) ?? Response.error();
  }
}
