/**
 * Words by code. A message is plain data, so that translators and tools can read it:
 *
 *   'Until {date:day}'                                   a sentence with typed placeholders
 *   { by: 'count', one: '{count} item', other: '…' }     its plural forms, chosen by Intl.PluralRules
 *   ['Closed {days:ago}', 'Closed']                      alternatives: the first one whose placeholders are all known
 *
 * After the colon stands how to show a value: `money`, `number`, `share` (basis points), `rate`, `day`, `short`, `date`,
 * `datetime`, `time`, `clock` (seconds into a stream), `zone`, `ago`, `in`, `list`; any other word names a section of the table in which the value is looked up.
 */

import type { en } from '../locales/en.js';
import { directionOf, Formatter } from './format.js';
import type { Money, Params } from './wire.js';

export interface Plural {
  by: string;
  zero?: string;
  one?: string;
  two?: string;
  few?: string;
  many?: string;
  other: string;
}
export type Message = string | Plural | readonly (string | Plural)[];
export type Section = Readonly<Record<string, Message>>;
export type Messages = {
  readonly [S in keyof typeof en]: { readonly [K in keyof (typeof en)[S]]: Message };
} & {
  /** More of them than English has, whose rarer codes read well as they are. */
  readonly component: Readonly<Record<string, Message>>;
};
export type SectionName = keyof Messages;
export type UiKey = keyof Messages['ui'];

const placeholder = /\{(\w+)(?::(\w+))?\}/g;

/** `size_too_small` -> "Size too small": what is shown for a code that no table knows yet. */
export function readable(code: string): string {
  const words = code.replace(/[_.\-/]+/g, ' ').trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export class Translator {
  readonly format: Formatter;
  readonly direction: 'ltr' | 'rtl';

  constructor(
    readonly messages: Messages,
    readonly locale: string,
    zone?: string,
    readonly now?: string,
  ) {
    this.format = new Formatter(locale, zone);
    this.direction = directionOf(locale);
  }

  /** A sentence of the widget's own. */
  ui(key: UiKey, params: Params = {}): string {
    return this.#fill(this.messages.ui[key], params) ?? readable(key);
  }

  has(section: SectionName, code: string): boolean {
    return Object.hasOwn(this.messages[section] ?? {}, code);
  }

  /** The words for a code from the core; never empty. */
  code(section: SectionName, code: string, params: Params = {}): string {
    const table: Section = this.messages[section] ?? {};
    const known = Object.hasOwn(table, code) ? table[code] : undefined;
    const text = known === undefined ? undefined : this.#fill(known, params);
    return text ?? (typeof params.title === 'string' ? params.title : readable(code));
  }

  /** The same, or nothing when there are no words for it. */
  maybe(section: SectionName, code: string | undefined, params: Params = {}): string | undefined {
    return code !== undefined && this.has(section, code)
      ? this.#fill((this.messages[section] as Section)[code]!, params)
      : undefined;
  }

  /** Text from outside inside a sentence: where writing runs from right to left, it keeps its own direction. */
  outside(text: string): string {
    return this.direction === 'rtl' ? `\u2068${text}\u2069` : text;
  }

  /** Of the first words there are not all: the rest comes behind them, and until then a code has to do. */
  #fill(message: Message | undefined, params: Params): string | undefined {
    if (message === undefined) return undefined;
    for (const form of Array.isArray(message)
      ? (message as readonly (string | Plural)[])
      : [message as string | Plural]) {
      const text = this.#form(form, params);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #form(form: string | Plural, params: Params): string | undefined {
    if (typeof form !== 'string') {
      const count = Number(params[form.by]);
      if (params[form.by] === undefined || Number.isNaN(count)) return undefined;
      form = form[this.format.plural(count)] ?? form.other;
    }
    let missing = false;
    const text = form.replace(placeholder, (_, name: string, style?: string) => {
      const value = params[name];
      if (value === undefined || value === null || value === '') missing = true;
      return missing ? '' : this.#show(value, style);
    });
    return missing ? undefined : text;
  }

  #show(value: unknown, style?: string): string {
    const f = this.format;
    switch (style) {
      case undefined:
        return typeof value === 'number'
          ? f.number(value)
          : isMoney(value)
            ? f.money(value)
            : this.outside(String(value));
      case 'money':
        return isMoney(value) ? f.money(value) : String(value);
      case 'number':
        return f.number(Number(value));
      case 'rate':
        return Number.isNaN(Number(value)) ? String(value) : f.rate(String(value));
      case 'share':
        return f.share(Number(value));
      case 'day':
      case 'short':
      case 'date':
      case 'datetime':
      case 'time':
        return f.date(String(value), style, this.now);
      case 'zone':
        return f.zoneName(String(value));
      case 'clock':
        return this.outside(clock(Number(value)));
      case 'ago':
        return f.relative(-Number(value));
      case 'in':
        return f.relative(Number(value));
      case 'list':
        return f.list(Array.isArray(value) ? value.map(String) : [String(value)]);
      default:
        return this.code(style as SectionName, String(value));
    }
  }
}

/** Seconds as a player shows them: `724` -> "12:04", `3724` -> "1:02:04". */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
