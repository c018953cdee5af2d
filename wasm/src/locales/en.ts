/** English: complete, and the shape that every other table has. */
import type { Section } from '../widget/messages.js';
import { cases } from './en/cases.js';
import { first } from './en/first.js';

export const en = {
  ...first,
  ...cases,
  finding: { ...first.finding, ...cases.finding },
  method: { ...first.method, ...cases.method },
} as const satisfies Record<string, Section>;
