/** Looks at a number every so often while somebody waits for it to change: one look for all who wait. */
export class Pulse {
  readonly #read: () => Promise<number>;
  readonly #ms: number;
  readonly #waiting = new Set<(end: number) => void>();
  #running = false;

  constructor(read: () => Promise<number>, ms: number) {
    this.#read = read;
    this.#ms = ms;
  }

  read(): Promise<number> {
    return this.#read();
  }

  /** The number when it is another one than `seen`; undefined when the time is over. */
  changed(seen: number, ms: number, signal: AbortSignal): Promise<number | undefined> {
    return new Promise((resolve) => {
      const end = (value: number | undefined): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        this.#waiting.delete(look);
        resolve(value);
      };
      const stop = (): void => end(undefined);
      const look = (value: number): void => {
        if (value !== seen) end(value);
      };
      const timer = setTimeout(stop, Math.max(0, ms));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) return stop();
      this.#waiting.add(look);
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.size) {
      await new Promise((resolve) => setTimeout(resolve, this.#ms));
      // A look that fails is followed by another one; whoever waits has a time of its own.
      const value = await this.#read().catch(() => undefined);
      if (value !== undefined) for (const look of [...this.#waiting]) look(value);
    }
    this.#running = false;
  }
}
