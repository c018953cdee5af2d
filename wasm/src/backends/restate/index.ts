// `aftersale/backends/restate`: case-sync/1 with one Restate virtual object per order.

import type { RestateOptions } from './options.js';
import { orderService } from './order.js';
import type { RestateSdk } from './sdk.js';
import { effectService, feedService, nameService, piecesService } from './services.js';

export { createRestateBackend, type RestateBackend, type RestateDoorOptions } from './door.js';
export type { RestateOptions } from './options.js';
export type { RestateSdk } from './sdk.js';

/** The services to be bound to an endpoint: `sdk` is `@restatedev/restate-sdk` as a whole. */
// biome-ignore lint/suspicious/noExplicitAny: definitions are typed by the SDK in its own way
export function restateServices(sdk: RestateSdk, options: RestateOptions): any[] {
  return [
    orderService(sdk, options),
    effectService(sdk, options),
    feedService(sdk),
    nameService(sdk),
    piecesService(sdk),
  ];
}
