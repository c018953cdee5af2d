// Gateways with one address for everything: a parameter names the operation, a form holds what it takes, and all of it together is
// signed (Taobao, Pinduoduo).

import type { StorefrontRequest } from '../generated/types.js';
import { counted, type Pages } from './adapter.js';
import type { Call } from './client.js';
import { form, inPath, parameters } from './gateways.js';

export interface FormGateway {
  readonly path: string;
  /** The parameter that names the operation. */
  readonly name: string;
  /** The parameters that count pages, and how many there are on one. */
  readonly page: string;
  /** What every call carries. */
  common(): Record<string, string>;
  sign(params: Readonly<Record<string, string>>): Promise<string>;
}

const read = ({ body }: Call): Record<string, string> => JSON.parse(body ?? '{}');

export function formGateway({ path, name, page, common, sign }: FormGateway) {
  const ask = (operation: string, params: Record<string, string>, repeatable = true): Call => ({
    method: 'POST',
    path,
    query: { [name]: operation },
    body: JSON.stringify(params),
    repeatable,
  });
  return {
    ask,
    async authorize(call: Call): Promise<Call> {
      const params: Record<string, string> = { ...call.query, ...read(call), ...common() };
      const body = form({ ...params, sign: await sign(params) });
      const { query: _, ...rest } = call;
      return {
        ...rest,
        body,
        headers: { ...call.headers, 'content-type': 'application/x-www-form-urlencoded' },
      };
    },
    /** The page behind the one that was answered with `list`. */
    next:
      (list: string): Pages['next'] =>
      (answered, last) => {
        const params = read(last);
        return counted(list, Number(params.page_size), () =>
          ask(last.query?.[name] ?? '', { ...params, [page]: String(Number(params[page]) + 1) }),
        )(answered, last);
      },
    put: (request: StorefrontRequest): Call => ({
      ...ask('', parameters(request.body), false),
      ...inPath(request.path),
    }),
  };
}
