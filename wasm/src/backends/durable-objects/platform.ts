// What is used of Cloudflare's platform, by shape: the package depends on none of its types.

export interface DurableStub {
  fetch(address: string, init?: RequestInit): Promise<Response>;
}

export interface DurableNamespace {
  // biome-ignore lint/suspicious/noExplicitAny: an id means something to its namespace alone
  idFromName(name: string): any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  get(id: any): DurableStub;
}

export interface DurableSql {
  // biome-ignore lint/suspicious/noExplicitAny: rows and values are typed by the platform in its own way
  exec(query: string, ...values: any[]): Iterable<any>;
}

export interface DurableStorage {
  readonly sql: DurableSql;
  transaction<T>(work: () => Promise<T>): Promise<T>;
  transactionSync<T>(work: () => T): T;
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

export interface DurableState {
  readonly storage: DurableStorage;
}
