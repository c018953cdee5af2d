/**
 * Figures, dates and lists in the reader's language, through Intl only. Nothing is ever computed with money here:
 * an amount is an integer of minor units, and only its decimal point is placed.
 */
import { currencyExponent } from '../generated/currencies.js';
import type { Money } from './wire.js';

/** `1299`, `2` -> `"12.99"`; exact for every integer. */
export function decimalText(minor: number | bigint | string, exponent: number): string {
  const units = BigInt(minor);
  const digits = (units < 0n ? -units : units).toString().padStart(exponent + 1, '0');
  const sign = units < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

type DayStyle = 'day' | 'short' | 'date' | 'datetime' | 'time';

const civil = /^(\d{4})-(\d{2})-(\d{2})$/;

export class Formatter {
  readonly locale: string;
  readonly zone: string;
  #cache = new Map<string, object>();

  /** `zone` is an IANA name; anything Intl does not know is shown in UTC, and named so. */
  constructor(locale: string, zone?: string) {
    this.locale = supported(locale);
    this.zone = knownZone(zone);
  }

  #make<T extends object>(key: string, build: () => T): T {
    const known = this.#cache.get(key) as T | undefined;
    const made = known ?? build();
    if (!known) this.#cache.set(key, made);
    return made;
  }

  money(value: Money, sign: 'auto' | 'exceptZero' = 'auto'): string {
    const digits = currencyExponent(value.currency);
    const format = this.#make(`m${value.currency}${sign}`, () => {
      try {
        return new Intl.NumberFormat(this.locale, {
          style: 'currency',
          currency: value.currency,
          signDisplay: sign,
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
      } catch {
        // not a currency code that Intl accepts
        return new Intl.NumberFormat(this.locale, {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
      }
    });
    // A decimal string is formatted exactly by Intl.NumberFormat v3; the type library still asks for a number.
    return format.format(decimalText(value.amount, digits) as unknown as number).replace('-', '\u2212');
  }

  number(value: number): string {
    return this.#make('n', () => new Intl.NumberFormat(this.locale)).format(value);
  }

  /** Basis points: `1000` -> "10 %". */
  share(basisPoints: number): string {
    return this.#make(
      'p',
      () => new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 2 }),
    ).format(basisPoints / 10_000);
  }

  /** A civil date (`2026-05-01`) as it stands, or an instant in the reader's zone. */
  date(value: string, style: DayStyle = 'date', now?: string): string {
    const isCivil = civil.test(value);
    const moment = new Date(isCivil ? `${value}T12:00:00Z` : value);
    if (Number.isNaN(moment.getTime())) return value;
    const zone = isCivil ? 'UTC' : this.zone;
    const sameYear = now !== undefined && now.slice(0, 4) === value.slice(0, 4);
    const key = `d${style}${zone}${sameYear}`;
    const text = this.#make(key, () => {
      const year = sameYear ? undefined : 'numeric';
      const shapes: Record<DayStyle, Intl.DateTimeFormatOptions> = {
        day: { weekday: 'short', day: 'numeric', month: 'short', year },
        short: { day: 'numeric', month: 'short', year: 'numeric' },
        date: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
        datetime: {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          year,
          hour: 'numeric',
          minute: '2-digit',
        },
        time: { hour: 'numeric', minute: '2-digit' },
      };
      return new Intl.DateTimeFormat(this.locale, { ...shapes[style], timeZone: zone });
    }).format(moment);
    return style === 'day' ? text.replaceAll(' ', '\u00a0') : text; // "Fri 5 Dec" stays on one line
  }

  /** The civil day, in the reader's zone, that ends with this moment or contains it. */
  lastDay(instant: string): string {
    const parts = this.#make(
      'y',
      () =>
        new Intl.DateTimeFormat('en-CA', {
          timeZone: this.zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
        }),
    );
    const moment = new Date(instant).getTime();
    return Number.isNaN(moment) ? instant : parts.format(moment - 1);
  }

  /** The zone as people say it ("Central European Time"), or its name. */
  zoneName(name: string = this.zone): string {
    try {
      const parts = new Intl.DateTimeFormat(this.locale, {
        timeZone: name,
        timeZoneName: 'longGeneric',
      }).formatToParts(new Date());
      return parts.find((part) => part.type === 'timeZoneName')?.value ?? name;
    } catch {
      return name;
    }
  }

  /** A rate as the wire writes it: `"0.19"` -> "19 %". */
  rate(value: string): string {
    return this.#make(
      'p',
      () => new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 2 }),
    ).format(Number(value));
  }

  /** Days counted from now: `-3` -> "3 days ago". */
  relative(amount: number, unit: Intl.RelativeTimeFormatUnit = 'day'): string {
    return this.#make('r', () => new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' })).format(
      amount,
      unit,
    );
  }

  list(parts: string[]): string {
    return this.#make('l', () => new Intl.ListFormat(this.locale, { type: 'conjunction' })).format(parts);
  }

  plural(count: number): Intl.LDMLPluralRule {
    return this.#make('c', () => new Intl.PluralRules(this.locale)).select(count);
  }
}

function supported(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has((locale.split('-')[0] ?? '').toLowerCase()) ? 'rtl' : 'ltr';
}
