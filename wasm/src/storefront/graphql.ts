// GraphQL over HTTP: one operation as a call, and what an answer says went wrong.

import type { StorefrontRequest } from '../generated/types.js';
import type { Answered, Call, Fault } from './client.js';

export const operation = (path: string, query: string, variables: object = {}): Call => ({
  method: 'POST',
  path,
  body: JSON.stringify({ query, variables }),
  repeatable: /^\s*query\b/.test(query),
});

/** What an answer holds; nothing of what is not there. */
export const dataOf = <T>({ text }: Answered): T | undefined => (JSON.parse(text) as { data?: T }).data;

/** The operation once more with other variables: the next page. */
export function again<V extends object>({ path, body }: Call, change: (variables: V) => object): Call {
  const { query, variables } = JSON.parse(body ?? '{}') as { query: string; variables: V };
  return operation(path, query, change(variables));
}

export function graphqlFault({ text }: Answered): Fault | undefined {
  if (!text.includes('"errors"')) return undefined;
  let errors: unknown;
  try {
    ({ errors } = JSON.parse(text) as { errors?: unknown });
  } catch {
    return undefined;
  }
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const [{ message = '', extensions = {} } = {}] = errors as {
    message?: string;
    extensions?: { code?: string; exception?: { code?: string } };
  }[];
  const code = extensions.code ?? extensions.exception?.code ?? 'error';
  const expired = /UNAUTHENTICATED|FORBIDDEN|ExpiredSignature/i.test(code);
  return { code, message, ...(expired ? { kind: 'expired' as const } : {}) };
}

/** A request of the codec's: its body holds the operation already. */
export const posted =
  (path: string) =>
  ({ body }: StorefrontRequest): Call => ({
    method: 'POST',
    path,
    body: JSON.stringify(body),
  });
