// `aftersale/server`: the deciding side of case-sync/1, for anything that speaks Request and Response.

export * from '../sync/protocol.js';
export { type AuditResult, exportAudit, verifyAudit } from './audit.js';
export { createTokens, type Tokens } from './auth.js';
export { type Backend, type BackendOptions, createBackend, type Follower } from './backend.js';
export { type BookStore, createMemoryStore } from './book-store.js';
export {
  type Boss,
  type BossOptions,
  createBossDeadlines,
  type DeadlineQueue,
} from './deadlines.js';
export {
  EffectError,
  type EffectHandler,
  type EffectResult,
  type PaymentProvider,
  refundsThrough,
} from './effects.js';
export { createMemoryLimiter, type Limiter, type Limits, type Rate } from './limits.js';
export { anyOf, createOrderLinks, type OrderLinks } from './links.js';
export type {
  Auth,
  BlobRecord,
  EffectRecord,
  OrderRecord,
  OutboxRow,
  Scope,
  Store,
  StoredReceipt,
  Subject,
  Tx,
} from './ports.js';
export { createPostgresStore, type PgClient, type PgPool, type PostgresOptions } from './postgres.js';
export {
  createPromises,
  type Promises,
  type PromisesOptions,
  retainedUntil,
  type Statement,
} from './promises.js';
export { partiesOf } from './rights.js';
export { createSigner, type Signer } from './signing.js';
export { createSqliteStore, type SqliteDatabase } from './sqlite.js';
export {
  cloudEvent,
  createWebhooks,
  type Endpoint,
  signedHeaders,
  verifyWebhook,
  type Webhooks,
  type WebhooksOptions,
} from './webhooks.js';
export type { Engine, Rules } from './world.js';
