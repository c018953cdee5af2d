import type { Money } from 'aftersale';

/** The language of the page: `?lang=` or English. It is also what the widget speaks. */
export const lang = new URLSearchParams(location.search).get('lang') ?? 'en';
document.documentElement.lang = 'en';

const exponents = new Map<string, number>();

function exponentOf(currency: string): number {
  let digits = exponents.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2;
    exponents.set(currency, digits);
  }
  return digits;
}

export function money({ amount, currency }: Money): string {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 10 ** digits);
}

export function sum(list: readonly Money[]): Money | undefined {
  const [first] = list;
  if (!first || list.some(({ currency }) => currency !== first.currency)) return undefined;
  return { amount: list.reduce((total, { amount }) => total + amount, 0), currency: first.currency };
}

const year = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const short = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short' });
const moment = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export const date = (text: string): string => short.format(new Date(text));
export const fullDate = (text: string): string => year.format(new Date(text));
export const time = (text: string): string => moment.format(new Date(text));

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "in 3 hours", "yesterday", "2 days ago". */
export function ago(text: string, now = Date.now()): string {
  const left = Date.parse(text) - now;
  const size = Math.abs(left);
  if (size < minute) return left < 0 ? 'just now' : 'now';
  if (size < hour) return relative.format(Math.round(left / minute), 'minute');
  if (size < 36 * hour) return relative.format(Math.round(left / hour), 'hour');
  return relative.format(Math.round(left / day), 'day');
}

const plurals = new Intl.PluralRules('en');
export const count = (n: number, one: string, other: string): string =>
  `${n} ${plurals.select(n) === 'one' ? one : other}`;

/** A number that can be read out on the phone; the same wherever it is made from the case's id. */
export function caseNumber(id: string): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let value = Number.parseInt(id.replaceAll('-', '').slice(-9), 16);
  let text = '';
  for (let i = 0; i < 7; i++) {
    text = letters.charAt(value % 32) + text;
    value = Math.floor(value / 32);
  }
  return `R-${text.slice(0, 4)}-${text.slice(4)}`;
}

export const orderNumber = (order: { id: string; number?: string }): string =>
  `#${(order.number ?? order.id).replace(/^#/, '')}`;
