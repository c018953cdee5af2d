import type { Head } from './chain.js';
import type { Heads } from './protocol.js';
import type { Contents } from './storage.js';
import type { Transport } from './transport.js';

/** The backend is asked again after this long, and later the more logs it names: a desk sees those of all its customers. */
const SOONEST_MS = 2 * 60_000;
const EACH_MS = 300;
const LATEST_MS = 60 * 60_000;

/**
 * Asks how long the logs are. A cursor that does not follow the order of commits passes entries by, and a device that has
 * pulled everything would not know until the next entry of that order, which may never come.
 */
export class HeadCheck {
  readonly #look: () => void;
  #asked = Number.NEGATIVE_INFINITY;
  #pause = 0;
  #suspects: Heads = [];

  /** `look` has the log pulled once more: that tells what has come meanwhile from what was passed by. */
  constructor(look: () => void) {
    this.#look = look;
  }

  /** Logs that were longer there than here, or others. */
  get suspects(): Heads {
    return this.#suspects;
  }

  /** To be called when all was pulled; asks when it is time. The log can be pulled without it, so it never fails. */
  async ask(transport: Transport, { heads }: Contents, now: number, signal: AbortSignal): Promise<void> {
    // Clocks of devices are set back, too.
    if (Math.abs(now - this.#asked) < this.#pause) return;
    this.#asked = now;
    this.#pause = SOONEST_MS;
    try {
      const said = await transport.heads(signal);
      // What is no list, a login page say, fails here.
      this.#suspects = behind(said, new Map(heads.map((head) => [head.order, head])));
      this.#pause = Math.min(LATEST_MS, Math.max(SOONEST_MS, EACH_MS * said.length));
      if (this.#suspects.length) this.#look();
    } catch {
      // Who is not signed in, or has no network, hears of it when the log is pulled.
    }
  }

  /**
   * The orders of these suspects that are still behind after a pull to the end. They are named once: a log that cannot be
   * fetched must not keep the others from coming.
   */
  passedBy(suspects: Heads, heads: ReadonlyMap<string, Head>): string[] {
    if (this.#suspects === suspects) this.#suspects = [];
    return behind(suspects, heads).map(([order]) => order);
  }
}

/** Those of which this device has less, or something else at their end. */
function behind(said: Heads, mine: ReadonlyMap<string, Head>): Heads {
  return said.filter(([order, seq, h]) => {
    const known = mine.get(order) ?? { seq: 0, h: '' };
    return seq > known.seq || (seq === known.seq && h !== known.h);
  });
}
