import { uuidv7 } from './uuid.js';

/** Timers, which a host may bring with its own idea of time. */
export interface Timers {
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** What tabs hear each other by. */
export interface Channel {
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What the client takes from the place it runs in, beside a network and a storage. A browser unless told. */
export interface Platform extends Timers {
  /** Bytes that nobody can guess. */
  random(count: number): Uint8Array;
  /** Lets one of several tabs do the sending; without locks every tab does. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  channel?(name: string): Channel;
}

export const timers: Timers = {
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout: (timer) => clearTimeout(timer as number),
};

export const browser = (): Platform => ({
  ...timers,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  locks: globalThis.navigator?.locks,
  ...(typeof BroadcastChannel === 'function'
    ? { channel: (name) => new BroadcastChannel(name) as Channel }
    : {}),
});

/** An id that this platform makes at that moment. */
export const newId = (platform: Platform, now: number): string => uuidv7(now, platform.random(10));

/** A number from 0 to 1. */
export function chance(platform: Platform): number {
  const [a = 0, b = 0] = platform.random(2);
  return (a * 256 + b) / 65_535;
}
