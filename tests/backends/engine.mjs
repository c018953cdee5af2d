// Restate as far as handlers see it, in this process: one call at a time for each key, state, delayed calls by a clock that the test
// sets. What is sent leaves when the handler has ended. The real one is in tests/servers.

export function createEngine({ clock, fail = () => {} }) {
  const services = new Map();
  const objects = new Map();
  const delayed = [];
  const running = new Set();

  const sdk = {
    object: ({ name, handlers }) => services.set(name, handlers),
    service: ({ name, handlers }) => services.set(name, handlers),
    handlers: {
      object: {
        exclusive: (_options, run) => ({ run, exclusive: true }),
        shared: (_options, run) => ({ run, exclusive: false }),
      },
    },
    serde: { json: {} },
  };

  const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

  /** Runs a call until it has ended well: a failed attempt leaves nothing behind and is made again. */
  async function attempt(run, key, object, input) {
    for (let tries = 1; ; tries++) {
      const state = new Map(object.state);
      const sent = [];
      const context = {
        key,
        rand: { random: Math.random },
        get: async (name) => copy(state.get(name)) ?? null,
        set: (name, value) => state.set(name, copy(value)),
        clear: (name) => state.delete(name),
        stateKeys: async () => [...state.keys()],
        run: async (name, action) => {
          fail(name, tries);
          return copy(await action());
        },
        genericCall: ({ service, key: to, method, parameter }) => call(service, to, method, copy(parameter)),
        genericSend: (message) => sent.push(copy({ ...message, inputSerde: undefined })),
      };
      try {
        const result = copy(await run(context, copy(input)));
        object.state = state;
        for (const { service, key: to, method, parameter, delay = 0 } of sent) {
          if (delay) delayed.push({ at: clock() + delay, go: () => post(service, to, method, parameter) });
          else post(service, to, method, parameter);
        }
        return result;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }

  function post(...message) {
    const going = call(...message).finally(() => running.delete(going));
    running.add(going);
  }

  async function call(service, key, method, input) {
    const handler = services.get(service)[method];
    const run = handler.run ?? handler;
    const name = `${service}/${key}`;
    if (!objects.has(name)) objects.set(name, { state: new Map(), last: Promise.resolve() });
    const object = objects.get(name);
    if (!handler.exclusive) return attempt(run, key, { state: object.state }, input);
    const result = object.last.then(() => attempt(run, key, object, input));
    object.last = result.catch(() => {});
    return result;
  }

  return {
    sdk,
    objects,
    /** The ingress, as `fetch`. */
    async fetch(url, { body }) {
      const [service, key, method] = new URL(url).pathname.slice(1).split('/').map(decodeURIComponent);
      const result = await call(service, key, method, JSON.parse(body));
      return new Response(result === undefined ? null : JSON.stringify(result));
    },
    /** Lets everything happen that is due by the clock, and all that follows. */
    async settle() {
      for (;;) {
        const due = delayed.filter(({ at }) => at <= clock());
        for (const one of due) delayed.splice(delayed.indexOf(one), 1)[0].go();
        if (!running.size) return;
        await Promise.all(running);
      }
    },
  };
}
