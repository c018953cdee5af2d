// The objects of the web that the product uses, without their weight: a signal, an answer, a stream. The bundler puts them
// in the place of the real ones (product.mjs), which take fifty microseconds each, and hide tasks of their own.

class Signal {
  aborted = false;
  reason;
  #listeners = new Set();

  addEventListener(_type, listener, { once, signal } = {}) {
    const entry = { listener, once };
    this.#listeners.add(entry);
    signal?.addEventListener('abort', () => this.#listeners.delete(entry), { once: true });
  }

  removeEventListener(_type, listener) {
    for (const entry of this.#listeners) if (entry.listener === listener) this.#listeners.delete(entry);
  }

  fire(reason = new DOMException('aborted', 'AbortError')) {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const { listener } of listeners) listener();
  }
}

export const AbortSignal = {
  any(signals) {
    const joint = new Signal();
    for (const signal of signals) {
      if (signal.aborted) joint.fire(signal.reason);
      else signal.addEventListener('abort', () => joint.fire(signal.reason), { once: true });
    }
    return joint;
  },
};

export class AbortController {
  signal = new Signal();
  abort(reason) {
    this.signal.fire(reason);
  }
}

export const headersOf = (init = {}) => {
  const map = new Map(Object.entries(init).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return { get: (name) => map.get(name.toLowerCase()) ?? null, entries: () => map.entries() };
};

export class Response {
  constructor(body, { status = 200, headers = {} } = {}) {
    this.body = body ?? null;
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = headersOf(headers);
  }
  async text() {
    return typeof this.body === 'string' ? this.body : '';
  }
  async json() {
    return JSON.parse(await this.text());
  }
}

/** As much of a stream as server-sent events need. */
export class ReadableStream {
  #chunks = [];
  #reading;
  #closed = false;
  #cancel;

  constructor({ start, cancel }) {
    this.#cancel = cancel;
    start?.({ enqueue: (chunk) => this.#put(chunk), close: () => this.#close() });
  }

  #put(chunk) {
    if (this.#reading) this.#take({ value: chunk, done: false });
    else this.#chunks.push(chunk);
  }

  #close() {
    this.#closed = true;
    if (this.#reading) this.#take({ value: undefined, done: true });
  }

  #take(result) {
    const reading = this.#reading;
    this.#reading = undefined;
    reading(result);
  }

  /** Everything that is sent here is text already. */
  pipeThrough() {
    return this;
  }

  getReader() {
    return {
      read: () =>
        new Promise((resolve) => {
          if (this.#chunks.length) resolve({ value: this.#chunks.shift(), done: false });
          else if (this.#closed) resolve({ value: undefined, done: true });
          else this.#reading = resolve;
        }),
      cancel: async () => {
        this.#cancel?.();
        this.#close();
      },
    };
  }
}

export class TextDecoderStream {}
