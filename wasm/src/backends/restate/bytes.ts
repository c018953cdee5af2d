// Answers as they travel through JSON.

import { fromText, toText } from '../../server/bytes.js';

export interface Packed {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

export async function pack(response: Response): Promise<Packed> {
  const body = response.body ? toText(new Uint8Array(await response.arrayBuffer())) : null;
  return { status: response.status, headers: [...response.headers], body };
}

export const unpack = ({ status, headers, body }: Packed): Response =>
  new Response(body === null ? null : fromText(body), {
    status,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
  });
