/** English: complete, and the shape that every other table has. */
import type { Section } from '../widget/messages.js';
import { cases } from './en/cases.js';
import { first } from './en/first.js';
import { later } from './en/later.js';

export const en = {
  ...first,
  ...cases,
  ...later,
  ui: { ...first.ui, ...later.ui },
  verdict: { ...first.verdict, ...later.verdict },
  finding: { ...first.finding, ...cases.finding },
  question: { ...first.question, ...later.question },
  why: { ...first.why, ...later.why },
  method: { ...first.method, ...cases.method },
  notice: { ...first.notice, ...later.notice },
  problem: { ...first.problem, ...later.problem },
  dropped: { ...first.dropped, ...later.dropped },
} as const satisfies Record<string, Section>;
