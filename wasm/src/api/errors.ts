import type { Problem, ProblemDocument } from '../generated/types.js';

/**
 * A call that could not be answered, with the fields of RFC 9457. A refused return is an answer and never ends up here.
 */
export class AftersaleError extends Error implements ProblemDocument {
  override readonly name = 'AftersaleError';
  /** `https://aftersale.dev/problems/` and the code. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status that fits. */
  readonly status: number;
  /** The first error, in one sentence. */
  readonly detail: string;
  /** The code of the first error: stable and made for programs. */
  readonly code: string;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];

  constructor(
    errors: readonly Problem[],
    { warnings = [], ...options }: ErrorOptions & { warnings?: readonly Problem[] } = {},
  ) {
    super(errors.map(line).join('\n') || 'unknown problem', options);
    const document = problemDocument(errors, warnings);
    this.type = document.type;
    this.title = document.title;
    this.status = document.status;
    this.detail = document.detail;
    this.code = document.code;
    this.errors = Object.freeze(errors.map((error) => Object.freeze({ ...error })));
    this.warnings = Object.freeze(warnings.map((warning) => Object.freeze({ ...warning })));
  }

  toJSON(): ProblemDocument {
    const { type, title, status, detail, code, errors, warnings } = this;
    return { type, title, status, detail, code, errors, warnings };
  }
}

/** What is sent as `application/problem+json`. */
export function problemDocument(
  errors: readonly Problem[],
  warnings: readonly Problem[] = [],
  title = 'The call cannot be answered',
): ProblemDocument {
  const [first] = errors;
  const code = first?.code ?? 'unknown';
  const where = first?.pointer ? `${first.pointer}: ` : '';
  const more = errors.length > 1 ? ` (${errors.length - 1} more)` : '';
  return {
    type: `https://aftersale.dev/problems/${code}`,
    title,
    status: 400,
    detail: `${where}${first?.message ?? 'unknown problem'}${more}`,
    code,
    errors,
    warnings,
  };
}

function line({ pointer, message, fix }: Problem): string {
  return `${pointer ? `${pointer}: ` : ''}${message}${fix ? ` (${fix})` : ''}`;
}
