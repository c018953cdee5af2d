import type { ProblemDetails, Receipt } from '../sync/protocol.js';

/** An HTTP answer other than a result; `code` is stable and made for programs. */
export class HttpProblem extends Error {
  readonly details: ProblemDetails;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    title: string,
    more: {
      detail?: string;
      pointer?: string;
      ids?: string[];
      receipts?: Receipt[];
      range?: [number, number];
    } = {},
    headers: Record<string, string> = {},
  ) {
    super(title);
    this.name = 'HttpProblem';
    this.details = { type: `urn:aftersale:problem:${code}`, title, status, code, ...more };
    this.headers = headers;
  }

  toResponse(): Response {
    return new Response(JSON.stringify(this.details), {
      status: this.details.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...this.headers },
    });
  }
}

export const notFound = (): HttpProblem => new HttpProblem(404, 'not_found', 'There is nothing here for you');

/** A result, which no cache keeps. */
export const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
