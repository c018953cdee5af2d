/** One entry in the browser's history per step, where the host wants it. What else stands in the state is left alone. */
interface Entry {
  key: string;
  step: string;
  depth: number;
}

const entryOf = (state: unknown): Entry | undefined => (state as { aftersale?: Entry } | null)?.aftersale;

export class StepHistory {
  /** How many entries above the page's own are ours. */
  #depth = 0;

  constructor(private readonly key: () => string) {}

  push(step: string): void {
    this.#depth++;
    history.pushState(this.#state(step), '');
  }

  /** The first step is the entry that the page has already; a sheet's lies above it. */
  remember(step: string, first: boolean, sheet: boolean): void {
    const mine = entryOf(history.state);
    if (mine?.key === this.key() && mine.step === step) return;
    if (!first) this.push(step);
    else if (!sheet) history.replaceState(this.#state(step), '');
  }

  /** The step to show after Back or Forward, or nothing when that leads out of here. */
  popped(event: PopStateEvent): string | undefined {
    const mine = entryOf(event.state);
    const ours = mine?.key === this.key();
    this.#depth = ours ? mine!.depth : 0;
    return ours ? mine!.step : undefined;
  }

  /** Whether the browser itself has gone back. */
  back(): boolean {
    if (this.#depth > 0) history.back();
    return this.#depth > 0;
  }

  /** Back to where the page was before. */
  leave(): void {
    if (this.#depth > 0) history.go(-this.#depth);
    this.#depth = 0;
  }

  #state(step: string): object {
    const aftersale: Entry = { key: this.key(), step, depth: this.#depth };
    return { ...(history.state as object | null), aftersale };
  }
}
