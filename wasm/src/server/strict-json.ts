import type { Problem } from '../generated/types.js';
import { LIMITS } from '../sync/protocol.js';

/** The text breaks a rule of the protocol; `problem` says which and where. */
export class StrictJsonError extends Error {
  readonly problem: Problem;
  constructor(code: string, pointer: string, message: string) {
    super(message);
    this.name = 'StrictJsonError';
    this.problem = { code, pointer, message };
  }
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Reads JSON from a stranger. `JSON.parse` lets the last of two equal keys win, takes any number and any depth; each of
 * these lets two readers see two different documents, so here they are errors with a pointer.
 */
export function parseStrict(text: string): unknown {
  return new Reader(text).document();
}

class Reader {
  readonly #text: string;
  #at = 0;
  readonly #path: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('malformed_json', 'text after the end of the document');
    return value;
  }

  #fail(code: string, message: string): never {
    throw new StrictJsonError(code, this.#path.map((step) => `/${escapePointer(step)}`).join(''), message);
  }

  #space(): void {
    while (this.#at < this.#text.length && ' \t\n\r'.includes(this.#text[this.#at] as string)) this.#at++;
  }

  #value(): unknown {
    this.#space();
    const char = this.#text[this.#at];
    if (char === '{') return this.#nested(() => this.#object());
    if (char === '[') return this.#nested(() => this.#array());
    if (char === '"') return this.#string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #depth = 0;
  #nested<T>(read: () => T): T {
    if (++this.#depth > LIMITS.depth) this.#fail('too_deep', `more than ${LIMITS.depth} levels`);
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#space();
    if (this.#take('}')) return object;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('malformed_json', 'a key was expected');
      const key = this.#string();
      this.#path.push(key);
      if (FORBIDDEN.has(key)) this.#fail('forbidden_key', `the key ${key} is not allowed`);
      if (Object.hasOwn(object, key)) this.#fail('duplicate_key', 'the key appears twice');
      this.#space();
      if (!this.#take(':')) this.#fail('malformed_json', 'a colon was expected');
      object[key] = this.#value();
      this.#path.pop();
      this.#space();
      if (this.#take('}')) return object;
      if (!this.#take(',')) this.#fail('malformed_json', 'a comma or a closing brace was expected');
    }
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    this.#space();
    if (this.#take(']')) return array;
    for (;;) {
      this.#path.push(String(array.length));
      array.push(this.#value());
      this.#path.pop();
      this.#space();
      if (this.#take(']')) return array;
      if (!this.#take(',')) this.#fail('malformed_json', 'a comma or a closing bracket was expected');
    }
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) this.#fail('malformed_json', 'the text ends inside a string');
      this.#at++;
      if (char === '\\') this.#at++;
      else if (char === '"') break;
    }
    let value: string;
    try {
      value = JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      this.#fail('malformed_json', 'the string is not well formed');
    }
    if (value.length > LIMITS.stringLength)
      this.#fail('string_too_long', `more than ${LIMITS.stringLength} characters`);
    if (LONE_SURROGATE.test(value)) this.#fail('lone_surrogate', 'half of a surrogate pair');
    return value;
  }

  #number(): number {
    const match = /^-?\d{1,20}(?![\d.eE])/.exec(this.#text.slice(this.#at, this.#at + 24));
    if (!match) {
      const isNumber = /^-?\d/.test(this.#text.slice(this.#at, this.#at + 2));
      this.#fail(
        isNumber ? 'not_an_integer' : 'malformed_json',
        isNumber ? 'only integers are allowed' : 'a value was expected',
      );
    }
    const digits = match[0];
    const value = Number(digits);
    if (/^-?0\d/.test(digits)) this.#fail('malformed_json', 'a number must not begin with a zero');
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      this.#fail('not_an_integer', 'only integers within 2^53 are allowed');
    this.#at += digits.length;
    return value;
  }
}
