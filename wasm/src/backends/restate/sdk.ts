// What is used of Restate's SDK, by shape: whoever deploys brings `@restatedev/restate-sdk`, the package depends on nothing of it.

export interface RestateSdk {
  // biome-ignore lint/suspicious/noExplicitAny: definitions are typed by the SDK in its own way
  object(definition: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  service(definition: any): any;
  readonly handlers: {
    readonly object: {
      // biome-ignore lint/suspicious/noExplicitAny: see above
      exclusive(options: any, handler: any): any;
      // biome-ignore lint/suspicious/noExplicitAny: see above
      shared(options: any, handler: any): any;
    };
  };
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly serde: { readonly json: any };
}

export interface RestateContext {
  readonly key: string;
  readonly date: { now(): Promise<number> };
  readonly rand: { random(): number };
  get<T>(name: string): Promise<T | null>;
  set(name: string, value: unknown): void;
  clear(name: string): void;
  stateKeys(): Promise<string[]>;
  run<T>(name: string, action: () => Promise<T>, options: object): Promise<T>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  genericCall(call: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  genericSend(call: any): unknown;
}

/** The names that the services have in Restate. */
export const NAMES = {
  order: 'AftersaleOrder',
  feed: 'AftersaleFeed',
  name: 'AftersaleName',
  pieces: 'AftersalePieces',
  effect: 'AftersaleEffect',
} as const;

/** How to call one service from another. */
export function calls({ serde: { json } }: RestateSdk, ctx: RestateContext) {
  const target = (service: string, key: string | undefined, method: string, parameter: unknown) => ({
    service,
    method,
    parameter,
    ...(key === undefined ? {} : { key }),
    inputSerde: json,
    outputSerde: json,
  });
  return {
    call: <T>(service: string, key: string | undefined, method: string, body: unknown): Promise<T> =>
      ctx.genericCall(target(service, key, method, body)),
    send(service: string, key: string | undefined, method: string, body: unknown, delay = 0): void {
      ctx.genericSend({ ...target(service, key, method, body), ...(delay > 0 ? { delay } : {}) });
    },
  };
}

/** What a journal holds is not erased with the case: it goes when the call has ended. */
export const FORGET = { journalRetention: 0 };
/** For objects whose state is more than a call needs. */
export const LAZY = { ...FORGET, enableLazyState: true };
