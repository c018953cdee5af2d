import { type Timers, timers } from './platform.js';

/** Waiting times that grow with failures and are spread, so that a thousand phones do not come back at once. */
export class Backoff {
  #failures = 0;
  readonly #random: () => number;
  readonly #base: number;
  readonly #cap: number;

  constructor(options: { base?: number; cap?: number; random?: () => number } = {}) {
    this.#base = options.base ?? 500;
    this.#cap = options.cap ?? 30_000;
    this.#random = options.random ?? Math.random;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const ceiling = Math.min(this.#cap, this.#base * 2 ** this.#failures++);
    return ceiling / 2 + (this.#random() * ceiling) / 2;
  }

  reset(): void {
    this.#failures = 0;
  }
}

/** A wait that can be cut short; true when it was. */
export class Alarm {
  readonly #timers: Timers;
  #ring: ((rung: boolean) => void) | undefined;
  #rung = false;

  constructor(own: Timers = timers) {
    this.#timers = own;
  }

  ring(): void {
    this.#rung = true;
    this.#ring?.(true);
  }

  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#rung || signal.aborted) {
      this.#rung = false;
      return true;
    }
    const abort = (): void => this.#ring?.(true);
    signal.addEventListener('abort', abort);
    const rung = await new Promise<boolean>((resolve) => {
      const timer = Number.isFinite(ms) ? this.#timers.setTimeout(() => resolve(false), ms) : undefined;
      this.#ring = (value) => {
        this.#timers.clearTimeout(timer);
        resolve(value);
      };
    });
    signal.removeEventListener('abort', abort);
    this.#ring = undefined;
    this.#rung = false;
    return rung;
  }
}

/** Milliseconds that a `Retry-After` header asks for; undefined when there is none. */
export function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
