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
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += `${i ? ',' : ''}${canonical(value[i])}`;
    return `${text}]`;
  }
  if (typeof value === 'object') {
    const members = value as Record<string, unknown>;
    let text = '';
    // RFC 8785 orders keys by UTF-16 code units, which is how JavaScript sorts strings.
    for (const key of Object.keys(members).sort()) {
      const member = members[key];
      if (member !== undefined) text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonical(member)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`not a JSON value: ${typeof value}`);
}

/** `sha256:` and the digest of the canonical text. */
export const fingerprint = (value: unknown): string => `sha256:${sha256(canonical(value))}`;
