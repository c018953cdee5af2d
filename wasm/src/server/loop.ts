import { type Timers, timers } from '../sync/platform.js';

/** Does something every so often, and at once when somebody says that there is something to do. */
export function createLoop(
  work: () => Promise<void>,
  onError: (error: unknown) => void,
  { setTimeout, clearTimeout }: Timers = timers,
): { start(ms?: number): () => void; nudge(): void } {
  const nudges = new Set<() => void>();

  function start(ms = 1000): () => void {
    let stopped = false;
    let timer: unknown;
    let busy = false;
    let again = false;
    const turn = async () => {
      clearTimeout(timer);
      busy = true;
      again = false;
      await work().catch(onError);
      busy = false;
      if (!stopped) timer = setTimeout(() => void turn(), again ? 0 : ms);
    };
    const nudge = () => {
      if (busy) again = true;
      else if (!stopped) void turn();
    };
    nudges.add(nudge);
    nudge();
    return () => {
      stopped = true;
      nudges.delete(nudge);
      clearTimeout(timer);
    };
  }

  return {
    start,
    nudge() {
      for (const nudge of nudges) nudge();
    },
  };
}
