// Between devices and servers: what is sent may be lost, doubled, late, overtaken, cut in the middle, or answered by
// somebody else.

import { headersOf, ReadableStream, Response } from './web.mjs';

/** What stands between and answers in the backend's place; none of it decides anything. */
const strangers = [
  () => new Response('<html>oops</html>', { status: 500 }),
  () => new Response('<html>bad gateway</html>', { status: 502 }),
  () => new Response('{"code":"busy"}', { status: 503, headers: { 'retry-after': '2' } }),
  () => new Response('{"code":"too_many"}', { status: 429, headers: { 'retry-after': '1' } }),
  () => new Response('<html>Welcome to the hotel</html>'),
  () => new Response('<html>forbidden</html>', { status: 403 }),
  () => new Response('<html>nothing here</html>', { status: 404 }),
  () => new Response('{"code":"too_large"}', { status: 413 }),
  () => new Response('{"title":"bad"}', { status: 400 }),
];

export class Network {
  constructor(world) {
    this.world = world;
    this.chance = world.dice(2);
  }

  #delay() {
    const { chance, world } = this;
    const { flaky, plan } = world;
    if (flaky && chance.hit(plan.slow)) return chance.between(200, 6000);
    return chance.between(5, 60);
  }

  /** The `fetch` of a tab. */
  for(tab) {
    return (url, init = {}) =>
      new Promise((resolve, reject) => this.#send(tab, new URL(url), init, resolve, reject));
  }

  #send(tab, url, init, resolve, reject) {
    const { world, chance } = this;
    const { clock, plan, flaky } = world;
    const { method = 'GET', headers = {}, body, signal } = init;
    const path = `${method} ${url.pathname.slice('/case-sync/1/'.length)}${url.search}`;
    const far = { signal: new FarSignal() };
    let over = false;
    const done = (how) => (value) => {
      if (over) return;
      over = true;
      how(value);
    };
    const call = { tab, path, url, method, headers, body, far, give: done(resolve), fail: done(reject) };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => {
      call.fail(signal.reason);
      clock.after(this.#delay(), world.outside, () => far.signal.abort());
    });
    tab.ends.push(() => far.signal.abort());
    if (tab.device.offline) return this.#break(call);
    const copies = flaky && chance.hit(plan.double) && !path.endsWith('poke') ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (flaky && chance.hit(plan.lose)) {
        world.log(`${tab.name} lost ${path}`);
        if (chance.hit(0.6)) this.#break(call);
      } else {
        clock.after(this.#delay(), world.outside, () => this.#arrive(call));
      }
    }
  }

  #break(call, ms = this.#delay()) {
    this.world.clock.after(ms, call.tab, () => call.fail(new TypeError('the connection is gone')));
  }

  #arrive(call) {
    const { world, chance } = this;
    const { clock, plan, flaky } = world;
    if (flaky && chance.hit(plan.strangers)) {
      const answer = chance.pick(strangers)();
      world.log(`${call.tab.name} ${call.path} answered on the way: ${answer.status}`);
      return clock.after(this.#delay(), call.tab, () => call.give(answer));
    }
    const up = world.servers.filter(({ alive }) => alive);
    if (!up.length) {
      if (chance.hit(0.5)) return this.#break(call);
      const busy = new Response('{"code":"down"}', { status: 503, headers: { 'retry-after': '1' } });
      return clock.after(this.#delay(), call.tab, () => call.give(busy));
    }
    const server = up.length > 1 ? chance.pick(up) : up[0];
    clock.after(0, server, () => this.#serve(call, server));
  }

  #serve(call, server) {
    const { world } = this;
    const text = typeof call.body === 'string' ? call.body : '';
    if (call.path === 'POST push') world.oracle.arrived(call.headers.authorization, JSON.parse(text));
    const headers = headersOf(call.headers);
    const bytes = typeof call.body === 'string' ? new TextEncoder().encode(call.body) : call.body;
    const request = {
      url: call.url.href,
      method: call.method,
      headers,
      signal: call.far.signal,
      arrayBuffer: async () => bytes.slice().buffer,
    };
    server.backend.fetch(request).then((response) => {
      if (!server.alive) return;
      if (response.body?.getReader) return this.#stream(call, server, response);
      world.log(
        `${server.name} ${call.path} ${response.status} ${typeof response.body === 'string' ? response.body : ''}`,
      );
      if (call.path === 'POST push') world.oracle.answered(response.body);
      this.#reply(call, response);
    });
  }

  #reply(call, response) {
    const { world, chance } = this;
    const { clock, plan, flaky } = world;
    if (call.tab.device.offline || (flaky && chance.hit(plan.loseAnswer))) {
      world.log(`${call.tab.name} lost the answer to ${call.path}`);
      if (chance.hit(0.6)) this.#break(call);
      return;
    }
    const cut =
      flaky && chance.hit(plan.cut) && typeof response.body === 'string' && response.body.length > 2;
    const whole = new Response(
      cut ? response.body.slice(0, chance.between(1, response.body.length - 1)) : response.body,
      {
        status: response.status,
        headers: Object.fromEntries(response.headers.entries()),
      },
    );
    clock.after(this.#delay(), call.tab, () => call.give(whole));
  }

  /** Server-sent events: pieces on their way, until either side is gone; or nobody notices for a while. */
  #stream(call, server, response) {
    const { world, chance } = this;
    const { clock } = world;
    const { tab } = call;
    let near;
    const reader = response.body.getReader();
    const stop = () => reader.cancel();
    const body = new ReadableStream({
      start: (controller) => (near = controller),
      cancel: () => clock.after(this.#delay(), server, stop),
    });
    clock.after(this.#delay(), tab, () => call.give(new Response(body)));
    const pump = async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done || !server.alive) return;
        const text = typeof value === 'string' ? value : new TextDecoder().decode(value);
        if (tab.device.offline || (world.flaky && chance.hit(world.plan.lose))) continue;
        clock.after(this.#delay(), tab, () => near.enqueue(text));
      }
    };
    pump();
    server.ends.push(() => clock.after(chance.between(10, 4000), tab, () => near.close()));
    if (world.flaky && chance.hit(0.3))
      clock.after(chance.between(1000, 30_000), world.outside, () => {
        clock.after(0, server, stop);
        clock.after(0, tab, () => near.close());
      });
  }
}

/** The signal of a request, at the server. */
class FarSignal {
  aborted = false;
  #listeners = [];
  addEventListener(_type, listener) {
    this.#listeners.push(listener);
  }
  removeEventListener(_type, listener) {
    this.#listeners = this.#listeners.filter((each) => each !== listener);
  }
  abort() {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
