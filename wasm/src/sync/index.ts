// `aftersale/sync`: the proposing side of case-sync/1. Commands are kept before they are sent, and sent once.

export {
  createSync,
  type Hold,
  NotSavedError,
  type Submission,
  type SyncClient,
  type SyncOptions,
  type SyncStatus,
} from './client.js';
export { applyWith, toCommand } from './command.js';
export type { Channel, Platform, Timers } from './platform.js';
export type {
  FinalReceipt,
  JsonObject,
  LogEntry,
  Receipt,
  WireCommand,
} from './protocol.js';
export type { Apply, CaseState, PendingCommand, SyncState } from './state.js';
export {
  type Changes,
  type Contents,
  createIdbStorage,
  createMemoryStorage,
  type SyncStorage,
} from './storage.js';
export { uuidv7 } from './uuid.js';
