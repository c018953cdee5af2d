import type { LivePromise, Order, Policy } from 'aftersale';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly place?: string;
  readonly locale?: string;
  readonly country?: string;
}

export interface Me {
  readonly subject: Person;
  readonly customers: readonly Person[];
}

export interface ShopOrder {
  readonly id: string;
  readonly owner: string;
  readonly order: Order;
  readonly policies: readonly string[];
  readonly sandbox?: true;
}

export interface Orders {
  readonly orders: readonly ShopOrder[];
  readonly policies: Readonly<Record<string, Policy | LivePromise>>;
}

/** The backend said no, and why. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: {
    code?: string;
    title?: string;
    detail?: string;
    errors?: { code: string; pointer: string; message: string; fix?: string }[];
  };
  constructor(status: number, body: ApiError['body']) {
    super(body.title ?? `HTTP status ${status}`);
    this.status = status;
    this.body = body;
  }
}

export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`/api/${path}`, init);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, body);
  return body as T;
}

export const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> =>
  call<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
