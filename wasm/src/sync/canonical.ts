import { sha256 } from './sha256.js';

/**
 * The canonical text of a JSON value (RFC 8785) for the values that the protocol allows: no number but integers within
 * 2^53. Equal values have equal bytes, so a hash names a value.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not an integer within 2^53: ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value as Record<string, unknown>)
      .filter(([, member]) => member !== undefined)
      // RFC 8785 orders keys by UTF-16 code units, which is how JavaScript compares strings.
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`not a JSON value: ${typeof value}`);
}

/** `sha256:` and the digest of the canonical text. */
export const fingerprint = (value: unknown): string => `sha256:${sha256(canonical(value))}`;
